"""Rows that a package only keeps: in a temporary file by table, so that memory does not grow with them."""

from __future__ import annotations

import re
import weakref
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Literal, TypeAlias

from lxml import etree

from qradar_builder.package.extension.checks.tables import TABLES
from qradar_builder.package.extension.content_reader import ContentRow
from qradar_builder.package.extension.content_xml import text_of
from qradar_builder.package.identity.reader import FIRST_GIVEN_TYPE
from qradar_builder.takeover.content.bulk.records import BulkRecords
from qradar_builder.takeover.content.bulk.store import BulkMappings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.package.extension.rows.row import Row

Columns: TypeAlias = "Mapping[str, str | Mapping[str, str]]"

_SECRETS = "sensorprotocolconfigparameters"
_BUFFER = 64 * 1024
"""How many characters of a table wait before they are written."""
_BUFFERS = 4 * 1024 * 1024
"""How many characters of all tables wait, at most and about, before they are written."""
_AT_ONCE = 1000
"""How many rows of the database are written at once."""
_HELD = 1024 * 1024
"""How large a file is held in memory, in bytes."""
_SHORT = re.compile(r"[0-9]{1,18}")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_HEAD, _TAIL = b"<?xml version='1.0' encoding='UTF-8'?>\n<content>", b"\n</content>\n"


@dataclass(slots=True)
class KeptTable:
    """The rows of a table."""

    first: int
    """Which element of the document the first row is."""
    count: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)
    """Where the rows are in the file, in bytes."""
    waiting: list[str] = field(default_factory=list)
    length: int = 0
    """How many characters wait."""
    starts: list[int] = field(default_factory=list)
    """Where these places begin, counted from the first row, in bytes."""
    size: int = 0
    """The length of all rows that were written, in bytes."""


class KeptRows:
    """The rows of tables that a package does not describe."""

    def __init__(self) -> None:
        self.tables: dict[str, KeptTable] = {}
        self.passwords: list[ContentRow] = []
        """The rows whose password was left out."""
        self._file = SpooledTemporaryFile(_HELD)  # noqa: SIM115 - it is open as long as this is there
        weakref.finalize(self, self._file.close)
        self._end = 0
        self._buffer = _BUFFER
        self.records = BulkRecords()
        """Where the QID records are."""
        self.fetched: dict[int, ContentRow] = {}
        """The QID records that were read again because something refers to them, by their places in the document."""
        self._gaps: dict[int, tuple[int, int]] = {}
        """Where the QID records are that are no longer kept."""
        self._records_size = 0
        self.bulk = BulkMappings()
        """Very many mappings, of which a package describes as many as it can."""

    def take(self, table: str, columns: Columns, number: int) -> bool:
        """Take a row, which is that element of the document, if no package describes it. Whether it was taken.

        These are the rows of tables that are not looked at, mappings that QRadar ships, and QID records whose number is
        in no block. Very many mappings and QID records are taken, too. The value of a password is left out.
        """
        if table == "dsmevent":
            if columns.get("customevent") != "false" or not _is_shipped_type(columns.get("devicetypeid")):
                return self.bulk.take(columns, number)
        elif table == "qidmap":
            record = self.records.taken(columns)
            if record is None:
                return False
            text = text_of(table, columns)
            start = self._records_size
            self._records_size += len(text) if text.isascii() else len(text.encode())
            self.records.put(record, number, start, self._records_size)
            self._put(table, text, number)
            return True
        elif table in TABLES:
            return False
        shown = without_password(table, columns)
        if shown is not columns:
            self.passwords.append(ContentRow(columns, number))
        self._put(table, text_of(table, shown), number)
        return True

    def has_record(self, identity: str | None) -> bool:
        """Whether a row of `qidmap` with that id is among them."""
        return identity is not None and self.records.has(identity)

    def record(self, column: Literal["id", "qid"], value: str) -> ContentRow | None:
        """The row of `qidmap` with that id or number; None where there is none, or where it is not the only one."""
        found = self.records.find(column, value)
        if found is None:
            return None
        number, start, end = found
        if number not in self.fetched:
            self.fetched[number] = self._read(number, start, end)
        return self.fetched[number]

    def few_records(self) -> list[ContentRow]:
        """The QID records, no longer kept, if they are so few that they can be in memory."""
        return [self._read(*place) for place in self.records.few()]

    def counts(self) -> Counter[str]:
        """How many rows of each table there are."""
        counts = Counter({name: table.count for name, table in self.tables.items()})
        if self._gaps:
            counts["qidmap"] -= len(self._gaps)
        if left := self.bulk.left():
            counts["dsmevent"] += left
        return +counts

    def first_of(self, table: str) -> int | None:
        """Which element of the document the first row of a table is; None where there is none."""
        if table == "qidmap" and self._gaps:
            return next((number for number in self.records.numbers() if number not in self._gaps), None)
        if table in self.tables:
            return self.tables[table].first
        return self.bulk.first_left() if table == "dsmevent" and self.bulk.left() else None

    def _put(self, table: str, text: str, number: int) -> None:
        kept = self.tables.get(table)
        if kept is None:
            kept = self.tables[table] = KeptTable(number)
            self._buffer = min(_BUFFER, _BUFFERS // len(self.tables))
        kept.count += 1
        kept.waiting.append(text)
        kept.length += len(text)
        if kept.length > self._buffer:
            self._write(kept)

    def content(self, others: Iterable[Row]) -> KeptContent | bytes | None:
        """The file `content.xml` of these and other rows, by table; None where there are no rows."""
        self._write_all()
        more: dict[str, list[Row]] = {}
        for row in others:
            more.setdefault(row.table, []).append(row)
        left = self.bulk.left()
        if not more and not self.counts():
            return None
        content = KeptContent(self, more)
        return content if self._end > _HELD or left else b"".join(content.pieces())

    def pieces(self, table: str) -> Iterator[bytes]:
        """The rows of a table, as they are written."""
        kept = self.tables.get(table)
        gaps = sorted(self._gaps.values()) if table == "qidmap" else []
        for (start, end), place in zip(kept.places, kept.starts, strict=True) if kept is not None else ():
            self._file.seek(start)
            yield from _without(self._file.read(end - start), place, gaps)
        if table == "dsmevent":
            texts = (text_of(table, columns) for columns in self.bulk.rows_left())
            while some := list(islice(texts, _AT_ONCE)):
                yield "".join(some).encode()

    def _read(self, number: int, start: int, end: int) -> ContentRow:
        """Read a QID record again, which is no longer kept from then on."""
        table = self.tables["qidmap"]
        self._write(table)
        place = bisect_right(table.starts, start) - 1
        self._file.seek(table.places[place][0] + start - table.starts[place])
        row = etree.fromstring(self._file.read(end - start), _PARSER)
        self._gaps[number] = start, end
        return ContentRow({part.tag: part.text or "" for part in row}, number)

    def _write(self, table: KeptTable) -> None:
        content = "".join(table.waiting).encode()
        if content:
            self._file.seek(self._end)
            self._file.write(content)
            table.starts.append(table.size)
            table.size += len(content)
            table.places.append((self._end, self._end + len(content)))
            self._end += len(content)
        table.length = 0
        table.waiting = []

    def _write_all(self) -> None:
        for table in self.tables.values():
            self._write(table)


@lru_cache(maxsize=1024)
def _is_shipped_number(identity: str) -> bool:
    return _SHORT.fullmatch(identity) is not None and int(identity) < FIRST_GIVEN_TYPE


def _is_shipped_type(identity: object) -> bool:
    return isinstance(identity, str) and _is_shipped_number(identity)


def _without(piece: bytes, place: int, gaps: list[tuple[int, int]]) -> Iterator[bytes]:
    """A piece that begins at a place, without what is in a gap. No gap reaches beyond a piece."""
    at = 0
    for start, end in gaps[bisect_left(gaps, (place, 0)) : bisect_left(gaps, (place + len(piece), 0))]:
        yield piece[at : start - place]
        at = end - place
    yield piece[at:]


def without_password(table: str, columns: Columns) -> Columns:
    """The columns of a row, with another value where that is a password that is not empty; else the very same."""
    if table == _SECRETS and columns.get("paramtype") == "PASSWORD" and columns.get("value"):
        return {**columns, "value": ""}
    return columns


class KeptContent:
    """The file `content.xml`, too large to be in memory."""

    def __init__(self, kept: KeptRows, others: dict[str, list[Row]]) -> None:
        self._kept = kept
        self._others = others

    def pieces(self) -> Iterator[bytes]:
        """The file from its start."""
        yield _HEAD
        for table in sorted({*self._kept.counts(), *self._others}):
            yield from self._kept.pieces(table)
            yield "".join([text_of(table, row.columns) for row in self._others.get(table, ())]).encode()
        yield _TAIL
