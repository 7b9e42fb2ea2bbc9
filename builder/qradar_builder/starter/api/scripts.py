"""The cases of a new workflow: two polls, and everything that may go wrong on the way."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qradar_builder.http.messages import HttpResponse
from qradar_builder.starter.answers.forms import TextKind
from qradar_builder.starter.api.pages import events_of, made_page, with_value, without_time
from qradar_builder.starter.api.scripted import Script, ScriptedRun, json_answer, token_answer
from qradar_builder.starter.api.turns import goes_by_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.api.pages import Page

_TEN_MINUTES = 600_000


@dataclass(frozen=True, slots=True)
class Answers:
    """What the API answers: the pages of a first poll, and those of the next two, of which only one has events.

    `clock` is when the first poll begins, in epoch milliseconds, `state` what the State holds before it.
    """

    first: tuple[Page, ...]
    later: tuple[Page, ...]
    last: tuple[Page, ...]
    clock: int
    state: Mapping[str, Any] = field(default_factory=dict)


def scripts_for(flow: Flow, answers: Answers) -> Iterator[Script]:
    """The scripts that together reach every action of the workflow."""
    beyond = None
    if goes_by_time(flow):
        beyond = made_page(flow, answers.first[0].body, [], number=1, of=1, total=0).answer()
    for script in _scripts(flow, answers):
        yield replace(script, beyond=beyond, state=answers.state)


def _scripts(flow: Flow, answers: Answers) -> Iterator[Script]:
    clock = answers.clock
    first, later = _asked(flow, answers.first), _asked(flow, answers.later)
    second = clock + _TEN_MINUTES
    many = len(answers.first) > 1
    yield Script(
        "events-three-polls",
        ("Two pages" if len(answers.first) == 2 else f"{len(answers.first)} pages" if many else "A page")
        + ", and two more runs: each asks again for the events of the run before, and posts only what is new",
        (
            ScriptedRun(clock, first),
            ScriptedRun(second, later),
            ScriptedRun(second + _TEN_MINUTES, _asked(flow, answers.last)),
        ),
    )
    busy = json_answer(429)
    yield Script(
        "events-rate-limit",
        "The rate limit is reached once and reset a minute later; then it is reached twice",
        (ScriptedRun(clock, (busy, *later)), ScriptedRun(second, (busy, busy), status="aborted")),
    )
    yield _failing("events-refused", "The API has a fault", answers, json_answer(500))
    odd = json_answer(200, {"message": "nothing here"})
    if flow.answer is not None and flow.answer.kind is TextKind.LINES:
        odd = HttpResponse(200, "OK", (("Content-Type", "text/html"),), b"<html>Sign in</html>")
    yield _failing("events-unexpected", "A response without a list of events", answers, odd)
    yield _with_gaps(flow, answers)
    if flow.sign_in.has_fragment:
        yield from _of_sign_in(flow, answers, first, later)


def _with_gaps(flow: Flow, answers: Answers) -> Script:
    """An event without a time, an empty page behind it where there are pages, and a run without events."""
    body = answers.first[0].body
    events = events_of(flow, answers.first[0])
    events[0] = without_time(flow, events[0])
    several = len(answers.first) > 1
    pages = [replace(answers.first[0], body=with_value(copy.deepcopy(body), flow.items, events))]
    pages += [made_page(flow, body, [], number=2, of=2, total=len(events))] if several else []
    nothing = made_page(flow, body, [], number=1, of=1, total=0)
    second = answers.clock + _TEN_MINUTES
    runs = (ScriptedRun(answers.clock, _asked(flow, pages)), ScriptedRun(second, (nothing.answer(),)))
    what = "An event without a time, " if flow.has_bookmark else ""
    what += "an empty page, " if several else ""
    return Script("events-gaps", f"{what}and a run that gets no events".capitalize(), runs, sampled=0)


def _asked(flow: Flow, pages: Sequence[Page]) -> tuple[HttpResponse, ...]:
    """What is answered: an empty page behind others is asked for a second time."""
    several = [
        (page.answer(),) * (2 if number and not events_of(flow, page) else 1) for number, page in enumerate(pages)
    ]
    return tuple(answer for each in several for answer in each)


def _of_sign_in(
    flow: Flow, answers: Answers, first: tuple[HttpResponse, ...], later: tuple[HttpResponse, ...]
) -> Iterator[Script]:
    """A token that is refused, and one that dies: between two pages, where there are pages."""
    clock, second = answers.clock, answers.clock + _TEN_MINUTES
    dead, refused = json_answer(401), json_answer(400, {"error": "invalid_client"})
    call = flow.sign_in.token_call
    pages = (first[0], dead, *first[1:]) if len(first) > 1 else (dead, *later)
    if call is None:
        yield Script(
            "events-token-expires",
            "The token has expired, and the workflow signs another one; in the second run, the API refuses both",
            (ScriptedRun(clock, pages), ScriptedRun(second, (dead, dead), status="aborted")),
        )
        return
    yield Script(
        "events-token-refused",
        "The API returns no access token" if not call.is_account else "The API refuses the sign-in",
        (ScriptedRun(clock, (), (refused,), "aborted"),),
    )
    yield Script(
        "events-token-expires",
        "The token has expired, and the workflow requests another one; in the second run, the API returns none",
        (ScriptedRun(clock, pages), ScriptedRun(second, (dead,), (token_answer(call, "t0ken"), refused), "aborted")),
    )


def _failing(name: str, description: str, answers: Answers, answer: HttpResponse) -> Script:
    return Script(name, description, (ScriptedRun(answers.clock, (answer,), status="aborted"),))
