"""Compares values with what a case expects of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qradar_builder.exchanges.exchange import Pattern, read_expected
from qradar_builder.jpath import JPathError, Missing
from qradar_builder.jpath.json import values as json_values
from qradar_builder.jpath.json.values import NumberAsWritten, render
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from qradar_builder.jpath import JsonValue

_SHOWN = 300
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z")


def as_json(value: Any) -> JsonValue:
    """A value of YAML as one of JSON: numbers keep their text. The reader of YAML bounds its depth."""
    if isinstance(value, dict):
        return {str(name): as_json(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, float):
        text = getattr(value, "text", "")
        return NumberAsWritten(text) if _NUMBER.match(text) else float(value)
    if isinstance(value, int) and not isinstance(value, bool):
        text = getattr(value, "text", "")
        return NumberAsWritten(text) if text == "-0" else int(value)
    plain: str | bool | None = value
    return plain


def as_expected(value: Any) -> Any:
    """A value of YAML as one of JSON, with a Pattern for each text between slashes. Throws regex.error."""
    if isinstance(value, dict):
        return {str(name): as_expected(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_expected(item) for item in value]
    return read_expected(value) if isinstance(value, str) else as_json(value)


def fits(expected: Any, found: Any) -> bool:
    """Whether a value of the State is as expected.

    Null is expected where there is nothing. Numbers, truth values and texts are equal where their texts are, since a
    State holds most numbers as text.
    """
    if expected is None:
        return found is None or found is Missing
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and expected.keys() == found.keys()
            and all(fits(member, found[name]) for name, member in expected.items())
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(expected) == len(found)
            and all(fits(item, other) for item, other in zip(expected, found, strict=True))
        )
    if found is None or found is Missing or isinstance(found, dict | list):
        return isinstance(expected, Pattern) and isinstance(found, dict | list) and expected.matches(render(found))
    return expected.matches(render(found)) if isinstance(expected, Pattern) else render(expected) == render(found)


def fits_payload(expected: Any, payload: str) -> bool:
    """Whether the payload of an event is as expected: the text of it, or the JSON that it holds."""
    if isinstance(expected, Pattern):
        return expected.matches(payload)
    if isinstance(expected, str):
        return expected == payload
    try:
        return fits(expected, json_values.loads(payload))
    except JPathError:
        return False


def fits_part(expected: str | Pattern, text: str) -> bool:
    """Whether a text has the expected one in it; a pattern must match it as a whole."""
    return expected.matches(text) if isinstance(expected, Pattern) else expected in text


def fits_text(expected: str | Pattern | None, found: str | float | None) -> bool:
    """Whether a value of an event is as expected, None where there is none. Numbers need not be written alike."""
    if expected is None or found is None:
        return expected is None and found is None
    if isinstance(expected, Pattern):
        return expected.matches(str(found))
    if expected == str(found):
        return True
    return not isinstance(found, str) and _NUMBER.match(expected) is not None and float(expected) == found


def shown(value: Any) -> str:
    """An expected or found value for a message."""
    if value is Missing:
        return "nothing"
    if isinstance(value, Pattern):
        return str(value)
    if value is None:
        return "null"
    text = f'"{value}"' if isinstance(value, str) else render(_plain(value))
    return cut(text, _SHOWN)


def _plain(value: Any) -> Any:
    """The value with the text of each pattern in its place."""
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Pattern) else value
