"""Reads XML that holds very many small elements, one after the other, without a tree of the whole."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.findings import Location
from qradar_builder.source.xml.reader import MARKUP, add_syntax_finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings

MAX_TAGS = 20_000_000
"""How many tags are read. Parsed elements take far more memory than their text does."""
_PIECE = 1024 * 1024
_COUNT = etree.XPath("count(descendant-or-self::*)")


class XmlStream:
    """A document of the shape root / children / parts, by the name that findings call it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def children(self, root: str, findings: Findings) -> Iterator[tuple[etree._Element, int, int]]:
        """The child elements of a root of that tag.

        Each comes with its number among all elements of the document, and with how many elements it is itself. It is
        good until the next one is asked for. Comments are left out. Where the document is not well-formed or its root
        is another, the children end with a finding.
        """
        if self.text.count("<") > MAX_TAGS:
            findings.add("file/too-large", Location(self.name), f"contains more than {MAX_TAGS:,} tags")
            return
        content = self.text.encode()
        parser = etree.XMLPullParser(
            events=("start",),
            tag=root,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        number = 1
        top: etree._Element | None = None
        try:
            for start in range(0, len(content), _PIECE):
                parser.feed(content[start : start + _PIECE])
                top = _root(parser) if top is None else top
                if top is None:
                    if len(content) <= _PIECE:
                        continue
                    findings.add("xml/root", Location(self.name), f"the root is not `{root}`")
                    return
                # The last child may not be complete yet.
                for child in list(top)[:-1]:
                    size = _size(child)
                    yield child, number, size
                    number += size
                    top.remove(child)
            whole = parser.close()
        except etree.XMLSyntaxError as error:
            add_syntax_finding(error, self.text, self.name, findings)
            return
        if top is None:
            findings.add("xml/root", Location(self.name), f"the root is `{whole.tag}`, not `{root}`")
            return
        for child in top:
            size = _size(child)
            yield child, number, size
            number += size

    def place(self, number: int) -> StreamPlace:
        """The origin of the element of that number."""
        return StreamPlace(self, number)

    def locate(self, number: int) -> Location:
        """The place of an element's name in its start tag. Only for documents that are well-formed."""
        tag = MARKUP.match(self.text, self._starts[number])
        assert tag is not None
        return Location(self.name, *self._position(tag.start()), *self._position(tag.end("name")))

    # Looked for only when something is wrong: the places of all elements cost as much as reading them.
    @cached_property
    def _starts(self) -> array[int]:
        return array("Q", (match.start() for match in MARKUP.finditer(self.text) if match["name"]))

    @cached_property
    def _lines(self) -> array[int]:
        lines = array("Q", [0])
        end = self.text.find("\n")
        while end >= 0:
            lines.append(end + 1)
            end = self.text.find("\n", end + 1)
        return lines

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


@dataclass(frozen=True, slots=True)
class StreamPlace:
    """The origin of an element, worked out when a finding asks for it."""

    stream: XmlStream
    number: int

    def locate(self) -> Location:
        """Find the start tag in the text."""
        return self.stream.locate(self.number)


def _root(parser: etree.XMLPullParser) -> etree._Element | None:
    for _, found in parser.read_events():
        return found if isinstance(found, etree._Element) and found.getparent() is None else None  # noqa: SLF001 - the class of every element
    return None


def _size(child: etree._Element) -> int:
    count = _COUNT(child)
    assert isinstance(count, float)
    return int(count)
