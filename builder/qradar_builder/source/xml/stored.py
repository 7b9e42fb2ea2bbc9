"""Where the text of an XML document is: in memory, or in a file that is read in pieces, however large it is."""

from __future__ import annotations

import codecs
from functools import cached_property
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.source.characters import SPACE_OR_UNSEEN
from qradar_builder.source.files import open_regular, read_bytes
from qradar_builder.source.xml.reader import begins_with_element, encoding_of, xml_text
from qradar_builder.source.xml.root import LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = 64 * 1024
"""How many bytes are read at once. What is parsed of them stays in the cache of a processor."""
_UTF_8 = {"utf-8", "ascii"}


class HeldXml:
    """A document whose text is in memory."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _content(self) -> bytes:
        return self.text.encode()

    @property
    def size(self) -> int:
        """The length of the text as UTF-8, in bytes."""
        return len(self._content)

    @property
    def tags(self) -> int:
        """How many pieces of markup there are, at least as many as elements."""
        return self.text.count("<")

    def pieces(self) -> Iterator[bytes]:
        """The text as UTF-8, in pieces."""
        for start in range(0, len(self._content), _PIECE):
            yield self._content[start : start + _PIECE]

    def read(self, start: int, end: int) -> bytes:
        """A part of the text as UTF-8, by bytes."""
        return self._content[start:end]


class StoredXml:
    """A document in a file, which stays as it is while it is read."""

    def __init__(self, path: Path, mark: int, encoding: str, size: int, tags: int) -> None:
        self._path = path
        self._mark = mark
        self._encoding = encoding
        self.size = size
        """The length of the text as UTF-8, in bytes."""
        self.tags = tags
        """How many pieces of markup there are, at least as many as elements."""

    @property
    def text(self) -> str:
        """The whole text, to explain a mistake in it."""
        return b"".join(self.pieces()).decode()

    def pieces(self) -> Iterator[bytes]:
        """The text as UTF-8, in pieces."""
        decoder = None if self._encoding in _UTF_8 else codecs.getincrementaldecoder(self._encoding)()
        with open_regular(self._path) as file:
            file.seek(self._mark)
            while piece := file.read(_PIECE):
                yield piece if decoder is None else decoder.decode(piece).encode()

    def read(self, start: int, end: int) -> bytes:
        """A part of the text as UTF-8, by bytes."""
        if self._encoding in _UTF_8:
            with open_regular(self._path) as file:
                file.seek(self._mark + start)
                return file.read(end - start)
        parts, at = [], 0
        for piece in self.pieces():
            parts.append(piece[max(start - at, 0) : max(end - at, 0)])
            at += len(piece)
            if at >= end:
                break
        return b"".join(parts)


def stored_xml(path: Path, name: str, findings: Findings, *, limit: int) -> HeldXml | StoredXml | None:
    """The document in a file of at most `limit` bytes. None, with a finding, where it is not XML that we take.

    A file in which something has to be looked at or explained is held in memory.
    """
    found = _looked_through(path, limit)
    if found is not None:
        return found
    content = read_bytes(path, name, findings, limit=limit)
    text = None if content is None else xml_text(content, name, findings, limit=limit)
    return None if text is None else HeldXml(text)


def _looked_through(path: Path, limit: int) -> StoredXml | None:
    """The document; None where it is not plain that `xml_text` would take it without a word."""
    try:
        with open_regular(path) as file:
            head = file.read(LOOKED_AT)
            # What is wrong with it is said when it is read as a whole.
            known = encoding_of(head, "", Findings())
            if known is None or not begins_with_element(head[known[0] :].decode(known[1], errors="ignore")):
                return None
            mark, encoding = known
            decoder = codecs.getincrementaldecoder(encoding)()
            file.seek(mark)
            read = size = tags = 0
            while piece := file.read(_PIECE):
                read += len(piece)
                text = decoder.decode(piece)
                if read > limit or _is_doubtful(text):
                    return None
                tags += text.count("<")
                size += len(text) if text.isascii() else len(text.encode())
            decoder.decode(b"", final=True)
    except (OSError, ValueError):
        return None
    return StoredXml(path, mark, encoding, size, tags)


def _is_doubtful(text: str) -> bool:
    """Whether a text has a character that may do harm, by the place where it is."""
    return (not text.isascii() or "\x7f" in text) and SPACE_OR_UNSEEN.search(text) is not None
