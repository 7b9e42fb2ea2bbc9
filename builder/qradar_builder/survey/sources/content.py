"""The records of a unit: opens the file, decompresses it, and knows encoding and form."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from qradar_builder.survey.records.begun import Stream, UpTo, begin
from qradar_builder.survey.records.encoding import Recoded, is_binary, is_utf8, wide_encoding
from qradar_builder.survey.records.form import LOOKED_AT, SPLIT, Form, form_of
from qradar_builder.survey.records.reading import read_records
from qradar_builder.survey.records.stopped import DAMAGED, UNREAD, StoppedError
from qradar_builder.survey.sources.compression import (
    Compression,
    Decompressed,
    compression_of,
    is_cut_start,
    plain_name,
)
from qradar_builder.survey.sources.file import why_unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.survey.records.bundle import Bundle
    from qradar_builder.survey.records.raw import Raw
    from qradar_builder.survey.sources.file import SourceFile
    from qradar_builder.survey.sources.unit import Unit


@dataclass(slots=True)
class Content:
    """The records of a unit, and what is known of its file."""

    records: Iterator[Bundle | Raw]
    form: Form
    compression: Compression
    size: int | None
    """The size of the file now, in bytes."""
    encoding: str | None = None
    """The encoding of the file where it is UTF-16."""
    taken_in: Decompressed | Recoded | None = None
    """What makes the content of the bytes of the file, and knows how many it took in. None where they are it."""


@contextmanager
def opened(unit: Unit, asked: Form | None, column: str | None) -> Iterator[Content]:
    """Open a unit. Raises StoppedError where its file cannot be opened, or is nothing that has records."""
    with unit.file.opened() as (file, size):
        if unit.form is None:
            content = _whole(unit, file, size, asked, column)
        else:
            if not unit.start:
                file.seek(0)
            records = read_records(file, unit.form, start=unit.start, end=unit.end)
            content = Content(records, unit.form, Compression.NONE, size)
        content.records = _guarded(content.records)
        yield content


def split_form(file: SourceFile, asked: Form | None) -> Form | None:
    """The form of a file that can be read in ranges; None for others. Raises StoppedError where it cannot be opened."""
    with file.opened() as (opened_file, _):
        start, _ = begin(opened_file, LOOKED_AT)
    if compression_of(start) is not Compression.NONE or wide_encoding(start) is not None or is_binary(start):
        return None
    form = form_of(plain_name(file.name)[0], start, asked)
    return form if form in SPLIT else None


def _whole(unit: Unit, file: IO[bytes], size: int | None, asked: Form | None, column: str | None) -> Content:
    start, stream = begin(file, LOOKED_AT)
    listed: Stream = UpTo(stream, unit.end)
    name, named = plain_name(unit.file.name)
    compression = compression_of(start)
    decompressed: Decompressed | None = None
    recoded: Recoded | None = None
    if compression is not Compression.NONE:
        decompressed = Decompressed(listed, compression)
        start, listed = begin(decompressed, LOOKED_AT)
    elif named is not Compression.NONE and is_cut_start(start, named):
        raise StoppedError(DAMAGED, f"its {named} data ends early: the file is cut", 0, unit.size)
    elif named is not Compression.NONE and (is_binary(start) or not is_utf8(start)):
        raise StoppedError(DAMAGED, f"its name says {named}, and its content is not {named} data", 0, unit.size)
    form = form_of(name, start, asked)
    if form is Form.PARQUET:
        if decompressed is not None:
            raise StoppedError(DAMAGED, "Parquet inside a compressed file cannot be read: decompress it first", 0)
        file.seek(0)
        return Content(read_records(file, form, column=column), form, compression, size)
    if (encoding := wide_encoding(start)) is not None:
        recoded = Recoded(listed, encoding)
        start, listed = begin(recoded, LOOKED_AT)
        form = form_of(name, start, asked)
    elif is_binary(start) and asked is None:
        raise StoppedError(DAMAGED, "its content is not text: `--input` says how to read it all the same", 0, unit.size)
    if decompressed is None and recoded is None and form in SPLIT:
        # The last line is read to its end, also where the file grows.
        records = read_records(cast("IO[bytes]", stream), form, column=column, end=unit.end)
    else:
        records = read_records(cast("IO[bytes]", listed), form, column=column)
    return Content(records, form, compression, size, encoding, decompressed or recoded)


def _guarded(records: Iterator[Bundle | Raw]) -> Iterator[Bundle | Raw]:
    """The records. Whatever a driver raises becomes a StoppedError; what counts them runs outside."""
    try:
        yield from records
    except StoppedError:
        raise
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own
        raise StoppedError(UNREAD, why_unread(error)) from None
