"""The functions of JPath that give numbers from numbers, from the clock and by chance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from qradar_builder.jpath.calculation import Numeric, checked, described, operand, whole_number_of
from qradar_builder.jpath.errors import JPathEvaluationError
from qradar_builder.jpath.expression_choices import RANGE_END, ROUNDING
from qradar_builder.jpath.limits import MAX_ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.jpath.environment import Environment

_HALF = 0.5


def time(environment: Environment) -> int:
    """The time in epoch milliseconds."""
    return environment.now()


def random_number(environment: Environment) -> float:
    """A fraction from 0 up to but not including 1."""
    return environment.random()


def trunc(environment: Environment, value: Any) -> Numeric:
    """The whole part."""
    return _whole(environment, value, math.trunc)


def nearest_whole(environment: Environment, value: Any) -> Numeric:
    """The nearest integer; a half is rounded up."""
    return _whole(environment, value, _round_half_up)


def floor(environment: Environment, value: Any) -> Numeric:
    """The largest integer that is not greater than the number."""
    return _whole(environment, value, math.floor)


def ceil(environment: Environment, value: Any) -> Numeric:
    """The smallest integer that is not less than the number."""
    return _whole(environment, value, math.ceil)


def whole_numbers(environment: Environment, start: Any, end: Any) -> list[int]:
    """The integers from `start` up to but not including `end`."""
    first, last = required_whole(start, "start"), required_whole(end, "end")
    if last - first > MAX_ITEMS:
        raise JPathEvaluationError(f"The range has more than {MAX_ITEMS} numbers")
    environment.note(RANGE_END)
    return list(range(first, last))


def required_whole(value: Any, parameter: str) -> int:
    """The integer that an argument is. Raises JPathEvaluationError."""
    number = whole_number_of(value)
    if number is None:
        raise JPathEvaluationError(f"`{parameter}` must be an integer, but is {described(value)}")
    return number


def _whole(environment: Environment, value: Any, rule: Callable[[float], int]) -> Numeric:
    number = operand(value, "expression")
    if isinstance(number, int):
        return number
    environment.note(ROUNDING)
    return checked(rule(checked(number)))


def _round_half_up(number: float) -> int:
    whole = math.floor(number)
    return whole + (number - whole >= _HALF)
