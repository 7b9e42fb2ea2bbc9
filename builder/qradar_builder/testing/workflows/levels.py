"""How much the cases of a workflow show of it, as a level from 0 to 3."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from qradar_builder.http.url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.testing.workflows.replay import RunRecord

LEVELS = {
    0: "it runs",
    1: "an exact count of events",
    2: "more than one page",
    3: "the bookmark advances over a second run",
}
"""What each level shows. A level holds where those below it do."""

NEXT = {
    0: "a case with a run that succeeds and posts events",
    1: "a case with two pages: a run that calls the same endpoint twice, with a different query or body",
    2: "a case with a second run that requests new events, and gets at least one event",
}
"""What is to be added for the level above."""


def level_of(cases: Iterable[Sequence[RunRecord]]) -> int | None:
    """The level that cases reach, each of which passed. None where there is none."""
    passed = list(cases)
    if not passed:
        return None
    shown = (
        any(_posts(run) for runs in passed for run in runs),
        any(_pages(run) for runs in passed for run in runs),
        any(_advances(first, second) for runs in passed for first, second in pairwise(runs)),
    )
    return next((level for level, holds in enumerate(shown) if not holds), len(shown))


def _posts(run: RunRecord) -> bool:
    return run.outcome.status == "ok" and bool(run.events)


def _pages(run: RunRecord) -> bool:
    """Whether an endpoint is asked for different things in a run that ends well."""
    return _posts(run) and any(len(asked) > 1 for asked in _asked(run).values())


def _advances(first: RunRecord, second: RunRecord) -> bool:
    """Whether a second run asks an endpoint for something else at first than the run before it ever did, and posts
    events that are all new.
    """
    if not (_posts(first) and _posts(second)) or {*first.events} & {*second.events}:
        return False
    before, after = _asked(first), _asked(second)
    return any(next(iter(asked)) not in before[endpoint] for endpoint, asked in after.items() if endpoint in before)


def _asked(run: RunRecord) -> dict[str, dict[tuple[str, bytes | None], None]]:
    """What each endpoint, by method and URL without query, was asked: queries and bodies, each once and in order."""
    asked: dict[str, dict[tuple[str, bytes | None], None]] = {}
    for request in run.requests:
        endpoint, what = _parts(request)
        asked.setdefault(endpoint, {})[what] = None
    return asked


def _parts(request: HttpRequest) -> tuple[str, tuple[str, bytes | None]]:
    url = read_url(request.url)
    return f"{request.method} {url.base}", (url.query, request.body)
