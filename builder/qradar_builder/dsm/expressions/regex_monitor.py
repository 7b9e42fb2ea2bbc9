"""Switches a regular expression off that took too long several times, as QRadar's own RegexMonitor does.

Only searches that may be slow come here: what is sure to be quick is not watched, and costs nothing.
"""

from __future__ import annotations

from time import monotonic, process_time
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.match import JavaMatch
    from qradar_builder.javalang.regex.pattern import JavaPattern

MOST_SLOW: Final = 5
"""How many slow searches an expression may make before it is switched off."""
_LEAST_SECONDS: Final = 0.01
SLOW_SECONDS: Final = 0.5
"""A search that takes so long, to whichever end, is slow."""


class RegexSwitchedOff(RegexTimeout):
    """The expression is not searched for any more. `count` is how many slow searches it has made."""

    def __init__(self, pattern: str, seconds: float, count: int) -> None:
        super().__init__(pattern, seconds)
        self.count = count

    def __str__(self) -> str:
        return f"is turned off, because it took too long on {counted(self.count, 'event')}"


class RegexMonitor:
    """The slow searches of one expression in this process: how many, and the seconds that they took.

    `stopped` counts those that had the time of a slow search and came to no end. It includes the first, which `slow`
    leaves out.
    """

    __slots__ = ("_skipped", "clock", "seconds", "slow", "stopped")

    def __init__(self) -> None:
        self.clock = monotonic
        self.slow = 0
        self.stopped = 0
        self.seconds = 0.0
        self._skipped = 0

    def search(self, pattern: JavaPattern, text: str, deadline: float) -> JavaMatch | None:
        """The first match. Raises RegexTimeout at that time of the monotonic clock, and RegexSwitchedOff at once."""
        if self.slow >= MOST_SLOW:
            self._skipped += 1
            raise RegexSwitchedOff(pattern.pattern, self.seconds, self.slow)
        clock = self.clock
        left = deadline - monotonic()
        start = clock()
        try:
            return pattern.search(text, left if left > _LEAST_SECONDS else _LEAST_SECONDS)  # noqa: FURB136 - max() costs a call
        except RegexTimeout:
            self.stopped += left >= SLOW_SECONDS
            raise
        finally:
            # One that was given too little time, as others had used it up, is not to blame.
            if (taken := clock() - start) >= SLOW_SECONDS:
                self._count(taken)

    def take_skipped(self) -> int:
        """How many searches were not made since this was asked last, as the expression is switched off."""
        skipped, self._skipped = self._skipped, 0
        return skipped

    def _count(self, taken: float) -> None:
        if self.clock is monotonic:
            # It may be that the machine had other work to do. The next searches are measured by the time that this
            # process works, which takes longer to ask for.
            self.clock = process_time
            return
        self.slow += 1
        self.seconds += taken


def why_given_up(error: RegexTimeout, where: str) -> str:
    """What to say of a search without an end: `takes too long on this event`, or that it is switched off."""
    return str(error) if isinstance(error, RegexSwitchedOff) else f"takes too long on this {where}"
