"""Tests without one of TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SHOWS = ("SSLHandshakeTest", "HTTPConnectionThroughProxyTest")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    tests = subject.workflow.tests
    is_https = any((call.get("url") or "").casefold().startswith("https://") for call in subject.endpoints)
    if tests and is_https and not any(test.name in _SHOWS for test in tests):
        yield Problem(origin=tests[0].origin, message="no test makes a TLS connection")


RULE = LintRule(
    id="workflow/no-handshake",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The tests of a workflow that calls by https make a TLS connection.",
    rationale=(
        "A certificate that the console does not trust is the usual reason why a new log source gets nothing. "
        "Only SSLHandshakeTest and HTTPConnectionThroughProxyTest show it."
    ),
    help="add an SSLHandshakeTest for the host",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - TCPConnectionTest: {host: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - TCPConnectionTest: {host: api.example.com}
  - SSLHandshakeTest: {host: api.example.com}
""",
    check=_check,
)
