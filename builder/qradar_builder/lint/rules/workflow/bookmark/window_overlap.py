"""A window that begins with the last event of the one before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.jpath.syntax.tree import Arithmetic
from qradar_builder.lint.dataflow.state_path import overlap, written
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.workflow import WorkflowSubject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.bookmarks import Bookmark

_FROM = re.compile(
    r"""(?:>=|%3[Ee]=|%3[Ee]%3[Dd]|\bge\b|\bgte\b|\$gte|\[gte?e\])["'\s:=+]*$|_gte?e?["'\s:=]+$""", re.IGNORECASE
)
"""What a request has before a time that is part of its window."""


def _check(subject: WorkflowSubject) -> Iterator[Problem]:
    for bookmark in subject.bookmarks:
        if not _is_last_event(subject, bookmark):
            continue
        for call in bookmark.calls:
            for access in call.asked:
                start = next(
                    (
                        tree.start
                        for tree in access.text.trees
                        if tree.in_template and access.path in subject.paths_in(tree.node)
                    ),
                    None,
                )
                if start is None or not overlap(access.path, bookmark.path):
                    continue
                if _FROM.search(access.text.text[: start - 2]):
                    yield Problem(
                        origin=access.origin,
                        message=f"the window begins with the time of the last event, `{written(bookmark.path)}`: that "
                        "event comes again in each run",
                        related=[
                            (each.origin, f"{number}. `{written(bookmark.path)}` becomes the time of the last event")
                            for number, (_, each) in enumerate(bookmark.moves, 1)
                        ],
                    )


def _is_last_event(subject: WorkflowSubject, bookmark: Bookmark) -> bool:
    """Whether it is only ever set to what is in a response, with nothing added on the way."""
    for node, _ in bookmark.moves:
        read = [each for each in subject.at(node) if each.kind == "read"]
        places = {each.path for each in read}
        made_of = subject.sources.of_all(places)
        writes = (each for place in (bookmark.path, *places) for each in subject.touching(place))
        elements = {id(each.element): each.element for each in writes if each.kind == "write"}
        texts = [text for element in elements.values() for text in subject.texts_of(element)]
        adds = any(isinstance(part, Arithmetic) and part.operator in "+-" for text in texts for part in text.nodes())
        if adds or {each.kind for each in made_of} != {"response"}:
            return False
    return bool(bookmark.moves)


RULE = LintRule(
    id="workflow/window-overlap",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    subject=WorkflowSubject,
    summary="A window that begins with the last event of the one before drops what was posted already.",
    rationale=(
        "Where a call asks for times at or after the bookmark, and the bookmark is the time of the last event, each "
        "run posts that event again, even where nothing new has happened."
    ),
    help="ask for times after the bookmark, or keep the ids of the events of that time and leave them out",
    bad="""\
actions:
  - Initialize: {path: /last, value: "2024-01-01T00:00:00Z"}
  - CallEndpoint: {url: "https://example.com/", method: GET, savePath: /r, QueryParameter: {q: "time ge ${/last}"}}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - If: count(/r/body) > 0
    then:
      - Set: {path: /last, value: "${max(/r/body/time)}"}
""",
    good="""\
actions:
  - Initialize: {path: /last, value: "2024-01-01T00:00:00Z"}
  - CallEndpoint: {url: "https://example.com/", method: GET, savePath: /r, QueryParameter: {q: "time gt ${/last}"}}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "${/r/status_message}"}
  - PostEvents: {path: /r/body, source: api.example.com}
  - If: count(/r/body) > 0
    then:
      - Set: {path: /last, value: "${max(/r/body/time)}"}
""",
    check=_check,
)
