"""Finds what a document of the shape root / children / parts says beside the texts of its elements."""

from __future__ import annotations

import re
from typing import Any, cast

from lxml import etree

from qradar_builder.findings import Location

_WITH_ATTRIBUTE = etree.XPath("(descendant-or-self::*[@*])[1]")
_ATTRIBUTE = re.compile(rb"=(?:[\"']|\s|\Z)")
"""What an attribute has, and what few texts have: most pieces need no look at their elements."""
_BETWEEN = etree.XPath("text()[normalize-space()] | *[*]/text()[normalize-space()] | */*[*]/text()[normalize-space()]")
_TEXT_BETWEEN = tuple(map(re.compile, (rb"/[^<>]*+>\s*+[^<\s]", rb">\s*+[^<\s][^<]*+<[^/]", rb"<[!?]")))
"""What a text beside an element has: it comes behind the end of one, before a start, or beside a comment or CDATA.

One after the other they are faster than as one pattern.
"""


class Unplaced:
    """The first attribute and the first text beside elements. `name` is how findings call the document."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._end = b""
        self.attribute: tuple[str, str, Location] | None = None
        """The first attribute that was read: its element, its name and the place."""
        self.text: tuple[str, Location] | None = None
        """The first text that was read beside elements: the element that it is in, and the place."""

    def look(self, piece: bytes, top: etree._Element) -> None:
        """Look at the next piece of the text, and at the elements of it that are there. An empty one is the end."""
        if self.attribute is not None and self.text is not None:
            return
        # What goes over the end of a piece is looked for with what comes before it.
        text = self._end + piece
        self._end = text[max(0, text.rfind(b"<", 0, max(0, text.rfind(b"<")))) :]
        if self.attribute is None and _ATTRIBUTE.search(text):
            self.attribute = self._attribute(top)
        if self.text is None and any(pattern.search(text) for pattern in _TEXT_BETWEEN):
            self.text = self._text(top)

    def note_text(self, element: etree._Element) -> None:
        """Note a child that has a text and no parts."""
        if self.text is None:
            self.text = _name(element), self._place(element)

    def _attribute(self, top: etree._Element) -> tuple[str, str, Location] | None:
        for element in cast("list[Any]", _WITH_ATTRIBUTE(top)):
            return _name(element), element.keys()[0], self._place(element)
        return None

    def _text(self, top: etree._Element) -> tuple[str, Location] | None:
        for text in cast("list[Any]", _BETWEEN(top)):
            near = text.getparent()
            return _name(near.getparent() if text.is_tail else near), self._place(near)
        return None

    def _place(self, element: Any) -> Location:
        return Location(self._name, element.sourceline or 1, 1)


def _name(element: Any) -> str:
    return str(element.tag)
