"""The text of a record, and the encoding that it is in."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from qradar_builder.survey.records.stopped import DAMAGED, StoppedError

if TYPE_CHECKING:
    from qradar_builder.survey.records.begun import Stream

UTF8: Final = "utf-8"
LATIN1: Final = "latin-1"
UTF8_MARK: Final = codecs.BOM_UTF8
_WIDE: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_LOOKED_AT: Final = 512
_BLOCK: Final = 256 * 1024


def text_of(content: bytes) -> tuple[str, str]:
    """The text of a record and its encoding: UTF-8, and Latin-1 where it is none, in which all bytes have a meaning."""
    try:
        return content.decode(), UTF8
    except UnicodeDecodeError:
        return content.decode(LATIN1), LATIN1


def sound(text: str) -> str:
    """A text of JSON, in which an escape may name half a surrogate pair: that becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def wide_encoding(start: bytes) -> str | None:
    """UTF-16 by the mark of a file, or by zero bytes in every second place. None for all else."""
    marked = _WIDE.get(start[:2])
    # The mark of UTF-32 begins as that of UTF-16 does.
    if marked is not None and start[:4] != codecs.BOM_UTF32_LE:
        return marked
    looked = start[: min(len(start), _LOOKED_AT) // 2 * 2]
    if len(looked) < 4:
        return None
    first, second = looked[::2].count(0) * 2, looked[1::2].count(0) * 2
    half = len(looked) // 2
    if second > half and first == 0:
        return "utf-16-le"
    return "utf-16-be" if first > half and second == 0 else None


def is_binary(start: bytes) -> bool:
    """Whether the start of a file is no text in any encoding: it has zero bytes, or too many control characters.

    Text of UTF-8 may have many, such as those between the fields of a message. One of ten random bytes is one.
    """
    looked = start[: _LOOKED_AT * 8]
    if not looked or wide_encoding(looked) is not None:
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\x1b\x0b\x0c" for byte in looked)
    most = len(looked) * (0.3 if is_utf8(looked) else 0.05)
    return looked.count(0) * 100 > len(looked) or controls > most


def is_utf8(start: bytes) -> bool:
    """Whether bytes are UTF-8, up to a character that is cut at the end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


class Recoded:
    """A file of UTF-16 as UTF-8. What is no UTF-16 becomes U+FFFD.

    A read raises StoppedError where the file ends inside a character; what came before has been given by then.
    """

    def __init__(self, file: Stream, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._held = b""
        self._begun = False
        self._ended = False
        self.taken = 0
        """How many bytes of the file were taken in and are whole characters."""

    def read(self, size: int) -> bytes:
        """Some bytes of UTF-8; none at the end."""
        while not self._held and not self._ended:
            block = self._file.read(_BLOCK)
            self._ended = not block
            waited = len(self._decoder.getstate()[0])
            if self._ended and waited:
                raise StoppedError(DAMAGED, "its UTF-16 text ends inside a character: the file is cut")
            text = self._decoder.decode(block)
            self.taken += waited + len(block) - len(self._decoder.getstate()[0])
            if text and not self._begun:
                self._begun = True
                text = text.removeprefix("\ufeff")
            self._held = text.encode("utf-8", "replace")
        given = self._held[:size]
        self._held = self._held[len(given) :]
        return given
