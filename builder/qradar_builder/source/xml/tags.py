"""Scans a broken XML text up to a place: which elements are open there, and which tag was being read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[^\s/>=\"'<!?][^\s/>=\"'<]*"
_MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<![^>]*>"
    rf"|</(?P<end>{_NAME})\s*>"
    rf"|<(?P<start>{_NAME})[^>\"'<]*(?:(?:\"[^\"<]*\"|'[^'<]*')[^>\"'<]*)*>",
    re.DOTALL,
)
_START = re.compile(rf"<({_NAME})")
_ATTRIBUTE = re.compile(rf"\s*({_NAME})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_OPENED = re.compile(rf"\s*({_NAME})\s*=\s*([\"'])")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: the name of its element, and the 0-based offset of its `<`."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Scanned:
    """What lies before a place. `open` are the elements that are not closed, the outermost first.

    `broken` is the start tag that the place lies in, if any; `closed` the last element that `/>` closed.
    """

    open: tuple[Tag, ...]
    broken: Tag | None
    closed: str = ""


def scan(text: str, until: int) -> Scanned:
    """Scan a text from its begin to an offset. It takes time in proportion to the text, whatever that holds."""
    opened: list[Tag] = []
    closed, position = "", text.find("<")
    while 0 <= position < until:
        match = _MARKUP.match(text, position)
        if match is None or match.end() > until:
            start = _START.match(text, position)
            return Scanned(tuple(opened), Tag(start[1], position) if start else None, closed)
        if match["end"]:
            if opened and opened[-1].name == match["end"]:
                closed = opened.pop().name
        elif match["start"]:
            if match[0].endswith("/>"):
                closed = match["start"]
            else:
                opened.append(Tag(match["start"], position))
        position = text.find("<", match.end())
    return Scanned(tuple(opened), None, closed)


def attribute_at(text: str, tag: Tag, offset: int) -> tuple[str, int] | None:
    """The attribute of a tag whose value reaches to an offset or ends there: its name, and where its value begins."""
    position = tag.offset + 1 + len(tag.name)
    while True:
        whole = _ATTRIBUTE.match(text, position)
        if whole is not None and whole.end() < offset:
            position = whole.end()
            continue
        begun = _OPENED.match(text, position)
        return None if begun is None or begun.end() > offset else (begun[1], begun.end())
