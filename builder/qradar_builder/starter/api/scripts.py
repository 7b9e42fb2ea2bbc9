"""The cases of a new workflow: two polls, and everything that may go wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qradar_builder.starter.answers.forms import TextKind
from qradar_builder.starter.api.scripted import Script, ScriptedRun, json_answer, token_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.http.messages import HttpResponse
    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.api.pages import Page

_TEN_MINUTES = 600_000


@dataclass(frozen=True, slots=True)
class Answers:
    """What the API answers: the pages of a first poll, and those of the next, of which only one has events.

    `clock` is when the first poll begins, in epoch milliseconds, `state` what the State holds before it.
    """

    first: tuple[Page, ...]
    later: tuple[Page, ...]
    clock: int
    state: Mapping[str, Any] = field(default_factory=dict)


def scripts_for(flow: Flow, answers: Answers) -> Iterator[Script]:
    """The scripts that together reach every action of the workflow."""
    clock = answers.clock
    first = tuple(page.answer() for page in answers.first)
    later = tuple(page.answer() for page in answers.later)
    second = clock + _TEN_MINUTES
    many = len(first) > 1
    yield Script(
        "events-two-polls",
        ("Two pages" if len(first) == 2 else f"{len(first)} pages" if many else "A page")
        + ", and a second run that continues where the first run ended",
        (ScriptedRun(clock, first), ScriptedRun(second, later)),
        answers.state,
    )
    busy = json_answer(429)
    yield Script(
        "events-rate-limit",
        "The rate limit is reached once and reset a minute later; then it is reached twice",
        (ScriptedRun(clock, (busy, *later)), ScriptedRun(second, (busy, busy), status="aborted")),
        answers.state,
    )
    yield _failing("events-refused", "The API has a fault", answers, json_answer(500))
    if flow.items and (flow.answer is None or flow.answer.kind is not TextKind.LINES):
        odd = json_answer(200, {"message": "nothing here"})
        yield _failing("events-unexpected", "A response without a list of events", answers, odd)
    if flow.sign_in.has_fragment:
        yield from _of_sign_in(flow, answers, first, later)


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
            answers.state,
        )
        return
    yield Script(
        "events-token-refused",
        "The API returns no access token" if not call.is_account else "The API refuses the sign-in",
        (ScriptedRun(clock, (), (refused,), "aborted"),),
        answers.state,
    )
    yield Script(
        "events-token-expires",
        "The token has expired, and the workflow requests another one; in the second run, the API returns none",
        (ScriptedRun(clock, pages), ScriptedRun(second, (dead,), (token_answer(call, "t0ken"), refused), "aborted")),
        answers.state,
    )


def _failing(name: str, description: str, answers: Answers, answer: HttpResponse) -> Script:
    return Script(name, description, (ScriptedRun(answers.clock, (answer,), status="aborted"),), answers.state)
