"""Two places of the State whose names differ only in case or separators."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    counts = Counter(parent for access in subject.all_accesses if (parent := access.path[:1]))
    counts.update((each.name,) for each in subject.workflow.parameters)
    spellings: dict[str, list[str]] = {}
    for (name,) in counts:
        if name.isascii() and name[-1:] != "*":
            spellings.setdefault(name.replace("_", "").replace("-", "").casefold(), []).append(name)
    rare = {min(names, key=lambda each: counts[(each,)]): names for names in spellings.values() if len(names) > 1}
    told: set[str] = set()
    for access in subject.all_accesses:
        name = access.path[0] if access.path else ""
        if name in rare and name not in told:
            told.add(name)
            other = next(each for each in rare[name] if each != name)
            yield Problem(origin=access.origin, message=f"`/{name}` and `/{other}` are two places in the State")


RULE = LintRule(
    id="workflow/similar-places",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="Places in the State have names that differ in more than case and separators.",
    rationale=(
        "Paths are compared exactly. Where `/nextPage` and `/nextpage` both occur, one of them is most likely "
        "a mistake: it reads a value that is never set, or sets one that is never read."
    ),
    help="use one spelling, or give the places names that differ clearly",
    bad="""\
actions:
  - Set: {path: /nextPage, value: "1"}
  - Set: {path: /last, value: "${/nextPage}"}
  - Log: {type: INFO, message: "page ${/nextpage}"}
""",
    good="""\
actions:
  - Set: {path: /nextPage, value: "1"}
  - Set: {path: /last, value: "${/nextPage}"}
  - Log: {type: INFO, message: "page ${/nextPage}"}
""",
    check=_check,
)
