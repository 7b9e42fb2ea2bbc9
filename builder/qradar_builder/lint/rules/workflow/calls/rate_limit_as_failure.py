"""A rate limit that ends the run as any failure does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.calls import by_status
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


_LIMITED: Final = 429
_FAILED: Final = 500


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for call in subject.calls:
        # A run of one call loses nothing: the next one asks again.
        if not call.posts or not any(call.node in inside for inside in subject.graph.loops.values()):
            continue
        if any(
            subject.outcome(node, call.status, _LIMITED) != subject.outcome(node, call.status, _FAILED)
            for node in subject.conditions
        ):
            continue
        others = {each.node for each in subject.calls}
        way = subject.graph.way(
            call.node,
            lambda node: _is_abort(subject, node),
            past=lambda node, others=others: node not in others,  # type: ignore[misc]
            along=by_status(subject, call, _LIMITED),
        )
        last = None if way is None else subject.graph.elements[way[-1]]
        if way is not None and last is not None:
            yield Problem(
                origin=last.origin,
                message="a response with status 429 ends the run as a failure does, without a wait",
                related=subject.graph.steps(way),
            )


def _is_abort(subject: WorkflowSubject, node: int) -> bool:
    element = subject.graph.elements[node]
    return element is not None and element.name == "Abort"


RULE = LintRule(
    id="workflow/rate-limit-as-failure",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A loop over pages tells a rate limit from a failure.",
    rationale=(
        "A service answers with 429 where it is asked too often, and says in `Retry-After` how long to wait. An Abort "
        "shows the administrator an error although nothing is wrong, and throws away the State of the run."
    ),
    help="where the status is 429, wait and call again a few times, or end the run without an error",
    bad="""\
actions:
  - Set: {path: /page, value: "1"}
  - DoWhile: /r/body/more = true
    do:
      - CallEndpoint: {url: "https://api.example.com/events?page=${/page}", method: GET, savePath: /r}
      - If: /r/status_code != 200
        then:
          - Abort: {reason: "${/r/status_message}"}
      - PostEvents: {path: /r/body/events, source: api.example.com}
      - Set: {path: /page, value: "${/page + 1}"}
""",
    good="""\
actions:
  - Set: {path: /page, value: "1"}
  - DoWhile: /r/body/more = true or /r/status_code = 429
    do:
      - CallEndpoint: {url: "https://api.example.com/events?page=${/page}", method: GET, savePath: /r}
      - If: /r/status_code = 429
        then:
          - Sleep: {duration: "60000"}
      - ElseIf: /r/status_code != 200
        then:
          - Abort: {reason: "${/r/status_message}"}
      - Else:
        then:
          - PostEvents: {path: /r/body/events, source: api.example.com}
          - Set: {path: /page, value: "${/page + 1}"}
""",
    check=_check,
)
