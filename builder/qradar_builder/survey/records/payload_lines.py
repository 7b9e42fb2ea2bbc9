"""Records of lines. Most lines are read together; one by one where a block has a line that is not like most."""

from __future__ import annotations

from itertools import accumulate
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.survey.records.bundle import Bundle, bundled
from qradar_builder.survey.records.encoding import LATIN1, UTF8, UTF8_MARK, sound, text_of
from qradar_builder.survey.records.lines import lines
from qradar_builder.survey.records.raw import TOO_LONG, Raw, broken
from qradar_builder.survey.records.values import inner_payload, json_line, names_payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qradar_builder.survey.records.lines import Lines


def payload_lines(file: IO[bytes], start: int, end: int | None, *, is_json: bool) -> Iterator[Bundle | Raw]:
    """The records of the lines that begin from `start` up to `end`, in bytes. Lines without text are left out."""
    for block in lines(file, start, end):
        bundle = _together(block, is_json=is_json)
        if bundle is None:
            yield from bundled(_one_by_one(block, is_json=is_json))
        elif bundle:
            yield bundle


def _together(block: Lines, *, is_json: bool) -> Bundle | None:
    """The records of lines of which none is too long; what `_one_by_one` gives. None where it must be asked."""
    content = block.content
    if block.is_cut or (not block.offset and content.startswith(UTF8_MARK)):
        return None
    if content.isascii():
        payloads = content.decode().split("\n")
        lengths = list(map(len, payloads))
    else:
        parts = content.split(b"\n")
        lengths = list(map(len, parts))
        try:
            payloads = list(map(bytes.decode, parts))
        except UnicodeDecodeError:
            return None
    if max(lengths) > MAX_PAYLOAD:
        return None
    offsets = list(accumulate([length + 1 for length in lengths[:-1]], initial=block.offset))
    if b"\r" in content:
        lengths = [length - line.endswith("\r") for length, line in zip(lengths, payloads, strict=True)]
        payloads = [line.removesuffix("\r") for line in payloads]
    has_blank = not all(payloads) or any(map(str.isspace, payloads))
    count = len(payloads)
    received: list[int | None] = [None] * count
    if is_json:
        payloads = list(map(str.strip, payloads))
        if '"' in {line[:1] for line in payloads}:
            return None
        if _may_name_payload(content) and names_payload(content.decode(LATIN1)):
            found = [inner_payload(line) for line in payloads]
            payloads, received = [sound(payload) for payload, _ in found], [time for _, time in found]
    bundle = Bundle(payloads, offsets, lengths, [UTF8] * count, received)
    if has_blank:
        return bundle.chosen([place for place, line in enumerate(content.split(b"\n")) if line.strip()])
    return bundle


def _may_name_payload(content: bytes) -> bool:
    """Whether `names_payload` may say yes. It says so too often, and takes a tenth of the time."""
    # In ASCII, it makes small letters of capitals.
    octets = np.frombuffer(content, np.uint8) | 32
    return _has(octets, b"yl") or _has(octets, b"raw")


def _has(octets: NDArray[Any], word: bytes) -> bool:
    """Whether a word of small letters is in a text."""
    last = len(word) - 1
    found = octets[: len(octets) - last] == word[0]
    for place, octet in enumerate(word[1:], 1):
        found &= octets[place : len(octets) - last + place] == octet
    return bool(found.any())


def _one_by_one(block: Lines, *, is_json: bool) -> Iterator[Raw]:
    for at, content, size in block.each():
        offset, length, line = at, size, content
        if not offset and line.startswith(UTF8_MARK):
            offset, length, line = len(UTF8_MARK), length - len(UTF8_MARK), line[len(UTF8_MARK) :]
        if length > MAX_PAYLOAD:
            yield broken(offset, length, TOO_LONG)
            continue
        if line.endswith(b"\r"):
            line, length = line[:-1], length - 1
        if not line or line.isspace():
            continue
        if is_json:
            yield json_line(line, offset, length)
        else:
            text, encoding = text_of(line)
            yield Raw(text, offset, length, encoding)
