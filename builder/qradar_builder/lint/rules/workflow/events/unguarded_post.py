"""A post of a member that a response may not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.lint.dataflow.calls import Call as WorkflowCall


_GUARDS: Final = ("If", "ElseIf", "While", "ForEach", "DoWhile")


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.calls:
        if not call.saved:
            continue
        for post in call.posts:
            access = next((each for each in subject.at(post) if each.text.name == "path" and each.kind == "read"), None)
            if access is None or len(access.path) <= len(call.body) or access.path[: len(call.body)] != call.body:
                continue
            way = subject.graph.way_to(call.node, post, past=_past(subject, call))
            if way is not None:
                yield Problem(
                    origin=access.origin,
                    message=f"nothing looks whether the response has `{written(access.path)}` before it is posted",
                    related=subject.graph.steps(way),
                )


def _past(subject: WorkflowSubject, call: WorkflowCall) -> Callable[[int], bool]:
    """Whether a node is neither a look at what is in the body nor sets it."""

    def past(node: int) -> bool:
        element = subject.graph.elements[node]
        is_guard = element is not None and element.name in _GUARDS
        kinds = {"read", "write"} if is_guard else {"write"}
        return not any(each.kind in kinds and overlap(each.path, call.body) for each in subject.at(node))

    return past


RULE = LintRule(
    id="workflow/unguarded-post",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A workflow looks whether a response has events before it posts them.",
    rationale=(
        "Many services leave the list out, or send null, where nothing is new. A post of a place that does not exist "
        "ends the run in error."
    ),
    help="post in a condition such as `count(/r/body/events) > 0`",
    bad="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body/events, source: api.example.com}
""",
    good="""\
actions:
  - CallEndpoint: {url: "https://api.example.com/events", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - If: count(/r/body/events) > 0
    then:
      - PostEvents: {path: /r/body/events, source: api.example.com}
""",
    check=_check,
)
