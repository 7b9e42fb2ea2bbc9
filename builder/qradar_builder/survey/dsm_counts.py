"""What makes the tallies of a survey of a log source type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.survey.counting.tally import Tally

if TYPE_CHECKING:
    from qradar_builder.survey.counting.counting import Counting


@dataclass(frozen=True, slots=True)
class DsmCounts:
    """Begins tallies of a counting, and reads them."""

    counting: Counting

    @property
    def digest(self) -> str:
        """Of the definition and the choices."""
        return self.counting.digest

    def tally(self) -> Tally:
        """Begin a tally without records."""
        return self.counting.tally()

    def read(self, content: bytes, costs: bytes) -> Tally:
        """The tally of which these are the bytes. Raises TallyBytesError."""
        return Tally.from_bytes(content, costs)

    def costs(self, tally: Tally) -> bytes:
        """What the expressions took."""
        return tally.costs.to_bytes()
