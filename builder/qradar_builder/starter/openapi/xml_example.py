"""Makes XML by the schemas of an API document, with several events in each list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from qradar_builder.starter.openapi.example import Examples, kind_of

if TYPE_CHECKING:
    from qradar_builder.starter.openapi.document import ApiDocument

_MOST_DEPTH: Final = 6
_COUNT: Final = 3
_NAME: Final = re.compile(r"[A-Za-z_][\w.-]{0,100}")
_MOST_CHARACTERS: Final = 200_000


def xml_example(document: ApiDocument, schema: Any) -> str | None:
    """An answer of a schema as XML; None where its names are none of XML. Raises UnknownReference."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    name = reference.rpartition("/")[2] if isinstance(reference, str) else "response"
    text = _element(Examples(document), name, schema, 0, 0)
    return text if text and len(text) <= _MOST_CHARACTERS else None


def _element(examples: Examples, name: str, schema: Any, number: int, depth: int) -> str:
    found = examples.merged(schema)
    name = _named(found, name)
    if depth > _MOST_DEPTH or not _NAME.fullmatch(name):
        return ""
    if kind_of(found) == "array":
        return f"<{name}>{_items(examples, name, found, depth)}</{name}>"
    properties = found.get("properties")
    if not isinstance(properties, dict):
        value = examples.value(found, number, name)
        if isinstance(value, bool):
            value = str(value).lower()
        return "" if isinstance(value, dict | list) or value is None else f"<{name}>{escape(str(value))}</{name}>"
    attributes, children = "", ""
    for key, member in properties.items():
        each = examples.merged(member)
        said = each.get("xml")
        said = said if isinstance(said, dict) else {}
        if said.get("attribute") is True:
            own = _named(each, str(key))
            if _NAME.fullmatch(own):
                attributes += f" {own}={quoteattr(str(examples.value(each, number, str(key))))}"
        elif kind_of(each) == "array" and said.get("wrapped") is not True:
            children += _items(examples, _named(each, str(key)), each, depth)
        else:
            children += _element(examples, str(key), member, number, depth + 1)
    return f"<{name}{attributes}>{children}</{name}>"


def _items(examples: Examples, name: str, schema: dict[str, Any], depth: int) -> str:
    item = schema.get("items")
    return "".join(_element(examples, name, item, number, depth + 1) for number in range(_COUNT))


def _named(schema: dict[str, Any], name: str) -> str:
    said = schema.get("xml")
    found = said.get("name") if isinstance(said, dict) else None
    return found if isinstance(found, str) else name
