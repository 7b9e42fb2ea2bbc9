"""Where a call has its parameters: in the query, in the fields of a form, or in a JSON body; and what is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.exchanges.exchange import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Keys: TypeAlias = tuple[str, ...]
"""The keys that lead to a value of a JSON document."""

_MOST_DEPTH: Final = 8
_MOST_SLOTS: Final = 400
_OPERATORS: Final = {">=": "gte", ">": "gt", "<=": "lte", "<": "lt"}
_OPERATOR_KEYS: Final = ("operator", "op", "comparator", "comparison", "operation", "condition")


class Where(StrEnum):
    """The part of a call that has a parameter."""

    QUERY = "query"
    FORM = "form"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a parameter. `keys` lead to it in a JSON body, where `[0]` is the first of a list.

    `name` tells what it is for; `is_text` whether JSON has quotes around it.
    """

    where: Where
    keys: Keys
    name: str = field(compare=False)
    is_text: bool = field(default=True, compare=False)


def named(name: str, where: Where = Where.QUERY) -> Slot:
    """The slot of a parameter of the query, or of a field of a form."""
    return Slot(where, (name,), name)


def json_slots(body: Any) -> dict[Slot, str]:
    """The texts, numbers and nulls of a JSON body with their slots; secrets and truth values are none."""
    return dict(_scalars(body))


def at(body: Any, keys: Keys) -> Any:
    """The value of a JSON body that keys lead to; None where there is none."""
    for key in keys:
        if isinstance(body, list) and key.startswith("[") and int(key[1:-1]) < len(body):
            body = body[int(key[1:-1])]
        else:
            body = body.get(key) if isinstance(body, dict) else None
    return body


def put(body: Any, keys: Keys, value: Any) -> Any:
    """The body with a value where the keys lead to; objects on the way are made."""
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    if key.startswith("[") and isinstance(body, list):
        number = int(key[1:-1])
        body[number] = put(body[number], rest, value)
        return body
    if not isinstance(body, dict):
        body = {}
    body[key] = put(body.get(key), rest, value)
    return body


def slot_for(name: str, asked: Mapping[Slot, str], beside: Slot | None, where: Where = Where.QUERY) -> Slot:
    """The slot of a parameter that no call has had: where the others are, next to the one that is given.

    `where` is for a call that has none at all.
    """
    where = beside.where if beside is not None else next((slot.where for slot in asked), where)
    if where is not Where.JSON:
        return named(name, where)
    return Slot(where, (*(() if beside is None else beside.keys[:-1]), name), name)


def _scalars(body: Any) -> Iterator[tuple[Slot, str]]:
    waiting: list[tuple[Keys, Any, str]] = [((), body, "")]
    count = 0
    while waiting and count < _MOST_SLOTS:
        keys, value, name = waiting.pop(0)
        count += 1
        if isinstance(value, dict):
            if len(keys) < _MOST_DEPTH:
                operator = _operator(value)
                waiting += [
                    ((*keys, key), each, operator if operator and key.lower() in {"value", "values", "val"} else key)
                    for key, each in value.items()
                    if isinstance(key, str) and key and not key.startswith("[")
                ]
        elif isinstance(value, list):
            if len(keys) < _MOST_DEPTH:
                waiting += [((*keys, f"[{number}]"), each, name) for number, each in enumerate(value)]
        elif keys and not isinstance(value, bool | Pattern):
            is_text = not isinstance(value, int | float)
            yield Slot(Where.JSON, keys, name, is_text), "" if value is None else str(value)


def _operator(value: Mapping[str, Any]) -> str:
    """What a filter compares by, in words: `gte` for `{"field": "time", "operator": ">=", "value": 1}`."""
    found = next((value[key] for key in _OPERATOR_KEYS if isinstance(value.get(key), str)), "")
    return _OPERATORS.get(found, found)
