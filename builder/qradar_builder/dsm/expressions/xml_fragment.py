"""The XML document that stands somewhere in a payload.

Payloads are hostile: nothing but elements is read, so there are no document types, and no entities but XML's own five.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 256
"""How deep elements may lie in one another; a payload that goes deeper has no document."""
_MAX_STARTS = 64
"""At how many places of a payload a document is looked for."""

_OPENING = re.compile(rb"<(?:!--|\?|[A-Za-z_:\x80-\xff][^\s/<>]{0,99})")
_SKIPPED = {b"<!--": b"-->", b"<?": b"?>"}
_CUT_OFF = {
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
}


@dataclass(slots=True, eq=False)
class XmlElement:
    """An element. `start` is where its start tag begins and `end` where its end tag begins, in bytes of UTF-8.

    `children` has them by name without prefix, and those that have a prefix also by the name with it (XML_NAMES).
    `text` is what stands in the element itself.
    """

    name: str
    attributes: dict[str, str]
    start: int
    end: int = -1
    children: dict[str, list[XmlElement]] = field(default_factory=dict)
    text: str = ""

    def add(self, child: XmlElement) -> None:
        """Add an element behind the other children."""
        local = child.name.rpartition(":")[2]
        self.children.setdefault(local, []).append(child)
        if local != child.name:
            self.children.setdefault(child.name, []).append(child)


@dataclass(frozen=True, slots=True)
class XmlFragment:
    """What was found. The root is the only child of `document`, which has none where the payload has no document.

    `problems` are the names, without prefix, of the start tags from which on there is no well-formed XML, each with the
    reason.
    """

    document: XmlElement
    problems: tuple[tuple[str, str], ...]


def utf8(payload: str) -> bytes:
    """The payload as the places of elements count it; half a surrogate pair becomes a question mark."""
    return payload.encode("utf-8", "replace")


def find_xml(payload: str) -> XmlFragment:
    """Find the first element that is well-formed with all that is in it (XML_DOCUMENT)."""
    data = utf8(payload)
    document = XmlElement("", {}, 0)
    problems: list[tuple[str, str]] = []
    position = 0
    for _ in range(_MAX_STARTS):
        opening = _OPENING.search(data, position)
        if opening is None:
            break
        closing = _SKIPPED.get(opening[0])
        if closing is not None:
            end = data.find(closing, opening.end())
            position = opening.end() if end < 0 else end + len(closing)
            continue
        reader = _Reader(opening.start())
        problem, length = reader.read(data)
        if problem:
            problems.append((opening[0][1:].decode(errors="replace").rpartition(":")[2], problem))
        if reader.first is not None:
            document.add(reader.first)
            break
        if reader.too_deep:
            break
        # What is open where the mistake is, is broken as well, so that no text is read twice.
        position = opening.start() + max(length, 1)
    return XmlFragment(document, tuple(problems))


class _TooDeepError(Exception):
    pass


class _Reader:
    """Reads from one place on. `first` is the first element, in the order of start tags, that was closed."""

    def __init__(self, start: int) -> None:
        self.first: XmlElement | None = None
        self.too_deep = False
        self._start = start
        self._open: list[XmlElement] = []
        self._texts: list[list[str]] = []
        # Without namespaces, since events are often cut out of documents that declare their prefixes.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start_tag
        self._parser.EndElementHandler = self._end_tag
        self._parser.CharacterDataHandler = self._text

    def read(self, data: bytes) -> tuple[str, int]:
        """Give what is wrong, if the element that begins here is, and how many bytes there are before that."""
        try:
            self._parser.Parse(memoryview(data)[self._start :], True)  # noqa: FBT003 - positional only
        except expat.ExpatError as error:
            if self.first is not None and not self._open:
                return "", 0
            message = expat.ErrorString(error.code).removeprefix("not well-formed ").strip("()")
            if error.code in _CUT_OFF:
                message = f"the payload ends before `</{self._open[-1].name}>`" if self._open else "it is truncated"
            return message, self._parser.ErrorByteIndex
        except _TooDeepError:
            self.first, self.too_deep = None, True
            return f"elements are nested more than {MAX_DEPTH} levels deep", 0
        finally:
            # The parser holds what holds it, and the whole tree.
            del self._parser
        return "", 0

    def _start_tag(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) == MAX_DEPTH:
            raise _TooDeepError
        element = XmlElement(name, attributes, self._start + self._parser.CurrentByteIndex)
        if self._open:
            self._open[-1].add(element)
        self._open.append(element)
        self._texts.append([])

    def _end_tag(self, _: str) -> None:
        element = self._open.pop()
        element.end = self._start + self._parser.CurrentByteIndex
        element.text = "".join(self._texts.pop())
        if self.first is None or element.start < self.first.start:
            self.first = element

    def _text(self, text: str) -> None:
        self._texts[-1].append(text)
