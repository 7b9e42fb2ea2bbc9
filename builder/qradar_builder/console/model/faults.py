"""Faults on request: which call of the model goes wrong, how, and whether it takes effect before it does."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.refusal import error_answer
from qradar_builder.serving.messages import Answer, Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.serving.messages import Request

_HTML: Final = (
    b"<!DOCTYPE html><html><head><title>Proxy</title></head><body><h1>Access through this proxy is not allowed</h1>"
    b"</body></html>"
)
_MOST_CALLS: Final = 100_000
_SHORT: Final = Answer(200, b'{"id": 1, "name": "')
_CODES: Final = {401: 18, 403: 26, 409: 1004, 422: 1005}
_CALL: Final = re.compile(r"(?:(?P<method>[A-Z*]+) )?(?P<path>\S+)\Z")


class Effect(StrEnum):
    """Whether a call takes effect when it goes wrong."""

    NONE = "none"
    FIRST = "first"
    """The call takes effect, then its answer goes wrong."""


class Kind(StrEnum):
    """How a call goes wrong."""

    TIMEOUT = "timeout"
    RESET = "reset"
    TRUNCATED = "truncated"
    HTML = "html"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    CONFLICT = "409"
    UNPROCESSABLE = "422"
    TOO_MANY = "429"
    ERROR = "500"
    UNAVAILABLE = "503"
    HOOK = "hook"
    """Only the hook is called, and the answer is as ever: a test ends the client, or stops the model, in it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault: of the calls that fit, the first `skip` are as ever, the next `times` go wrong. `call` is a method, or
    nothing, and the path below `/api`, in which `*` is any text, such as `POST /ariel/searches*`.
    """

    call: str
    kind: Kind
    effect: Effect = Effect.NONE
    skip: int = 0
    times: int = 1
    hook: Callable[[], Any] | None = field(default=None, compare=False)

    def fits(self, method: str, path: str) -> bool:
        """Whether it is for a call."""
        match = _CALL.match(self.call)
        if match is None or match["method"] not in (None, "*", method):
            return False
        pattern = ".*".join(re.escape(part) for part in match["path"].split("*"))
        return re.fullmatch(pattern, path) is not None


def is_call(text: str) -> bool:
    """Whether a text can be the call of a rule."""
    match = _CALL.match(text)
    return match is not None and match["path"].startswith(("/", "*"))


class Faults:
    """The faults that are to come, and the calls that were made, each as its method and its path below `/api`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self._rules: list[Rule] = []
        self._lock = threading.Lock()

    def add(self, rule: Rule) -> None:
        """Let a call go wrong."""
        with self._lock:
            self._rules.append(rule)

    def clear(self) -> None:
        """Take all faults back, and forget the calls."""
        with self._lock:
            self._rules.clear()
            self.calls.clear()

    def next(self, method: str, path: str) -> Rule | None:
        """The fault of a call, which is used up by it."""
        with self._lock:
            self.calls.append((method, path))
            del self.calls[:-_MOST_CALLS]
            for number, rule in enumerate(self._rules):
                if not rule.fits(method, path):
                    continue
                if rule.skip > 0:
                    self._rules[number] = replace(rule, skip=rule.skip - 1)
                    continue
                if rule.times > 1:
                    self._rules[number] = replace(rule, times=rule.times - 1)
                else:
                    del self._rules[number]
                return rule
        return None


def faulty(rule: Rule, request: Request, handle: Callable[[Request], Answer]) -> Answer:
    """The answer to a call that goes wrong. `handle` answers it as ever."""
    good = handle(request) if rule.effect is Effect.FIRST else None
    if rule.hook is not None:
        rule.hook()
    if rule.kind is Kind.HOOK:
        return good or handle(request)
    if rule.kind is Kind.TRUNCATED:
        whole = handle(request) if good is None and request.method == "GET" else good
        # What is cut must have something to cut.
        return replace(whole if whole is not None and len(whole.body) > 1 else _SHORT, fault=Fault.CUT)
    if rule.kind is Kind.TIMEOUT:
        return Answer(504, fault=Fault.SILENCE)
    if rule.kind is Kind.RESET:
        return Answer(500, fault=Fault.RESET)
    if rule.kind is Kind.HTML:
        return Answer(200, _HTML, (("Content-Type", "text/html; charset=utf-8"),))
    return _refusal(int(rule.kind))


def _refusal(status: int) -> Answer:
    headers = (("Retry-After", "1"),) if status in (429, 503) else ()
    return error_answer(status, _CODES.get(status, 1020), "A requested fault", headers)
