"""The values of fields and properties: how many events have one, how many values there are, and the commonest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.dsm.parser import DEVICE_TIME
from qradar_builder.dsm.values.times.limits import DAY
from qradar_builder.survey.counting.batch import groups
from qradar_builder.survey.sketches.cells import BY_DAY, Cells
from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of
from qradar_builder.survey.sketches.ranks import ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.survey.counting.batch import Slice
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.cells import Cell
    from qradar_builder.survey.sketches.keys import Distinct, KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked
    from qradar_builder.survey.sketches.ranks import Ranked

VALUES: Final = Bound(512)
"""Of each field and property."""
TIME_CELLS: Final = 800
_HIDDEN: Final = "redacted"
_MOST_SHOWN: Final = 50


_TOGETHER: Final = 2048
"""Events whose values are counted together."""
_MOST_WAITING: Final = 65_536
"""How many values wait for the sketches: a value that comes again takes less time than one that is new."""


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


@dataclass(slots=True)
class _Held:
    """Values of events, in columns."""

    columns: list[list[Any]]
    ranks: list[int] = field(default_factory=list)
    hours: list[int | None] = field(default_factory=list)


class FieldCounts:
    """Counts of the values of fields, or of properties."""

    __slots__ = ("_held", "_timeline", "_values", "_waiting")

    def __init__(self) -> None:
        self._values: dict[str, KeyCounts] = {}
        self._timeline = Cells(BY_DAY, TIME_CELLS)
        self._held: dict[tuple[str, ...], _Held] = {}
        """Events that wait to be counted, by the names that they have values of."""
        self._waiting = 0

    def add(self, dicts: Sequence[dict[str, Any]], part: Slice, ready: Ready, filled: Counter[str]) -> None:
        """Add the values of events, and to `filled` how many events have a value of each name."""
        for group in groups(dicts):
            held = self._held.get(group.names)
            if held is None:
                held = self._held[group.names] = _Held([[] for _ in group.names])
            for column, values in zip(held.columns, group.columns, strict=True):
                column.extend(values)
            if len(group.places) == len(dicts):
                held.ranks += part.ranks
                held.hours += part.hours
            else:
                held.ranks += [part.ranks[place] for place in group.places]
                held.hours += [part.hours[place] for place in group.places]
            for name in group.names:
                filled[name] += len(group.places)
        self._waiting += len(dicts)
        if self._waiting >= _TOGETHER:
            self._take_held(ready)

    def _take_held(self, ready: Ready) -> None:
        held, self._held, self._waiting = self._held, {}, 0
        days: Counter[tuple[str, int | None]] = Counter()
        for names, each in held.items():
            order = ranked(each.ranks)
            for name, values in zip(names, each.columns, strict=True):
                self._add_values(name, values, order, ready)
            # There are far fewer days than hours, and the names have the same days.
            found: Counter[int | None] = Counter()
            for hour, count in Counter(each.hours).items():
                found[None if hour is None else hour - hour % 24] += count
            for day, count in found.items():
                for name in names:
                    days[name, day] += count
        for (name, day), count in days.items():
            self._timeline.add("", day, name, count)

    def _add_values(self, name: str, values: Sequence[Any], ranked: Ranked, ready: Ready) -> None:
        known = self._values.get(name)
        if known is None:
            known = self._values[name] = KeyCounts(VALUES)
        if name == DEVICE_TIME:
            known.count_records([_day(time // DAY) for time in values], ranked)
        elif ready.hides(name):
            known.count_records([_HIDDEN] * len(values), ranked)
        elif ready.redacted:
            keys = {value: key_of(ready.shown(str(value))) for value in set(values)}
            known.count_records([keys[value] for value in values], ranked)
        elif type(values[0]) is str:
            known.count_texts(values, ranked)
        else:
            known.count_numbers(values, ranked)

    def settle(self, ready: Ready) -> None:
        """Count what waits."""
        self._take_held(ready)
        if sum(each.waiting for each in self._values.values()) > _MOST_WAITING:
            for each in self._values.values():
                each.settle()

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


@lru_cache(maxsize=4096)
def _day(day: int) -> str:
    """The day of a number of days since the epoch, as `2024-05-31`; the number for days that no calendar has."""
    try:
        return (date(1970, 1, 1) + timedelta(days=day)).isoformat()
    except OverflowError:
        return str(day)
