"""The clocks of sources: device time against receipt time, and jumps of the device time along a source.

Jumps are told from blocks of a source, each with its first and last device time. A block is 1 MiB; if there are more
blocks than the bound, blocks of twice the size are put together until they fit, and if there are more sources than the
bound, those with the lowest hash are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.survey.sketches.ranks import source_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

QUARTER: Final = 900_000
"""Milliseconds of 15 minutes: all time zones are a multiple of it apart."""
_FURTHEST: Final = 64
"""Quarters of an hour; clocks that are further apart are counted together."""
_FIRST_SHIFT: Final = 20
_LAST_SHIFT: Final = 62
"""No file is larger, and the size of a block must be a number of 64 bits with a sign in the report."""
_MOST_BLOCKS: Final = 4096
_JUMP: Final = 3_600_000
"""Milliseconds: a smaller difference between blocks is no jump."""
_MOST_JUMPS: Final = 100


@dataclass(frozen=True, slots=True)
class ClockDifference:
    """How many events have a device time that is so far from the receipt."""

    minutes: int
    """Device time minus receipt, rounded to 15 minutes. The furthest are 16 hours and more."""
    count: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A place of a source where the device time jumps."""

    source: str
    start: int
    """Offsets in bytes: the jump is between them."""
    end: int
    before: int
    """The device times around the jump in epoch milliseconds."""
    after: int


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the clocks of the sources tell."""

    with_device_time: int
    with_receipt: int
    """Events that have both times."""
    earliest: int | None
    """The device times, in epoch milliseconds."""
    latest: int | None
    differences: tuple[ClockDifference, ...]
    """In the order of the minutes. A peak away from 0 is a time zone that is read wrongly, or a clock that is wrong."""
    jumps: tuple[Jump, ...]
    """The furthest 100, the furthest first."""
    block: int
    """Bytes of a block: device times inside one are not compared in their order."""
    all_sources: bool
    """Whether all sources were looked at for jumps."""


@dataclass(slots=True)
class ClockCounts:
    """Counts of device times. Times are in epoch milliseconds."""

    with_device_time: int = 0
    earliest: int | None = None
    latest: int | None = None
    _differences: Counter[int] = field(default_factory=Counter)
    _shift: int = _FIRST_SHIFT
    _all_sources: bool = True
    _blocks: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        """Add the device times of the events of a batch."""
        times = [time for time in batch.times if time is not None]
        if not times:
            return
        self.with_device_time += len(times)
        self._extend(min(times), max(times))
        for time, receipt in zip(batch.times, batch.received, strict=True):
            if receipt is not None and time is not None:
                quarters = (time - receipt + QUARTER // 2) // QUARTER
                self._differences[max(-_FURTHEST, min(_FURTHEST, quarters))] += 1
        self._add_blocks(batch)

    def _add_blocks(self, batch: Batch) -> None:
        shift = self._shift
        blocks = [offset >> shift for offset in batch.offsets]
        groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for time, key in zip(batch.times, zip(batch.sources, blocks, strict=True), strict=True):
            if time is not None:
                groups[key].append(time)
        for key, found in groups.items():
            self._extend_block(key, min(found), max(found))
        self._bring_in_bounds(2)

    def merge(self, other: Self) -> None:
        """Add the times of other records. `other` stays as it is."""
        self.with_device_time += other.with_device_time
        if other.earliest is not None and other.latest is not None:
            self._extend(other.earliest, other.latest)
        self._differences.update(other._differences)
        self._all_sources = self._all_sources and other._all_sources
        if other._shift > self._shift:
            self._widen(other._shift)
        for (source, block), (first, last) in other._blocks.items():
            self._extend_block((source, block >> (self._shift - other._shift)), first, last)
        self._bring_in_bounds(1)

    def _extend(self, first: int, last: int) -> None:
        self.earliest = first if self.earliest is None else min(first, self.earliest)
        self.latest = last if self.latest is None else max(last, self.latest)

    def _extend_block(self, key: tuple[str, int], first: int, last: int) -> None:
        known = self._blocks.get(key)
        self._blocks[key] = (first, last) if known is None else (min(first, known[0]), max(last, known[1]))

    def _bring_in_bounds(self, slack: int) -> None:
        """`slack` times the bound is left to come; without it, what is kept depends on the records alone."""
        if len(self._blocks) <= slack * _MOST_BLOCKS:
            return
        while len(self._blocks) > _MOST_BLOCKS and self._shift < _LAST_SHIFT:
            self._widen(self._shift + 1)
        if len(self._blocks) > _MOST_BLOCKS:
            kept = nsmallest(_MOST_BLOCKS, self._blocks, key=lambda key: (source_key(key[0]), key))
            self._blocks = {key: self._blocks[key] for key in kept}
            self._all_sources = False

    def _widen(self, shift: int) -> None:
        blocks, self._blocks = self._blocks, {}
        for (source, block), (first, last) in blocks.items():
            self._extend_block((source, block >> (shift - self._shift)), first, last)
        self._shift = shift

    def result(self) -> Clocks:
        """What the clocks tell."""
        self._bring_in_bounds(1)
        differences = sorted(self._differences.items())
        return Clocks(
            self.with_device_time,
            sum(self._differences.values()),
            self.earliest,
            self.latest,
            tuple(ClockDifference(quarters * 15, count) for quarters, count in differences),
            tuple(
                nsmallest(
                    _MOST_JUMPS,
                    self._jumps(),
                    key=lambda jump: (-abs(jump.after - jump.before), jump.source, jump.start),
                )
            ),
            1 << self._shift,
            self._all_sources,
        )

    def _jumps(self) -> Iterable[Jump]:
        size = 1 << self._shift
        before: tuple[str, int] | None = None
        for key in sorted(self._blocks):
            if before is not None and before[0] == key[0]:
                (first, last), (next_first, next_last) = self._blocks[before], self._blocks[key]
                if next_first - last >= _JUMP:
                    yield Jump(key[0], before[1] * size, (key[1] + 1) * size, last, next_first)
                elif first - next_last >= _JUMP:
                    yield Jump(key[0], before[1] * size, (key[1] + 1) * size, first, next_last)
            before = key

    def pack(self, _: Packer) -> list[Any]:
        """What `load` takes."""
        self._bring_in_bounds(1)
        blocks = [[*key, *times] for key, times in sorted(self._blocks.items())]
        differences = sorted(self._differences.items())
        return [self.with_device_time, self.earliest, self.latest, differences, self._shift, self._all_sources, blocks]

    def load(self, packed: list[Any], _: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self.with_device_time, self.earliest, self.latest, differences, self._shift, self._all_sources, blocks = packed
        self._differences = Counter(dict(differences))
        self._blocks = {(source, block): (first, last) for source, block, first, last in blocks}
