"""Records of Parquet: the values of the column that contains the payload."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.survey.records.encoding import text_of
from qradar_builder.survey.records.exports import PAYLOAD_NAMES, RECEIVED_NAMES, exported_time, place_of
from qradar_builder.survey.records.raw import TOO_LONG, Raw, broken
from qradar_builder.survey.records.rows import missing_column
from qradar_builder.survey.records.stopped import COLUMN, DAMAGED, UNREAD, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyarrow import Schema

_ROWS = 1_000
"""How many rows are held at once."""


def parquet_records(file: IO[bytes], column: str | None) -> Iterator[Raw]:
    """The records of a seekable file; their offsets are the numbers of the rows, from 0.

    Raises StoppedError where the file is damaged, or has no such column.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise StoppedError(UNREAD, "Parquet needs the package pyarrow, which is in the extra `survey`") from None
    number = 0
    try:
        parquet = ParquetFile(file, pre_buffer=False)
        name, time = _columns(parquet.schema_arrow, column)
        for batch in parquet.iter_batches(batch_size=_ROWS, columns=[each for each in (name, time) if each]):
            times = batch.column(time).to_pylist() if time else [None] * batch.num_rows
            for value, received in zip(_values(batch.column(name)), times, strict=True):
                yield _record(value, number, received)
                number += 1
    except (ArrowException, OSError) as error:
        raise StoppedError(DAMAGED, f"the Parquet data is damaged after {number:,} rows: {_brief(error)}") from None


def _columns(schema: Schema, asked: str | None) -> tuple[str, str | None]:
    """The columns of the payload and of the time of receipt."""
    from pyarrow import types

    names = list(schema.names)
    time = place_of(names, RECEIVED_NAMES)
    place = place_of(names, PAYLOAD_NAMES if asked is None else frozenset({asked.strip().lower()}))
    if place is None and asked is not None:
        raise StoppedError(COLUMN, missing_column(asked, names))
    if place is None:
        texts = [number for number, each in enumerate(schema) if _is_text(types, each.type)]
        if len(texts) != 1:
            raise StoppedError(COLUMN, f"it has {len(texts)} columns of text, and none is named as a payload")
        place = texts[0]
    name = names[place]
    if names.count(name) > 1:
        raise StoppedError(COLUMN, f"it has {names.count(name)} columns `{name[:80]}`")
    is_known = time is not None and time != place and names.count(names[time]) == 1
    return name, names[time] if is_known and time is not None else None


def _is_text(types: Any, kind: Any) -> bool:
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return any(
        check(kind) for check in (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary)
    )


def _values(column: Any) -> list[Any]:
    """The values of a column. Text is given in bytes: a file may have some that is no UTF-8."""
    from pyarrow import binary, large_binary, types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_string(column.type):
        column = column.cast(binary())
    elif types.is_large_string(column.type):
        column = column.cast(large_binary())
    values: list[Any] = column.to_pylist()
    return values


def _record(value: Any, number: int, received: Any) -> Raw:
    if isinstance(value, bytes):
        text, encoding = text_of(value)
        length = len(value)
    else:
        return broken(number, 0, "the column has no text here")
    if length > MAX_PAYLOAD:
        return broken(number, length, TOO_LONG)
    if isinstance(received, datetime):
        moment = received if received.tzinfo else received.replace(tzinfo=UTC)
        received = int(moment.timestamp() * 1000)
    return Raw(text, number, length, encoding, exported_time(received))


def _brief(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]
