"""A bookmark that is set by the first run, and never again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.sources import CLOCK
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    bookmarks = [each for each in subject.bookmarks if CLOCK in subject.sources.of(each.path)]
    for bookmark in bookmarks:
        others = [each for each in subject.bookmarks if each is not bookmark and each.moves]
        moved = {call for each in others for call in each.calls}
        stuck = [call for call in bookmark.calls if call not in moved]
        if not bookmark.moves and bookmark.first and stuck:
            node, access = bookmark.first[0]
            way = subject.graph.way_to(node, stuck[0].node) or [node]
            yield Problem(
                origin=access.origin,
                message=f"`{written(bookmark.path)}` is a time that only the first run sets: each run asks again for "
                "all events since then",
                related=subject.graph.steps(way),
            )


RULE = LintRule(
    id="workflow/stuck-in-time",
    severity=Severity.WARNING,
    confidence=Confidence.HIGH,
    subject=WorkflowSubject,
    summary="A run moves the time from which the next run asks for events.",
    rationale=(
        "Initialize acts in the first run only, since the State is kept. A start that nothing else sets stays what it "
        "was, so each run gets all events since the first one again, more each time."
    ),
    help="set the start behind the post, to the time of the last event; or use Set where each run has its own window",
    bad="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
""",
    good="""\
actions:
  - Initialize: {path: /from, value: "${time() - 3600000}"}
  - CallEndpoint: {url: "https://api.example.com/events?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - If: count(/r/body) > 0
    then:
      - Set: {path: /from, value: "${max(/r/body/time) + 1}"}
""",
    check=_check,
)
