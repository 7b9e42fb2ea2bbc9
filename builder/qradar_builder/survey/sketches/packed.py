"""The canonical bytes of a tally: JSON with sorted keys, and the bytes of sketches behind it.

A checksum covers the JSON and the sizes of the sketches. What keeps the bytes on disk has checksums of all of them.
"""

from __future__ import annotations

import json
import zlib
from itertools import accumulate
from typing import Any, Final

import numpy as np
import orjson

MARK: Final = b"QBT3"
"""The first bytes of a tally, which tell the version of its form."""

_REASON: Final = "the bytes are not a whole tally of this version"


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
        head = b"".join((len(self._blobs).to_bytes(4, "little"), sizes, text))
        return b"".join((MARK, zlib.crc32(head).to_bytes(4, "little"), head, *self._blobs))


class Unpacked:
    """The document of packed bytes, and its long bytes by their numbers."""

    def __init__(self, content: bytes) -> None:
        """Raises TallyBytesError if the bytes are cut, of another version, or damaged where the checksum is."""
        body = memoryview(content)[8:]
        count = int.from_bytes(body[:4], "little") + 1
        start = 4 + 8 * count
        if content[:4] != MARK or start > len(body):
            raise TallyBytesError(_REASON)
        sizes = np.frombuffer(body, "<u8", count, 4).tolist()
        end = start + sizes[0]
        if start + sum(sizes) != len(body) or zlib.crc32(body[:end]).to_bytes(4, "little") != content[4:8]:
            raise TallyBytesError(_REASON)
        self.document: Any = json_read(body[start:end])
        places = accumulate(sizes, initial=start)
        parts = [body[place : place + size] for place, size in zip(places, sizes, strict=False)]
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
