"""A test that is written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    seen: list[Element] = []
    for test in subject.workflow.tests:
        other = next((each for each in seen if each == test), None)
        if other is not None and other.origin.locate() != test.origin.locate():
            yield Problem(
                origin=test.origin,
                message=f"this {test.name} is written twice",
                related=[(other.origin, "the first one")],
            )
        seen.append(test)


RULE = LintRule(
    id="workflow/repeated-test",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Each test is there once.",
    rationale="A repeated test shows nothing new. Often the second one was meant for another host.",
    help="remove it, or write the other host",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: api.example.com}
  - DNSResolutionTest: {host: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r}
tests:
  - DNSResolutionTest: {host: api.example.com}
""",
    check=_check,
)
