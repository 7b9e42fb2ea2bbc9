"""Takes JSON values from a file one by one, whatever its size, each as the text that stands there."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.payloads.payload import BLOCK, MAX_PAYLOAD, MEBIBYTE, Payload, PayloadFileError, decoded
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_LONGEST_START = 256
_LIST = re.compile(r'\{\s*"(?P<name>[A-Za-z_]{1,40})"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class JsonItem:
    """A payload, and where in the stream it is, in bytes."""

    payload: Payload
    offset: int
    length: int


class JsonDamageError(PayloadFileError):
    """A value or array that is not whole. `offset` is where in the stream what cannot be read begins, in bytes."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def json_payloads(stream: BufferedReader) -> Iterator[Payload]:
    """The payloads of `json_items`. Raises PayloadFileError where a value or array is not whole."""
    for item in json_items(stream):
        yield item.payload


def json_items(stream: BufferedReader, lists: frozenset[str] = frozenset()) -> Iterator[JsonItem]:
    """The items of arrays and the other values as they stand. Many a file named `.json` holds a value a line.

    An object that begins with a list of one of the names is given item by item, without what follows the list. Raises
    JsonDamageError where a value or array is not whole.
    """
    reader = _JsonReader(stream)
    try:
        yield from _items(reader, lists)
    except PayloadFileError as error:
        raise JsonDamageError(str(error), reader.offset) from None


def _items(reader: _JsonReader, lists: frozenset[str]) -> Iterator[JsonItem]:
    while not reader.at_end():
        is_wrapped = reader.take_list(lists) if lists else False
        if not is_wrapped and not reader.take("["):
            yield reader.item()
            continue
        is_first = True
        while not reader.take("]"):
            if not is_first and not reader.take(",") and not reader.at_end():
                raise PayloadFileError(f"item {reader.items} of the JSON array is not followed by a comma")
            if reader.at_end():
                raise PayloadFileError(f"the JSON array ends early after item {reader.items}")
            yield reader.item()
            is_first = False
        if is_wrapped:
            reader.skip_members()


class _JsonReader:
    """Takes JSON values from a stream, each as the text that stands there."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        # Numbers stay text: one of many digits is no reason to stop.
        self._decoder = json.JSONDecoder(parse_int=str, parse_float=str)
        self._utf8 = _Utf8(stream)
        self._text = ""
        self._place = 0
        self.items = 0
        self.offset = 0
        """Where in the stream it is, in bytes."""

    def take_list(self, names: frozenset[str]) -> bool:
        """Whether an object begins with a list of one of the names; its start is passed over then."""
        while len(self._text) - self._place < _LONGEST_START and self._text.find("[", self._place) < 0 and self._more():
            pass
        found = _LIST.match(self._text, self._place)
        if found is None or found["name"].lower() not in names:
            return False
        self._place = found.end()
        self.offset += len(found[0].encode())
        return True

    def skip_members(self) -> None:
        """Pass over what an object has after its list, up to its end. Raises PayloadFileError where it has none."""
        while self.take(","):
            self.item()
            if not self.take(":"):
                raise PayloadFileError("a name after the list is not followed by a colon")
            self.item()
        if not self.take("}"):
            raise PayloadFileError("the object around the list ends early")

    def take(self, sign: str) -> bool:
        """Whether the next sign is that one; it is passed over then."""
        if self.at_end() or self._text[self._place] != sign:
            return False
        self._place += 1
        self.offset += 1
        return True

    def at_end(self) -> bool:
        """Whether nothing but blanks is left."""
        while True:
            before = self._place
            while self._place < len(self._text) and self._text[self._place] in " \t\r\n":
                self._place += 1
            self.offset += self._place - before
            if self._place < len(self._text):
                return False
            if not self._more():
                return True

    def item(self) -> JsonItem:
        """The next value. Raises PayloadFileError where it is not whole."""
        self.items += 1
        self.at_end()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except RecursionError:
                raise PayloadFileError(f"item {self.items} is nested too deeply") from None
            except ValueError as error:
                if len(self._text) - self._place > MAX_PAYLOAD:
                    limit = f"within {MAX_PAYLOAD // MEBIBYTE} MiB"
                    raise PayloadFileError(f"item {self.items} is not JSON {limit}: {_reason(error)}") from None
                if not self._double():
                    raise PayloadFileError(f"item {self.items} is not JSON: {_reason(error)}") from None
                continue
            # A number may go on behind what has been read so far.
            if end == len(self._text) and self._more():
                continue
            written = self._text[self._place : end]
            self._place = end
            length = len(written) if written.isascii() else len(written.encode("utf-8", "surrogateescape"))
            begin = self.offset
            self.offset += length
            return JsonItem(_of_value(written, value), begin, length)

    def _double(self) -> bool:
        """Read as much again as there is, so that a long value is not tried again for every block."""
        wanted = 2 * (len(self._text) - self._place)
        grown = self._more()
        while grown and len(self._text) < wanted and self._more():
            pass
        return grown

    def _more(self) -> bool:
        text = self._utf8.read()
        self._text = self._text[self._place :] + text
        self._place = 0
        return bool(text)


def _of_value(written: str, value: Any) -> Payload:
    """The payload that a JSON value is; texts are what they say, and all else is what is written."""
    if written.isascii():
        return Payload(value if isinstance(value, str) else written)
    payload = decoded(written.encode("utf-8", "surrogateescape"))
    return Payload(json.loads(payload.text), payload.warning) if written.startswith('"') else payload


def _reason(error: ValueError) -> str:
    """What is wrong, without the place: lines are counted from where the reading stood."""
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)


class _Utf8:
    """Reads text from a stream. Bytes that are no UTF-8 become halves of surrogate pairs, as PEP 383 has it."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def read(self) -> str:
        while block := self._stream.read1(BLOCK):
            text = self._decoder.decode(block)
            if text:
                return text
        return self._decoder.decode(b"", final=True)
