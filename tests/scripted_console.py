"""A transport that answers from a script, and keeps what was sent: for tests of the client alone."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from qradar_builder.console.connection.profile import Profile
from qradar_builder.console.connection.session import Session
from qradar_builder.http.messages import HttpResponse

TOKEN = "11112222-aaaa-bbbb-cccc-333344445555"
JSON = (("Content-Type", "application/json"),)


def answer(found, status=200, headers=()):
    return HttpResponse(status, "", (*JSON, *headers), json.dumps(found).encode())


def failure(status, code=None, message="no"):
    return answer({"http_response": {"code": status, "message": "x"}, "code": code, "message": message}, status)


def in_file(request, response):
    """The response with its body in the file that the request says, as the network gives it."""
    if request.to is None or not 200 <= response.status < 300:
        return response
    request.to.write_bytes(response.body)
    return replace(response, body=b"", file=request.to)


class Scripted:
    """Gives the next answer of a call: an answer, an exception, or a function of the request."""

    def __init__(self, answers):
        self.answers = {call: list(each) if isinstance(each, list) else [each] for call, each in answers.items()}
        self.sent = []

    def send(self, request):
        parts = urlsplit(request.url)
        call = f"{request.method} {parts.path.removeprefix('/api')}"
        body = request.body if request.file is None else request.file.read_bytes()
        self.sent.append((call, dict(parse_qsl(parts.query)), dict(request.headers), body))
        waiting = self.answers[call]
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(found, Exception):
            raise found
        return in_file(request, found(request) if callable(found) else found)

    @property
    def calls(self):
        return [call for call, *_ in self.sent]


class Clock:
    """A clock that only moves while somebody sleeps."""

    def __init__(self):
        self.now = 0.0
        self.naps = []

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.now += seconds

    def __call__(self):
        return self.now


def session(answers, *, clock=None, hear=None, **profile):
    """A session with a scripted console, and the script."""
    clock = clock or Clock()
    transport = Scripted(answers)
    made = Session(
        Profile("lab", "console.example.com", **profile),
        TOKEN,
        transport,
        sleep=clock.sleep,
        clock=clock,
        hear=hear,
    )
    return made, transport
