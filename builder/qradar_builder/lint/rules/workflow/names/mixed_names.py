"""Parameters whose names are written in several styles."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_STYLES = {
    "camelCase": re.compile(r"[a-z]+[0-9]*(?:[A-Z][a-z0-9]*)+"),
    "snake_case": re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+"),
    "PascalCase": re.compile(r"(?:[A-Z][a-z0-9]+){2,}"),
    "kebab-case": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+"),
}


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    styles = {each: style for each in subject.workflow.parameters if (style := _style(each.name))}
    counts = Counter(styles.values())
    if len(counts) < 2:
        return
    main = max(counts, key=lambda style: (counts[style], style == "camelCase"))
    for parameter, style in styles.items():
        if style != main:
            yield Problem(
                origin=parameter.at("name"),
                message=f"`{parameter.name}` is in {style}; other names of the workflow are in {main}",
            )


def _style(name: str) -> str | None:
    """The style of a name of several words; None where it has one word, or no style."""
    return next((style for style, form in _STYLES.items() if form.fullmatch(name)), None)


RULE = LintRule(
    id="workflow/mixed-names",
    severity=Severity.NOTE,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="The names of the parameters have one style.",
    rationale=(
        "The name of a parameter is a path in the State, and upper and lower case count. With several styles "
        "in one workflow, a path is soon written in the wrong one, and reads nothing. The contribution rules "
        "of IBM ask for camelCase."
    ),
    help="write all names in one style, such as camelCase",
    bad="""\
parameters:
  - {name: siteName, label: Site}
  - {name: page_size, label: Page size}
actions:
  - Log: {type: INFO, message: "${/siteName} ${/page_size}"}
""",
    good="""\
parameters:
  - {name: siteName, label: Site}
  - {name: pageSize, label: Page size}
actions:
  - Log: {type: INFO, message: "${/siteName} ${/pageSize}"}
""",
    check=_check,
)
