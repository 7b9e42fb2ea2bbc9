"""What expressions need besides the State: the version, a clock, random numbers, and who wants to watch."""

from __future__ import annotations

import time
from collections import OrderedDict
from random import SystemRandom
from typing import TYPE_CHECKING, Any, TypeVar

from qradar_builder.jpath.expression_choices import unnoted
from qradar_builder.jpath.limits import MAX_TEXT
from qradar_builder.model.workflow.document import SchemaVersion

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.jpath.json.values import JsonValue, MissingType
    from qradar_builder.reference.choice import Choice

    T = TypeVar("T")

_random = SystemRandom().random
_REMEMBERED = 2048
_LONGEST_REMEMBERED = 2000


class Observer:
    """Watches evaluations. Every method does nothing, and is there to be replaced.

    What happens for each element inside of a filter is not told.
    """

    def missing(self, path: str) -> None:
        """A path led nowhere."""

    def compared(
        self, comparison: str, left: JsonValue | MissingType, right: JsonValue | MissingType, outcome: bool
    ) -> None:
        """A comparison saw these values and came out so."""

    def leaned_on(self, choice: Choice) -> None:
        """The result rests on an answer that QRadar may give otherwise. It may be told more than once."""


class Bounds:
    """How much evaluations may make and take. Whoever evaluates for long puts its own in place, and may raise there."""

    __slots__ = ("longest_text",)

    def __init__(self, longest_text: int = MAX_TEXT) -> None:
        self.longest_text = longest_text
        """Characters of a text that an expression or a template makes."""

    def charge(self, size: int) -> None:
        """About so many characters of keys are put into the State."""

    def cut(self, text: str, part: str) -> None:
        """A function gives a part of a text, which is secret if the text is."""

    def check_time(self) -> None:
        """Some work is done, and much may follow."""


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Environment:
    """What is compiled in an environment runs in it.

    `schema` is the version of the workflow. `now` gives epoch milliseconds, `random` numbers from 0 up to but not
    including 1. Without an `observer`, watching costs nothing. Compiled text that templates made is remembered here,
    up to `remembered` texts. `now`, `random` and `bounds` may be replaced between evaluations.
    """

    __slots__ = ("_most", "_remembered", "bounds", "note", "now", "observer", "random", "schema")

    def __init__(
        self,
        schema: SchemaVersion = SchemaVersion.V2_1,
        *,
        now: Callable[[], int] = _milliseconds,
        random: Callable[[], float] = _random,
        observer: Observer | None = None,
        remembered: int = _REMEMBERED,
    ) -> None:
        self.schema = schema
        self.now = now
        self.random = random
        self.observer = observer
        self.note: Callable[[Choice], None] = unnoted if observer is None else observer.leaned_on
        self.bounds = Bounds()
        self._most = remembered
        self._remembered: OrderedDict[tuple[object, str], Any] = OrderedDict()

    def remember(self, make: Callable[[str, Environment], T], text: str) -> T:
        """What `make` makes of a text here, the same object for as long as it is not forgotten."""
        key = (make, text)
        remembered = self._remembered
        if key in remembered:
            remembered.move_to_end(key)
            found: T = remembered[key]
            return found
        made = make(text, self)
        if len(text) <= _LONGEST_REMEMBERED:
            remembered[key] = made
            if len(remembered) > self._most:
                remembered.popitem(last=False)
        return made
