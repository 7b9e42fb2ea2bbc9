"""A record of a file: one payload with its place, or what is in the place of one that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """A payload, or a broken record, of which `broken` says what is wrong.

    `source` is the name of the file, relative to the source that was given. `offset` is in bytes, in the content of the
    file after decompression; in Parquet it is the number of the row. `length` is the size of the raw record in bytes,
    without the end of its line. `received` is when QRadar received the event, in epoch milliseconds, where the file
    says so.
    """

    payload: str
    source: str
    offset: int
    length: int
    received: int | None = None
    broken: str | None = None
