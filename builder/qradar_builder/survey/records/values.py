"""Records of JSON: a value on each line, and arrays of any size, which are read value by value."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, cast

from qradar_builder.dsm.payloads.json_values import JsonDamageError, json_items
from qradar_builder.survey.records.encoding import LATIN1, UTF8, sound, text_of
from qradar_builder.survey.records.exports import LISTS, of_object
from qradar_builder.survey.records.raw import Raw
from qradar_builder.survey.records.stopped import DAMAGED, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_LOOKED_AT = 64 * 1024


def json_records(file: IO[bytes]) -> Iterator[Raw]:
    """The values of a file. Raises StoppedError where one is not whole: nothing after it can be told apart."""
    try:
        for item in json_items(cast("BufferedReader", file), LISTS):
            encoding = LATIN1 if item.payload.warning else UTF8
            text, received = inner_payload(item.payload.text)
            yield Raw(sound(text), item.offset, item.length, encoding, received)
    except JsonDamageError as error:
        raise StoppedError(DAMAGED, str(error), error.offset) from None


def json_line(line: bytes, offset: int, length: int) -> Raw:
    """The record of a line: a text contains the payload, an exported event names it, and all else is the payload."""
    text, encoding = text_of(line)
    text = text.strip()
    if text.startswith('"'):
        try:
            value = json.loads(text)
        except ValueError:
            return Raw(text, offset, length, encoding)
        return Raw(sound(value), offset, length, encoding)
    payload, received = inner_payload(text)
    return Raw(sound(payload), offset, length, encoding, received)


def names_payload(text: str) -> bool:
    """Whether objects in a text may have a name of a payload: each such name has one of these."""
    text = text.lower()
    return "payload" in text or '_raw"' in text or "rawmessage" in text or "raw_message" in text


def inner_payload(text: str) -> tuple[str, int | None]:
    """The payload and the time of receipt that an exported event names; else the text as it is."""
    if not text.startswith("{"):
        return text, None
    # Most texts have none: this is quick.
    if not names_payload(text[:_LOOKED_AT]):
        return text, None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text, None
    found = of_object(value) if isinstance(value, dict) else None
    return (text, None) if found is None else found
