"""The books of a survey: records and bytes, what was read of them, and what was not, with the reasons."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from qradar_builder.survey.faults import Fault, Faults, faults_from


@dataclass(slots=True)
class Ledger:
    """Counts of what was read. Each record read is an event, broken, or skipped by `--sample`."""

    records: int = 0
    events: int = 0
    broken: int = 0
    skipped: int = 0
    covered: int = 0
    """Bytes of files that were read, as they are stored."""
    unread: int = 0
    """Bytes of files that could not be read."""
    beyond: int = 0
    """Bytes of files after the last record that `--limit` asks for."""
    units: int = 0
    encodings: Counter[str] = field(default_factory=Counter)
    """Records by their encoding."""
    forms: Counter[str] = field(default_factory=Counter)
    """Units by the form of their records."""
    compressions: Counter[str] = field(default_factory=Counter)
    """Units by the compression of their files."""
    faults: Faults = field(default_factory=Faults)

    def fault(self, source: str, offset: int | None, rule: str, message: str, length: int = 0) -> None:
        """Note what is wrong with a file, or a record of it."""
        self.faults.add(Fault(source, -1 if offset is None else offset, rule, message, length))

    def merge(self, other: Ledger) -> None:
        """Add the books of another part of the files."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.faults.merge(other.faults)

    def differences(self, size: int | None = None) -> list[str]:
        """What does not add up; `size` is that of all files, in bytes, where it is known."""
        found = []
        if self.events + self.broken + self.skipped != self.records:
            found.append(
                f"{self.records:,} records were read, and there are {self.events:,} events, {self.broken:,} broken "
                f"records and {self.skipped:,} skipped"
            )
        if size is not None and self.covered + self.unread + self.beyond != size:
            found.append(
                f"the files have {size:,} bytes, of which {self.covered:,} were read, {self.unread:,} could not be "
                f"read, and {self.beyond:,} are after the last record that `--limit` counts"
            )
        return found

    def as_json(self) -> dict[str, Any]:
        """The books as JSON, in an order that depends on nothing but the counts."""
        return {
            **{name: getattr(self, name) for name in _NUMBERS},
            **{name: dict(sorted(getattr(self, name).items())) for name in _COUNTERS},
            "faults": dict(sorted(self.faults.counts.items())),
            "first_faults": self.faults.rows(),
        }

    def to_bytes(self) -> bytes:
        """The books in bytes; equal ones give equal bytes."""
        return json.dumps(self.as_json(), separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, content: bytes) -> Ledger:
        """The books that `to_bytes` gave."""
        read = json.loads(content)
        ledger = cls(**{name: read[name] for name in _NUMBERS})
        for name in _COUNTERS:
            setattr(ledger, name, Counter(read[name]))
        ledger.faults = faults_from(read["first_faults"], read["faults"])
        return ledger


_NUMBERS = ("records", "events", "broken", "skipped", "covered", "unread", "beyond", "units")
_COUNTERS = ("encodings", "forms", "compressions")
