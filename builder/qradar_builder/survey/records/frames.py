"""Records of syslog messages that are each preceded by their length (RFC 6587, section 3.4.1)."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.survey.records.encoding import text_of
from qradar_builder.survey.records.lines import BLOCK
from qradar_builder.survey.records.raw import TOO_LONG, Raw, broken
from qradar_builder.survey.records.stopped import DAMAGED, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH = re.compile(rb"\s*([1-9][0-9]{0,9}) ")
_LONGEST = 64


def frame_records(file: IO[bytes]) -> Iterator[Raw]:
    """The records of a file. Raises StoppedError where no length is, or the message is cut."""
    held, offset = b"", 0
    while True:
        while len(held) < _LONGEST and (block := file.read(BLOCK)):
            held += block
        found = _LENGTH.match(held)
        if found is None:
            if held.strip(b"\r\n\0 "):
                raise StoppedError(DAMAGED, "a syslog message does not begin with its length", offset, len(held))
            return
        length, begin = int(found[1]), offset + found.end()
        held = held[found.end() :]
        if length > MAX_PAYLOAD:
            held, skipped = _skip(file, held, length)
            if skipped < length:
                raise StoppedError(DAMAGED, "the last syslog message is cut", begin, skipped)
            yield broken(begin, length, TOO_LONG)
        else:
            while len(held) < length and (block := file.read(BLOCK)):
                held += block
            if len(held) < length:
                raise StoppedError(DAMAGED, "the last syslog message is cut", begin, len(held))
            text, encoding = text_of(held[:length])
            yield Raw(text, begin, length, encoding)
            held = held[length:]
        offset = begin + length


def _skip(file: IO[bytes], held: bytes, length: int) -> tuple[bytes, int]:
    """What comes after so many bytes, and how many of them there were."""
    seen = len(held)
    while seen < length and (block := file.read(BLOCK)):
        seen += len(block)
        held = block
    return (held[len(held) - (seen - length) :] if seen > length else b""), min(seen, length)
