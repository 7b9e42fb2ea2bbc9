"""An API that answers by a script, and a run of a workflow against it: how the cases of a new package are made."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.exchanges.exchange import REASONS
from qradar_builder.exchanges.replay import ReplayClock
from qradar_builder.http.headers import header
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.starter.api.credentials import Source
from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.api.slots import put
from qradar_builder.starter.not_provable import NotProvable
from qradar_builder.workflow.engine.effects import Post
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.http.messages import HttpRequest
    from qradar_builder.http.transport import Transport
    from qradar_builder.starter.api.flow import Flow, TokenCall
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.effects import Event, Outcome
    from qradar_builder.workflow.runner import Said

_CHALLENGE: Final = 'Digest realm="api", qop="auth", algorithm=SHA-256, nonce="bm9uY2U"'


@dataclass(frozen=True, slots=True)
class ScriptedRun:
    """What is answered in a run: `pages` to calls for events, `tokens` to calls for a token, else a good one.

    `clock` is when it begins, in epoch milliseconds, `status` how it is to end.
    """

    clock: int
    pages: tuple[HttpResponse, ...]
    tokens: tuple[HttpResponse, ...] = ()
    status: str = "ok"


@dataclass(frozen=True, slots=True)
class Script:
    """A case before it is made: its name, what it shows, its runs, and the State that it begins with."""

    name: str
    description: str
    runs: tuple[ScriptedRun, ...]
    beyond: HttpResponse | None = None
    """What is answered to calls for events beyond the pages, where the workflow asks until nothing new comes."""
    state: Mapping[str, Any] = field(default_factory=dict)
    sampled: int = 2
    """From how many runs the events are samples of those that the API has."""


@dataclass(frozen=True, slots=True)
class PlayedRun:
    """What a run did. `state` is the root of the State that is kept after it."""

    exchanges: list[tuple[HttpRequest, HttpResponse]]
    events: list[Event]
    outcome: Outcome
    state: dict[str, Any]


def json_answer(status: int, body: Any = None, headers: tuple[tuple[str, str], ...] = ()) -> HttpResponse:
    """An answer with a JSON body, or without one."""
    if body is None:
        return HttpResponse(status, REASONS.get(status, ""), headers)
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(status, REASONS.get(status, ""), (*headers, ("Content-Type", "application/json")), content)


def token_answer(call: TokenCall, token: str) -> HttpResponse:
    """The good answer to the call for a token, with what else such answers hold."""
    body: Any = {}
    headers: list[tuple[str, str]] = []
    text = ""
    for number, each in enumerate(call.credentials):
        value = token if not number else f"{token}-{number + 1}"
        if each.source is Source.BODY:
            body = put(body, each.keys, value)
        elif each.source is Source.HEADER:
            headers.append((each.keys[0], value))
        elif each.source is Source.COOKIE:
            headers.append(("Set-Cookie", f"{each.keys[0]}={value}; Path=/; Secure; HttpOnly"))
        else:
            text += f"<{each.keys[0]}>{value}</{each.keys[0]}>" if each.keys else value
    if text:
        if any(each.keys for each in call.credentials):
            text, kind = f"<response>{text}</response>", "application/xml"
        else:
            kind = "text/plain"
        headers.append(("Content-Type", kind))
        return HttpResponse(call.status, REASONS.get(call.status, ""), tuple(headers), text.encode())
    if call.credentials[0].source is Source.BODY and not call.is_account:
        body |= {"token_type": "Bearer", "expires_in": 3600}
    return json_answer(call.status, body or None, tuple(headers))


def play(script: Script, flow: Flow, checked: CompiledWorkflow, parameters: Mapping[str, str]) -> list[PlayedRun]:
    """Make the runs of a script. Raises NotProvable where one ends otherwise or leaves answers over."""
    api = _Api(script, flow)
    runner = Runner(checked, api, parameters, State(dict(script.state)))
    played = []
    for number, run in enumerate(script.runs):
        events: list[Event] = []

        def listen(said: Said, events: list[Event] = events) -> None:
            if isinstance(said, Post):
                events.extend(said.events)

        made = runner.make(number, listen)
        if made.outcome.status != run.status or made.mismatch:
            ended = f"{made.outcome.status}: {made.outcome.message}"
            raise NotProvable(f"{script.name}, run {number + 1}: {ended}; {api.left} responses are left")
        played.append(PlayedRun(api.exchanges, events, made.outcome, dict(runner.state.root)))
    return played


class _Api:
    """A world in which an API answers by a script."""

    def __init__(self, script: Script, flow: Flow) -> None:
        self._runs = script.runs
        self._beyond = script.beyond
        self._flow = flow
        self._tokens = 0
        self._pages: list[HttpResponse] = []
        self._token_answers: list[HttpResponse] = []
        self._clock = ReplayClock(script.runs[0].clock)
        self.exchanges: list[tuple[HttpRequest, HttpResponse]] = []
        self.now: Callable[[], int] = self._clock
        self.random: Callable[[], float] = Random(self._clock.now).random  # noqa: S311 - repeatable

    def sleep(self, milliseconds: int) -> None:
        """Let the clock show that time has passed."""
        self._clock.sleep(milliseconds)

    @property
    def left(self) -> int:
        """How many answers of the run have not been asked for."""
        return len(self._pages) + len(self._token_answers)

    def begin(self, number: int) -> Transport:
        """The API, with the answers of a run."""
        run = self._runs[number]
        self._clock.now = run.clock
        self._pages, self._token_answers, self.exchanges = list(run.pages), list(run.tokens), []
        return self

    def kill(self, number: int) -> None:
        """Nobody kills anything."""

    def end(self, *, ended_well: bool) -> str:  # noqa: ARG002 - the script says how it is to end
        """What has not been asked for."""
        return f"{self.left} responses are left" if self.left else ""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Answer a request. Throws CallFailed where the script has no answer left."""
        self._clock.tick()
        response = self._answer(request)
        self.exchanges.append((request, response))
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        sign_in = self._flow.sign_in
        call = sign_in.token_call
        if call is not None and self._is_for(request, call.method, call.url):
            if self._token_answers:
                return self._token_answers.pop(0)
            self._tokens += 1
            return token_answer(call, f"t0ken-{self._tokens}")
        if call is not None and call.logout is not None and self._is_for(request, call.logout.method, call.logout.url):
            return json_answer(200)
        if sign_in.auth is Auth.DIGEST and header(request.headers, "authorization") is None:
            return json_answer(401, headers=(("WWW-Authenticate", _CHALLENGE),))
        if not self._pages and self._beyond is not None:
            return self._beyond
        if not self._pages:
            raise CallFailed("replay", f"no response is left for {request.method} {request.url}")
        return self._pages.pop(0)

    def _is_for(self, request: HttpRequest, method: str, url: str) -> bool:
        """Whether a request goes to the URL of a template."""
        expected = url.replace("${/host}", self._flow.host)
        return request.method == method and request.url.partition("?")[0] == expected.partition("?")[0]
