"""Reads a Zstandard frame block by block (RFC 8878).

A block gives at most 128 KiB, so that memory is bounded whatever a file claims, and a cut frame is known as such, which
the stream reader of the library does not say.
"""

from __future__ import annotations

from typing import Any, Final

import zstandard

_MAGIC: Final = 4
_BLOCK_HEADER: Final = 3
_CHECKSUM: Final = 4
_WINDOW: Final = 128 * 1024 * 1024
"""The largest window, in bytes: that of the command `zstd` where it is not told otherwise."""
_SKIPPABLE: Final = range(0x184D2A50, 0x184D2A60)
_RAW, _RUN = 0, 1


class ZstdFrame:
    """A decompressor of one frame, with the methods of those of the standard library."""

    def __init__(self) -> None:
        self._library: Any = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        self._held = b""
        self._stage = "header"
        self._has_checksum = False
        self._left = 0
        self.eof = False
        self.unused_data = b""

    @property
    def needs_input(self) -> bool:
        """Whether it has nothing more to give of what it was fed."""
        return self._next() is None

    def decompress(self, fed: bytes, most: int) -> bytes:
        """Take bytes in, and give up to about `most`. Raises ZstdError where they are no Zstandard data."""
        self._held += fed
        parts: list[bytes] = []
        size = 0
        while not self.eof and size < most and (count := self._next()) is not None:
            part = self._take(count)
            parts.append(part)
            size += len(part)
        return b"".join(parts)

    def _next(self) -> int | None:
        """How many bytes the next part of the frame has. None where more must come first."""
        if self.eof:
            return None
        if self._stage == "skipped":
            return min(self._left, len(self._held)) or None
        if self._stage == "header":
            count = self._of_header()
        else:
            count = self._of_block() if self._stage == "block" else _CHECKSUM
        return count if count is not None and len(self._held) >= count else None

    def _of_header(self) -> int | None:
        if len(self._held) <= _MAGIC:
            return None
        if int.from_bytes(self._held[:_MAGIC], "little") in _SKIPPABLE:
            return _MAGIC * 2
        descriptor = self._held[_MAGIC]
        is_single = descriptor >> 5 & 1
        sizes = (1 if is_single else 0, 2, 4, 8)
        return _MAGIC + 1 + (0 if is_single else 1) + (0, 1, 2, 4)[descriptor & 3] + sizes[descriptor >> 6]

    def _of_block(self) -> int | None:
        if len(self._held) < _BLOCK_HEADER:
            return None
        header = int.from_bytes(self._held[:_BLOCK_HEADER], "little")
        return _BLOCK_HEADER + (1 if header >> 1 & 3 == _RUN else header >> 3)

    def _take(self, count: int) -> bytes:
        part, self._held = self._held[:count], self._held[count:]
        is_skippable = self._stage == "header" and int.from_bytes(part[:_MAGIC], "little") in _SKIPPABLE
        if is_skippable or self._stage == "skipped":
            return self._skip(part)
        if self._stage == "header":
            self._has_checksum = bool(part[_MAGIC] & 4)
            self._stage = "block"
        elif self._stage == "block" and part[0] & 1:
            self._stage = "checksum" if self._has_checksum else "end"
        elif self._stage == "checksum":
            self._stage = "end"
        found: bytes = self._library.decompress(part)
        if self._stage == "end":
            self.eof, self.unused_data, self._held = True, self._held, b""
        return found

    def _skip(self, part: bytes) -> bytes:
        """Pass over a frame that holds no data (RFC 8878, section 3.1.2)."""
        if self._stage == "header":
            self._stage, self._left = "skipped", int.from_bytes(part[_MAGIC:], "little")
        else:
            self._left -= len(part)
        if not self._left:
            self.eof, self.unused_data, self._held = True, self._held, b""
        return b""
