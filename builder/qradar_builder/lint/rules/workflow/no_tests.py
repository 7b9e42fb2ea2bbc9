"""A workflow that calls a service and has no tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    workflow = subject.workflow
    if not workflow.tests and subject.endpoints:
        yield Problem(origin=workflow.at("name"), message="the workflow calls a service and has no tests")


RULE = LintRule(
    id="workflow/no-tests",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A workflow that calls a service has tests of the connection.",
    rationale=(
        "The Test tab of a log source runs the tests of its workflow. Without them, an administrator cannot tell a "
        "firewall or a wrong host from wrong credentials."
    ),
    help="add `tests` with a DNSResolutionTest, a TCPConnectionTest and an SSLHandshakeTest of the host",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: api.example.com}
""",
    check=_check,
)
