"""What counts records: a tally is begun, is given records, and merges with others in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from qradar_builder.survey.records.bundle import Bundle
    from qradar_builder.survey.records.record import Record


class Tallied(Protocol):
    """The counts of records. Merging is commutative and associative, and equal counts give equal bytes."""

    def add(self, record: Record, /) -> None:
        """Count a record, also a broken one."""

    def add_events(self, source: str, bundle: Bundle, /) -> None:
        """Count the records of a source that are read together."""

    def merge(self, other: Any, /) -> None:
        """Add the counts of another part of the records."""

    def to_bytes(self) -> bytes:
        """The counts in bytes."""
        ...


class Counts(Protocol):
    """What makes tallies. It can be pickled."""

    @property
    def digest(self) -> str:
        """Hexadecimal digits that tell it from others: its definitions and choices."""
        ...

    def tally(self) -> Tallied:
        """Begin a tally without records."""
        ...

    def read(self, content: bytes, costs: bytes, /) -> Tallied:
        """The tally of which these are the bytes."""
        ...

    def costs(self, tally: Any, /) -> bytes:
        """What the work of a tally took, which is not the same in each run and no part of its bytes."""
        ...
