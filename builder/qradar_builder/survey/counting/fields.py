"""The values of fields and properties: how many events have one, how many values there are, and the commonest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.dsm.parser import DEVICE_TIME
from qradar_builder.dsm.values.times.limits import DAY
from qradar_builder.survey.counting.batch import count_values, groups
from qradar_builder.survey.sketches.cells import BY_DAY, Cells
from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.cells import Cell
    from qradar_builder.survey.sketches.keys import Distinct, KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

VALUES: Final = Bound(512)
"""Of each field and property."""
TIME_CELLS: Final = 800
_HIDDEN: Final = "redacted"
_MOST_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Field:
    """A field or property. DeviceTime is counted by its day in UTC."""

    name: str
    filled: int
    """Events that have a value."""
    distinct: Distinct
    commonest: tuple[KeyCount, ...]
    """The first 50."""
    is_exact: bool
    """Whether the counts and the distinct count are exact."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields or the properties."""

    fields: tuple[Field, ...]
    """By name."""
    timeline: tuple[Cell, ...]
    """The times, each with how many events have a value of each name."""
    step: str
    """How long the time of each is: `hour`, `day`, `month`, `year` or `all`."""
    error: float
    """By which share of the events that have a value a count that is not exact can be too high."""
    confidence: float
    """In which share of the cases the error is not greater."""


class FieldCounts:
    """Counts of the values of fields, or of properties."""

    __slots__ = ("_timeline", "_values")

    def __init__(self) -> None:
        self._values: dict[str, KeyCounts] = {}
        self._timeline = Cells(BY_DAY, TIME_CELLS)

    def add(self, dicts: Sequence[dict[str, Any]], batch: Batch, ready: Ready) -> Counter[str]:
        """Add the values of the events of a batch. Returns how many events have a value of each name."""
        filled: Counter[str] = Counter()
        # The timeline is by day, and a batch has far fewer days than hours.
        days = [None if hour is None else hour - hour % 24 for hour in batch.hours]
        for group in groups(dicts):
            ranks = [batch.ranks[place] for place in group.places]
            for name, values in zip(group.names, group.columns, strict=True):
                self._add_values(name, values, ranks, ready)
                filled[name] += len(values)
            for day, count in Counter(days[place] for place in group.places).items():
                for name in group.names:
                    self._timeline.add("", day, name, count)
        return filled

    def _add_values(self, name: str, values: Sequence[Any], ranks: Sequence[int], ready: Ready) -> None:
        known = self._values.get(name)
        if known is None:
            known = self._values[name] = KeyCounts(VALUES)
        key: Callable[[Any], str] = key_of
        if name == DEVICE_TIME:
            key = _day
            values = [time // DAY for time in values]
        elif ready.hides(name):
            key = _hidden
        elif ready.redacted:
            key = lambda value: key_of(ready.shown(str(value)))  # noqa: E731 - a closure as a value
        elif set(map(type, values)) == {int}:
            # Texts are counted as they are.
            values = list(map(str, values))
        count_values(known, values, Counter(values), ranks, key)

    def merge(self, other: Self) -> None:
        """Add the values of other events. `other` stays as it is."""
        for name, values in other._values.items():
            if name not in self._values:
                self._values[name] = KeyCounts(VALUES)
            self._values[name].merge(values)
        self._timeline.merge(other._timeline)

    def result(self) -> Fields:
        """The fields by name."""
        fields = tuple(
            Field(name, each.total, each.distinct(), each.top(_MOST_SHOWN), each.is_exact)
            for name, each in sorted(self._values.items())
        )
        return Fields(fields, self._timeline.result(), self._timeline.step, VALUES.error, VALUES.confidence)

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [[[name, each.pack(packer)] for name, each in sorted(self._values.items())], self._timeline.pack(packer)]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        values, timeline = packed
        for name, each in values:
            self._values[name] = KeyCounts(VALUES)
            self._values[name].load(each, unpacked)
        self._timeline.load(timeline, unpacked)


def _hidden(_: object) -> str:
    return _HIDDEN


def _day(day: int) -> str:
    """The day of a number of days since the epoch, as `2024-05-31`; the number for days that no calendar has."""
    try:
        return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
    except OverflowError:
        return str(day)
