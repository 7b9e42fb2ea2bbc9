"""How values and parts are shown: short, on one line, without what moves a cursor, and without credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from qradar_builder.comparison.model import Kind, Part
from qradar_builder.secrets.names import is_private_header, is_secret_name
from qradar_builder.secrets.shown import MARK, without_credentials
from qradar_builder.text.shown import UNSHOWN, cut, masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.comparison.model import Value

Json: TypeAlias = "str | int | float | bool | list[str] | dict[str, Json] | list[Json] | None"

_MOST: Final = 120
"""How many characters of a value people see."""
_MOST_JSON: Final = 4000
"""How many characters of a value machines see."""
NAMED: Final = frozenset({"default", "value", "example"})
"""Values that are what the name beside them says."""


def shown_value(value: object, name: str = "", *, most: int = _MOST) -> str:
    """A value as people read it; `name` is what it is called."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        text = ", ".join(map(str, value))
    elif isinstance(value, Part):
        return shown_part(value)
    else:
        text = str(value)
    if is_private(name, text):
        return MARK
    return cut(masked(without_credentials(text.replace("\n", " ")), UNSHOWN), most)


def shown_part(part: Part) -> str:
    """A part as people know it, such as `json /"user"` or `Set path=/x`."""
    if part.kind is Kind.EXPRESSION:
        text = f"{part.get('kind')} `{shown_value(part.get('text'))}`"
        capture = part.get("capture")
        return text if capture in {None, r"\1"} else f"{text} with `{shown_value(capture)}`"
    if part.kind in {Kind.ACTION, Kind.ELEMENT, Kind.TEST}:
        pairs = [
            f"{name}={shown_value(value, str(part.get('name') or name), most=60)}"
            for name, value in part.values.items()
            if name != "element"
        ]
        return cut(" ".join([str(part.get("element")), *pairs]), 2 * _MOST)
    hidden = bool(part.get("secret"))
    pairs = [
        f"{name}: {MARK if hidden and name in NAMED else shown_value(value, _name(part.values, name), most=60)}"
        for name, value in part.values.items()
    ]
    expressions = [shown_part(each) for each in part.listed(Kind.EXPRESSION)]
    counts = [
        f"{len(inner)} {kind}{'' if len(inner) == 1 else 's'}"
        for kind, inner in (*part.parts.items(), *part.lists.items())
        if kind is not Kind.EXPRESSION
    ]
    return cut(", ".join([*expressions, *pairs, *counts]), 2 * _MOST)


def json_value(value: object, name: str = "", *, hidden: bool = False) -> Json:
    """A value or part for machines: whole as far as it is not too long, and without credentials."""
    if isinstance(value, Part):
        return _json_part(value)
    if hidden and value is not None:
        return MARK
    if isinstance(value, tuple):
        return [cut(without_credentials(str(each)), _MOST_JSON) for each in value]
    if isinstance(value, str):
        return MARK if is_private(name, value) else cut(without_credentials(value), _MOST_JSON)
    return value if value is None or isinstance(value, int | float) else str(value)


def _json_part(part: Part) -> dict[str, Json]:
    secret = bool(part.get("secret"))
    found: dict[str, Json] = {
        name: json_value(value, _name(part.values, name), hidden=secret and name in NAMED)
        for name, value in part.values.items()
    }
    for kind, named in part.parts.items():
        found[kind] = {label: _json_part(each) for label, each in named.items()}
    for kind, listed in part.lists.items():
        parts: list[Json] = [_json_part(each) for each in listed]
        found[kind] = parts
    return found


def is_private(name: str, text: str) -> bool:
    """Whether a value is a credential by its name. What only names a place in the State is none."""
    return (
        (is_secret_name(name) or is_private_header(name))
        and bool(text)
        and "${" not in text
        and not text.startswith("/")
    )


def _name(values: Mapping[str, Value], name: str) -> str:
    """What a value is called: that of a parameter, by the name of the parameter."""
    return str(values.get("name") or name) if name in NAMED else name
