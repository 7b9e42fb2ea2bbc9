"""How much one run may do and hold, so that a workflow that never ends ends here with a reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one run. QRadar has none that is known."""

    actions: int = 20_000_000
    """Actions that are carried out; the end of a turn of a loop counts, too."""
    calls: int = 10_000
    """Requests that are sent."""
    turns: int = 1_000_000
    """Turns that a loop makes before its end is reached."""
    state: int = 256_000_000
    """The size of the State, in characters of JSON, roughly."""
    body: int = 64_000_000
    """Bytes of the body of one response."""


class LimitReached(Exception):  # noqa: N818 - the run was stopped; whether the workflow errs is another matter
    """A run did more than it may. `help` says what to look at; the loop it was in is added by whoever catches it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = advice
