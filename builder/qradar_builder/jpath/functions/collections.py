"""The functions of JPath that look into arrays and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.javalang.utf_16 import length
from qradar_builder.jpath.calculation import described, number_of
from qradar_builder.jpath.comparison import compare_texts
from qradar_builder.jpath.errors import JPathEvaluationError
from qradar_builder.jpath.expression_choices import (
    COUNT_NULL,
    COUNT_OTHER,
    EMPTY_ARRAY,
    EXTREME_OF_MIXED,
    EXTREME_OF_NOTHING,
    ITEMS_SHAPE,
    MEMBERS_OF_OTHER,
    NESTED_PROJECTION,
    TEXTS_AS_NUMBERS,
    TEXTS_IN_ORDER,
)
from qradar_builder.jpath.json.values import Missing, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.environment import Environment


def count(environment: Environment, value: Any) -> int:
    """The number of items, members or characters; 0 for what is missing."""
    if isinstance(value, list | dict):
        return len(value)
    if isinstance(value, str):
        return length(value)
    if value is Missing:
        return 0
    if value is None:
        environment.note(COUNT_NULL)
        return 0
    environment.note(COUNT_OTHER)
    raise JPathEvaluationError(f"count requires an array, an object, or text, but this is {described(value)}")


def least(environment: Environment, value: Any) -> Any:
    """The least item of an array, without changes; null where there is none."""
    return _extreme(environment, value, 1)


def greatest(environment: Environment, value: Any) -> Any:
    """The greatest item of an array, without changes; null where there is none."""
    return _extreme(environment, value, -1)


def _extreme(environment: Environment, value: Any, direction: int) -> Any:
    pick = min if direction > 0 else max
    if type(value) is list and value and all(type(item) is int for item in value):
        return pick(value)
    found = list(_scalars(environment, value))
    if not found:
        environment.note(EXTREME_OF_NOTHING)
        return None
    numbers = [number_of(item) for item in found]
    known = [number for number in numbers if number is not None]
    if len(known) == len(found):
        if any(type(item) is str for item in found):
            environment.note(TEXTS_AS_NUMBERS)
        return found[numbers.index(pick(known))]
    same = {type(item) for item in found} == {str}
    environment.note(TEXTS_IN_ORDER if same else EXTREME_OF_MIXED)
    texts = [render(item) for item in found]
    best = 0
    for place, text in enumerate(texts):
        if compare_texts(text, texts[best]) * direction < 0:
            best = place
    return found[best]


def _scalars(environment: Environment, value: Any) -> Iterator[Any]:
    """The values that min and max look at. How deep arrays lie in one another costs no stack."""
    if type(value) is not list and value is not None and value is not Missing:
        environment.note(EXTREME_OF_MIXED)
    waiting = [iter((value,))]
    while waiting:
        for item in waiting[-1]:
            if type(item) is list:
                if len(waiting) > 1:
                    environment.note(NESTED_PROJECTION)
                waiting.append(iter(item))
                break
            if isinstance(item, dict):
                raise JPathEvaluationError(f"min and max require numbers or text, but this is {described(item)}")
            if item is not None and item is not Missing:
                yield item
        else:
            waiting.pop()


def empty(environment: Environment, value: Any) -> bool:
    """Whether a value is missing, null, '', [] or {}."""
    if isinstance(value, list) and not value:
        environment.note(EMPTY_ARRAY)
    return value is None or value is Missing or (isinstance(value, str | list | dict) and not value)


def keys(environment: Environment, value: Any) -> list[str]:
    """The keys of an object."""
    return list(_members(environment, value))


def values(environment: Environment, value: Any) -> list[Any]:
    """The values of an object."""
    return list(_members(environment, value).values())


def items(environment: Environment, value: Any) -> list[dict[str, Any]]:
    """The members of an object, each as an object with `key` and `value`."""
    environment.note(ITEMS_SHAPE)
    return [{"key": key, "value": member} for key, member in _members(environment, value).items()]


def _members(environment: Environment, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    environment.note(MEMBERS_OF_OTHER)
    if value is None or value is Missing:
        return {}
    raise JPathEvaluationError(f"keys, values, and items require an object, but this is {described(value)}")
