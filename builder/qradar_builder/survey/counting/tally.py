"""A tally: all that is counted of records, in bounded memory, whatever their number.

A tally depends only on which records were added, not on their order or on how they were split into parts and merged.
"""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from qradar_builder.survey.counting.batch import TOGETHER, Waiting, batch_of, parsed_slice
from qradar_builder.survey.counting.broken import BrokenCounts
from qradar_builder.survey.counting.changes import ChangeCounts
from qradar_builder.survey.counting.clocks import ClockCounts
from qradar_builder.survey.counting.expressions import Costs, Expression
from qradar_builder.survey.counting.fields import FieldCounts
from qradar_builder.survey.counting.kinds import KindCounts
from qradar_builder.survey.counting.payloads import PayloadCounts
from qradar_builder.survey.counting.refusals import RefusalCounts
from qradar_builder.survey.counting.result import ExpressionWins, Survey
from qradar_builder.survey.counting.shapes import ShapeCounts
from qradar_builder.survey.counting.timeline import OutcomeCells
from qradar_builder.survey.sketches.packed import Packer, Unpacked
from qradar_builder.survey.sketches.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from qradar_builder.survey.counting.batch import Batch, Slice
    from qradar_builder.survey.counting.prepared import Prepared, Ready
    from qradar_builder.survey.records.bundle import Bundle
    from qradar_builder.survey.records.record import Record
    from qradar_builder.survey.sketches.totals import Part

_BATCH: Final = 8192
"""Records that are parsed together."""
_MOST_CHARACTERS: Final = 8_000_000
"""Characters of a batch, so that long payloads do not fill the memory."""
_TIMED: Final = 8
"""Payloads of a batch on which the expressions are timed."""


class Tally:
    """Counts of the records of one counting."""

    def __init__(
        self, digest: str, type_name: str, expressions: tuple[Expression, ...], *, is_comparison: bool
    ) -> None:
        self.digest = digest
        self._is_comparison = is_comparison
        self._type_name = type_name
        self._expressions = expressions
        self._prepared: Prepared | None = None
        """What records are parsed with. None for a tally of bytes, which is merged and asked."""
        self.costs = Costs()
        """What the expressions take. It is no part of the bytes, as time is not reproducible."""
        self._waiting = Waiting()
        self._waiting_broken: list[Record] = []
        self._kinds = KindCounts()
        self._cells = OutcomeCells()
        self._payloads = PayloadCounts()
        self._fields = FieldCounts()
        self._properties = FieldCounts()
        self._refusals = RefusalCounts()
        self._clocks = ClockCounts()
        self._wins = Totals()
        self._shapes = ShapeCounts()
        self._broken = BrokenCounts()
        self._changes = ChangeCounts()
        self._parts: dict[str, Part] = {
            "kinds": self._kinds,
            "cells": self._cells,
            "payloads": self._payloads,
            "fields": self._fields,
            "properties": self._properties,
            "refusals": self._refusals,
            "clocks": self._clocks,
            "wins": self._wins,
            "shapes": self._shapes,
            "broken": self._broken,
            "changes": self._changes,
        }

    @classmethod
    def begun(cls, prepared: Prepared) -> Self:
        """A tally without records."""
        ready = prepared.ready()
        is_comparison = ready.against is not None
        made = cls(prepared.digest, prepared.type_name, tuple(ready.expressions), is_comparison=is_comparison)
        made._prepared = prepared
        return made

    def add(self, record: Record) -> None:
        """Count a record. It is parsed with others later, at the latest when the tally is asked for something."""
        if record.broken is None:
            self._waiting.add(record)
        else:
            self._waiting_broken.append(record)
        self._flush_many()

    def add_events(self, source: str, bundle: Bundle) -> None:
        """Count the records of a source that were read together."""
        self._waiting.extend(source, bundle)
        self._flush_many()

    def _flush_many(self) -> None:
        waiting = max(len(self._waiting), len(self._waiting_broken))
        if waiting >= _BATCH or self._waiting.characters > _MOST_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Parse and count the records that wait."""
        broken, self._waiting_broken = self._waiting_broken, []
        if broken:
            self._broken.add(broken)
        waiting, self._waiting = self._waiting, Waiting()
        if waiting:
            assert self._prepared is not None, "a tally of bytes is given no records"
            with _without_collections():
                self._count(batch_of(waiting), self._prepared.ready())

    def _count(self, batch: Batch, ready: Ready) -> None:
        filled: Counter[str] = Counter()
        for start in range(0, len(batch), TOGETHER):
            self._count_values(parsed_slice(ready, batch, start), batch, ready, filled)
        self._fields.settle(ready)
        self._properties.settle(ready)
        self._wins.add(ready.counter.take())
        self._wins.add({f"{name} 1": filled[name] for name in ready.counter.alone})
        self._kinds.add(batch, ready)
        self._shapes.add(batch, ready)
        self._cells.add(batch)
        self._payloads.add(batch)
        self._refusals.add(batch, ready)
        self._clocks.add(batch)
        if ready.profile is not None:
            for place in batch.ranked.order[:_TIMED]:
                ready.profile.add(batch.payloads[place])
            self.costs.add(ready.expressions, ready.profile.take())
        self.costs.switched_off.update(ready.parser.take_skipped())

    def _count_values(self, part: Slice, batch: Batch, ready: Ready, filled: Counter[str]) -> None:
        """Count what events have of values while they are there."""
        self._fields.add([event.fields for event in part.events], part, ready, filled)
        if ready.definition.properties:
            self._properties.add([event.properties for event in part.events], part, ready, filled)
        if part.changed:
            self._changes.add(part, batch, ready)

    def merge(self, other: Self) -> None:
        """Add the counts of other records. `other` stays as it is. Raises ValueError for one of another counting."""
        if other.digest != self.digest:
            raise ValueError("the tallies are of different definitions or choices")
        self.flush()
        other.flush()
        with _without_collections():
            for part, its in zip(self._parts.values(), other._parts.values(), strict=True):
                part.merge(its)
        self.costs.merge(other.costs)

    def to_bytes(self) -> bytes:
        """The bytes of the tally without its costs: equal for equal records, in whatever order and parts they came."""
        self.flush()
        packer = Packer()
        parts = {name: part.pack(packer) for name, part in self._parts.items()}
        expressions = [[each.name, each.kind, each.text] for each in self._expressions]
        told = [self.digest, self._type_name, expressions, self._is_comparison]
        return packer.packed({"told": told, "parts": parts})

    @classmethod
    def from_bytes(cls, content: bytes, costs: bytes = b"") -> Self:
        """The tally of `to_bytes`, and its costs as `costs.to_bytes()` has given them. It is given no more records.

        Raises TallyBytesError if the bytes are damaged, or of another version.
        """
        with _without_collections():
            return cls._loaded(Unpacked(content), costs)

    @classmethod
    def _loaded(cls, unpacked: Unpacked, costs: bytes) -> Self:
        digest, type_name, expressions, is_comparison = unpacked.document["told"]
        made = cls(digest, type_name, tuple(Expression(*each) for each in expressions), is_comparison=is_comparison)
        for name, part in made._parts.items():
            part.load(unpacked.document["parts"][name], unpacked)
        if costs:
            made.costs = Costs.from_bytes(costs)
        return made

    @property
    def events(self) -> int:
        """How many events there are: records that are not broken."""
        self.flush()
        return self._kinds.events

    @property
    def broken(self) -> int:
        """How many records are broken."""
        self.flush()
        return self._broken.count

    def result(self) -> Survey:
        """What was counted, for reports. It is equal for equal records; what takes time is in `costs`."""
        self.flush()
        wins = self._wins.result()
        return Survey(
            type_name=self._type_name,
            digest=self.digest,
            records=self.events + self.broken,
            events=self.events,
            kinds=self._kinds.result(),
            outcomes=self._cells.result(),
            payloads=self._payloads.result(),
            fields=self._fields.result(),
            properties=self._properties.result(),
            refusals=self._refusals.result(),
            clocks=self._clocks.result(),
            expressions=tuple(ExpressionWins(each, wins.get(each.name, 0)) for each in self._expressions),
            unknown=self._shapes.result(),
            broken=self._broken.result(),
            changes=self._changes.result() if self._is_comparison else None,
        )


@contextmanager
def _without_collections() -> Iterator[None]:
    """Run without garbage collections: very many objects are made, and none of them is in a circle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
