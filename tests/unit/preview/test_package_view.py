"""The package view: contents, guide, lint, differences, and builds and tests that are followed while they run."""

import json
import threading

import pytest

from qradar_builder.preview.release import jobs as jobs_module
from tests.unit.preview.conftest import FILES

TYPE = "log_source_types/alerts.yaml"


def finished(asked, kind):
    """Start a job, wait for its end, and return what came of it."""
    ended = threading.Event()
    told = []
    tell = asked.application.jobs._tell

    def listen(name, event):
        told.append((name, event))
        tell(name, event)
        if event.state in {"passed", "failed"}:
            ended.set()

    asked.application.jobs._tell = listen
    started = asked.post(f"api/package/{kind}", {})
    assert started.status_code == 200
    assert ended.wait(120)
    asked.application.jobs._tell = tell
    assert {name for name, _ in told} == {kind}
    return asked.get("api/package/results").json(), [event for _, event in told]


def test_what_a_build_would_hold_is_told(asked):
    found = asked.get("api/package/contents").json()
    assert found["zip_name"] == "acme-gateway-1.2.0.zip"
    assert found["files"][0]["name"] == "acme-gateway-1.2.0.zip"
    assert {"acme-gateway-1.2.0/INSTALL.md", "acme-gateway-1.2.0/SHA256SUMS"} <= {
        each["name"] for each in found["files"]
    }
    assert all(each["new"] for each in found["items"])
    blocked = next(each for each in found["items"] if each["name"] == "Acme request blocked")
    assert (blocked["kind"], blocked["identity"]) == ("qid", "number 2")
    assert not (asked.folder / "identity.lock.yaml").exists()


def test_identities_of_the_lock_are_not_new(asked):
    finished(asked, "build")
    assert not any(each["new"] for each in asked.get("api/package/contents").json()["items"])
    text = (asked.folder / TYPE).read_text(encoding="utf-8")
    (asked.folder / TYPE).write_text(text + "  extra: {name: More, category: 4003, severity: 5}\n", encoding="utf-8")
    text = text.replace("qids:\n", "qids:\n  extra: {name: More, category: 4003, severity: 5}\n")
    (asked.folder / TYPE).write_text(text, encoding="utf-8")
    asked.workspace.refresh()
    new = [each["name"] for each in asked.get("api/package/contents").json()["items"] if each["new"]]
    assert new == ["More"]


def test_a_package_with_errors_has_findings_and_no_contents(asked):
    (asked.folder / TYPE).write_text("name: [", encoding="utf-8")
    asked.workspace.refresh()
    found = asked.get("api/package/contents").json()
    assert (found["files"], found["findings"][0]["file"]) == ([], TYPE)
    assert asked.get("api/package/guide").json()["html"] == ""


def test_the_guide_is_html_without_scripts(asked):
    found = asked.get("api/package/guide").json()
    assert "Acme Gateway" in found["title"]
    assert "acme-gateway-1.2.0.zip" in found["html"]
    assert "<script" not in found["html"]
    assert "<style" not in found["html"]


def test_markup_in_the_package_is_text_in_the_guide(asked):
    text = FILES["extension.yaml"].replace("Alerts of the Acme gateway.", "'<img src=x onerror=alert(1)>'")
    (asked.folder / "extension.yaml").write_text(text, encoding="utf-8")
    asked.workspace.refresh()
    html = asked.get("api/package/guide").json()["html"]
    assert "<img" not in html
    assert "&lt;img" in html


def test_lint_is_told_with_its_places(asked):
    found = asked.get("api/package/lint").json()["findings"]
    assert {each["file"] for each in found} <= set(FILES) | {""}
    assert found


def test_a_build_is_written_and_followed(asked):
    results, told = finished(asked, "build")
    assert (results["build"]["state"], results["build"]["done"]) == ("passed", 2)
    assert "acme-gateway-1.2.0.zip" in results["build"]["written"]
    assert (asked.folder.parents[1] / "dist" / "acme-gateway-1.2.0.zip").is_file()
    assert (asked.folder / "identity.lock.yaml").is_file()
    assert [each.state for each in told][-1] == "passed"


def test_a_build_with_errors_writes_nothing(asked):
    (asked.folder / TYPE).write_text("name: [", encoding="utf-8")
    results, _ = finished(asked, "build")
    assert results["build"]["state"] == "failed"
    assert results["build"]["findings"][0]["file"] == TYPE
    assert not (asked.folder.parents[1] / "dist").exists()


def test_a_build_that_cannot_be_written_says_why(asked):
    (asked.folder.parents[1] / "dist").write_text("a file", encoding="utf-8")
    results, _ = finished(asked, "build")
    assert results["build"]["state"] == "failed"
    assert results["build"]["findings"][-1]["rule"] == "preview/write"


def test_a_test_is_followed_and_reported(asked):
    results, told = finished(asked, "test")
    test = results["test"]
    assert (test["state"], test["failed"], test["findings"]) == ("passed", 0, [])
    assert test["done"] == test["total"] >= 4
    assert results["failures"] == []
    assert "a request is blocked" in results["html"]
    assert any(each.case for each in told)


def test_a_case_that_fails_is_explained(asked):
    case = FILES["tests/events/alerts.yaml"].replace("expect: {outcome: unknown}", "expect: {outcome: parsed}")
    (asked.folder / "tests/events/alerts.yaml").write_text(case, encoding="utf-8")
    results, _ = finished(asked, "test")
    assert (results["test"]["state"], results["test"]["failed"]) == ("failed", 1)
    assert "a request is let through" in results["failures"][0]["case"]
    assert "outcome" in results["failures"][0]["text"]
    assert "<script>alert" not in results["html"]


def test_only_one_test_runs_at_a_time(asked, monkeypatch):
    may_go = threading.Event()
    monkeypatch.setattr(jobs_module.Jobs, "_run_test", lambda *_: may_go.wait(60))
    assert asked.post("api/package/test", {}).status_code == 200
    answer = asked.post("api/package/test", {})
    assert (answer.status_code, answer.json()["error"]["rule"]) == (409, "preview/busy")
    may_go.set()


def test_a_test_that_does_not_end_is_ended(asked, monkeypatch):
    monkeypatch.setattr(jobs_module, "MOST_SECONDS", 0.0)
    results, _ = finished(asked, "test")
    assert results["test"]["state"] == "failed"
    assert "did not end" in results["test"]["findings"][0]["message"]


def test_differences_are_those_to_the_last_build(asked):
    assert asked.get("api/package/diff").json()["title"] == "There is no earlier build in dist/"
    finished(asked, "build")
    text = (asked.folder / TYPE).read_text(encoding="utf-8")
    (asked.folder / TYPE).write_text(text.replace("Acme request blocked", "<b>Blocked</b>"), encoding="utf-8")
    asked.workspace.refresh()
    found = asked.get("api/package/diff").json()
    assert found["title"] == "Changes since acme-gateway-1.2.0.zip"
    assert "&lt;b&gt;Blocked" in found["html"]
    assert "<b>Blocked" not in found["html"]


@pytest.mark.parametrize("method", ["DELETE", "PUT"])
def test_other_methods_are_refused(asked, method):
    assert asked.request(method, "api/package/build", json={}).status_code == 400


def test_progress_is_json_for_the_stream(asked):
    _, told = finished(asked, "build")
    assert json.loads(told[0].model_dump_json())["state"] == "running"


SECRET = "s3cr3t-value-of-a-token"
WORKFLOW = """\
name: Alerts
version: '1'
parameters:
  - {name: token, label: Token, required: true, secret: true}
actions:
  - CallEndpoint:
      url: https://acme.example/events
      method: GET
      savePath: /answer
      BearerAuthentication: {token: "${/token}"}
"""
CASE = f"""\
workflow: alerts
parameters: {{token: {SECRET}}}
runs:
  - exchanges:
      - request: {{method: GET, url: https://acme.example/others}}
        response: {{status: 200, json: {{}}}}
"""


def test_a_secret_of_a_recorded_case_is_not_in_the_results(asked):
    (asked.folder / "workflows/alerts.yaml").write_text(WORKFLOW, encoding="utf-8")
    (asked.folder / "tests/workflows/one.yaml").write_text(CASE, encoding="utf-8")
    results, told = finished(asked, "test")
    assert results["test"]["failed"] == 1
    assert "https://acme.example/events" in results["failures"][0]["text"]
    assert SECRET not in json.dumps(results)
    assert SECRET not in "".join(each.model_dump_json() for each in told)
