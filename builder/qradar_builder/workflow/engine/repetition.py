"""Tells a run that leads on from one that repeats itself: nothing changes, or every answer is an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from qradar_builder.text.shown import counted
from qradar_builder.workflow.engine.limits import LimitReached

if TYPE_CHECKING:
    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.workflow.engine.limits import Limits

_BUSY: Final = frozenset({408, 429})
_FIRST_ERROR: Final = 400
_FIRST_SERVER_ERROR: Final = 500
_VARYING: Final = ("authorization", "cookie", "date", "nonce", "request-id", "sign", "time", "token", "trace")
"""What the names of headers contain that differ in each request, whatever it asks for."""


class Repetition:
    """Counts the calls of one run that lead nowhere."""

    __slots__ = ("_failures", "_limits", "_seen")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._failures = 0
        self._seen: Counter[int] = Counter()

    def posted(self) -> None:
        """Events were posted: whoever asks the same now asks for what comes next."""
        self._seen.clear()

    def answered(self, request: HttpRequest, response: HttpResponse) -> None:
        """Count an answer. Raises LimitReached."""
        what = f"{request.method} {request.url.partition('?')[0]}"
        answer = f"{response.status} {response.reason}".rstrip()
        failed = response.status >= _FIRST_SERVER_ERROR or response.status in _BUSY
        self._failures = self._failures + 1 if failed else 0
        if self._failures > self._limits.failures:
            most = counted(self._limits.failures, "response")
            message = f"More than {most} in a row were errors, the last one {answer} of {what}"
            raise LimitReached(message, "failures", "end the loop after some errors, for example with an Abort")
        # An error has no value, even if its text differs each time, as by the number of the request.
        said = response.body if response.status < _FIRST_ERROR else b""
        key = hash((request.method, request.url, _stable(request), request.body, response.status, said))
        self._seen[key] += 1
        if self._seen[key] > self._limits.repeats:
            message = f"The run has sent {what} more than {counted(self._limits.repeats, 'time')} without a change"
            advice = "request the next page, or end the loop when there is no new data"
            raise LimitReached(f"{message}, and got the same response ({answer}) each time", "repeats", advice)


def _stable(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The headers that say what is asked for."""
    return tuple((name, value) for name, value in request.headers if not any(part in name.lower() for part in _VARYING))
