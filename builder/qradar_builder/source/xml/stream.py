"""Reads XML that holds very many small elements, one after the other, without a tree of the whole."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from lxml import etree

from qradar_builder.findings import Location
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.xml.element_places import ElementPlaces
from qradar_builder.source.xml.reader import add_syntax_finding
from qradar_builder.source.xml.unplaced import Unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings
    from qradar_builder.source.xml.stored import HeldXml, StoredXml

MAX_TAGS = 20_000_000
"""How many tags are read. Parsed elements take far more memory than their text does."""
_MOST_BEFORE = 1024 * 1024
"""How many bytes may come before the root."""
_DEEP = etree.XPath("*[*/*]")
_COUNT = etree.XPath("count(descendant-or-self::*)")


class XmlStream:
    """A document of the shape root / children / parts, by the name that findings call it."""

    def __init__(self, name: str, source: HeldXml | StoredXml) -> None:
        self.name = name
        self._source = source
        self.unplaced = Unplaced(name)
        """What was read that the shape has no place for."""

    def children(self, root: str, findings: Findings) -> Iterator[tuple[etree._Element, int, int]]:
        """The child elements of a root of that tag.

        Each comes with its number among all elements of the document, and with how many elements it is itself. It is
        good until the next one is asked for. Comments are left out. Where the document is not well-formed or its root
        is another, the children end with a finding.
        """
        if self._source.tags > MAX_TAGS:
            findings.add("file/too-large", Location(self.name), f"contains more than {MAX_TAGS:,} tags")
            return
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
        number, fed = 1, 0
        top: etree._Element | None = None
        try:
            for piece in self._source.pieces():
                parser.feed(piece)
                fed += len(piece)
                top = _root(parser) if top is None else top
                if top is None:
                    if fed < _MOST_BEFORE:
                        continue
                    findings.add("xml/root", Location(self.name), f"the root is not `{root}`")
                    return
                self.unplaced.look(piece, top)
                # The last child may not be complete yet.
                complete = list(top)[:-1]
                deep = set(_deep(top)) if complete else ()
                for child in complete:
                    size = _size(child) if deep and child in deep else 1 + len(child)
                    yield child, number, size
                    number += size
                del top[:-1]
            whole = parser.close()
        except etree.XMLSyntaxError as error:
            add_syntax_finding(error, self._source.text, self.name, findings)
            return
        if top is None:
            findings.add("xml/root", Location(self.name), f"the root is `{whole.tag}`, not `{root}`")
            return
        self.unplaced.look(b"", top)
        for child in top:
            size = _size(child)
            yield child, number, size
            number += size

    def place(self, number: int) -> StreamPlace:
        """The origin of the element of that number."""
        return StreamPlace(self, number)

    def locate(self, number: int) -> Location:
        """The place of an element's name in its start tag. Only for documents that are well-formed."""
        return Location(self.name, *self._places.locate(number))

    @cached_property
    def _places(self) -> ElementPlaces:
        return ElementPlaces(self._source)


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


def _deep(top: etree._Element) -> list[etree._Element]:
    """The children whose parts have parts."""
    found = _DEEP(top)
    assert isinstance(found, list)
    return cast("list[etree._Element]", found)  # noqa: SLF001 - the class of every element


def _size(child: etree._Element) -> int:
    count = _COUNT(child)
    assert isinstance(count, float)
    return int(count)
