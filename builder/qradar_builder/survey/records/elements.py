"""Records of XML: elements that contain a payload, as QRadar exports them, and events of Windows as they are."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Final
from xml.sax.saxutils import unescape

from qradar_builder.dsm.payloads.files import MAX_PAYLOAD
from qradar_builder.survey.records.encoding import text_of
from qradar_builder.survey.records.exports import exported_payload
from qradar_builder.survey.records.lines import BLOCK
from qradar_builder.survey.records.raw import TOO_LONG, Raw, broken
from qradar_builder.survey.records.stopped import DAMAGED, StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN: Final = re.compile(
    rb"<(?P<name>Event|payload|utf8_?payload|payloadAsUTF8|payload_as_utf8|base64_?payload|raw_?message)"
    rb"(?:\s[^<>]{0,4000})?>",
    re.IGNORECASE,
)
_ROOT: Final = re.compile(
    rb"\s*(?:<\?[^>]{0,4000}>\s*|<!--.{0,4000}?-->\s*|<![A-Z][^>]{0,4000}>\s*)*<([A-Za-z_][\w:.-]{0,200})(?:\s[^<>]{0,4000})?>",
    re.DOTALL,
)
_LONGEST_TAG: Final = 4_100
_EVENT: Final = b"Event"
_CDATA: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NUMBER: Final = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_ENTITIES: Final = {"&quot;": '"', "&apos;": "'"}


def xml_records(file: IO[bytes]) -> Iterator[Raw]:
    """The records of a file. Raises StoppedError where the last element, or the one around all, has no end."""
    window = _Window(file)
    root = window.begin()
    while (found := window.find(_BEGIN)) is not None:
        name = found["name"]
        offset, head = window.offset + found.start(), found.end() - found.start()
        is_event = name == _EVENT
        window.drop(found.end())
        if name.lower() == b"event" and not is_event:
            # The element around a payload, in an export.
            continue
        content = window.up_to(b"</" + name + b">")
        if content is None:
            raise StoppedError(DAMAGED, f"an element `{name.decode()}` has no end", offset)
        body, length = content
        whole = found[0] + body + b"</" + name + b">" if is_event else body
        if length > MAX_PAYLOAD:
            yield broken(offset, head + length, TOO_LONG)
            continue
        text, encoding = text_of(whole)
        payload = text if is_event else exported_payload(_unescaped(text))
        yield Raw(payload, offset, head + length + len(name) + 3, encoding)
    if root is not None and not window.is_closed:
        raise StoppedError(DAMAGED, f"the XML ends early: `</{root}>` is missing", window.end)


class _Window:
    """The part of a file that is looked at."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._held = b""
        self._closing = b""
        self.offset = 0
        self.is_closed = False
        """Whether the element around all records has ended since the last match."""

    @property
    def end(self) -> int:
        """Where the part ends."""
        return self.offset + len(self._held)

    def begin(self) -> str | None:
        """Read the start. Gives the name of the element around all records; None where none is known."""
        self._more()
        found = _ROOT.match(self._held)
        if found is None or found[0].endswith(b"/>") or _BEGIN.match(self._held, found.start(1) - 1):
            return None
        self._closing = b"</" + found[1]
        return text_of(found[1])[0]

    def drop(self, count: int) -> None:
        """Pass over bytes at the start."""
        self._held = self._held[count:]
        self.offset += count

    def find(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """The next match, with a window that begins before it. None at the end of the file."""
        self.is_closed = False
        while (found := pattern.search(self._held)) is None:
            self.is_closed = self.is_closed or self._closing in self._held
            self.drop(max(0, len(self._held) - _LONGEST_TAG))
            if not self._more():
                return None
        return found

    def up_to(self, end: bytes) -> tuple[bytes, int] | None:
        """What is before an end tag, and its length; no content where it is too long. None without the tag."""
        passed, looked = 0, 0
        while (place := self._held.find(end, looked)) < 0:
            if len(self._held) > MAX_PAYLOAD:
                cut = len(self._held) - len(end)
                passed += cut
                self.drop(cut)
            looked = max(0, len(self._held) - len(end))
            if not self._more():
                return None
        body = b"" if passed else self._held[:place]
        self.drop(place + len(end))
        return body, passed + place

    def _more(self) -> bool:
        block = self._file.read(BLOCK)
        self._held += block
        return bool(block)


def _unescaped(text: str) -> str:
    """The text of an element."""
    parts = _CDATA.split(text)
    # Every second part was in a CDATA section.
    return "".join(part if number % 2 else _plain(part) for number, part in enumerate(parts)).strip()


def _plain(text: str) -> str:
    return unescape(_NUMBER.sub(lambda found: _character(found[1], found[2]), text), _ENTITIES)


def _character(hexadecimal: str | None, decimal: str | None) -> str:
    number = int(hexadecimal, 16) if hexadecimal else int(decimal or "0")
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
