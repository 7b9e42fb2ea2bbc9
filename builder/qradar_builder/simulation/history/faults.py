"""The faults that a call or a run can have, and where in a history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STATUSES: Final = (400, 401, 403, 404, 429, 500, 502, 503)

CALL_FAULTS: Final = {
    **{f"http-{status}": f"HTTP {status}" for status in STATUSES},
    "http-429-wait": "HTTP 429 with Retry-After",
    "proxy-page": "an HTML page of a proxy with status 200",
    "empty-body": "status 200 without a body",
    "empty-page": "a list without events",
    "repeated": "the previous page again",
    "other-json": "status 200 with other JSON",
    "truncated": "status 200 with the first half of the body",
    "timeout-before": "a time-out before the source acts",
    "timeout-after": "a time-out after the source has acted",
    "reset": "a connection that breaks",
    "slow": "a slow answer",
}
"""What can happen to a call, with a few words on each."""

CRASHES: Final = {
    "crash-before": "QRadar is killed before",
    "crash-after": "QRadar is killed after",
}
"""What can happen to a run at each of its effects."""

OF_LISTS: Final = frozenset({"empty-page", "repeated"})
"""The faults that only an answer with events can have."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A fault. `poll` counts from 1; `place` counts the calls of a poll, or its effects for a crash, from 1."""

    poll: int
    place: int
    kind: str

    @property
    def is_crash(self) -> bool:
        """Whether the run ends there."""
        return self.kind in CRASHES

    def __str__(self) -> str:
        what = "effect" if self.is_crash else "call"
        return f"{self.kind} at {what} {self.place} of poll {self.poll}"


@dataclass(frozen=True, slots=True)
class Plan:
    """A history before it is run: the number of polls and the faults. With `stretch` there are more events."""

    polls: int
    faults: tuple[Fault, ...] = ()
    stretch: int = 1
    seed: int = 1
    """The seed of the events."""

    @property
    def last_fault(self) -> int:
        """The poll of the last fault; 0 without one."""
        return max((fault.poll for fault in self.faults), default=0)
