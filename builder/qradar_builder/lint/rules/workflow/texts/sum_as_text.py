"""A calculation outside of `${}`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_SUM: Final = re.compile(r"\s*(?:\$\{[^{}]*\}|\d+)(?:\s+[-+*/%]\s+(?:\$\{[^{}]*\}|\d+))+\s*")

_HOLE: Final = re.compile(r"[$][{]([^{}]*)[}]")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for text in subject.texts_in("Set", "Initialize", "Add"):
        is_value = text.name == "value"
        if is_value and "${" in text.text and _SUM.fullmatch(text.text):
            yield Problem(
                origin=text.origin,
                message=f"`{text.text.strip()}` is not calculated: the value is this text, with the numbers put in",
                help=f"write `${{{_HOLE.sub(_inside, text.text.strip())}}}`",
            )


def _inside(hole: re.Match[str]) -> str:
    return hole[1]


RULE = LintRule(
    id="workflow/sum-as-text",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A calculation is inside `${}`.",
    rationale=(
        "QRadar calculates only inside `${…}`. Outside, the operator is a part of the text: a counter becomes `1 + "
        "1`, then `1 + 1 + 1`, and a comparison with it fails."
    ),
    help="write the whole calculation in one `${…}`",
    bad="""\
actions:
  - Set: {path: /page, value: "1"}
  - Set: {path: /page, value: "${/page} + 1"}
  - Log: {type: INFO, message: "page ${/page}"}
""",
    good="""\
actions:
  - Set: {path: /page, value: "1"}
  - Set: {path: /page, value: "${/page + 1}"}
  - Log: {type: INFO, message: "page ${/page}"}
""",
    check=_check,
)
