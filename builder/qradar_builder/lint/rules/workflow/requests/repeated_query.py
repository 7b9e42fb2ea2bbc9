"""A query parameter that is given twice."""

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
        seen: list[Element] = []
        for query in call.all("QueryParameter"):
            other = next((each for each in seen if each == query), None)
            if other is not None:
                yield Problem(
                    origin=query.origin,
                    message=f"the query parameter `{fitted(query.get('name') or '', 60)}` is given twice",
                    related=[(other.origin, "the first one")],
                )
            seen.append(query)


RULE = LintRule(
    id="workflow/repeated-query",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A call has each query parameter once, or with different values.",
    rationale="The second one does nothing at best. Often it was copied and its value was not changed.",
    help="correct its value, or remove it",
    bad="""\
schema: V2
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: GET
      savePath: /r
      QueryParameter:
        - {name: type, value: audit}
        - {name: type, value: audit}
""",
    good="""\
schema: V2
actions:
  - CallEndpoint:
      url: https://api.example.com/
      method: GET
      savePath: /r
      QueryParameter:
        - {name: type, value: audit}
        - {name: type, value: login}
""",
    check=_check,
)
