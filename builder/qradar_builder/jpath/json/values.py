"""JSON values as the State holds them: numbers keep the text they came with.

null, booleans, strings, arrays and objects are Python's own. An integer is an `int`; any other number that came
from JSON is a `NumberAsWritten`, so that `1.10` and `1e5` go out as they came in. A `float` is the result of a
calculation.
"""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from qradar_builder.javalang.double import double_text
from qradar_builder.jpath.errors import JsonError
from qradar_builder.jpath.limits import MAX_JSON_DEPTH
from qradar_builder.quick.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterable


class NumberAsWritten:
    """A number of JSON that is not a plain integer, such as `1.10`, `1e5` or `-0`.

    Two of them are equal where their texts are, as Gson has it.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def number(self) -> float:
        """Its value. What no float can hold is infinite."""
        return float(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NumberAsWritten) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"NumberAsWritten({self.text!r})"


JsonValue: TypeAlias = "bool | int | float | NumberAsWritten | str | list[JsonValue] | dict[str, JsonValue] | None"


class MissingType(Enum):
    """The type of `Missing`."""

    MISSING = "missing"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "Missing"


Missing: Final = MissingType.MISSING
"""What a path gives that has no value. JSON null is `None`."""


class _Unwritable(Exception):  # noqa: N818 - not an error: the fast way does not do, so the slow one is taken
    pass


def _not_json(word: str) -> NoReturn:
    raise JsonError(f"{word} is not JSON")


def _unwritable(_: object) -> NoReturn:
    raise _Unwritable


_MINUS_ZERO = late(r"-0(?![0-9.eE])")
_decode = json.JSONDecoder(parse_float=NumberAsWritten, parse_constant=_not_json).decode
_decode_minus_zero = json.JSONDecoder(
    parse_float=NumberAsWritten,
    parse_int=lambda text: NumberAsWritten(text) if text == "-0" else int(text),
    parse_constant=_not_json,
).decode
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_unwritable).encode


def loads(text: str) -> JsonValue:
    """The value of JSON text, by RFC 8259.

    Of members with equal names the last one counts, as in Gson, and stands where the first one stood. Raises JsonError
    for what is not JSON, beyond MAX_JSON_DEPTH, and for integers of thousands of digits.
    """
    decode = _decode_minus_zero if "-0" in text and _MINUS_ZERO.search(text) else _decode
    try:
        value: JsonValue = decode(text)
    except json.JSONDecodeError as error:
        raise JsonError(f"This is not JSON: {error.msg}", text, error.pos, error.pos + 1) from None
    except RecursionError:
        raise _too_deep(text) from None
    except JsonError as error:
        raise error.placed(text, 0, 0) from None
    except ValueError:
        # Python itself refuses integers of thousands of digits.
        raise JsonError("An integer has too many digits", text) from None
    if text.count("[") + text.count("{") > MAX_JSON_DEPTH and not _is_shallow(value):
        raise _too_deep(text)
    return value


def dumps_compact(value: JsonValue) -> str:
    """JSON text without spaces, as Gson's `JsonElement.toString` gives it: members in their order, non-ASCII
    characters kept, only quotes, backslashes, control characters and the two Unicode line ends escaped.
    """
    try:
        text = _encode(value)
    except _Unwritable:
        pieces: list[str] = []
        try:
            _write(value, pieces)
        except RecursionError:
            raise _too_deep("") from None
        text = "".join(pieces)
    except RecursionError:
        raise _too_deep("") from None
    if not text.isascii():
        # These two can only stand in strings.
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text


def render(value: JsonValue | MissingType) -> str:
    """The text of a value in a template: strings raw, null and Missing empty, arrays and objects as compact JSON."""
    if isinstance(value, str):
        return value
    if value is None or value is Missing:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, NumberAsWritten):
        return value.text
    if isinstance(value, float):
        return double_text(value)
    return dumps_compact(value)


def deep_copy(value: JsonValue) -> JsonValue:
    """A copy that shares no array or object with the value."""
    try:
        copied: JsonValue = _copy(value)
    except RecursionError:
        raise _too_deep("") from None
    return copied


def _copy(value: Any) -> Any:
    if type(value) is dict:
        return {name: _copy(member) if type(member) in _CONTAINERS else member for name, member in value.items()}
    if type(value) is list:
        return [_copy(item) if type(item) in _CONTAINERS else item for item in value]
    return value


_CONTAINERS = frozenset({dict, list})


def _write(value: Any, pieces: list[str]) -> None:
    if isinstance(value, dict):
        between = "{"
        for name, member in value.items():
            pieces += (between, _encode(name), ":")
            _write(member, pieces)
            between = ","
        pieces.append("}" if value else "{}")
    elif isinstance(value, list):
        between = "["
        for item in value:
            pieces.append(between)
            _write(item, pieces)
            between = ","
        pieces.append("]" if value else "[]")
    elif isinstance(value, str):
        pieces.append(_encode(value))
    elif value is None:
        pieces.append("null")
    else:
        pieces.append(render(value))


def _levels(value: Any) -> Iterable[list[Any]]:
    """The arrays and objects of a value, level by level."""
    level = [value] if type(value) in _CONTAINERS else []
    while level:
        yield level
        level = [
            item
            for container in level
            for item in (container.values() if type(container) is dict else container)
            if type(item) in _CONTAINERS
        ]


def _is_shallow(value: JsonValue) -> bool:
    return all(depth <= MAX_JSON_DEPTH for depth, _ in enumerate(_levels(value), 1))


def _too_deep(text: str) -> JsonError:
    return JsonError(f"Arrays and objects are nested more than {MAX_JSON_DEPTH} levels deep", text)
