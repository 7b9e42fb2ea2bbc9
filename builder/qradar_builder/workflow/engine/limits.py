"""How much one run may do and hold, so that a workflow that never ends stops here with a reason."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Final

from qradar_builder.quick.dataclasses import dataclass

_MOST_DIGITS: Final = 18
_NUMBER = re.compile(r"[0-9](?:_?[0-9])*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one run. QRadar has none that is known. Each has its name in `run --limit` and in a case's `limits`.

    *Progress* is a call that is answered or an event that is posted.
    """

    calls: int = 10_000
    """Requests that a run sends."""
    repeats: int = 100
    """Times that a run sends one request and gets one answer, both without a change, while it posts no event."""
    failures: int = 100
    """Answers 408, 429 and 5xx that follow one another."""
    seconds: int = 10
    """Seconds that a run computes without progress. Time in which it waits does not count."""
    sleep: int = 3_600
    """Seconds that a run sleeps without progress."""
    turns: int = 1_000_000
    """Turns of one loop."""
    actions: int = 20_000_000
    """Actions that a run carries out. The end of a turn of a loop counts, too."""
    text: int = 10_000_000
    """Characters of a text that a template or a function makes."""
    state: int = 512_000_000
    """Size of the State, in bytes of memory, roughly."""
    body: int = 64_000_000
    """Bytes of the body of one answer, packed and unpacked."""
    posted: int = 1_000_000_000
    """Characters of the events that a run posts after one answer."""
    log: int = 10_000_000
    """Characters of all messages of Log and SetStatus in a run."""
    trace: int = 100_000_000
    """Characters that `--trace` writes in a run. What follows is left out, and the run goes on."""
    xpath: int = 10
    """Seconds of one XPathQuery."""


NAMES: Final = tuple(each.name for each in fields(Limits))
"""The names of the limits, in the order of their table."""


class LimitReached(Exception):  # noqa: N818 - the run was stopped; whether the workflow errs is another matter
    """A run did more than it may. `limit` is the name of the cap, `help` says what to look at.

    The loop that it was in, and the values that it saw, are added by whoever catches it.
    """

    def __init__(self, message: str, limit: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.limit = limit
        self.help = f"{advice}; " if advice else ""
        self.help += f"if the run needs more, raise the limit: `--limit {limit}=NUMBER`, or `limits` in a case"


def limit_in(text: str) -> tuple[str, int]:
    """Read `NAME=NUMBER`. Raises ValueError with a message."""
    name, sign, number = text.partition("=")
    if not sign or name not in NAMES:
        raise ValueError(f"`{text[:80]}` is not NAME=NUMBER with one of the names {', '.join(NAMES)}")
    if not _NUMBER.fullmatch(number) or len(number) > _MOST_DIGITS or int(number) < 1:
        raise ValueError(f"the limit `{name}` must be an integer of 1 or more, not `{number[:80]}`")
    return name, int(number)
