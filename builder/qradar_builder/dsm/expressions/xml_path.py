"""XML paths: the text of an element as `/"Event"/"User"`, or an attribute as `/"Event"/"User".name`.

Source: IBM documentation, topic "Expressions in XML format for structured data". Where a name repeats, `[0]` is the
first element and `[1]` the second.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.extraction import Extractor, Found
from qradar_builder.dsm.expressions.quotation import quoted, quoted_list
from qradar_builder.dsm.expressions.substitution import compile_parts
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.dsm.expressions.xml_fragment import find_xml, utf8
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.dsm.expressions.xml_fragment import XmlElement, XmlFragment

    Steps = tuple[tuple[str, int], ...]
    ReadElement = Callable[[XmlElement], str | None]

_STEP = re.compile(r'/"([^"]+)"(?:\[([0-9]+)\])?')
_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_START_TAG = re.compile(rb"""<([^\s/>]+)[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>""")
_CDATA = (b"<![CDATA[", b"]]>")


def compile_xml(text: str) -> Extractor:
    """Compile a path, or text with several in braces. ValueError where it is no path."""
    return compile_parts(text, _compile_path)


def _compile_path(path: str) -> Extractor:
    wrong = problem(Kind.XML, path)
    if wrong is not None:
        raise ValueError(wrong[1])
    matches = list(_STEP.finditer(path))
    steps = tuple((match[1], int(match[2] or 0)) for match in matches)
    attribute = path[matches[-1].end() + 1 :]
    read_element = _reader_of(attribute) if attribute else _own_text

    def read(document: XmlElement) -> str | None:
        element = document
        for name, index in steps:
            found = element.children.get(name)
            if found is None or index >= len(found):
                return None
            element = found[index]
        return read_element(element)

    return Extractor(_document, read, lambda payload: _explain(payload, steps, attribute))


def _document(payload: str) -> XmlElement:
    return find_xml(payload).document


@lru_cache(maxsize=1)
def _fragment(payload: str) -> XmlFragment:
    """The XML of a payload, kept for the next path that is explained."""
    return find_xml(payload)


def _own_text(element: XmlElement) -> str | None:
    # XML_TEXT: white space between elements is how they are laid out.
    return None if element.children and not element.text.strip() else element.text


def _reader_of(attribute: str) -> ReadElement:
    def read(element: XmlElement) -> str | None:
        name = _attribute_name(element, attribute)
        return None if name is None else element.attributes[name]

    return read


def _attribute_name(element: XmlElement, attribute: str) -> str | None:
    """The name of an attribute as the event writes it, which may have a prefix (XML_NAMES)."""
    if attribute in element.attributes:
        return attribute
    names = (name for name in element.attributes if not name.startswith("xmlns:"))
    return next((name for name in names if name.rpartition(":")[2] == attribute), None)


def _explain(payload: str, steps: Steps, attribute: str) -> Found:
    fragment = _fragment(payload)
    element = fragment.document
    for place, (name, index) in enumerate(steps):
        found = element.children.get(name, [])
        if index >= len(found):
            reason = _no_root(fragment, name, index) if place == 0 else _no_child(element, steps[:place], name, index)
            return Found(None, reason=reason)
        element = found[index]
    if not attribute:
        text = _own_text(element)
        if text is None:
            return Found(None, reason=f"{_path(steps)} has no text, only elements: {_names(element)}")
        return Found(text, _text_span(utf8(payload), element))
    name_written = _attribute_name(element, attribute)
    if name_written is None:
        has = f"; it has {quoted_list(element.attributes)}" if element.attributes else ""
        return Found(None, reason=f"{_path(steps)} has no attribute {quoted(attribute)}{has}")
    return Found(element.attributes[name_written], _attribute_span(utf8(payload), element, name_written))


def _no_root(fragment: XmlFragment, name: str, index: int) -> str:
    roots = [roots[0].name for roots in fragment.document.children.values()]
    broken = next((why for tag, why in fragment.problems if tag == name.rpartition(":")[2]), "")
    if name in fragment.document.children:
        return f"a document has one root, {quoted(name)}, so {quoted(f'[{index}]')} does not exist"
    if broken or (fragment.problems and not roots):
        tag, why = (name, broken) if broken else fragment.problems[0]
        return f"the XML from {quoted(f'<{tag}')} on is not well-formed: {why}"
    return f"the root of the XML is {quoted(roots[0])}, not {quoted(name)}" if roots else "the payload has no XML"


def _no_child(element: XmlElement, path: Steps, name: str, index: int) -> str:
    count = len(element.children.get(name, []))
    if count:
        last = "`[0]`" if count == 1 else f"`[0]` to `[{count - 1}]`"
        return f"{_path(path)} has {count} {quoted(name)}, {last}, and no {quoted(f'[{index}]')}"
    has = f"; it has {_names(element)}" if element.children else " and no other"
    return f"{_path(path)} has no child {quoted(name)}{has}"


def _names(element: XmlElement) -> str:
    return quoted_list(name for name in element.children if ":" not in name)


def _path(steps: Steps) -> str:
    return "`" + "".join(f'/"{name}"' + (f"[{index}]" if index else "") for name, index in steps) + "`"


def _text_span(data: bytes, element: XmlElement) -> tuple[tuple[int, int], ...]:
    """The place of the text; none where elements stand in it, since it is in pieces then."""
    tag = _START_TAG.match(data, element.start)
    if element.children or not element.text or tag is None:
        return ()
    start, end = tag.end(), element.end
    opening, closing = _CDATA
    if data.startswith(opening, start) and data.find(closing, start) == end - len(closing):
        start, end = start + len(opening), end - len(closing)
    return ((_characters(data, start), _characters(data, end)),)


def _attribute_span(data: bytes, element: XmlElement, name: str) -> tuple[tuple[int, int], ...]:
    tag = _START_TAG.match(data, element.start)
    for match in _ATTRIBUTE.finditer(data, tag.end(1), tag.end()) if tag else ():
        if match[1].decode() == name:
            start, end = match.span(2 if match[2] is not None else 3)
            return ((_characters(data, start), _characters(data, end)),)
    return ()


def _characters(data: bytes, position: int) -> int:
    return len(data[:position].decode())
