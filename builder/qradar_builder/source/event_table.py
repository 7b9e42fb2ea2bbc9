"""Event mappings as CSV: `<key>.events.csv`, one mapping a row, with the same errors as in YAML."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import RootModel

from qradar_builder.findings import Findings, Location
from qradar_builder.model.events import EventRow
from qradar_builder.source.characters import check_unseen
from qradar_builder.source.files import NOT_IN_XML, read_text
from qradar_builder.source.line_starts import line_of, position
from qradar_builder.source.yaml.validation import validate_data
from qradar_builder.text.nearest import closest
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Origin
    from qradar_builder.source.yaml.remains import Positions

COLUMNS = ("id", "category", "qid", "name", "severity", "low_level_category", "description", "uuid")
_REQUIRED = ("id",)
_LINES_OF_A_ROW = 100
"""How far a row with line breaks in its cells is followed."""
_FIELD = re.compile(r'"(?:[^"]|"")*"|[^,"\r\n][^,\r\n]*|')


class _Rows(RootModel[list[EventRow]]):
    """All rows of a table."""


@dataclass(frozen=True, slots=True)
class EventTable:
    """The rows of a CSV file and their places."""

    name: str
    rows: tuple[EventRow, ...]
    positions: Positions

    def at(self, index: int, column: str) -> Origin:
        """The place of a cell, by the row's index and the column's name."""
        return self.positions.at(index, column)


@dataclass(frozen=True, slots=True)
class TablePositions:
    """Where the cells of a CSV text stand."""

    name: str
    lines: tuple[str, ...]
    """The text by its lines, each with its end."""
    columns: tuple[str, ...]
    starts: tuple[int, ...]
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
        rest = "".join(self.table.lines[self.line - 1 : self.line + _LINES_OF_A_ROW])
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
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    starts: list[int] = []
    records: list[list[str]] = []
    line = 1
    try:
        for record in reader:
            if any(record):
                records.append(record)
                starts.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        findings.add("event/table", Location(name, line), f"the row is not CSV: {error}")
        return None
    bad = NOT_IN_XML.search(text)
    if bad is not None:
        place = Location(name, line_of(text, bad.start()))
        findings.add("yaml/character", place, f"the text contains U+{ord(bad[0]):04X}")
        return None
    if not records:
        findings.add(
            "event/table", Location(name), "the table is empty", help="start with the header `id,category,qid`"
        )
        return None
    header, *rows = records
    columns = tuple(re.sub(r"[\s-]+", "_", title.strip().lower()) for title in header)
    good = [start for start, row in zip(starts[1:], rows, strict=True) if len(row) == len(columns)]
    positions = TablePositions(name, tuple(io.StringIO(text, newline="")), columns, tuple(good))
    if not _check_header(header, columns, positions, starts[0], findings):
        return None
    data: list[dict[str, Any]] = []
    for start, row in zip(starts[1:], rows, strict=True):
        if len(row) != len(columns):
            findings.add(
                "event/table",
                Cell(positions, start, 0),
                f"the row has {counted(len(row), 'cell')}, but the header has {len(columns)}",
                help="give each row the same number of cells as the header; put a cell that contains a "
                "comma in double quotes",
            )
            continue
        data.append({column: _cell(column, cell) for column, cell in zip(columns, row, strict=True) if cell})
    valid = validate_data(_Rows, data, positions, findings)
    return None if valid is None else EventTable(name, tuple(valid.spec.root), valid.positions)


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
