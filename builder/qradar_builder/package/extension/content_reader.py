"""Reads a content XML into the rows of its tables, whatever tables and columns it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from qradar_builder.package.extension.zip_reader import MAX_ENTRY
from qradar_builder.source.xml.reader import xml_text
from qradar_builder.source.xml.stored import HeldXml
from qradar_builder.source.xml.stream import XmlStream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from qradar_builder.findings import Findings, Origin

ROOT = "content"
_VERSION = "qradarversion"


@dataclass(frozen=True, slots=True)
class ContentRow:
    """A row as it is written. A column that is NULL is not there; one that has parts is a mapping of them."""

    columns: Mapping[str, str | Mapping[str, str]]
    number: int
    """Which element of the document it is, which tells its place."""

    def text(self, column: str) -> str | None:
        """The text of a column; None where it is NULL, or has parts."""
        value = self.columns.get(column)
        return value if isinstance(value, str) else None


@dataclass(slots=True)
class ContentTables:
    """The rows of a content XML by table, each table's in the order of the file."""

    name: str
    """How findings call the file."""
    stream: XmlStream
    tables: dict[str, list[ContentRow]] = field(default_factory=dict)
    version: str | None = None
    """The build of the exporting console."""
    version_comes_first: bool = False

    def rows(self, table: str) -> list[ContentRow]:
        """The rows of a table; none where the file does not have it."""
        return self.tables.get(table, [])

    def values(self, table: str, column: str) -> set[str]:
        """Every text that a column of a table holds."""
        return {value for row in self.rows(table) if (value := row.text(column)) is not None}

    def place(self, row: ContentRow, column: str | None = None) -> Origin:
        """The origin of a row, or of one of its columns."""
        number = row.number
        if column in row.columns:
            for name, value in row.columns.items():
                number += 1
                if name == column:
                    break
                number += 0 if isinstance(value, str) else len(value)
        return self.stream.place(number)


class Keep(Protocol):
    """Takes the rows of some tables as they are read, so that they are not held in memory."""

    def take(self, table: str, columns: Mapping[str, str | Mapping[str, str]], number: int) -> bool:
        """Take a row if it is to take: its columns, and which element of the document it is. Whether it was taken."""


def read_content(content: bytes, name: str, findings: Findings) -> ContentTables | None:
    """Read a content XML of at most 256 MiB. None, with findings, where it is not one or is not well-formed."""
    text = xml_text(content, name, findings, limit=MAX_ENTRY)
    return None if text is None else read_tables(XmlStream(name, HeldXml(text)), findings)


def read_tables(stream: XmlStream, findings: Findings, keep: Keep | None = None) -> ContentTables | None:
    """Read the rows of a content XML; else as `read_content`. What `keep` takes is not among them."""
    before = findings.errors
    tables = ContentTables(stream.name, stream)
    repeated: list[tuple[int, str]] = []
    names: dict[str, str] = {}
    for element, number, size in stream.children(ROOT, findings):
        tag = element.tag
        if tag == _VERSION:
            tables.version = (element.text or "").strip()
            tables.version_comes_first = number == 1
            continue
        if not len(element) and element.text and element.text.strip():
            stream.unplaced.note_text(element)
        columns: dict[str, str | dict[str, str]] = {part.tag: part.text or "" for part in element}
        # Else no column has parts, and none appears twice.
        if size != 1 + len(columns):
            columns |= {part.tag: _parts(part) for part in element if len(part)}
            if len(columns) < len(element):
                repeated.append((number, tag))
        if keep is not None and keep.take(tag, columns, number):
            continue
        # The names of columns are in memory once, and not for each row.
        columns = {names.setdefault(name, name): value for name, value in columns.items()}
        tables.tables.setdefault(tag, []).append(ContentRow(columns, number))
    # Places are known once the document is known to be well-formed.
    if findings.errors > before:
        return None
    for number, tag in repeated:
        findings.add("package/repeated-column", stream.place(number), f"a column appears twice in this `{tag}`")
    return tables


def _parts(column: etree._Element) -> dict[str, str]:
    return {part.tag: "".join(map(str, part.itertext())) for part in column}
