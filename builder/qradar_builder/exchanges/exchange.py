"""Recorded exchanges: what a request must look like, and what is answered to it."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeAlias

import regex

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.http.messages import HttpResponse

FAULTS: Final = ("timeout", "reset", "dns", "tls")
"""The ways in which an exchange may fail in place of a response."""

CALL_TIME: Final = 1
"""How many milliseconds a call takes in a replay, unless its exchange says so."""

REASONS: Final = {status.value: status.phrase for status in HTTPStatus}
"""The usual reason phrases."""

_PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression that the whole of a volatile value must match; its dot takes line ends too.

    In a case file it is written between slashes.
    """

    source: str

    def matches(self, text: str) -> bool:
        """Whether a value matches. A pattern that has no answer within a second does not."""
        try:
            return _compiled(self.source).fullmatch(text, timeout=_PATIENCE) is not None
        except TimeoutError:
            return False

    def __str__(self) -> str:
        return f"/{self.source}/"


@lru_cache(maxsize=1024)
def _compiled(source: str) -> regex.Pattern[str]:
    return regex.compile(source, regex.DOTALL)


ANYTHING: Final = Pattern(".*")

Expected: TypeAlias = str | Pattern
"""A value that is to be equal, or to match."""

Fields: TypeAlias = tuple[tuple[str, Expected], ...]
"""Names and expected values in order; a name may stand several times."""


def read_expected(text: str) -> Expected:
    """A value as it is written in a case file: a pattern where it stands between slashes. Throws regex.error."""
    if not looks_like_pattern(text):
        return text
    _compiled(text[1:-1])
    return Pattern(text[1:-1])


def looks_like_pattern(text: str) -> bool:
    """Whether a value of a case file would be taken for a pattern."""
    return len(text) > 1 and text[0] == text[-1] == "/"


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A body that is JSON of this value, in any layout and order of keys; its leaves may be patterns."""

    value: object


@dataclass(frozen=True, slots=True)
class FormBody:
    """A body that is a form with these fields, in this order."""

    fields: Fields


@dataclass(frozen=True, slots=True)
class TextBody:
    """A body that is this text."""

    text: Expected


ExpectedBody: TypeAlias = JsonBody | FormBody | TextBody


@dataclass(frozen=True, slots=True)
class ExpectedRequest:
    """What a request must look like.

    `url` is a pattern, or a URL that can be called, without its query. The query is compared in full; of the headers,
    only those that are named here; the body only where one is given. Names and values are decoded.
    """

    method: str
    url: Expected
    query: Fields = ()
    headers: Fields = ()
    body: ExpectedBody | None = None
    any_order: bool = False
    """Whether query parameters of different names may stand in another order than here."""


@dataclass(frozen=True, slots=True)
class Fault:
    """No response comes; `kind` is one of FAULTS."""

    kind: str


@dataclass(frozen=True, slots=True)
class Kill:
    """When QRadar is killed in a run: before or after the effect of that number, counted from 1."""

    effect: int
    after: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer."""

    request: ExpectedRequest
    answer: HttpResponse | Fault
    takes: int = CALL_TIME
    """How many milliseconds the call takes in a replay."""
