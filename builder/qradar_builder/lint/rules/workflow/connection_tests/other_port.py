"""A test of another port than that of the calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.url import url_parts
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_PORT = re.compile(r"^https?://([^/?#]*[^/?#:]):([0-9]{1,5})(?:[/?#]|$)")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    ports: dict[str, set[str]] = {}
    for call in subject.endpoints:
        url = call.get("url") or ""
        match = _PORT.match(url)
        host = match[1] if match else url_parts(url).host
        if host and ":" not in host:
            ports.setdefault(host, set()).add(match[2] if match else "443" if url.startswith("https:") else "80")
    for test in subject.workflow.tests:
        used = ports.get(test.get("host") or "")
        port = test.get("port") or "443"
        if test.name != "DNSResolutionTest" and used and port.isdecimal() and port not in used:
            yield Problem(
                origin=test.at("port"),
                message=f"the test connects to port {port}, the calls to {' and '.join(sorted(used))}",
            )


RULE = LintRule(
    id="workflow/other-port",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A test connects to the port that the calls use.",
    rationale=(
        "The test fails where the firewall only lets the port of the calls pass, or succeeds where the calls fail."
    ),
    help="write the port of the URL",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com:8443/", method: GET, savePath: /r}
tests:
  - SSLHandshakeTest: {host: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com:8443/", method: GET, savePath: /r}
tests:
  - SSLHandshakeTest: {host: api.example.com, port: "8443"}
""",
    check=_check,
)
