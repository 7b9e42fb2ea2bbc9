"""The sizes and encodings of payloads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from qradar_builder.survey.sketches.sizes import Histogram
from qradar_builder.survey.sketches.totals import Totals

if TYPE_CHECKING:
    from qradar_builder.survey.counting.batch import Batch
    from qradar_builder.survey.sketches.packed import Packer, Unpacked
    from qradar_builder.survey.sketches.sizes import Sizes


@dataclass(frozen=True, slots=True)
class Payloads:
    """The payloads as they are in their sources."""

    sizes: Sizes
    """Bytes."""
    encodings: dict[str, int]
    """Events by the encoding of their payload: `ASCII`, `UTF-8`, `one byte a character`, `UTF-16`, `damaged`."""


class PayloadCounts:
    """Counts of sizes and encodings."""

    __slots__ = ("_encodings", "_sizes")

    def __init__(self) -> None:
        self._sizes = Histogram()
        self._encodings = Totals()

    def add(self, batch: Batch) -> None:
        """Add the payloads of a batch."""
        self._sizes.add(Counter(batch.lengths))
        plain = sum(map(str.isascii, batch.payloads))
        self._encodings.add({"ASCII": plain})
        if plain < len(batch):
            each = zip(batch.payloads, batch.lengths, strict=True)
            self._encodings.add(Counter(_encoding(text, length) for text, length in each if not text.isascii()))

    def merge(self, other: Self) -> None:
        """Add other payloads. `other` stays as it is."""
        self._sizes.merge(other._sizes)
        self._encodings.merge(other._encodings)

    def result(self) -> Payloads:
        """The sizes and encodings."""
        return Payloads(self._sizes.result(), self._encodings.result())

    def pack(self, packer: Packer) -> list[Any]:
        """What `load` takes."""
        return [self._sizes.pack(packer), self._encodings.pack(packer)]

    def load(self, packed: list[Any], unpacked: Unpacked) -> None:
        """Take what `pack` has given, in place of nothing."""
        sizes, encodings = packed
        self._sizes.load(sizes, unpacked)
        self._encodings.load(encodings, unpacked)


def _encoding(payload: str, length: int) -> str:
    """The encoding of a payload that is not ASCII, by how many bytes its characters took."""
    if "\ufffd" in payload:
        return "damaged"
    if length == len(payload):
        return "one byte a character"
    return "UTF-16" if length == 2 * len(payload) else "UTF-8"
