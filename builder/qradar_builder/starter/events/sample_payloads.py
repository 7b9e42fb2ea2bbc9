"""Takes events out of files of samples: of folders, XML on several lines, CSV, and lists inside of JSON as well."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any, Final

from qradar_builder.dsm.payloads.files import (
    MAX_PAYLOAD,
    Payload,
    PayloadFileError,
    PayloadFormat,
    format_of,
    read_pieces,
)
from qradar_builder.starter.foreign_files import ForeignFileError, foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

MOST_FILES: Final = 2000
"""How many files of a folder are read."""

_LISTS: Final = frozenset(
    {"events", "records", "logs", "items", "results", "value", "data", "entries", "alerts", "hits"}
)
_EXPORTED: Final = frozenset(
    {"payload", "utf8_payload", "utf8payload", "raw payload", "_raw", "rawmessage", "raw_message"}
)
_EVENT: Final = re.compile(r"<Event\b.*?</Event>", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_][\w .()/-]{0,60}")
_FEWEST_COLUMNS: Final = 3
_MOST_KEYS: Final = 8
_LOOKED_AT: Final = 65_536


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The files, and those in folders, in the order of their names."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.rglob("*") if each.is_file())[:MOST_FILES]
        else:
            found.append(path)
    return found


def payloads_of(stream: IO[bytes], name: str, form: PayloadFormat | None) -> Iterator[Payload]:
    """The events of a file, one after the other.

    `form` is how they stand in it, None where that is to be told. Raises PayloadFileError and OSError, as `read_pieces`
    does, and ForeignFileError for what is no file of events.
    """
    start = stream.read(_LOOKED_AT)
    stream.seek(0)
    other = foreign(start)
    if other is not None:
        raise ForeignFileError(*other)
    if form is None:
        text = start.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
        if text.startswith(("<Event ", "<Event>", "<Events", "<?xml")) and "<Event" in text:
            yield from _of_xml(stream)
            return
        header = _csv_header(text)
        if header is not None:
            yield from _of_csv(stream, header)
            return
    pieces = read_pieces(stream, form or format_of(name))
    yield from _opened(payload for piece in pieces for payload in piece)


def _of_xml(stream: IO[bytes]) -> Iterator[Payload]:
    """Events of a Windows log, each of which may stand on several lines."""
    text = stream.read(MAX_PAYLOAD).decode("utf-8", "replace")
    found = _EVENT.findall(text)
    yield from (Payload(each) for each in found or [text.strip()])


def _csv_header(start: str) -> list[str] | None:
    """The names of the columns where the first line has them: several, all different, and none with a number alone."""
    first, _, rest = start.partition("\n")
    second = rest.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(f"{first}\n{second}")))
    except csv.Error:
        return None
    if len(rows) < 2 or len(rows[0]) < _FEWEST_COLUMNS:
        return None
    names = [name.strip() for name in rows[0]]
    if len(set(names)) < len(names) or not all(_NAME.fullmatch(name) for name in names):
        return None
    has_payload = any(name.lower() in _EXPORTED for name in names)
    return names if has_payload or len(rows[1]) == len(names) else None


def _of_csv(stream: IO[bytes], header: Sequence[str]) -> Iterator[Payload]:
    """The payloads of an export, or the rows as they stand, without the names of the columns."""
    place = next((number for number, name in enumerate(header) if name.lower() in _EXPORTED), None)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    try:
        if place is None:
            lines.readline()
            yield from (Payload(line.rstrip("\r\n")) for line in lines if line.strip())
            return
        rows = csv.reader(lines)
        next(rows)
        yield from (Payload(row[place]) for row in rows if len(row) > place and row[place].strip())
    except csv.Error as error:
        raise PayloadFileError(f"its CSV is incomplete: {error}") from None
    finally:
        lines.detach()


def _opened(payloads: Iterable[Payload]) -> Iterator[Payload]:
    """JSON objects that only hold a list of events give these; those of an export give the payload."""
    for payload in payloads:
        inner = None if payload.warning else _inner(payload.text)
        if inner is None:
            yield payload
        else:
            yield from (replace(payload, text=each) for each in inner)


def _inner(text: str) -> list[str] | None:
    start = text.lstrip()[:200]
    if not start.startswith("{") or not (re.search(r":\s*\[\s*\{", text[:_LOOKED_AT]) or "ayload" in start):
        return None
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    exported = next((member for key, member in value.items() if key.lower() in _EXPORTED - {"payload"}), None)
    if isinstance(exported, str) and exported.strip():
        return [exported]
    lists = [
        member
        for key, member in value.items()
        if key.lower() in _LISTS
        and isinstance(member, list)
        and member
        and all(isinstance(each, dict) for each in member)
    ]
    others = [member for member in value.values() if not isinstance(member, list)]
    if len(lists) != 1 or len(value) > _MOST_KEYS or sum(isinstance(each, dict) for each in others) > 1:
        return None
    return [json.dumps(each, separators=(",", ":"), ensure_ascii=False) for each in lists[0]]
