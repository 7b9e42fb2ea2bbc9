"""An Abort behind a post, which throws away the bookmark that was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.dataflow.state_path import written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    graph = subject.graph
    for bookmark in subject.bookmarks:
        ways = (
            way
            for move, access in bookmark.moves
            if subject.is_live(access)
            for call in bookmark.calls
            for post in call.posts
            if (way := graph.way_by(post, [move], _is_abort(subject))) is not None
        )
        way = next(ways, None)
        last = None if way is None else graph.elements[way[-1]]
        if way is not None and last is not None:
            yield Problem(
                origin=last.origin,
                message=f"Abort throws away what the run has set `{written(bookmark.path)}` to, and the next run posts "
                "the same events again",
                related=graph.steps(way),
            )


def _is_abort(subject: WorkflowSubject) -> Callable[[int], bool]:
    elements = subject.graph.elements
    return lambda node: (element := elements[node]) is not None and element.name == "Abort"


RULE = LintRule(
    id="workflow/abort-after-post",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A run that has posted events and moved its bookmark does not end with Abort.",
    rationale=(
        "QRadar keeps the State only of a run that ends well. An Abort brings back the bookmark of the run before, "
        "so the events that were posted come a second time."
    ),
    help=(
        "if events come oldest first, use SetStatus with type ERROR instead of Abort, and let the run end, so that the "
        "bookmark is kept; if not, keep the Abort, since events that come twice are better than events that are lost"
    ),
    bad="""\
actions:
  - Initialize: {path: /from, value: "0"}
  - CallEndpoint: {url: "https://api.example.com/logins?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body/events, source: api.example.com}
  - If: exists /r/body/last
    then:
      - Set: {path: /from, value: "${/r/body/last}"}
  - CallEndpoint: {url: "https://api.example.com/health", method: GET, savePath: /h}
  - If: /h/status_code != 200
    then:
      - Abort: {reason: "${/h/status_message}"}
""",
    good="""\
actions:
  - ClearStatus
  - Initialize: {path: /from, value: "0"}
  - CallEndpoint: {url: "https://api.example.com/logins?from=${/from}", method: GET, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body/events, source: api.example.com}
  - If: exists /r/body/last
    then:
      - Set: {path: /from, value: "${/r/body/last}"}
  - CallEndpoint: {url: "https://api.example.com/health", method: GET, savePath: /h}
  - If: /h/status_code != 200
    then:
      - SetStatus: {type: ERROR, message: "${/h/status_message}"}
""",
    check=_check,
)
