"""What each form gives of a file: payloads with their places, before they have the name of the file."""

from __future__ import annotations

from typing import NamedTuple

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.survey.records.encoding import UTF8

MEBIBYTE = 1024 * 1024
TOO_LONG = f"longer than {MAX_PAYLOAD // MEBIBYTE} MiB"


class Raw(NamedTuple):
    """A payload, or what is wrong with the record in its place. `offset` and `length` are those of a `Record`."""

    payload: str
    offset: int
    length: int
    encoding: str = UTF8
    received: int | None = None
    broken: str | None = None


def broken(offset: int, length: int, why: str) -> Raw:
    """A record that cannot be read."""
    return Raw("", offset, length, broken=why)
