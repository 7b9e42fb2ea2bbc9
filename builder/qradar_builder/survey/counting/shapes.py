"""The shapes of unknown events: payloads that no mapping or expression takes, with what varies replaced by marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from qradar_builder.dsm.event import Outcome
from qradar_builder.survey.sketches.keys import Bound, KeyCounts
from qradar_builder.survey.sketches.samples import Sample, SampleBound, Samples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.counting.prepared import Ready
    from qradar_builder.survey.sketches.keys import Distinct, KeyCount
    from qradar_builder.survey.sketches.packed import Packer, Unpacked

SHAPES: Final = Bound(2_000, rows=5, buckets=4096)
SAMPLES: Final = SampleBound(2_000, 3)
_MOST_SAMPLES: Final = 20


@dataclass(frozen=True, slots=True)
class Template:
    """Unknown events of one kind."""

    text: str
    """What their payloads have in common; `<*>` is what varies."""
    count: int
    at_least: int
    """The true count is from this to `count`."""
    shapes: int
    """How many shapes belong to it."""
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The unknown events by template: events without an event id, and those whose id has no mapping."""

    events: int
    """All unknown events."""
    templates: tuple[Template, ...]
    """The commonest first."""
    others: int
    """Events of shapes that are not kept, as there are too many shapes."""
    distinct_shapes: Distinct
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
        # Most surveys have few unknown events or none, and what reads them takes long to load.
        from qradar_builder.survey.shapes.masking import LOOKED_AT, shape_of

        shapes = [shape_of(ready.shown(batch.payloads[place][: 2 * LOOKED_AT])) for place in unknown]
        ranked = batch.ranked.some(unknown)
        self._shapes.count_records(shapes, ranked)
        for number in ranked.order:
            shape, rank, place = shapes[number], ranked.ranks[number], unknown[number]
            if rank < self._samples.threshold(shape):
                self._samples.add(shape, Sample.of(batch.record(place), rank, ready.shown))

    def merge(self, other: Self) -> None:
        """Add the shapes of other events. `other` stays as it is."""
        self._shapes.merge(other._shapes)
        self._samples.merge(other._samples)

    def result(self) -> Unknown:
        """The templates that the shapes belong to, the commonest first."""
        counts = {each.key: each for each in self._shapes.top(SHAPES.keys)}
        templates = self._templates(counts) if counts else []
        others = max(0, self._shapes.total - sum(each.count for each in templates))
        shapes = self._shapes
        return Unknown(shapes.total, tuple(templates), others, shapes.distinct(), shapes.is_exact)

    def _templates(self, counts: Mapping[str, KeyCount]) -> list[Template]:
        # It takes long to load, too.
        from qradar_builder.survey.shapes.templates import templates_of

        templates = [
            self._template(each.template, [counts[shape] for shape in each.shapes]) for each in templates_of(counts)
        ]
        return sorted(templates, key=lambda each: (-each.count, each.text))

    def _template(self, text: str, shapes: Sequence[KeyCount]) -> Template:
        samples = sorted(sample for shape in shapes for sample in self._samples.of(shape.key))
        return Template(
            text,
            min(sum(each.count for each in shapes), self._shapes.total),
            sum(each.at_least for each in shapes),
            len(shapes),
            tuple(samples[:_MOST_SAMPLES]),
        )

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [self._shapes.pack(packer), self._samples.pack(packer)]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        shapes, samples = packed
        self._shapes.load(shapes, unpacked)
        self._samples.load(samples, unpacked)
