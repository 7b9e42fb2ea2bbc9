"""How values compare, and which of them count as true."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.javalang.utf_16 import before
from qradar_builder.jpath.calculation import number_in, number_of
from qradar_builder.jpath.expression_choices import (
    COMPARISON_WITH_NOTHING,
    CONTAINERS_AS_TEXT,
    EMPTY_TEXT_AND_NOTHING,
    OTHER_TYPES_AS_TEXT,
    TEXTS_AS_NUMBERS,
    TEXTS_IN_ORDER,
    TRUTH,
)
from qradar_builder.jpath.json.values import Missing, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.reference.choice import Note

_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CONTAINERS: Final = (dict, list)
_FALSE: Final = ("", "false")


def equal(left: Any, right: Any, note: Note) -> bool:
    """Whether `left = right`."""
    if left is None or left is Missing or right is None or right is Missing:
        if left == "" or right == "":
            note(EMPTY_TEXT_AND_NOTHING)
        return (left is None or left is Missing) and (right is None or right is Missing)
    if type(left) is str and type(right) is str:
        return left == right or _equal_as_numbers(left, right, note)
    first, second = number_of(left), number_of(right)
    if first is not None and second is not None:
        return first == second
    if isinstance(left, _CONTAINERS) or isinstance(right, _CONTAINERS):
        note(CONTAINERS_AS_TEXT)
    elif type(left) is not type(right):
        note(OTHER_TYPES_AS_TEXT)
    return render(left) == render(right)


def unequal(left: Any, right: Any, note: Note) -> bool:
    """Whether `left != right`."""
    return not equal(left, right, note)


def _equal_as_numbers(left: str, right: str, note: Note) -> bool:
    first = number_in(left)
    if first is None or first != number_in(right):
        return False
    note(TEXTS_AS_NUMBERS)
    return True


def ordered(symbol: str, left: Any, right: Any, note: Note) -> bool:
    """Whether `left symbol right` for one of `< <= > >=`."""
    if left is None or left is Missing or right is None or right is Missing:
        note(COMPARISON_WITH_NOTHING)
        return False
    order = _ORDERS[symbol]
    first = number_of(left)
    second = None if first is None else number_of(right)
    if first is not None and second is not None:
        if type(left) is str and type(right) is str:
            note(TEXTS_AS_NUMBERS)
        return order(first, second)
    if isinstance(left, _CONTAINERS) or isinstance(right, _CONTAINERS):
        note(CONTAINERS_AS_TEXT)
        return False
    note(TEXTS_IN_ORDER if type(left) is type(right) else OTHER_TYPES_AS_TEXT)
    return order(compare_texts(render(left), render(right)), 0)


def compare_texts(left: str, right: str) -> int:
    """Below, at or above 0 as `left` stands before, with or after `right`."""
    if left == right:
        return 0
    return -1 if before(left, right) else 1


def truth(value: Any, note: Note) -> bool:
    """Whether a value counts as true."""
    if isinstance(value, bool):
        return value
    if value is None or value is Missing:
        return False
    note(TRUTH)
    return not (isinstance(value, str) and value in _FALSE)
