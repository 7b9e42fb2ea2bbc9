"""Compressed files: known by their first bytes, read in bounded memory, and said where they are cut or damaged."""

from __future__ import annotations

import bz2
import zlib
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.survey.records.stopped import DAMAGED, UNREAD, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.survey.records.begun import Stream

_READ: Final = 64 * 1024
_LARGEST: Final = 16 * 1024
"""How many bytes a decompressor gives at once. Of damaged data, it keeps what it has made so far of as many."""
_GZIP: Final = 31
_BZIP2_HEAD: Final = 10
"""Bytes up to the end of the magic of the first block."""


class Compression(StrEnum):
    """How a file is compressed."""

    NONE = "none"
    GZIP = "gzip"
    ZSTANDARD = "zstd"
    BZIP2 = "bzip2"
    LZ4 = "lz4"


_MAGIC: Final = {
    b"\x1f\x8b\x08": Compression.GZIP,
    b"\x28\xb5\x2f\xfd": Compression.ZSTANDARD,
    b"BZh": Compression.BZIP2,
    b"\x04\x22\x4d\x18": Compression.LZ4,
}
_ENDINGS: Final = {
    ".gz": Compression.GZIP,
    ".gzip": Compression.GZIP,
    ".zst": Compression.ZSTANDARD,
    ".zstd": Compression.ZSTANDARD,
    ".bz2": Compression.BZIP2,
    ".lz4": Compression.LZ4,
}


def compression_of(start: bytes) -> Compression:
    """The compression that the first bytes of a file tell."""
    if 0x50 <= start[0:1].ljust(1)[0] < 0x60 and start[1:4] == b"\x2a\x4d\x18":
        # A skippable frame, as the seekable format and pzstd have it.
        return Compression.ZSTANDARD
    found = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), Compression.NONE)
    # A line may begin with BZh; the level and the magic of a block, or of the end, are after it.
    is_text = found is Compression.BZIP2 and start[4:10] not in {b"1AY&SY", b"\x17rE8P\x90"}
    return Compression.NONE if is_text else found


def is_cut_start(start: bytes, kind: Compression) -> bool:
    """Whether the content of a file is only the beginning of what tells its compression, or nothing."""
    magic = next(magic for magic, each in _MAGIC.items() if each is kind)
    if kind is Compression.BZIP2:
        return len(start) < _BZIP2_HEAD and start[: len(magic)] == magic[: len(start)]
    return magic.startswith(start)


def plain_name(name: str) -> tuple[str, Compression]:
    """A name without the ending of a compression, and the compression that the ending names."""
    for ending, kind in _ENDINGS.items():
        if name.lower().endswith(ending):
            return name[: -len(ending)], kind
    return name, Compression.NONE


class Decompressed:
    """The content of a compressed file: one stream, or several one after the other.

    A read raises StoppedError where the data is damaged or cut; what came before has been given by then.
    """

    def __init__(self, file: Stream, kind: Compression) -> None:
        self._file = file
        self._kind = kind
        self._make = _decompressor(kind)
        self._one: Any = self._make()
        self._fed = False
        self._waiting = b""
        self._held = b""
        self._is_full = False
        self._stopped: StoppedError | None = None
        self.taken = 0
        """How many bytes of the file were taken in and are whole."""

    def read(self, size: int) -> bytes:
        """Some bytes; none at the end."""
        if self._stopped is not None:
            raise self._stopped
        parts: list[bytes] = []
        left = size
        while left:
            try:
                if not self._held and not self._step():
                    break
            except StoppedError as error:
                if not parts:
                    raise
                self._stopped = error
                break
            part = self._held[:left]
            self._held = self._held[len(part) :]
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def _step(self) -> bool:
        """Decompress a little. False at the end of the file."""
        if not self._waiting and not self._has_more():
            self._waiting = self._file.read(_READ)
            if not self._waiting:
                if self._fed:
                    raise StoppedError(DAMAGED, f"its {self._kind} data ends early: the file is cut")
                return False
        if not self._fed and self._is_padding():
            return True
        fed, self._waiting = self._waiting, b""
        self._fed = True
        try:
            self._held = self._one.decompress(fed, _LARGEST)
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - each library has errors of its own
            raise StoppedError(DAMAGED, f"its {self._kind} data is damaged: {_brief(error)}") from None
        self._is_full = len(self._held) >= _LARGEST
        self.taken += len(fed)
        if self._one.eof:
            self._waiting = self._one.unused_data or b""
            self.taken -= len(self._waiting)
            self._one, self._fed = self._make(), False
        elif self._kind is Compression.GZIP:
            self._waiting = self._one.unconsumed_tail
            self.taken -= len(self._waiting)
        return True

    def _has_more(self) -> bool:
        """Whether the decompressor has more to give of what it was fed."""
        return self._fed and not getattr(self._one, "needs_input", not self._is_full)

    def _is_padding(self) -> bool:
        """Whether zero bytes are between streams or at the end, as tapes have them; they are passed over."""
        if not self.taken:
            return False
        rest = self._waiting.lstrip(b"\0")
        self.taken += len(self._waiting) - len(rest)
        self._waiting = rest
        if rest and len(rest) >= 4 and compression_of(rest[:10].ljust(10)) is Compression.NONE and not _is_short(rest):
            raise StoppedError(DAMAGED, f"after its {self._kind} data it has other data")
        return not rest


def _is_short(rest: bytes) -> bool:
    """Whether too little was read to know what comes."""
    return len(rest) < 10 and rest.startswith(b"BZh")


def _decompressor(kind: Compression) -> Callable[[], Any]:
    """What makes a decompressor: `decompress(data, most)`, `eof` and `unused_data`. Raises StoppedError."""
    if kind is Compression.GZIP:
        return lambda: zlib.decompressobj(_GZIP)
    if kind is Compression.BZIP2:
        return bz2.BZ2Decompressor
    try:
        if kind is Compression.LZ4:
            from lz4.frame import LZ4FrameDecompressor

            make: Callable[[], Any] = LZ4FrameDecompressor
            return make
        from qradar_builder.survey.sources.zstd_frame import ZstdFrame
    except ImportError as error:
        needed = f"files of {kind} need the package {error.name}, which is in the extra `survey`"
        raise StoppedError(UNREAD, needed) from None
    return ZstdFrame


def _brief(error: Exception) -> str:
    return (str(error).partition("\n")[0] or type(error).__name__)[:200]
