"""Records a live run as a case that replays it, without the secrets of who ran it."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from builder.workflow.drivers.exchange import (
    ANYTHING,
    Exchange,
    ExpectedRequest,
    Fault,
    FormBody,
    JsonBody,
    Pattern,
    TextBody,
)
from builder.workflow.drivers.exchange_writer import written_exchange
from builder.workflow.drivers.headers import header
from builder.workflow.drivers.learning import learn_from_body, learn_from_cookies, learn_from_request
from builder.workflow.drivers.messages import CallFailed, HttpResponse
from builder.workflow.drivers.redaction import MIN_LENGTH, Redaction
from builder.workflow.drivers.request_text import body_text, decoded_pairs, json_value
from builder.workflow.drivers.request_url import read_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder.workflow.drivers.exchange import Expected, ExpectedBody, Fields
    from builder.workflow.drivers.messages import Headers, HttpRequest
    from builder.workflow.drivers.replay import ReplayClock
    from builder.workflow.drivers.transport import Transport

_FAULTS = {"timeout": "timeout", "connect": "reset", "dns": "dns", "tls": "tls"}


class RecordError(ValueError):
    """A run that cannot be recorded without giving a secret away; the message says why."""


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A case as it goes into a file: the workflow, the parameters (secret ones replaced), and the runs.

    `clock` is in epoch milliseconds. `notes` say what cannot be replayed.
    """

    workflow: str
    parameters: Mapping[str, str]
    clock: int
    runs: tuple[tuple[Exchange, ...], ...]
    notes: tuple[str, ...] = ()

    def plain(self) -> tuple[dict[str, object], dict[str, bytes]]:
        """The case as plain values, and the files that it names, by their names."""
        files: dict[str, bytes] = {}
        runs = []
        for run_number, run in enumerate(self.runs, 1):
            exchanges = []
            for number, exchange in enumerate(run, 1):
                written, more = written_exchange(exchange, f"run-{run_number}-response-{number}")
                exchanges.append(written)
                files |= more
            runs.append({"exchanges": exchanges})
        moment = datetime.fromtimestamp(self.clock // 1000, UTC).replace(microsecond=self.clock % 1000 * 1000)
        clock = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        parameters = dict(self.parameters)
        return {"workflow": self.workflow, "parameters": parameters, "clock": clock, "runs": runs}, files


class Recorder:
    """A transport that keeps what goes through it.

    The run must have its time from `clock` and its random bytes from `repeatable_chance(clock.start)`, as the replay
    will, so that what it works out from them comes out the same; sleeps must move the clock too.
    """

    def __init__(self, inner: Transport, clock: ReplayClock, secrets: Mapping[str, str]) -> None:
        """`secrets` are values by the names of their parameters. Throws RecordError where one is too short."""
        for name, value in secrets.items():
            if 0 < len(value) < MIN_LENGTH:
                raise RecordError(
                    f"the secret {name} is shorter than {MIN_LENGTH} characters, it cannot be told from other text"
                )
        self._inner = inner
        self._clock = clock
        self._start = clock.now
        self._secrets = secrets
        self._runs: list[list[tuple[HttpRequest, HttpResponse | Fault]]] = [[]]
        self._notes: list[str] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        """Send a request and keep it with its answer."""
        self._clock.tick()
        try:
            response = self._inner.send(request)
        except CallFailed as failure:
            if failure.kind in _FAULTS:
                self._runs[-1].append((request, Fault(_FAULTS[failure.kind])))
            else:
                self._notes.append(f"a call that failed cannot be replayed: {failure.message}")
            raise
        self._runs[-1].append((request, response))
        return response

    def next_run(self) -> None:
        """What follows belongs to a further run of the workflow."""
        self._runs.append([])

    def case(self, workflow: str, parameters: Mapping[str, str]) -> RecordedCase:
        """The case so far."""
        cleaner = _Cleaner(Redaction(self._secrets), parameters)
        for run in self._runs:
            for request, answer in run:
                cleaner.learn(request, answer)
        runs = tuple(tuple(cleaner.exchange(*each) for each in run) for run in self._runs)
        clean = {name: cleaner.redaction.text(value) for name, value in parameters.items()}
        return RecordedCase(workflow, clean, self._start, runs, tuple(map(cleaner.redaction.text, self._notes)))


class _Cleaner:
    """Takes secrets out of exchanges.

    A secret that the workflow has from a parameter or a response is replaced in both places, so the replay sends its
    placeholder. One that comes from elsewhere, as from the text of the workflow, is matched by any value.
    """

    def __init__(self, redaction: Redaction, parameters: Mapping[str, str]) -> None:
        self.redaction = redaction
        self._parameters = tuple(parameters.values())
        self._unexplained: set[str] = set()

    def learn(self, request: HttpRequest, answer: HttpResponse | Fault) -> None:
        before = set(self.redaction.placeholders)
        learn_from_request(self.redaction, request)
        for value in set(self.redaction.placeholders) - before:
            if not any(value in each for each in self._parameters):
                self._unexplained.add(self.redaction.placeholders[value])
        if isinstance(answer, HttpResponse):
            learn_from_body(self.redaction, answer.body)
            learn_from_cookies(self.redaction, answer.headers)

    def exchange(self, request: HttpRequest, answer: HttpResponse | Fault) -> Exchange:
        url = read_url(request.url)
        expected = ExpectedRequest(
            method=request.method,
            url=self.redaction.text(url.base),
            query=self._fields(decoded_pairs(url.query)),
            headers=tuple((name, self._header(name, value)) for name, value in request.headers),
            body=self._expected_body(request),
        )
        return Exchange(expected, answer if isinstance(answer, Fault) else self._response(answer))

    def _fields(self, pairs: Headers) -> Fields:
        return tuple((self.redaction.text(name), self._value(value)) for name, value in pairs)

    def _value(self, text: str) -> Expected:
        clean = self.redaction.text(text)
        return ANYTHING if any(each in clean for each in self._unexplained) else clean

    def _header(self, name: str, value: str) -> Expected:
        scheme, _, credentials = value.partition(" ")
        if name.lower() != "authorization" or not credentials or scheme.lower() == "bearer":
            return self._value(value)
        if scheme.lower() != "basic":
            # A signature is made with the secret itself, so the placeholder's will be another.
            return Pattern(f"{re.escape(scheme)} .*")
        clean = self.redaction.text(value)
        try:
            pair = b64decode(clean.partition(" ")[2]).decode("utf-8", "replace")
        except Error:
            pair = ""
        return Pattern("Basic .*") if isinstance(self._value(pair), Pattern) else clean

    def _expected_body(self, request: HttpRequest) -> ExpectedBody | None:
        if request.body is None:
            return None
        text = body_text(request.headers, request.body)
        if "form-urlencoded" in (header(request.headers, "content-type") or "").lower():
            return FormBody(self._fields(decoded_pairs(text)))
        found = json_value(text)
        if found is not None and isinstance(found[0], dict | list):
            return JsonBody(self._leaves(found[0]))
        return TextBody(self._value(text))

    def _leaves(self, value: object) -> object:
        if isinstance(value, dict):
            return {self.redaction.text(key): self._leaves(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._leaves(each) for each in value]
        return self._value(value) if isinstance(value, str) else value

    def _response(self, response: HttpResponse) -> HttpResponse:
        body = self.redaction.octets(response.body)
        headers = []
        for name, value in response.headers:
            length = name.lower() == "content-length" and value == str(len(response.body))
            headers.append((name, str(len(body)) if length else self.redaction.text(value)))
        return replace(response, headers=tuple(headers), body=body)
