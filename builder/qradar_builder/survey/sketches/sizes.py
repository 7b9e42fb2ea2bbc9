"""A histogram of sizes whose buckets grow with the size, so that any number of records takes little memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.survey.sketches.packed import Packer, Unpacked

ERROR: Final = 1 / 32
"""By which share a quantile can be wrong. Sizes under 32 are exact."""
_EXACT: Final = 5
"""A bucket is the first so many bits of a number."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Quantiles of sizes, such as bytes. All are None if nothing was counted."""

    count: int
    total: int
    smallest: int | None
    largest: int | None
    quantiles: Mapping[str, int | None]
    """By the share in percent, such as `99.9`."""
    error: float = ERROR
    """By which share a quantile can be wrong."""


@dataclass(slots=True)
class Histogram:
    """Counts of numbers of 0 or more."""

    _buckets: Counter[int] = field(default_factory=Counter)
    total: int = 0
    smallest: int | None = None
    largest: int | None = None

    def add(self, numbers: Mapping[int, int]) -> None:
        """Add numbers with their counts."""
        for number, count in numbers.items():
            self._buckets[_bucket(number)] += count
            self.total += number * count
        self._extend(numbers)

    def merge(self, other: Self) -> None:
        """Add the numbers of another. `other` stays as it is."""
        self._buckets.update(other._buckets)
        self.total += other.total
        if other.smallest is not None and other.largest is not None:
            self._extend((other.smallest, other.largest))

    def _extend(self, numbers: Iterable[int]) -> None:
        known = [each for each in (self.smallest, self.largest) if each is not None]
        known += numbers
        if known:
            self.smallest, self.largest = min(known), max(known)

    def result(self, shares: Iterable[float] = (1, 25, 50, 75, 90, 99, 99.9)) -> Sizes:
        """The quantiles of these shares in percent."""
        count = sum(self._buckets.values())
        quantiles = {f"{share:g}": self._quantile(share, count) for share in shares}
        return Sizes(count, self.total, self.smallest, self.largest, quantiles)

    def _quantile(self, share: float, count: int) -> int | None:
        if self.smallest is None or self.largest is None:
            return None
        wanted = max(1, -(-round(count * share * 10) // 1000))
        seen = 0
        for bucket in sorted(self._buckets):
            seen += self._buckets[bucket]
            if seen >= wanted:
                return min(max(_middle(bucket), self.smallest), self.largest)
        return self.largest

    def pack(self, _: Packer) -> list[Any]:
        """What `load` takes."""
        return [self.total, self.smallest, self.largest, sorted(self._buckets.items())]

    def load(self, packed: list[Any], _: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        self.total, self.smallest, self.largest, buckets = packed
        self._buckets = Counter(dict(buckets))


def _bucket(number: int) -> int:
    shift = max(0, number.bit_length() - _EXACT)
    return (shift << (_EXACT - 1)) + (number >> shift)


def _middle(bucket: int) -> int:
    half = 1 << (_EXACT - 1)
    shift = max(0, (bucket >> (_EXACT - 1)) - 1)
    start = (bucket - shift * half) << shift
    return start + ((1 << shift) - 1) // 2
