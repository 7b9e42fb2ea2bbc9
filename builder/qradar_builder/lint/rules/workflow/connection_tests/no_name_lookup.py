"""Tests without one of the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_CONNECTS = ("SSLHandshakeTest", "TCPConnectionTest")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    tests = subject.workflow.tests
    first = next((test for test in tests if test.name in _CONNECTS), None)
    if first is not None and not any(test.name == "DNSResolutionTest" for test in tests):
        yield Problem(origin=first.origin, message="no test looks up a name")


RULE = LintRule(
    id="workflow/no-name-lookup",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="The tests of a workflow look up the name of the host before they connect.",
    rationale="Without a DNSResolutionTest, a misspelled host and a closed firewall give the same message.",
    help="add a DNSResolutionTest as the first test",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - SSLHandshakeTest: {host: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: api.example.com}
  - SSLHandshakeTest: {host: api.example.com}
""",
    check=_check,
)
