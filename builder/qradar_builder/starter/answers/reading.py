"""Recognises events in the text of an answer: CSV, XML, or JSON objects in lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from qradar_builder.starter.answers.forms import EVENTS, MARK, TextForm, TextKind
from qradar_builder.starter.events.headers import header_of, records

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOKED_AT: Final = 65_536
_MOST_CHARACTERS: Final = 8_000_000
_FEWEST_LINES: Final = 2
_MOST_SCALARS: Final = 30
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?")


def read_text(text: str) -> tuple[TextForm, dict[str, Any], list[dict[str, Any]]] | None:
    """The form of an answer, its body with the events as texts, and the values of each event by name.

    None for a text without events in one of the forms.
    """
    plain = text.removeprefix("\ufeff")
    if not plain.strip() or len(plain) > _MOST_CHARACTERS:
        return None
    start = plain.lstrip()[:1]
    if start == "<":
        return _xml(plain)
    return _lines(plain) if start == "{" else _csv(plain)


def _csv(text: str) -> tuple[TextForm, dict[str, Any], list[dict[str, Any]]] | None:
    header = header_of(text[:_LOOKED_AT])
    # In the pattern of the columns a workflow would take that sign for one of its own.
    if header is None or header.is_spaced or text.lstrip().startswith("#") or "${" in _first_line(text):
        return None
    lines = text.splitlines(keepends=True)
    rows = [row.rstrip("\r\n") for row in records(lines[1:]) if row.strip()]
    if not rows:
        return None
    columns = lines[0].rstrip("\r\n")
    form = TextForm(TextKind.CSV, f"{columns}\n{MARK}\n", header, columns)
    values = [dict(zip(header.names, header.values(row), strict=False)) for row in rows]
    return form, {EVENTS: rows}, values


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _lines(text: str) -> tuple[TextForm, dict[str, Any], list[dict[str, Any]]] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        values = [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None
    if len(values) < _FEWEST_LINES or not all(isinstance(value, dict) for value in values):
        return None
    return TextForm(TextKind.LINES, f"{MARK}\n"), {EVENTS: values}, values


def _xml(text: str) -> tuple[TextForm, dict[str, Any], list[dict[str, Any]]] | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if str(root.tag).lower() == "html":
        return None
    counts: Counter[tuple[Any, str]] = Counter()
    for parent in root.iter(etree.Element):
        counts.update((parent, _raw_name(each)) for each in parent.iterchildren(etree.Element) if _is_rich(each))
    for (parent, name), count in counts.most_common(5):
        found = _NAME.fullmatch(name) and _cut(text, name, count)
        if found:
            elements = [each for each in parent.iterchildren(etree.Element) if _raw_name(each) == name]
            frame, rows, is_empty = found
            frame, scalars = _scalars(frame)
            form = TextForm(TextKind.XML, frame, element=name, is_empty=is_empty, scalars=tuple(scalars))
            return form, {EVENTS: rows, **scalars}, [dict(_values(each)) for each in elements]
    return None


def _raw_name(element: Any) -> str:
    """The name as the text has it, with its prefix."""
    local = str(etree.QName(element).localname)
    return f"{element.prefix}:{local}" if element.prefix else local


def _is_rich(element: Any) -> bool:
    """Whether an element may be an event: it has several values."""
    return len(element) + len(element.attrib) > 1


def _cut(text: str, name: str, count: int) -> tuple[str, list[str], bool] | None:
    """The text around the elements of a name, these as they stand, and whether they have attributes alone.

    None where the name stands elsewhere as well, so that no pattern tells the elements apart.
    """
    tag = re.escape(name)
    for pattern, is_empty in ((rf"<{tag}(?=[\s>]).*?</{tag}>", False), (rf"<{tag}\s[^>]*/>", True)):
        found = list(re.finditer(pattern, text, re.DOTALL))
        if len(found) == count and len(re.findall(rf"<{tag}(?=[\s/>])", text)) == count:
            frame = text[: found[0].start()] + MARK + text[found[-1].end() :]
            return frame, [each[0] for each in found], is_empty
    return None


def _scalars(frame: str) -> tuple[str, dict[str, Any]]:
    """The frame with marks for the texts of its elements, and these by name; each name stands there once."""
    found = re.findall(r"<([A-Za-z][\w.-]{0,60})>([^<>]{1,2000})</\1>", frame)[:_MOST_SCALARS]
    names = Counter(name for name, _ in found)
    scalars: dict[str, Any] = {}
    for name, value in found:
        if names[name] == 1 and MARK not in value and value.strip():
            frame = frame.replace(f"<{name}>{value}</{name}>", f"<{name}>{MARK}{name}{MARK}</{name}>")
            scalars[name] = _typed(value.strip())
    return frame, scalars


def _typed(text: str) -> Any:
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if re.fullmatch(r"[0-9]{1,15}", text):
        return int(text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _values(element: Any) -> Iterator[tuple[str, str]]:
    """The attributes and the texts of the children of an event, by name."""
    for name, value in element.attrib.items():
        yield f"@{name}", value
    for child in element.iterchildren(etree.Element):
        if len(child) == 0 and (child.text or "").strip():
            yield _raw_name(child), child.text.strip()
