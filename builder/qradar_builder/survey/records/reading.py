"""Reads the records of a file, or of a range of one, by the form that they have."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, cast

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.survey.records.begun import Begun, begin
from qradar_builder.survey.records.bundle import bundled
from qradar_builder.survey.records.encoding import UTF8_MARK, text_of
from qradar_builder.survey.records.form import Form
from qradar_builder.survey.records.payload_lines import payload_lines
from qradar_builder.survey.records.raw import TOO_LONG, Raw, broken
from qradar_builder.survey.records.stopped import StoppedError
from qradar_builder.survey.records.values import json_records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.survey.records.begun import Stream
    from qradar_builder.survey.records.bundle import Bundle


def read_records(
    file: IO[bytes], form: Form, *, column: str | None = None, start: int = 0, end: int | None = None
) -> Iterator[Bundle | Raw]:
    """The records that begin from `start` up to `end`, in bytes; up to the end of the file without it.

    Those that are read together are in bundles, in their order, and broken ones are between them.

    The file must be seekable where `start` is not 0, and where it is Parquet. A range other than the whole file is for
    the forms of `SPLIT`. Raises StoppedError where the file cannot be read further, and OSError, EOFError and others as
    the file does.
    """
    if form is Form.LINES or form is Form.NDJSON:
        return payload_lines(file, start, end, is_json=form is Form.NDJSON)
    if form is Form.PARQUET:
        from qradar_builder.survey.records.columns import parquet_records

        return bundled(parquet_records(file, column))
    return bundled(_of_whole(file, form, column))


def _of_whole(file: Stream, form: Form, column: str | None) -> Iterator[Raw]:
    start, begun = begin(file, len(UTF8_MARK))
    if start != UTF8_MARK:
        yield from _reader(cast("IO[bytes]", begun), form, column)
        return
    try:
        for raw in _reader(cast("IO[bytes]", Begun(b"", file)), form, column):
            yield raw._replace(offset=raw.offset + len(UTF8_MARK))
    except StoppedError as error:
        if error.offset is not None:
            error.offset += len(UTF8_MARK)
        raise


def _reader(file: IO[bytes], form: Form, column: str | None) -> Iterator[Raw]:
    from qradar_builder.survey.records.elements import xml_records
    from qradar_builder.survey.records.frames import frame_records
    from qradar_builder.survey.records.rows import csv_records

    if form is Form.JSON:
        return json_records(file)
    if form is Form.CSV:
        return csv_records(file, column)
    if form is Form.XML:
        return xml_records(file)
    if form is Form.FRAMES:
        return frame_records(file)
    return _one(file)


def _one(file: IO[bytes]) -> Iterator[Raw]:
    """The file as one payload."""
    content, _ = begin(file, MAX_PAYLOAD + 1)
    length = len(content)
    if length > MAX_PAYLOAD:
        while block := file.read(MAX_PAYLOAD):
            length += len(block)
        yield broken(0, length, TOO_LONG)
    elif content.strip():
        text, encoding = text_of(content)
        yield Raw(text, 0, length, encoding)
