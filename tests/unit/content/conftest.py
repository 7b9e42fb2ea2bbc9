"""What the tests of our own packages share: their workflows, run poll after poll against a simulated service."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from qradar_builder.findings import Findings
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.package.folder import load_package
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.effects import Call, Post
from qradar_builder.workflow.engine.recurrence import Recurrence
from qradar_builder.workflow.engine.state import State

CONTENT = Path(__file__).parents[3] / "content"
NOW = 1767603600000
"""2026-01-05T09:00:00Z, when each history begins; epoch milliseconds."""
TEN_MINUTES = 600_000
JSON = (("Content-Type", "application/json"),)
TOKEN_PATHS = ("/oauth/connect/token", "/oauth2/token")


@cache
def workflow_of(package, key):
    findings = Findings()
    loaded = load_package(CONTENT / package, findings)
    return next(each.workflow for each in loaded.workflows if each.key == key)


class Clock:
    """What a compiled workflow takes for the time; epoch milliseconds."""

    now = NOW


@cache
def compiled_of(package, key):
    """A workflow, compiled once for all histories, and the clock that it reads. One run at a time may use it."""
    clock = Clock()
    return compile_workflow(workflow_of(package, key), now=lambda: clock.now, random=lambda: 0.5), clock


class Killed(Exception):  # noqa: N818 - what happens to the process, in the field's words
    """The process ends: nothing of the run is kept."""


class History:
    """The polls of one log source. `posted` counts what QRadar got, by what `name` makes of a payload.

    `answer` is the service: it takes the path, the query as pairs and the time in milliseconds, and gives a body, or an
    HttpResponse. `fault` maps the number of an effect, counted over all polls from 0, to what happens in its place:
    `kill` before it, `kill after` it, a CallFailed, or an HttpResponse in place of the service's answer.
    """

    def __init__(self, compiled, clock, answer, *, name, parameters=None, state=None, fault=None, keep=False):
        self.now = NOW
        self.posted = Counter()
        self.effects = []
        self.requests = []
        self.outcomes = []
        self.statuses = []
        self._answer, self._name, self._fault = answer, name, fault or {}
        self._clock = clock
        values = {"hostname": "site.example.com", "client_id": "qradar", "client_secret": "not-a-real-secret"}
        values |= parameters or {}
        self.runs = Recurrence(compiled, values, State(state or {}), keep_after_failure=keep)

    @property
    def state(self):
        """What the next run begins with."""
        return self.runs.state.root

    def poll(self, times=1, *, every=TEN_MINUTES):
        """Make some runs; the clock goes on after each."""
        for _ in range(times):
            try:
                self.outcomes.append(self._run())
            except Killed:
                self.outcomes.append(None)
            status = self.runs.state.status
            self.statuses.append((status.level, status.message) if status else None)
            self.now += every
        return self

    def _run(self):
        self._clock.now = self.now
        running, answer, failure = self.runs.run(), None, None
        try:
            while True:
                try:
                    effect = running.throw(failure) if failure else running.send(answer)
                except StopIteration as end:
                    return end.value
                answer, failure = self._take(effect)
        finally:
            running.close()

    def _take(self, effect):
        fault = self._fault.get(len(self.effects))
        self.effects.append(type(effect))
        if fault == "kill":
            raise Killed
        answer = failure = None
        if isinstance(effect, Call):
            answer, failure = self._call(effect.request, fault)
        elif isinstance(effect, Post):
            self.posted.update(self._name(event.payload) for event in effect.events)
        if fault == "kill after":
            raise Killed
        return answer, failure

    def _call(self, request, fault):
        url = urlsplit(request.url)
        query = parse_qsl(url.query, keep_blank_values=True)
        self.requests.append((url.path, query))
        if isinstance(fault, CallFailed):
            return None, fault
        if isinstance(fault, HttpResponse):
            return fault, None
        if url.path in TOKEN_PATHS:
            return respond({"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}), None
        body = self._answer(url.path, query, self.now)
        return (body if isinstance(body, HttpResponse) else respond(body)), None


def respond(body, status=200):
    """A response with JSON."""
    return HttpResponse(status, "OK" if status == 200 else "Error", JSON, json.dumps(body).encode())


@pytest.fixture
def history():
    """Makes the history of a log source: the keys of its package and workflow, its service, and as History has them."""

    def made(package, key, answer, **options):
        return History(*compiled_of(package, key), answer, **options)

    return made


@pytest.fixture
def faults():
    """What may come in place of any answer: by name, a failure or a response."""
    html = HttpResponse(200, "OK", (("Content-Type", "text/html"),), b"<!DOCTYPE html><html>Sign in</html>")
    return {
        "kill": "kill",
        "kill after": "kill after",
        "reset": CallFailed("connect", "connection reset"),
        "500": HttpResponse(500, "Server Error"),
        "429": HttpResponse(429, "Too Many Requests"),
        "401": HttpResponse(401, "Unauthorized"),
        "page of a proxy": html,
        "cut short": HttpResponse(200, "OK", JSON, b'{"totalRecordsReturned": 3, "events": [{"id"'),
        "nothing in it": respond({}),
        "null": respond(None),
    }


def assert_delivered(polls, there, *, doubles=0, note=""):
    """Everything that was there has come, and no more than some of it twice."""
    lost = [each for each in there if not polls.posted[each]]
    twice = sum(polls.posted[each] - 1 for each in there if polls.posted[each])
    strange = sorted(set(polls.posted) - set(there))
    counts = f"{len(lost)} of {len(there)} lost, {twice} came twice {note}"
    assert not lost, f"{counts}; first lost: {lost[:5]}"
    assert not strange, f"{counts}; never there: {strange[:5]}"
    assert twice <= doubles, f"{counts}, more than {doubles}"


@pytest.fixture
def delivered():
    return assert_delivered


@pytest.fixture
def response():
    return respond
