"""A header that is given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.endpoints:
        first: dict[str, Element] = {}
        for header in call.all("RequestHeader"):
            name = header.get("name") or ""
            other = first.setdefault(name.casefold(), header)
            if other is not header:
                yield Problem(
                    origin=header.at("name"),
                    message=f"the header `{fitted(name, 60)}` is given twice",
                    related=[(other.at("name"), "the first one")],
                )


RULE = LintRule(
    id="workflow/repeated-header",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A call has each header once.",
    rationale="Servers take the first value, the last, or refuse the request.",
    help="remove one of them",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {accept: application/json, Accept: text/plain}}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/", method: GET, savePath: /r,
      RequestHeader: {Accept: application/json}}
""",
    check=_check,
)
