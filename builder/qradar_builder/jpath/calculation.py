"""Numbers: what counts as one, and arithmetic on 64-bit integers and on fractions."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.jpath.errors import JPathEvaluationError
from qradar_builder.jpath.json.values import Missing, NumberAsWritten, render
from qradar_builder.jpath.limits import MAX_NUMBER
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Callable

Numeric: TypeAlias = "int | float"

LEAST: Final = -(2**63)
GREATEST: Final = 2**63 - 1

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
SHOWN = 60


def number_of(value: Any) -> Numeric | None:
    """The number that a value is or, for a text, looks like; else None. A boolean is none."""
    kind = type(value)
    if kind is int or kind is float:
        return value  # type: ignore[no-any-return]  # its type has just been looked at
    if kind is str:
        return number_in(value)
    if isinstance(value, NumberAsWritten):
        return 0 if value.text == "-0" else value.number
    return value if isinstance(value, int | float) and kind is not bool else None


def number_in(text: str) -> Numeric | None:
    """The number that a text is, as `-12`, `1.5` or `1e5`; else None."""
    if len(text) > MAX_NUMBER or text[-1:] not in "0123456789":
        return None
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return int(text) if match.lastindex is None else float(text)


def whole_number_of(value: Any) -> int | None:
    """The integer that a value is, also as text or as a fraction without one; else None."""
    number = number_of(value)
    if isinstance(number, float):
        return int(number) if number.is_integer() else None
    return number


def described(value: Any) -> str:
    """A value in a message."""
    if value is Missing:
        return "missing"
    if isinstance(value, str):
        return f"the text '{cut(value, SHOWN)}'"
    return cut("null" if value is None else render(value), SHOWN)


def operand(value: Any, written: object) -> Numeric:
    """The number that a value is in a calculation. Raises JPathEvaluationError."""
    number = number_of(value)
    if number is not None:
        return number
    message = f"The value must be a number, but `{cut(str(written), SHOWN)}` is {described(value)}"
    if value is Missing or value is None:
        raise JPathEvaluationError(message, advice="set it before it is used")
    joins = type(value) is str
    advice = "`+` does not join strings; write them one after the other in a template" if joins else ""
    raise JPathEvaluationError(message, advice=advice)


def checked(number: Numeric) -> Numeric:
    """A result, unless it leaves the numbers that Java has. Raises JPathEvaluationError."""
    if isinstance(number, float):
        if math.isfinite(number):
            return number
    elif LEAST <= number <= GREATEST:
        return number
    raise JPathEvaluationError("The result is too large for a number of 64 bits")


def divide(left: Numeric, right: Numeric) -> Numeric:
    """Java's `/`: integers are divided towards zero. Raises JPathEvaluationError for a division by zero."""
    if right == 0:
        raise JPathEvaluationError("Division by zero")
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    return left / right


def remainder(left: Numeric, right: Numeric) -> Numeric:
    """Java's `%`: it has the sign of the left side. Raises JPathEvaluationError for a division by zero."""
    if right == 0:
        raise JPathEvaluationError("Division by zero")
    if isinstance(left, int) and isinstance(right, int):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return math.fmod(left, right)


def calculate(operation: Callable[[Any, Any], Any], left: Numeric, right: Numeric) -> Numeric:
    """The result of an operation within the numbers that Java has. Raises JPathEvaluationError."""
    try:
        return checked(operation(left, right))
    except JPathEvaluationError:
        raise
    except (OverflowError, ValueError):
        # An integer beyond any float, or an infinite operand.
        raise JPathEvaluationError("The numbers are too large to calculate with") from None
