"""Takes events out of files of samples: of folders, XML on several lines, CSV, and lists inside of JSON as well."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Final, cast

from qradar_builder.dsm.payloads.files import (
    MAX_PAYLOAD,
    Payload,
    PayloadFileError,
    PayloadFormat,
    format_of,
    read_pieces,
)
from qradar_builder.starter.events.envelopes import inner_events
from qradar_builder.starter.events.headers import COMMENT, EXPORTED, Header, header_of, named_by, records
from qradar_builder.starter.foreign_files import ForeignFileError, foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_FILES: Final = 2000
"""How many files of a folder are read."""

_OPENED: Final = re.compile(r"(?:\{|\[|\[\s*\{)\s*\r?\n")
_CONTINUED: Final = re.compile(
    r"[ \t]+\S|Caused by: |[\w$.]*(?:Exception|Error|Throwable)(?::|\s*$)|\.\.\. \d+ more|Traceback \("
)
_STAMPED: Final = re.compile(r"^.{0,40}?\d{1,2}:\d{2}(?::\d{2})?")
"""A line that begins an event has a time at its start."""
_MOST_LINES: Final = 200
_EVENT: Final = re.compile(r"<Event\b.*?</Event>", re.DOTALL)
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_GZIP: Final = b"\x1f\x8b"
_FEW: Final = 20
_FEWEST_KEYS: Final = 4
_LOOKED_AT: Final = 65_536


@dataclass(frozen=True, slots=True)
class Sample:
    """An event of a file. `header` has the names of its values, where it is a row that has them."""

    payload: Payload
    header: Header | None = None
    is_joined: bool = False
    """Whether it is made of several lines."""


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files, and those in folders, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.rglob("*") if each.is_file())[:MOST_FILES]
        else:
            found.append(path)
    return found


def payloads_of(stream: IO[bytes], name: str, form: PayloadFormat | None) -> Iterator[Sample]:
    """The events of a file, one after the other; those that are rows with the names of their values.

    `form` is how they stand in it, None where that is to be told. Raises PayloadFileError and OSError, as `read_pieces`
    does, and ForeignFileError for what is no file of events.
    """
    start = stream.read(_LOOKED_AT)
    stream.seek(0)
    other = foreign(start)
    if other is not None:
        raise ForeignFileError(*other)
    try:
        yield from _told(stream, start, name, form)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise PayloadFileError(f"its gzip data is damaged: {error}") from None


def _told(stream: IO[bytes], start: bytes, name: str, form: PayloadFormat | None) -> Iterator[Sample]:
    """The events by what the file begins with."""
    if form is None:
        opened = cast("IO[bytes]", gzip.GzipFile(fileobj=stream)) if start.startswith(_GZIP) else stream
        start = opened.read(_LOOKED_AT)
        opened.seek(0)
        text = start.decode("utf-16" if start[:2] in _WIDE_MARKS else "utf-8", "replace").lstrip("\ufeff \t\r\n")
        if text.startswith(("<Event ", "<Event>", "<Events", "<?xml")) and "<Event" in text:
            yield from map(Sample, _of_xml(opened))
            return
        header = header_of(text)
        if header is not None:
            yield from _of_rows(opened, header)
            return
        stream.seek(0)
        form = format_of(name)
        if form is None and _OPENED.match(text):
            # JSON that is laid out for people.
            form = PayloadFormat.JSON
        elif form is None and _continues(text):
            pieces = read_pieces(stream, PayloadFormat.LINES)
            yield from _joined(payload for piece in pieces for payload in piece)
            return
    pieces = read_pieces(stream, form)
    yield from map(Sample, _opened(payload for piece in pieces for payload in piece))


def _continues(start: str) -> bool:
    """Whether some lines go on with the event of the line before, such as those of stack traces."""
    lines = [line for line in start.splitlines()[:_MOST_LINES] if line.strip()]
    begun = [line for line in lines if not _CONTINUED.match(line)]
    return len(begun) < len(lines) and bool(begun) and begun[0] is lines[0] and all(map(_STAMPED.search, begun))


def _joined(payloads: Iterable[Payload]) -> Iterator[Sample]:
    """Events with the lines that continue them."""
    held: list[Payload] = []
    for payload in payloads:
        if held and len(held) < _MOST_LINES and not payload.warning and _CONTINUED.match(payload.text):
            held.append(payload)
            continue
        yield from _of_lines(held)
        held = [payload]
    yield from _of_lines(held)


def _of_lines(held: list[Payload]) -> Iterator[Sample]:
    if held:
        text = "\n".join(each.text for each in held)
        yield Sample(replace(held[0], text=text), is_joined=len(held) > 1)


def _of_xml(stream: IO[bytes]) -> Iterator[Payload]:
    """Events of a Windows log, each of which may stand on several lines."""
    text = stream.read(MAX_PAYLOAD).decode("utf-8", "replace")
    found = _EVENT.findall(text)
    yield from (Payload(each) for each in found or [text.strip()])


def _of_rows(stream: IO[bytes], header: Header) -> Iterator[Sample]:
    """The payloads of an export, or the rows as they stand, without the names of the columns."""
    place = next((number for number, name in enumerate(header.names) if name.lower() in EXPORTED), None)
    lines = io.TextIOWrapper(stream, encoding=_encoding(stream), errors="replace", newline="")
    try:
        bounded = iter(partial(lines.readline, MAX_PAYLOAD), "")
        rows = _rows(bounded if header.is_spaced or header.delimiter == "\t" else records(bounded), header)
        if place is None:
            place = _json_place(first := list(islice(rows, _FEW)))
            rows = chain(first, rows)
        for row, own in rows:
            if place is None:
                yield Sample(Payload(row), own)
            elif len(values := own.values(row)) > place and values[place]:
                yield Sample(Payload(values[place]))
    finally:
        lines.detach()


def _rows(lines: Iterator[str], header: Header) -> Iterator[tuple[str, Header]]:
    """The rows with their header, which may change on the way, where comments have it."""
    is_commented = False
    names = None
    for line in lines:
        text = line.lstrip("\ufeff").rstrip("\r\n")
        if not text.strip():
            continue
        if names is None:
            names, is_commented = text, text.startswith(COMMENT)
        if is_commented and text.startswith(COMMENT):
            # The delimiter stays: what follows is of the same program.
            changed = named_by(text, "")
            header = replace(changed, delimiter=header.delimiter) if changed is not None else header
        elif text != names:
            yield text, header


def _json_place(rows: Sequence[tuple[str, Header]]) -> int | None:
    """The column that holds whole events, as the audit logs of clouds are exported: objects in all of the rows."""
    found = [own.values(row) for row, own in rows]
    for number in range(min(map(len, found), default=0)):
        if all(_is_event(row[number]) for row in found):
            return number
    return None


def _is_event(text: str) -> bool:
    if not text.startswith("{") or not text.endswith("}"):
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and len(value) >= _FEWEST_KEYS


def _encoding(stream: IO[bytes]) -> str:
    start = stream.read(2)
    stream.seek(0)
    return "utf-16" if start in _WIDE_MARKS else "utf-8-sig"


def _opened(payloads: Iterable[Payload]) -> Iterator[Payload]:
    """JSON objects that only hold a list of events give these; those of an export give the payload."""
    for payload in payloads:
        inner = None if payload.warning else inner_events(payload.text)
        if inner is None:
            yield payload
        else:
            yield from (replace(payload, text=each) for each in inner)
