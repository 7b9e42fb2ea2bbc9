"""Cuts the text of an XML document into tags, comments and the texts between them, and looks at its white space."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Location
from qradar_builder.source.characters import (
    MOST_LOOKED_AT,
    MOST_REPORTED,
    SPACE_OR_UNSEEN,
    UNSEEN,
    XML_SPACE,
    has_use,
    name_of,
    warn_unseen,
)
from qradar_builder.source.line_starts import position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings

_CDATA: Final = "<![CDATA["
_OTHER_MARKUP: Final = (("<!--", "-->"), (_CDATA, "]]>"), ("<?", "?>"))
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s/>=\"'<!?]+)[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'", re.DOTALL)
_FOREIGN: Final = "XmlRequestBody"
"""The element whose content is of a kind that nobody knows, so that text may stand in it anywhere."""


class Piece:
    """A tag, or a text (also a comment, a CDATA section or an instruction), by where it begins and ends."""

    __slots__ = ("end", "name", "start", "tag")

    def __init__(self, tag: str, name: str, start: int, end: int) -> None:
        self.tag = tag
        """`<` for a start tag, `/>` for an empty element, `</` for an end tag; `!` for what is markup but no tag; else
        empty, for a text."""
        self.name = name
        self.start = start
        self.end = end


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a document, one after the other without a gap.

    Where markup is not closed, the rest is one piece, so that the time is linear for whatever text.
    """
    place = 0
    while place < len(text):
        start = text.find("<", place)
        if start != place:
            start = len(text) if start < 0 else start
            yield Piece("", "", place, start)
            place = start
            continue
        for opening, closing in _OTHER_MARKUP:
            if text.startswith(opening, start):
                end = text.find(closing, start)
                place = len(text) if end < 0 else end + len(closing)
                yield Piece("" if opening == _CDATA else "!", "", start, place)
                break
        else:
            tag = _TAG.match(text, start)
            place = len(text) if tag is None else tag.end()
            kind = "" if tag is None else "</" if tag["end"] else "/>" if tag[0].endswith("/>") else "<"
            yield Piece(kind, "" if tag is None else tag["name"], start, place)


def check_white_space(text: str, name: str, findings: Findings) -> None:
    """Report each character that looks like white space, or like nothing, and stands where it does harm.

    In tags and between elements XML takes none but space, tab, carriage return and line feed, so there it is an error.
    Elsewhere, in values, texts and comments, there is a warning of what shows nothing and has no use.
    """
    if text.isascii() and "\x7f" not in text:
        return
    first = SPACE_OR_UNSEEN.search(text)
    if first is None:
        return
    all_pieces = list(pieces(text))
    starts = [piece.start for piece in all_pieces]
    foreign = _foreign(all_pieces)
    harm = _Harm(text, all_pieces)
    reported = 0
    for match in islice(SPACE_OR_UNSEEN.finditer(text, first.start()), MOST_LOOKED_AT):
        offset = match.start()
        number = bisect_right(starts, offset) - 1
        where = "" if any(start < offset < end for start, end in foreign) else harm.at(number, offset)
        if not where and (not UNSEEN.match(match[0]) or has_use(text, offset)):
            continue
        reported += 1
        if reported > MOST_REPORTED:
            break
        if not where:
            warn_unseen(text, offset, name, findings)
            continue
        line, column = position(text, offset)
        message = f"{name_of(match[0])} is {where}, and XML does not treat it as white space"
        advice = f"delete the character in column {column}, or replace it with a space"
        findings.add("xml/white-space", Location(name, line, column, line, column + 1), message, help=advice)


def texts_of_elements(text: str) -> Iterator[tuple[int, Piece, bool]]:
    """The texts of a well-formed document, each with the number of the element that it stands in.

    The last says whether `check_white_space` would have reported each character of it.
    """
    open_: list[int] = []
    count = 0
    all_pieces = list(pieces(text))
    for number, piece in enumerate(all_pieces):
        if piece.tag in ("<", "/>"):
            if piece.tag == "<":
                open_.append(count)
            count += 1
        elif piece.tag == "</":
            open_.pop()
        elif not piece.tag and open_:
            yield open_[-1], piece, _is_blank(text, piece) and not _is_whole_content(all_pieces, number)


class _Harm:
    """Says where characters do harm. A piece may be long and have many of them, so it is looked at once."""

    def __init__(self, text: str, all_pieces: list[Piece]) -> None:
        self._text = text
        self._pieces = all_pieces
        self._quoted: dict[int, list[tuple[int, int]]] = {}
        self._between: dict[int, bool] = {}

    def at(self, number: int, offset: int) -> str:
        """Where a character of a piece is that does harm there; empty where it does none."""
        piece = self._pieces[number]
        if piece.name:
            return "" if self._is_quoted(number, offset) else "in a tag"
        if number not in self._between:
            is_blank = not piece.tag and _is_blank(self._text, piece)
            self._between[number] = is_blank and not _is_whole_content(self._pieces, number)
        return "between elements" if self._between[number] else ""

    def _is_quoted(self, number: int, offset: int) -> bool:
        if number not in self._quoted:
            piece = self._pieces[number]
            self._quoted[number] = [match.span() for match in _QUOTED.finditer(self._text, piece.start, piece.end)]
        spans = self._quoted[number]
        place = bisect_left(spans, (offset,)) - 1
        return place >= 0 and spans[place][0] < offset < spans[place][1]


def _is_blank(text: str, piece: Piece) -> bool:
    """Whether nothing is seen of a text."""
    return not SPACE_OR_UNSEEN.sub("", text[piece.start : piece.end]).strip(XML_SPACE)


def _is_whole_content(all_pieces: list[Piece], number: int) -> bool:
    """Whether a text is all that an element holds, so that it may be its value."""
    if not 0 < number < len(all_pieces) - 1:
        return False
    before, after = all_pieces[number - 1], all_pieces[number + 1]
    return before.tag == "<" and after.tag == "</" and before.name == after.name


def _foreign(all_pieces: list[Piece]) -> list[tuple[int, int]]:
    """Where elements lie whose content is not known."""
    stretches = []
    start = -1
    for piece in all_pieces:
        if piece.name.rpartition(":")[2] == _FOREIGN:
            if piece.tag == "<" and start < 0:
                start = piece.end
            elif piece.tag == "</" and start >= 0:
                stretches.append((start, piece.start))
                start = -1
    return stretches
