"""Records that are read together, in columns: most of them differ in nothing but payload and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qradar_builder.survey.records.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST: Final = 1_000
_MOST_CHARACTERS: Final = 1_000_000


@dataclass(slots=True)
class Bundle:
    """Columns of records in their order. None of them is broken. The columns are what `Raw` has."""

    payloads: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    encodings: list[str] = field(default_factory=list)
    received: list[int | None] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.payloads)

    @property
    def end(self) -> int:
        """Where the last record ends, in bytes."""
        return self.offsets[-1] + self.lengths[-1]

    def add(self, raw: Raw) -> None:
        """Add a record at the end."""
        self.payloads.append(raw.payload)
        self.offsets.append(raw.offset)
        self.lengths.append(raw.length)
        self.encodings.append(raw.encoding)
        self.received.append(raw.received)

    def chosen(self, places: Sequence[int]) -> Bundle:
        """The records at some places."""
        return Bundle(
            [self.payloads[place] for place in places],
            [self.offsets[place] for place in places],
            [self.lengths[place] for place in places],
            [self.encodings[place] for place in places],
            [self.received[place] for place in places],
        )

    def raws(self) -> Iterator[Raw]:
        """The records one by one."""
        columns = zip(self.payloads, self.offsets, self.lengths, self.encodings, self.received, strict=True)
        return (Raw(*row) for row in columns)


def bundled(records: Iterable[Raw]) -> Iterator[Bundle | Raw]:
    """Records in bundles, in their order; broken ones are between them. If reading fails, what came before is given."""
    bundle, characters = Bundle(), 0
    try:
        for raw in records:
            if raw.broken is None:
                bundle.add(raw)
                characters += len(raw.payload)
                if len(bundle) < _MOST and characters < _MOST_CHARACTERS:
                    continue
            if bundle:
                yield bundle
                bundle, characters = Bundle(), 0
            if raw.broken is not None:
                yield raw
    except Exception:
        if bundle:
            yield bundle
        raise
    if bundle:
        yield bundle
