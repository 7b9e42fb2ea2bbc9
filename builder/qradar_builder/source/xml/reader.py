"""Parses the XML of a file: without entities, document types or network, bounded, and with exact positions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.findings import Location
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.quick.patterns import late
from qradar_builder.secrets.excerpts import is_private
from qradar_builder.source.characters import XML_SPACE
from qradar_builder.source.files import MAX_BYTES
from qradar_builder.source.line_starts import LineStarts, position
from qradar_builder.source.xml.pieces import Piece, check_white_space, texts_of_elements
from qradar_builder.source.xml.root import told_encoding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from qradar_builder.findings import Findings

MAX_DEPTH = 64
"""How deep elements may lie in one another."""
_LIMITS = ("Resource limit exceeded", "too big found", "too long")
"""How the parser says that a text, a comment, an attribute or a name is longer than its limit."""

# Encodings that XML files of QRadar come in. Python has many more codecs, some of which are no character sets at all.
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "ascii": "ascii"} | {
    name: name for name in ("utf-16", "iso-8859-1", "iso-8859-15", "windows-1252")
}
_DECLARED = late(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_PROLOG = late(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = late(r"<[^\s/>=\"'<!?]")
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")

_NAME = r"[^\s/>=\"'<]+"
_ATTRIBUTE = late(rf"({_NAME})\s*=\s*(?:\"[^\"]*\"|'[^']*')")
MARKUP = late(
    rf"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?![/!?])(?P<name>{_NAME})(?P<rest>[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>",
    re.DOTALL,
)
"""A piece of markup; those with a `name` are start tags, in the order of the elements of the document."""


class XmlDocument:
    """A well-formed XML document by the name that findings call it: its tree and its text.

    The tree must stay as it was read for places to be right.
    """

    def __init__(self, name: str, root: etree._Element, text: str) -> None:
        self.name = name
        self.root = root
        self.text = text

    def place(self, element: etree._Element, attribute: str | None = None) -> XmlPlace:
        """The origin of an element, or of one of its attributes by its name without prefix."""
        return XmlPlace(self, element, attribute)

    def places(self, element: etree._Element, names: Collection[str]) -> AttributePlaces:
        """The origins of the attributes of an element, by their names."""
        return AttributePlaces(self, element, names)

    # libxml2 knows lines but no columns, and nothing of attributes, so the start tags are found again in the text.
    @cached_property
    def _tags(self) -> dict[etree._Element, re.Match[str]]:
        starts = (match for match in MARKUP.finditer(self.text) if match["name"])
        return dict(zip(self.root.iter(etree.Element), starts, strict=False))

    @cached_property
    def _texts(self) -> dict[etree._Element, list[tuple[Piece, bool]]]:
        elements = list(self.root.iter(etree.Element))
        found: dict[etree._Element, list[tuple[Piece, bool]]] = {}
        for number, piece, reported in texts_of_elements(self.text):
            found.setdefault(elements[number], []).append((piece, reported))
        return found

    def text_in(self, element: etree._Element, *, even_space: bool = False) -> Location | None:
        """The place of the first text that stands in an element itself, where there is more than XML's white space.

        With `even_space`, that of any text. What was reported when the document was read is passed over.
        """
        for piece, reported in self._texts.get(element, ()):
            written = self.text[piece.start : piece.end]
            bare = written.strip(XML_SPACE)
            if (bare or even_space) and not reported:
                start = piece.start + (written.index(bare) if bare else 0)
                end = start + max(len(bare.splitlines()[0]) if bare else 1, 1)
                return Location(self.name, *self._lines.position(start), *self._lines.position(end))
        return None

    @cached_property
    def _lines(self) -> LineStarts:
        return LineStarts(self.text)

    def locate(self, element: etree._Element, attribute: str | None) -> Location:
        """The place of an element's name in its start tag, or of an attribute with its value."""
        tag = self._tags.get(element)
        if tag is None:
            return Location(self.name)
        start, end = tag.start(), tag.end("name")
        for match in _ATTRIBUTE.finditer(self.text, tag.start("rest"), tag.end("rest")) if attribute else ():
            if match[1].rpartition(":")[2] == attribute:
                start, end = match.span()
        return Location(self.name, *self._lines.position(start), *self._lines.position(end))


@dataclass(frozen=True, slots=True)
class XmlPlace:
    """The origin of an element or attribute, worked out when a finding asks for it."""

    document: XmlDocument
    element: etree._Element
    attribute: str | None = None

    def locate(self) -> Location:
        """Find the start tag in the text."""
        return self.document.locate(self.element, self.attribute)


class AttributePlaces(Mapping[str, XmlPlace]):
    """The origins of the attributes of an element. Each is made when it is asked for, which is seldom."""

    __slots__ = ("_document", "_element", "_names")

    def __init__(self, document: XmlDocument, element: etree._Element, names: Collection[str]) -> None:
        self._document = document
        self._element = element
        self._names = names

    def __getitem__(self, name: str) -> XmlPlace:
        if name not in self._names:
            raise KeyError(name)
        return XmlPlace(self._document, self._element, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def parse_xml(content: bytes, name: str, findings: Findings) -> XmlDocument | None:
    """Parse an XML file of at most 16 MiB. None, with a finding, where it is not XML that we take."""
    text = xml_text(content, name, findings)
    return None if text is None else _parse(text, name, findings)


def xml_text(content: bytes, name: str, findings: Findings, *, limit: int = MAX_BYTES) -> str | None:
    """The text of an XML file of at most `limit` bytes. None, with a finding, where it is not XML that we take.

    A document type declaration is refused before a parser sees it, since it can make a small file a large document.
    """
    if len(content) > limit:
        findings.add("file/too-large", Location(name), f"is larger than {limit // (1024 * 1024)} MiB")
        return None
    text = _decode(content, name, findings)
    if text is None:
        return None
    prolog = _PROLOG.match(text)
    if prolog and text.startswith("<!DOCTYPE", prolog.end()):
        place = Location(name, *position(text, prolog.end()))
        findings.add("xml/doctype", place, "has a document type declaration")
        return None
    check_white_space(text, name, findings)
    return text


def _parse(text: str, name: str, findings: Findings) -> XmlDocument | None:
    # What is parsed is the text that was looked through above, whatever encoding the document declares.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0]
        # What is said of such a character tells more than what the parser says of what comes behind it.
        if not any((each.rule, each.location.line) == ("xml/white-space", line) for each in findings):
            add_syntax_finding(error, text, name, findings)
        return None
    if _TOO_DEEP(root.getroottree()):
        findings.add("xml/depth", Location(name), f"elements are nested more than {MAX_DEPTH} levels deep")
        return None
    return XmlDocument(name, root, text)


def add_syntax_finding(error: etree.XMLSyntaxError, text: str, name: str, findings: Findings) -> None:
    """Say what a parser says of a text, in plain words, with the places that belong to it."""
    line, column = error.position
    place = Location(name, max(line or 1, 1), max(column or 1, 1))
    if "Excessive depth" in str(error.msg):
        findings.add("xml/depth", place, f"elements are nested more than {MAX_DEPTH} levels deep")
        return
    lines = LineStarts(text)
    if any(limit in str(error.msg) for limit in _LIMITS):
        start = max(text.rfind("<", 0, lines.offset(place.line, place.column)), 0)
        findings.add(
            "file/too-large",
            Location(name, *lines.position(start)),
            "a text, comment or attribute has more than 10,000,000 characters, or a name more than 50,000",
            help="shorten it; a log source extension in a content XML is in base64, and can have 7.5 MB",
        )
        return
    # What explains a fault takes long to load, and most XML has none.
    from qradar_builder.source.xml.messages import explained  # noqa: PLC0415 - see above

    fault = explained(str(error.msg), text, lines.offset(place.line, place.column))
    if is_private(name, text):
        fault = fault.without_source()
    if fault.offset is not None:
        place = Location(name, *lines.position(fault.offset))
    related = [(Location(name, *lines.position(offset)), what) for offset, what in fault.related]
    findings.add("xml/syntax", place, fault.message, help=fault.help or None, related=related)


def begins_with_element(text: str) -> bool:
    """Whether a text is known to begin with an element, and comments before it, but no document type declaration."""
    prolog = _PROLOG.match(text)
    return prolog is not None and _ROOT.match(text, prolog.end()) is not None


def encoding_of(content: bytes, name: str, findings: Findings) -> tuple[int, str] | None:
    """The length of the byte order mark, in bytes, and the encoding. None, with a finding, where it is none we take."""
    mark, encoding = told_encoding(content)
    if encoding is not None:
        return mark, encoding
    declared = _DECLARED.match(content)
    called = declared[1].decode("ascii") if declared else "utf-8"
    encoding = _ENCODINGS.get(called.lower())
    if encoding is None:
        findings.add("xml/encoding", Location(name), f"declares the encoding {called}, which is not a common one")
        return None
    if encoding == "utf-16":
        # Otherwise its declaration could not be read byte by byte.
        message = f"declares the encoding {called}, but is not saved in it"
        findings.add("xml/encoding", Location(name), message, help='write encoding="UTF-8" if it is UTF-8')
        return None
    return 0, encoding


def _decode(content: bytes, name: str, findings: Findings) -> str | None:
    """The text without byte order mark. None, with a finding, where the bytes are not in the encoding they claim."""
    known = encoding_of(content, name, findings)
    if known is None:
        return None
    mark, encoding = known
    body = content[mark:]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        good = body[: error.start].decode(encoding, errors="replace")
        place = Location(name, *position(good, len(good)))
        message = f"is not {encoding.upper()}: byte 0x{body[error.start]:02x} is not allowed here"
        findings.add("xml/encoding", place, message, help=_encoding_advice(body, encoding))
        return None


def _encoding_advice(body: bytes, encoding: str) -> str | None:
    """What to do about bytes that are not in an encoding. None where the standing advice is all that is known."""
    if b"\0" in body[:200]:
        return "it looks like UTF-16 without a byte order mark: save the file as UTF-8"
    if encoding != "utf-8":
        return None
    try:
        body.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    return 'it looks like Windows-1252: save the file as UTF-8, or declare encoding="windows-1252"'
