"""Reads files of payloads: a payload a line, JSON a line, a JSON array, or the whole file as one; gzip, too.

A file is read piece by piece, whatever its size, and the pieces can be taken apart in other processes.
"""

from __future__ import annotations

import gzip
import json
import zlib
from enum import StrEnum
from io import SEEK_END, BufferedReader, RawIOBase
from typing import IO, TYPE_CHECKING, cast

from qradar_builder.dsm.payloads.json_values import json_payloads
from qradar_builder.dsm.payloads.payload import BLOCK, MAX_PAYLOAD, MEBIBYTE, Payload, PayloadFileError, decoded
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["MAX_PAYLOAD", "Payload", "PayloadFileError", "PayloadFormat", "Piece", "format_of", "read_pieces"]

_LOOKED_AT = 4096
"""How many bytes at most tell the format of a file."""
_GZIP = b"\x1f\x8b"
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = b" \t\r\n"


class PayloadFormat(StrEnum):
    """How payloads stand in a file."""

    LINES = "lines"
    """Each line is a payload."""
    NDJSON = "ndjson"
    """Each line is a JSON value: an object is a payload as it stands, and a text holds one."""
    JSON = "json"
    """JSON arrays of such values, or such values themselves, one behind the other."""
    WHOLE = "whole"
    """The whole file is one payload."""


_ENDINGS = {".ndjson": PayloadFormat.NDJSON, ".jsonl": PayloadFormat.NDJSON, ".json": PayloadFormat.JSON}


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of a file on disk: whole ones, from a byte up to another."""

    path: Path
    start: int
    end: int

    def read(self) -> bytes:
        """The lines. Raises PayloadFileError where the file is gone."""
        try:
            with self.path.open("rb") as file:
                file.seek(self.start)
                return file.read(self.end - self.start)
        except OSError as error:
            raise PayloadFileError(f"it cannot be read: {error}") from None


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file that holds whole payloads: lines, where on disk they are, or payloads taken apart already."""

    format: PayloadFormat
    lines: bytes = b""
    payloads: tuple[Payload, ...] = ()
    region: Region | None = None

    def __iter__(self) -> Iterator[Payload]:
        if self.format in {PayloadFormat.JSON, PayloadFormat.WHOLE}:
            yield from self.payloads
            return
        for line in (self.lines if self.region is None else self.region.read()).split(b"\n"):
            payload = line.removesuffix(b"\r")
            if payload.strip():
                yield _of_line(payload, self.format)


def format_of(name: str) -> PayloadFormat | None:
    """The format that a file name tells. None where it tells nothing."""
    plain = name.lower().removesuffix(".gz")
    return next((form for ending, form in _ENDINGS.items() if plain.endswith(ending)), None)


def read_pieces(file: IO[bytes], form: PayloadFormat | None, path: Path | None = None) -> Iterator[Piece]:
    """Read a file piece by piece. Without a format it is told by the first bytes.

    Where the path of the file is given, lines on disk are not read here: the pieces say where they are.

    Raises PayloadFileError where the file is no text, where gzip data is damaged or JSON is not whole; what came before
    has been given by then.
    """
    try:
        start, stream = _begun(file, lambda start: len(start) >= len(_GZIP))
        if start.startswith(_GZIP):
            path = None
            stream = BufferedReader(cast("BufferedReader", gzip.GzipFile(fileobj=stream)))
        start, stream = _begun(stream, _tells)
        if start.startswith(_WIDE_MARKS):
            raise PayloadFileError("it is UTF-16: save it as UTF-8")
        if start.startswith(_UTF8_MARK):
            stream.read(len(_UTF8_MARK))
        if form is None:
            form = _told(start)
        if form is PayloadFormat.WHOLE:
            yield from _whole(stream)
        elif form is PayloadFormat.JSON:
            for payload in json_payloads(stream):
                yield Piece(form, payloads=(payload,))
        elif path is not None and file.seekable() and path.is_file():
            yield from _regions(file, form, path, len(_UTF8_MARK) if start.startswith(_UTF8_MARK) else 0)
        else:
            yield from _lines(stream, form)
    except (OSError, EOFError, zlib.error) as error:
        raise PayloadFileError(f"it cannot be read: {error}") from None


class _Begun(RawIOBase):
    """A file of which the start has been read already."""

    def __init__(self, start: bytes, file: BufferedReader) -> None:
        self._start = start
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the only buffer that is given
        found = self._start[: len(buffer)] or self._file.read1(len(buffer))
        self._start = self._start[len(found) :]
        buffer[: len(found)] = found
        return len(found)


def _begun(file: IO[bytes], is_enough: Callable[[bytes], bool]) -> tuple[bytes, BufferedReader]:
    """Read as much of a file as is enough, and give that, with a file that has all of it.

    A pipe may give a byte at a time, and one that somebody writes to is not waited for longer than is needed.
    """
    stream = file if isinstance(file, BufferedReader) else BufferedReader(cast("BufferedReader", file))
    start = b""
    while not is_enough(start) and (more := stream.read1(_LOOKED_AT)):
        start += more
    return start, BufferedReader(cast("BufferedReader", _Begun(start, stream)))


def _tells(start: bytes) -> bool:
    """Whether the start of a file is enough to tell its encoding and format."""
    if len(start) < len(_UTF8_MARK) and b"\n" not in start:
        return False
    text = start.removeprefix(_UTF8_MARK).lstrip(_BLANKS)
    return bool(text.removeprefix(b"[").lstrip(_BLANKS)) or len(start) >= _LOOKED_AT


def _told(start: bytes) -> PayloadFormat:
    """An array of objects or texts is JSON; all else is lines, and JSON a line is read as it stands."""
    text = start.removeprefix(_UTF8_MARK).lstrip(_BLANKS)
    if text.startswith(b"[") and text[1:].lstrip(_BLANKS)[:1] in {b"{", b'"'}:
        return PayloadFormat.JSON
    return PayloadFormat.LINES


def _lines(stream: BufferedReader, form: PayloadFormat) -> Iterator[Piece]:
    rest = b""
    while block := stream.read1(BLOCK):
        head, found, tail = block.rpartition(b"\n")
        if found:
            yield Piece(form, rest + head)
            rest = tail
        else:
            rest += block
        if len(rest) > MAX_PAYLOAD:
            yield _too_long(rest)
            rest = _skip_line(stream)
    if rest:
        yield Piece(form, rest)


def _regions(file: IO[bytes], form: PayloadFormat, path: Path, start: int) -> Iterator[Piece]:
    file.seek(0, SEEK_END)
    size = file.tell()
    while start < size:
        file.seek(start + BLOCK)
        rest = file.readline(MAX_PAYLOAD)
        if len(rest) == MAX_PAYLOAD and not rest.endswith(b"\n"):
            # A line that is too long is told by who reads it.
            file.seek(start)
            yield from _lines(BufferedReader(cast("BufferedReader", _Begun(b"", cast("BufferedReader", file)))), form)
            return
        end = min(start + BLOCK + len(rest), size)
        yield Piece(form, region=Region(path, start, end))
        start = end


def _too_long(start: bytes) -> Piece:
    warning = f"the payload is longer than {MAX_PAYLOAD // MEBIBYTE} MiB: only the start is read"
    return Piece(PayloadFormat.WHOLE, payloads=(Payload(start[:MEBIBYTE].decode("utf-8", "replace"), warning),))


def _skip_line(stream: BufferedReader) -> bytes:
    while block := stream.read1(BLOCK):
        _, found, tail = block.partition(b"\n")
        if found:
            return tail
    return b""


def _of_line(line: bytes, form: PayloadFormat) -> Payload:
    payload = decoded(line)
    if form is not PayloadFormat.NDJSON:
        return payload
    text = payload.text.strip()
    if text.startswith('"'):
        try:
            value = json.loads(text)
        except ValueError:
            return Payload(text, "the line is not JSON")
        return Payload(value, payload.warning)
    return Payload(text, payload.warning)


def _whole(stream: BufferedReader) -> Iterator[Piece]:
    content = stream.read(MAX_PAYLOAD + 1)
    if len(content) > MAX_PAYLOAD:
        yield _too_long(content)
    elif content.strip():
        yield Piece(PayloadFormat.WHOLE, payloads=(decoded(content),))
