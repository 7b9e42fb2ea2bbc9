"""A place in the State that is read and that nothing ever sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import is_same, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    set_here = [access.path for access in subject.all_accesses if access.kind in {"write", "extend"}]
    set_here += [(parameter.name,) for parameter in subject.workflow.parameters]
    missing = {path for path in {access.path for access in subject.reads} if path and not _is_set(subject, path)}
    for access in subject.reads if missing else ():
        if access.path in missing:
            near = closest(written(access.path), [written(path) for path in set_here])
            yield Problem(
                origin=access.origin,
                message=f"`{written(access.path)}` is read, and nothing sets it",
                help=None if near is None else f"did you mean `{near}`?",
            )


def _is_set(subject: WorkflowSubject, path: StatePath) -> bool:
    return any(each.kind in {"write", "extend"} for each in subject.touching(path)) or any(
        is_same(path[0], parameter.name) for parameter in subject.workflow.parameters
    )


RULE = LintRule(
    id="workflow/never-set",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="Something sets each place in the State that a workflow reads: a parameter or an action.",
    rationale=(
        "A path without a value is null. A condition with it is false, a template has no text for it, and the "
        "run continues without an error: usually, events are missing."
    ),
    help="write the path as it is set, or set it before it is read",
    bad="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/hostname}/events", method: GET, savePath: /r}
  - PostEvents: {path: /r/body, source: "${/host}"}
""",
    good="""\
parameters:
  - {name: host, label: Host, required: true}
actions:
  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /r}
  - PostEvents: {path: /r/body, source: "${/host}"}
""",
    check=_check,
)
