"""Records of CSV: the column that contains the payload, or the row as it is written."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.starter.events.headers import COMMENT, Header, header_of
from qradar_builder.survey.records.encoding import text_of
from qradar_builder.survey.records.exports import (
    PAYLOAD_NAMES,
    RECEIVED_NAMES,
    exported_payload,
    exported_time,
    place_of,
)
from qradar_builder.survey.records.lines import lines
from qradar_builder.survey.records.raw import TOO_LONG, Raw, broken
from qradar_builder.survey.records.stopped import COLUMN, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LOOKED_AT: Final = 50
_MOST_LINES: Final = 2_000
"""How many lines a row between quotes may have."""
_MARKS: Final = (",", "\t", ";", "|")

_Line = tuple[int, bytes, int]


def csv_records(file: IO[bytes], column: str | None) -> Iterator[Raw]:
    """The records of a file of rows. Raises StoppedError where it has no column of that name."""
    coming = (line for block in lines(file, 0, None) for line in block.each())
    first = list(islice(coming, _LOOKED_AT))
    sample = "\n".join(text_of(line)[0].rstrip("\r") for _, line, _ in first)
    header, named = _header(sample, column)
    if header is None and column is not None and first:
        raise StoppedError(COLUMN, missing_column(column, ()))
    names = [] if header is None else list(header.names)
    place = None if header is None else _place(names, column)
    received = place_of(names, RECEIVED_NAMES)
    for offset, raw, length in _rows(chain(first, coming)):
        if length > MAX_PAYLOAD:
            yield broken(offset, length, TOO_LONG)
            continue
        text, encoding = text_of(raw)
        if (
            not text.strip()
            or text == named
            or (header is not None and named.startswith(COMMENT) and text.startswith(COMMENT))
        ):
            continue
        if header is None or place is None:
            yield Raw(text, offset, length, encoding)
            continue
        values = _values(text, header.delimiter)
        if values is None or len(values) <= place:
            yield broken(offset, length, f"the row has {len(values or ())} of {len(names)} columns")
        elif values[place].strip():
            time = exported_time(values[received]) if received is not None and received < len(values) else None
            yield Raw(exported_payload(values[place]), offset, length, encoding, time)
        else:
            yield broken(offset, length, f"the column `{names[place]}` is empty")


@contextmanager
def _long_cells() -> Iterator[None]:
    """Read cells of any length. The module of the standard library has one limit for the whole process."""
    before = csv.field_size_limit(MAX_PAYLOAD + 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _header(sample: str, column: str | None) -> tuple[Header | None, str]:
    """The header, and the line that it is in. With `column` the first line is one."""
    named = next((line for line in sample.split("\n") if line.strip()), "")
    with _long_cells():
        found = header_of(sample)
    # A row of one column has no delimiter; with a name for the column, the first line must be the header.
    if found is None or (column is not None and _number(list(found.names), column) is None):
        known = PAYLOAD_NAMES if column is None else frozenset({column.strip().lower()})
        for mark in _MARKS:
            names = _values(named, mark) or []
            if place_of(names, known) is not None:
                return Header(tuple(name.strip() for name in names), mark), named
    return found, named if found is not None else ""


def _place(names: list[str], column: str | None) -> int | None:
    if column is None:
        return place_of(names, PAYLOAD_NAMES)
    place = _number(names, column)
    if place is None:
        raise StoppedError(COLUMN, missing_column(column, names))
    return place


def _number(names: list[str], column: str) -> int | None:
    return place_of(names, frozenset({column.strip().lower()}))


def missing_column(column: str, names: Iterable[str]) -> str:
    """What to say where there is no such column."""
    shown = ", ".join(f"`{name[:40]}`" for name in islice((name for name in names if name), 20))
    return f"it has no column `{column[:80]}`" + (f"; its columns are {shown}" if shown else "")


def _rows(coming: Iterable[_Line]) -> Iterator[_Line]:
    """The rows: a line end between quotes does not end one. A quote that nothing closes is a sign like others."""
    held: list[_Line] = []
    quotes = size = 0
    for line in coming:
        held.append(line)
        quotes += line[1].count(b'"')
        size += line[2] + 1
        if line[2] <= MAX_PAYLOAD and quotes % 2 and size <= MAX_PAYLOAD and len(held) <= _MOST_LINES:
            continue
        yield from (_joined(held),) if quotes % 2 == 0 else map(_alone, held)
        held, quotes, size = [], 0, 0
    yield from map(_alone, held)


def _joined(held: list[_Line]) -> _Line:
    offset, (last, _, length) = held[0][0], held[-1]
    return _alone((offset, b"\n".join(line for _, line, _ in held), last + length - offset))


def _alone(line: _Line) -> _Line:
    """The line without the first sign of its end."""
    offset, content, length = line
    return (offset, content[:-1], length - 1) if content.endswith(b"\r") else line


def _values(row: str, delimiter: str) -> list[str] | None:
    if not row.strip():
        return None
    try:
        with _long_cells():
            return next(csv.reader([row], delimiter=delimiter, strict=False), None)
    except csv.Error:
        return None
