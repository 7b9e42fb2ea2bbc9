"""Errors of Java date patterns: a pattern that is refused, a text that does not parse, a value that does not print."""

from __future__ import annotations

from typing import Literal

DateErrorKind = Literal["pattern", "text", "value", "zone", "unsupported"]


class JavaDateError(ValueError):
    """A date pattern, text, value or time zone that Java refuses, or that cannot run faithfully here.

    `kind` is "pattern" (Java refuses the pattern), "text" (the text does not parse), "value" (the time cannot be
    printed, or the result does not fit a long of epoch milliseconds), "zone" (no such time zone) or "unsupported"
    (Java accepts it, this package declines). `index` is the 0-based place in the pattern or the text. `message` is in
    Java's words where Java has some. `help` says what to do, and may be empty.
    """

    def __init__(self, kind: DateErrorKind, message: str, index: int = 0) -> None:
        super().__init__(kind, message, index)
        self.kind: DateErrorKind = kind
        self.message = message
        self.index = index
        self.help = ""

    def __str__(self) -> str:
        return self.message


def shortened(text: str) -> str:
    """Return `text` as a DateTimeParseException quotes it: at most 64 characters."""
    return text[:64] + "..." if len(text) > 64 else text
