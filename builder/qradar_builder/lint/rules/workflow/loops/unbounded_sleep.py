"""A run that sleeps for as long as a service says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Comparison, levels
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    reading = subject.reads_in("Sleep")
    if not reading:
        return
    conditions = {access.path for node in subject.conditions for access in subject.at(node) if access.kind == "read"}
    captured = [each.path for each in subject.all_accesses if each.changes and each.element.name == "RegexCapture"]
    for access in reading:
        if access.path in captured:
            continue
        is_response = any(each.kind == "response" for each in subject.sources.of(access.path))
        if is_response and not any(_is_bound(subject, path, access.path) for path in conditions):
            message = f"the run sleeps for as long as the response says in `{written(access.path)}`, without a bound"
            yield Problem(origin=access.origin, message=message)


def _is_bound(subject: WorkflowSubject, path: StatePath, slept: StatePath) -> bool:
    """Whether some condition compares the time, or what it is made of, by size."""
    if not overlap(path, slept) and not any(overlap(each, slept) for each in subject.sources.reached_from(path)):
        return False
    return any(
        isinstance(part, Comparison) and part.operator in {"<", "<=", ">", ">="} and path in subject.paths_in(part)
        for condition in subject.conditions.values()
        for level in levels(condition)
        for part in level
    )


RULE = LintRule(
    id="workflow/unbounded-sleep",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=WorkflowSubject,
    summary="A time to sleep that comes from a service has a bound.",
    rationale=(
        "A service, or something in between, may ask to wait for a day, or send a date where seconds are expected. "
        "The run then sleeps for as long."
    ),
    help="compare the time, and sleep for no longer than some minutes",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Sleep: {duration: "${/r/headers/retry-after * 1000}"}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - Set: {path: /wait, value: "${/r/headers/retry-after}"}
  - If: /wait > 300
    then:
      - Set: {path: /wait, value: "300"}
  - Sleep: {duration: "${/wait * 1000}"}
""",
    check=_check,
)
