"""A part of a payload that somebody selects, without the blanks and quotes around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qradar_builder.preview.events.spans import Units

_AROUND: Final = " \t\r\n\"'"
LONGEST: Final = 2000
"""How long a selection may be that expressions are proposed for, in characters."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A payload, and where in it the selected text is, in characters."""

    payload: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The selected text."""
        return self.payload[self.start : self.end]


def selected(payload: str, units: Units, start: int, end: int) -> Selection:
    """A selection by its UTF-16 units. It is empty where there is nothing but blanks and quotes in it."""
    first, last = units.character(start), units.character(end)
    while first < last and payload[first] in _AROUND:
        first += 1
    while first < last and payload[last - 1] in _AROUND:
        last -= 1
    return Selection(payload, first, max(first, last))
