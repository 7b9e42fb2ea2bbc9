"""The syntax of the expression kinds that are not regular expressions.

Sources: IBM documentation, topics "Expressions in JSON format", "… in XML format", "… in LEEF format", "… in CEF
format", and the log source extensions of real exports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

_JSON_PATH = re.compile(r'(?:/"[^"]+"(?:\[[0-9]*\])*)+\Z')
_XML_PATH = re.compile(r'(?:/"[^"]+"(?:\[[0-9]+\])?)+(?:\.[^\s{}/"\[\]]+)?\Z')
_LEEF_KEY = re.compile(r"(?:\$(?:leefversion|vendor|product|version|eventid)\$|[^\s=|{}$]+)\Z")
_CEF_KEY = re.compile(r"(?:\$(?:cefversion|vendor|product|version|id|name|severity)\$|[A-Za-z0-9]+)\Z")
_POSITION = re.compile(r"\$(?:0|[1-9]\d{0,3})\Z", re.ASCII)
_PARTS = re.compile(r"\{([^{}]*)\}")

_RULES: dict[Kind, tuple[str, str, Callable[[str], re.Match[str] | None]]] = {
    Kind.JSON: ("parsing/json-path", "a JSON key path", _JSON_PATH.match),
    Kind.XML: ("parsing/xml-path", "an XML path", _XML_PATH.match),
    Kind.LEEF: ("parsing/leef-key", "a LEEF key", _LEEF_KEY.match),
    Kind.CEF: ("parsing/cef-key", "a CEF key", _CEF_KEY.match),
    Kind.LIST: ("parsing/list-position", "a list position", _POSITION.match),
}


def problem(kind: Kind, text: str) -> tuple[str, str] | None:
    """The rule that an expression breaks and what is wrong with it; None where its syntax holds.

    Besides one path or key, an expression may be text with several of them in braces, such as `{/"a"} at {/"b"}`.
    """
    if kind not in _RULES:
        return None
    rule, what, matches = _RULES[kind]
    if matches(text):
        return None
    parts = _PARTS.findall(text)
    if kind is Kind.LIST or not parts:
        return rule, f"`{text}` is not {what}"
    if _PARTS.sub("", text).strip("{}") != _PARTS.sub("", text):
        return rule, f"the braces in `{text}` do not match"
    bad = next((part for part in parts if not matches(part)), None)
    return None if bad is None else (rule, f"`{bad}` is not {what}")
