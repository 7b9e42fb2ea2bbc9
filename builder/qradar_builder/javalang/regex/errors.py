"""Errors of Java regular expressions: a pattern that cannot be compiled, a search that takes too long."""

from __future__ import annotations

from typing import Literal

ErrorKind = Literal["invalid", "unsupported"]


class JavaRegexError(ValueError):
    """A pattern that Java refuses, or that Java accepts and this module cannot run faithfully.

    `message` is the problem, in Java's own words where Java has some. `index` is the 0-based place in the pattern, in
    code points. `kind` is "invalid" where Java throws a PatternSyntaxException (or fails at the first match), and
    "unsupported" where Java accepts the pattern. `help` says what to write instead, and may be empty.
    """

    def __init__(self, message: str, index: int, kind: ErrorKind = "invalid", advice: str = "") -> None:
        super().__init__(message, index, kind, advice)
        self.message = message
        self.index = index
        self.kind: ErrorKind = kind
        self.help = advice

    def describe(self) -> str:
        """Return one sentence for a person: who refuses the pattern, why, where, and what to do."""
        who = (
            "Java refuses this pattern"
            if self.kind == "invalid"
            else "Java accepts this pattern, but it cannot run here"
        )
        advice = f"; {self.help}" if self.help else ""
        return f"{who}: {self.message} (at index {self.index}){advice}"

    def __str__(self) -> str:
        return f"{self.message} at index {self.index}"


class RegexTimeout(Exception):  # noqa: N818  # it reports what a search did, as TimeoutError does
    """A search that did not end within its time. `pattern` is the Java pattern, `seconds` the time it was given."""

    def __init__(self, pattern: str, seconds: float) -> None:
        super().__init__(pattern, seconds)
        self.pattern = pattern
        self.seconds = seconds

    def __str__(self) -> str:
        return f"the search took more than {self.seconds:g} s"
