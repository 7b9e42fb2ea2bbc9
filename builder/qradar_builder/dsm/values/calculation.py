"""Calculated properties: two operands, each a number or the name of a numeric property."""

from __future__ import annotations

import operator
from math import isfinite
from typing import TYPE_CHECKING

from qradar_builder.model.expressions import Operator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.dsm.values.property_values import PropertyValue
    from qradar_builder.model.expressions import Calculation, Operand

_EXACT = 2**53
"""Up to here a double holds every integer."""


def operands(calculation: Calculation) -> tuple[str, ...]:
    """The names of the properties that a calculation needs, each once."""
    return tuple(dict.fromkeys(each for each in (calculation.first, calculation.second) if isinstance(each, str)))


def compile_calculation(calculation: Calculation) -> Callable[[Mapping[str, PropertyValue]], float | None]:
    """Compile a calculation. It takes the values of an event's properties by name and gives an int where it is whole.

    There is no result where an operand is missing or no number, on division by zero, or beyond what a double holds
    (CALCULATION).
    """
    first, second = calculation.first, calculation.second
    operate = _OPERATIONS[calculation.operator]

    def calculate(values: Mapping[str, PropertyValue]) -> float | None:
        left, right = _number(first, values), _number(second, values)
        if left is None or right is None:
            return None
        try:
            result = operate(left, right)
            if not isfinite(result):
                return None
        except (ZeroDivisionError, OverflowError):
            return None
        whole = int(result)
        return whole if whole == result and abs(result) <= _EXACT else result

    return calculate


def why_not(calculation: Calculation, values: Mapping[str, PropertyValue]) -> str:
    """Why a calculation has no result, for people; empty where it has one."""
    if compile_calculation(calculation)(values) is not None:
        return ""
    for name in operands(calculation):
        if _number(name, values) is None:
            return f"the value of `{name}` is not a number" if name in values else f"`{name}` has no value"
    if calculation.operator is Operator.DIVIDE and not _number(calculation.second, values):
        return "it divides by zero"
    return "the result is too large"


def _number(operand: Operand, values: Mapping[str, PropertyValue]) -> float | None:
    found = values.get(operand) if isinstance(operand, str) else operand
    return None if isinstance(found, str) else found


def _divide(left: float, right: float) -> float:
    if isinstance(left, int) and isinstance(right, int) and right and left % right == 0:
        return left // right
    return left / right


_OPERATIONS: dict[Operator, Callable[[float, float], float]] = {
    Operator.ADD: operator.add,
    Operator.SUBTRACT: operator.sub,
    Operator.MULTIPLY: operator.mul,
    Operator.DIVIDE: _divide,
}
