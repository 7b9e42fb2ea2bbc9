"""The shapes of unknown events: payloads that no mapping or expression takes, with what varies replaced by marks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.dsm.event import Outcome
from qradar_builder.survey.counting.batch import count_values
from qradar_builder.survey.shapes.masking import LOOKED_AT, shape_of
from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of
from qradar_builder.survey.sketches.samples import Sample, SampleBound, Samples

if TYPE_CHECKING:
    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.keys import Distinct
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

SHAPES: Final = Bound(2_000, rows=5, buckets=4096)
SAMPLES: Final = SampleBound(2_000, 3)


@dataclass(frozen=True, slots=True)
class Shape:
    """Unknown events of one shape."""

    text: str
    count: int
    at_least: int
    """The true count is from this to `count`."""
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The unknown events by shape."""

    events: int
    """All unknown events."""
    shapes: tuple[Shape, ...]
    """The commonest first."""
    distinct: Distinct
    """How many shapes there are."""
    is_exact: bool
    """Whether all shapes are there, each with its exact count."""


class ShapeCounts:
    """Counts of the shapes of unknown events."""

    __slots__ = ("_samples", "_shapes")

    def __init__(self) -> None:
        self._shapes = KeyCounts(SHAPES)
        self._samples = Samples(SAMPLES)

    def add(self, batch: Batch, ready: Ready) -> None:
        """Add the unknown events of a batch."""
        # What a log source extension alone is mapped to is not known.
        mapped = ready.definition.has_mappings
        unknown = [place for place, kind in enumerate(batch.kinds) if (kind[4] and mapped) or kind[0] is Outcome.STORED]
        if not unknown:
            return
        shapes = [shape_of(ready.shown(batch.records[place].payload[: 2 * LOOKED_AT])) for place in unknown]
        ranks = [batch.ranks[place] for place in unknown]
        count_values(self._shapes, shapes, Counter(shapes), ranks, key_of)
        for shape, rank, place in zip(shapes, ranks, unknown, strict=True):
            if rank < self._samples.threshold(shape):
                self._samples.add(shape, Sample.of(batch.records[place], rank, ready.shown))

    def merge(self, other: Self) -> None:
        """Add the shapes of other events. `other` stays as it is."""
        self._shapes.merge(other._shapes)
        self._samples.merge(other._samples)

    def result(self) -> Shapes:
        """The shapes, the commonest first."""
        shapes = tuple(
            Shape(each.key, each.count, each.at_least, self._samples.of(each.key))
            for each in self._shapes.top(SHAPES.keys)
        )
        return Shapes(self._shapes.total, shapes, self._shapes.distinct(), self._shapes.is_exact)

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [self._shapes.pack(packer), self._samples.pack(packer)]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        shapes, samples = packed
        self._shapes.load(shapes, unpacked)
        self._samples.load(samples, unpacked)
