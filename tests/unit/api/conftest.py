"""A package with everything that the API reads, in the working directory of the test."""

from textwrap import dedent

import pytest

FILES = {
    "extension.yaml": """
        id: acme-audit
        name: Acme Audit
        version: 1.0.0
        author: {name: Example Corp, email: siem@example.com}
        qradar: {minimum: 7.5.0}
    """,
    "log_source_types/audit.yaml": """
        name: Acme Audit
        protocol: Syslog
        parsing:
          EventName: {json: '/"code"'}
          DeviceTime: {json: '/"at"', format: "yyyy-MM-dd HH:mm"}
        events:
          - {id: login, qid: logged-in}
        qids:
          logged-in: {name: Acme login, category: User Login Success, severity: 1}
    """,
    "workflows/audit.yaml": """
        name: Acme Audit
        version: "1"
        parameters:
          - {name: host, label: Host, required: true}
          - {name: token, label: API token, required: true, secret: true}
        actions:
          - Initialize: {path: /count, value: 0}
          - CallEndpoint:
              url: https://${/host}/events
              method: GET
              savePath: /answer
              BearerAuthentication: {token: "${/token}"}
          - If: /answer/status_code != 200
            then:
              - Abort: {reason: "HTTP ${/answer/status_code}: ${/answer/body}"}
          - Log: {type: INFO, message: "with ${/token}"}  # lint: ignore[workflow/secret-in-log] it must not be shown
          - PostEvents: {path: /answer/body, source: "${/host}"}
          - Set: {path: /count, value: "${/count + 1}"}
          - Delete: {path: /answer}
    """,
}


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The folder of the package, `acme` in the working directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = tmp_path / "acme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip(), encoding="utf-8")
    return tmp_path / "acme"
