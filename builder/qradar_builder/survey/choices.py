"""What a survey is told of its input: how records are in the files, and which of them are counted."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.survey.records.form import Form

_ALL = 1 << 64


@dataclass(frozen=True, slots=True)
class InputChoices:
    """How files are read. `form` is that of all files, None where each is looked at; `column` is that of the payload.

    `sample` is the share of the records that are counted, from 0 to 1. The choice depends on the name of the file and
    the offset of the record alone.
    """

    form: Form | None = None
    column: str | None = None
    sample: float = 1.0

    def chosen(self, source: str, offsets: Sequence[int]) -> Sequence[int]:
        """Which of the records at some offsets are in the sample: their places in `offsets`."""
        if self.sample >= 1:
            return range(len(offsets))
        most = self.sample * _ALL
        return [place for place, offset in enumerate(offsets) if _number(source, offset) < most]

    def words(self) -> str:
        """The choices in a text that tells them from others."""
        return f"{self.form}|{self.column}|{self.sample!r}"


def _number(source: str, offset: int) -> int:
    """A hash of a place: 64 bits."""
    place = f"{source}\0{offset}".encode("utf-8", "surrogateescape")
    return int.from_bytes(blake2b(place, digest_size=8).digest())
