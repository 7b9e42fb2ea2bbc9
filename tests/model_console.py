"""The model console in this process: a transport to it, its faults, and a clock that moves while somebody sleeps."""

from __future__ import annotations

from urllib.parse import urlsplit

from qradar_builder.console.connection.profile import Profile
from qradar_builder.console.connection.session import Session
from qradar_builder.console.model.access import Caller
from qradar_builder.console.model.console import Console, Settings
from qradar_builder.http import failures
from qradar_builder.http.messages import HttpResponse
from qradar_builder.serving.messages import Fault, Request
from tests.scripted_console import TOKEN, Clock, in_file

HOST = "127.0.0.1"
_FAULTS = {
    Fault.SILENCE: failures.read_timed_out(HOST, 5),
    Fault.RESET: failures.reset(HOST),
    Fault.CUT: failures.cut_short(HOST),
}


class Model:
    """A model with one caller, and what was sent to it."""

    def __init__(self, version="26.0", state=None, **caller):
        self.clock = Clock()
        self.clock.now = 1_750_000_000.0
        self.console = Console(
            Settings(
                (Caller("tester", TOKEN, **caller),),
                version=version,
                state=state,
                now=lambda: int(self.clock.now * 1000),
            )
        )
        self.sent = []

    def send(self, request):
        parts = urlsplit(request.url)
        self.sent.append(f"{request.method} {parts.path.removeprefix('/api')}")
        body = request.body or b"" if request.file is None else request.file.read_bytes()
        given = Request(request.method, parts.path, parts.query, request.headers, body, is_secure=True)
        answer = self.console.handle(given)
        if answer.fault is not None:
            raise _FAULTS[answer.fault]
        return in_file(request, HttpResponse(answer.status, "", answer.headers, answer.body))

    def session(self, hear=None, **profile):
        return Session(
            Profile("model", HOST, **profile), TOKEN, self, sleep=self.clock.sleep, clock=self.clock, hear=hear
        )

    @property
    def writes(self):
        """The calls that were no GETs."""
        return [call for call in self.sent if not call.startswith("GET ")]

    @property
    def state(self):
        return self.console.state
