"""Event mappings as CSV: `<key>.events.csv`, one mapping a row, with the same errors as in YAML."""

from __future__ import annotations

import csv
import re
from array import array
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import RootModel, ValidationError

from qradar_builder.findings import Findings, Location
from qradar_builder.model.events import EventRow
from qradar_builder.source.characters import check_unseen
from qradar_builder.source.files import NOT_IN_XML, read_text
from qradar_builder.source.line_starts import line_of, position
from qradar_builder.source.yaml.validation import validate_data
from qradar_builder.text.nearest import closest
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qradar_builder.findings import Origin
    from qradar_builder.source.yaml.remains import Positions

COLUMNS = ("id", "category", "qid", "name", "severity", "low_level_category", "description", "uuid")
_REQUIRED = ("id",)
_LINES_OF_A_ROW = 100
"""How far a row with line breaks in its cells is followed."""
_FIELD = re.compile(r'"(?:[^"]|"")*"|[^,"\r\n][^,\r\n]*|')
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ROWS_AT_ONCE = 1000
"""How many rows are checked at once: what checks them needs many times the memory of a row."""
_REPEATED = ("category", "low_level_category")
"""The columns that have few texts, each in many rows."""


class _Rows(RootModel[list[EventRow]]):
    """All rows of a table."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """What an `EventRow` says, in a fraction of its memory."""

    id: str
    category: str
    qid: str | None
    name: str | None
    low_level_category: str | int | None
    severity: int | None
    description: str | None
    uuid: str | None


@dataclass(frozen=True, slots=True)
class EventTable:
    """The rows of a CSV file and their places."""

    name: str
    rows: tuple[TableRow, ...]
    positions: Positions

    def at(self, index: int, column: str) -> Origin:
        """The place of a cell, by the row's index and the column's name."""
        return self.positions.at(index, column)


class _Lines:
    """The lines of a text, which are found when a finding asks for one."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: Sequence[int] = ()

    def of_row(self, line: int) -> str:
        """The lines that a row can have, from a line on, 1-based."""
        if not self._starts:
            self._starts = array("Q", (match.start() for match in _LINE.finditer(self._text)))
        start = self._starts[line - 1] if line <= len(self._starts) else len(self._text)
        after = line - 1 + _LINES_OF_A_ROW
        return self._text[start : self._starts[after] if after < len(self._starts) else None]


@dataclass(frozen=True, slots=True)
class TablePositions:
    """Where the cells of a CSV text stand."""

    name: str
    lines: _Lines
    columns: tuple[str, ...]
    starts: Sequence[int]
    """The first line of each row, 1-based."""

    def at(self, *path: str | int) -> Cell:
        """The place of the cell in row `path[0]` under column `path[1]`, or of the row."""
        line = self.starts[path[0]] if path and isinstance(path[0], int) else 1
        column = self.columns.index(path[1]) if len(path) > 1 and path[1] in self.columns else 0
        return Cell(self, line, column)

    key = at


@dataclass(frozen=True, slots=True)
class Cell:
    """The origin of a cell, worked out when a finding asks for it."""

    table: TablePositions
    line: int
    column: int

    def locate(self) -> Location:
        """Scan the row for the cell; a row that ends early gives its end."""
        rest = self.table.lines.of_row(self.line)
        start = 0
        match = _FIELD.match(rest)
        for _ in range(self.column):
            assert match is not None
            if rest[match.end() : match.end() + 1] != ",":
                break
            start = match.end() + 1
            match = _FIELD.match(rest, start)
        line, column = position(rest, start)
        line += self.line - 1
        width = len(match[0].splitlines()[0]) if match is not None and match[0] else 1
        return Location(self.table.name, line, column, line, column + width)


def read_event_table(path: Path, name: str, findings: Findings, *, within: Path | None = None) -> EventTable | None:
    """Read a CSV file of event mappings. None, with findings by row and column, where it does not hold.

    With `within` no link may lead out of that folder.
    """
    text = read_text(path, name, findings, within=within)
    return None if text is None else parse_event_table(text, name, findings)


def parse_event_table(text: str, name: str, findings: Findings) -> EventTable | None:
    """Read a CSV text of event mappings; see `read_event_table`."""
    check_unseen(text, name, findings)
    starts = array("Q")
    header: list[str] = []
    uneven: list[tuple[int, int]] = []
    try:
        for line, record in _records(text):
            if not header:
                header, header_line = record, line
            elif len(record) == len(header):
                starts.append(line)
            else:
                uneven.append((line, len(record)))
    except _TableError as error:
        findings.add("event/table", Location(name, error.line), f"the row is not CSV: {error}")
        return None
    bad = NOT_IN_XML.search(text)
    if bad is not None:
        place = Location(name, line_of(text, bad.start()))
        findings.add("yaml/character", place, f"the text contains U+{ord(bad[0]):04X}")
        return None
    if not header:
        findings.add(
            "event/table", Location(name), "the table is empty", help="start with the header `id,category,qid`"
        )
        return None
    columns = tuple(map(column_name, header))
    positions = TablePositions(name, _Lines(text), columns, starts)
    if not _check_header(header, columns, positions, header_line, findings):
        return None
    for line, cells in uneven:
        findings.add(
            "event/table",
            Cell(positions, line, 0),
            f"the row has {counted(cells, 'cell')}, but the header has {len(columns)}",
            help="give each row the same number of cells as the header; put a cell that contains a "
            "comma in double quotes",
        )
    return _validated(text, positions, findings)


def column_name(title: str) -> str:
    """The name of the column that a title of the header means."""
    return re.sub(r"[\s-]+", "_", title.strip().lower())


class _TableError(Exception):
    """A row is not CSV. `line` is where it starts."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with its first line. Raises _TableError."""
    reader = csv.reader((match[0] for match in _LINE.finditer(text)), strict=True)
    line = 1
    try:
        for record in reader:
            if any(record):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise _TableError(line, str(error)) from error


def _data(text: str, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows below the header that have all columns, as in YAML."""
    known: dict[str | int, str | int] = {}
    for _, record in islice(_records(text), 1, None):
        if len(record) == len(columns):
            row = {column: _cell(column, cell) for column, cell in zip(columns, record, strict=True) if cell}
            for column in _REPEATED:
                if column in row:
                    row[column] = known.setdefault(row[column], row[column])
            yield row


def _validated(text: str, positions: TablePositions, findings: Findings) -> EventTable | None:
    """The rows, checked some at a time; all together where one does not hold, so that the rest can be checked."""
    rows: list[TableRow] = []
    data = _data(text, positions.columns)
    try:
        while some := list(islice(data, _ROWS_AT_ONCE)):
            rows += map(_held, _Rows.model_validate(some).root)
    except ValidationError:
        valid = validate_data(_Rows, list(_data(text, positions.columns)), positions, findings)
        if valid is None:
            return None
        return EventTable(positions.name, tuple(map(_held, valid.spec.root)), valid.positions)
    return EventTable(positions.name, tuple(rows), positions)


def _held(row: EventRow) -> TableRow:
    return TableRow(
        row.id, row.category, row.qid, row.name, row.low_level_category, row.severity, row.description, row.uuid
    )


def _cell(column: str, text: str) -> str | int:
    return int(text) if column == "severity" and re.fullmatch(r"\s*\d{1,4}\s*", text, re.ASCII) else text


def _check_header(
    header: list[str], columns: tuple[str, ...], positions: TablePositions, line: int, findings: Findings
) -> bool:
    before = findings.errors
    for index, (title, column) in enumerate(zip(header, columns, strict=True)):
        cell = Cell(positions, line, index)
        if column not in COLUMNS:
            near = closest(column, COLUMNS)
            advice = f"did you mean `{near}`?" if near else f"the valid columns are {', '.join(COLUMNS)}"
            findings.add("event/table", cell, f"there is no column `{title}`", help=advice)
        elif column in columns[:index]:
            findings.add("event/table", cell, f"the column `{title}` appears twice", help="remove one of the two")
    for column in _REQUIRED:
        if column not in columns:
            findings.add("event/table", Cell(positions, line, 0), f"the column `{column}` is missing")
    return findings.errors == before
