"""The canonical bytes of a tally: JSON with sorted keys, and the bytes of sketches behind it."""

from __future__ import annotations

import json
import zlib
from typing import Any, Final

import orjson

MARK: Final = b"QBT2"
"""The first bytes of a tally, which tell the version of its form."""


class TallyBytesError(Exception):
    """Bytes that are not a whole tally of this version."""


class Packer:
    """Collects the values and the long bytes of a tally."""

    def __init__(self) -> None:
        self._blobs: list[bytes] = []

    def blob(self, content: bytes) -> int:
        """Keep bytes. Returns their number, to write in the JSON."""
        self._blobs.append(content)
        return len(self._blobs) - 1

    def packed(self, document: Any) -> bytes:
        """The bytes of a document of JSON values and what was kept for it."""
        text = json_of(document)
        sizes = b"".join(len(part).to_bytes(8, "little") for part in (text, *self._blobs))
        body = b"".join((len(self._blobs).to_bytes(4, "little"), sizes, text, *self._blobs))
        return MARK + zlib.crc32(body).to_bytes(4, "little") + body


class Unpacked:
    """The document of packed bytes, and its long bytes by their numbers."""

    def __init__(self, content: bytes) -> None:
        """Raises TallyBytesError if the bytes are damaged, cut, or of another version."""
        body = memoryview(content)[8:]
        if content[:4] != MARK or zlib.crc32(body).to_bytes(4, "little") != content[4:8]:
            raise TallyBytesError("the bytes are not a whole tally of this version")
        count = int.from_bytes(body[:4], "little") + 1
        place = 4 + 8 * count
        parts: list[memoryview] = []
        for number in range(count):
            end = place + int.from_bytes(body[4 + 8 * number : 12 + 8 * number], "little")
            parts.append(body[place:end])
            place = end
        self.document: Any = json_read(parts[0])
        self.blobs = parts[1:]


def json_of(document: Any) -> bytes:
    """JSON with sorted keys, also of what has no UTF-8."""
    try:
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        # Half a surrogate pair, or a number of more than 64 bits.
        return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")


def json_read(content: memoryview | bytes) -> Any:
    """What `json_of` has written."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return json.loads(bytes(content))
