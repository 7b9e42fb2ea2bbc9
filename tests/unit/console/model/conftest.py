"""A model in this process, with a clock of its own, and a short way to call it."""

import json
from urllib.parse import urlencode

import pytest

from qradar_builder.console.model.access import Caller
from qradar_builder.console.model.console import Console, Settings
from qradar_builder.serving.messages import Request

ADMIN = Caller("admin", "t0ken-of-the-model")


class Clock:
    """Time in epoch milliseconds, which passes when it is told to."""

    def __init__(self):
        self.now = 1_764_500_000_000

    def __call__(self):
        return self.now


class Model:
    """A console, and calls to it. What is not JSON is given as bytes."""

    def __init__(self, **named):
        self.clock = Clock()
        self.settings = Settings(named.pop("callers", (ADMIN,)), now=self.clock, **named)
        self.console = Console(self.settings)

    def raw(self, method, path, *, body=None, token=ADMIN.token, version=None, headers=(), content="", **query):
        sent = [*headers]
        if token is not None:
            sent.append(("SEC", token))
        if version is not None:
            sent.append(("Version", version))
        if body is not None:
            sent.append(
                ("Content-Type", content or ("application/zip" if isinstance(body, bytes) else "application/json"))
            )
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.console.handle(Request(method, f"/api{path}", urlencode(query), tuple(sent), data, is_secure=True))

    def call(self, method, path, status=None, **named):
        answer = self.raw(method, path, **named)
        found = json.loads(answer.body) if answer.body else None
        if status is None:
            assert answer.status < 300, found
        else:
            assert answer.status == status, found
        return found

    def get(self, path, **named):
        return self.call("GET", path, **named)

    def post(self, path, body=None, **named):
        return self.call("POST", path, body=body, **named)


@pytest.fixture
def make_model():
    """Make models with settings of their own."""
    made = []

    def make(**named):
        made.append(Model(**named))
        return made[-1]

    yield make
    for each in made:
        each.console.close()


@pytest.fixture
def model(make_model):
    return make_model()
