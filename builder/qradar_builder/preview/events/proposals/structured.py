"""Expressions for a selection in a payload with structure: JSON, XML, LEEF, CEF and name-value pairs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.expressions.cef import cef_view
from qradar_builder.dsm.expressions.json.view import json_view
from qradar_builder.dsm.expressions.leef import leef_view
from qradar_builder.dsm.expressions.xml_fragment import find_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.expressions.xml_fragment import XmlElement
    from qradar_builder.preview.events.proposals.selection import Selection

MOST_PATHS: Final = 20
"""How many paths with the selected text are tried."""
_MOST_LEAVES: Final = 20_000
_DEEPEST: Final = 40
_MORE: Final = 20
"""How much longer than twice a selected text a value may be that holds it."""
_KEY: Final = re.compile(r"([A-Za-z_][\w.@-]{0,60})([=:])[\"']?\Z")
_LOOKED_BACK: Final = 70
_PAIR_ENDS: Final = ", ;|&\t"


def structured(selection: Selection) -> Iterator[dict[str, Any]]:
    """Expressions as the YAML has them that may give the selected text; whether they do is tried by others."""
    yield from _json(selection)
    yield from _keyed(selection)
    yield from _xml(selection)
    yield from _pairs(selection)


def _json(selection: Selection) -> Iterator[dict[str, Any]]:
    view = json_view(selection.payload)
    found = 0
    text = selection.text
    for number, (path, value) in enumerate(_leaves(view, "", 0)):
        if number > _MOST_LEAVES or found >= MOST_PATHS:
            return
        is_around = text in value and len(value) < 2 * len(text) + _MORE
        if value == text or is_around or _is_escaped(value, text):
            found += 1
            yield {"json": path}


def _is_escaped(value: str, text: str) -> bool:
    """Whether a selected text has escapes that the value does not have."""
    return "\\" in text and text.replace("\\/", "/").replace('\\"', '"').replace("\\\\", "\\") == value


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Texts, numbers and truth values with their key paths."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, member in value.items():
            if isinstance(key, str) and key and '"' not in key:
                yield from _leaves(member, f'{path}/"{key}"', depth + 1)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            if path:
                yield from _leaves(member, f"{path}[{index}]", depth + 1)
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif value is not None and path:
        yield path, str(value)


def _keyed(selection: Selection) -> Iterator[dict[str, Any]]:
    for kind, view in (("leef", leef_view), ("cef", cef_view)):
        message = view(selection.payload)
        for key, value in () if message is None else message.values.items():
            if value == selection.text:
                yield {kind: key}


def _xml(selection: Selection) -> Iterator[dict[str, Any]]:
    if "<" not in selection.payload:
        return
    for number, (path, value) in enumerate(_elements(find_xml(selection.payload).document, "", 0)):
        if number > _MOST_LEAVES:
            return
        if value == selection.text:
            yield {"xml": path}


def _elements(element: XmlElement, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    for name, children in element.children.items():
        if ":" in name:
            # It is there by its local name, too.
            continue
        for index, child in enumerate(children):
            own = f'{path}/"{name}"' + (f"[{index}]" if len(children) > 1 else "")
            yield own, child.text.strip()
            yield from ((f"{own}.{each}", value) for each, value in child.attributes.items())
            yield from _elements(child, own, depth + 1)


def _pairs(selection: Selection) -> Iterator[dict[str, Any]]:
    """The pair whose value is selected. What follows it separates the pairs."""
    before = selection.payload[max(0, selection.start - _LOOKED_BACK) : selection.start]
    match = _KEY.search(before)
    if match is None:
        return
    follows = selection.payload[selection.end : selection.end + 1]
    precedes = before[match.start() - 1 : match.start()] if match.start() else ""
    for delimiter in dict.fromkeys((follows, precedes)):
        if delimiter and delimiter in _PAIR_ENDS:
            yield {"nvp": match[1], "pair_delimiter": delimiter, "value_delimiter": match[2]}
