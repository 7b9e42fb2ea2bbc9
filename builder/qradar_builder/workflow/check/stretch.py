"""The place of a part of an attribute's text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.findings import trail_of
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.xml.reader import XmlPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.findings import Location, Origin


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the text of an attribute, by 0-based characters; the end is exclusive.

    Where the text does not stand in the source character for character (escapes, several lines, a fragment's
    arguments), it is the whole attribute.
    """

    attribute: Origin
    name: str
    text: str
    start: int
    end: int

    def locate(self) -> Location:
        """The place in the source."""
        whole = self.attribute.locate()
        before = self._before(whole)
        if before is None or "\n" in self.text:
            return whole
        start = min(self.start, max(len(self.text) - 1, 0))
        end = min(max(self.end, start + 1), max(len(self.text), 1))
        column = whole.column + before
        return replace(whole, column=column + start, end_column=column + end)

    def trail(self) -> Iterable[tuple[Origin, str]]:
        """The trail of the attribute."""
        return trail_of(self.attribute)

    def _before(self, whole: Location) -> int | None:
        """How many characters of the attribute's place come before its text. None where the text is written otherwise.

        That is told by the lengths: an attribute of XML is `name="text"`, a scalar of YAML `text` or `"text"`.
        """
        if whole.line != whole.end_line:
            return None
        more = whole.end_column - whole.column - len(self.text)
        if isinstance(self.attribute, XmlPlace):
            return len(self.name) + 2 if more == len(self.name) + 3 else None
        return {0: 0, 2: 1}.get(more)
