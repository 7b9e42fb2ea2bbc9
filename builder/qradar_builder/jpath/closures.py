"""The closures that operators compile into, each made for the plain case and handing the rest to the general rule.

Every closure takes the State and, inside of a filter, the element.
"""

from __future__ import annotations

import operator
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from qradar_builder.jpath.calculation import GREATEST, LEAST, number_in
from qradar_builder.jpath.json.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qradar_builder.jpath.environment import Environment, Observer

    Run: TypeAlias = Callable[..., Any]
    General: TypeAlias = Callable[[Any, Any], Any]
    """The general rule for two values."""

PLAIN_ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_COMPARISONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_BETWEEN_LOOKS: Final = 16
"""How many operands are evaluated from one look at the clock to the next."""


def constant(value: Any) -> Run:
    """Always the same value."""

    def run(root: Any, element: Any = Missing) -> Any:  # noqa: ARG001 - every closure takes both
        return value

    return run


def calculated(symbol: str, left: Run, right: Run, general: General) -> Run:
    """A sum, difference or product."""
    plain = PLAIN_ARITHMETIC[symbol]

    def run(root: Any, element: Any = Missing) -> Any:
        first, second = left(root, element), right(root, element)
        if type(first) is int and type(second) is int:
            number = plain(first, second)
            if LEAST <= number <= GREATEST:
                return number
        return general(first, second)

    return run


def divided(left: Run, right: Run, general: General) -> Run:
    """A quotient."""

    def run(root: Any, element: Any = Missing) -> Any:
        first, second = left(root, element), right(root, element)
        if type(first) is int and type(second) is int and 0 <= first <= GREATEST and second > 0:
            return first // second
        return general(first, second)

    return run


def of_both(left: Run, right: Run, general: General) -> Run:
    """What the general rule makes of two values."""

    def run(root: Any, element: Any = Missing) -> Any:
        return general(left(root, element), right(root, element))

    return run


def compared(symbol: str, left: Run, right: Run, general: General) -> Run:
    """A comparison of two values."""
    plain = _COMPARISONS[symbol]

    def run(root: Any, element: Any = Missing) -> Any:
        first, second = left(root, element), right(root, element)
        if type(first) is int and type(second) is int:
            return plain(first, second)
        return general(first, second)

    return run


def equal_to(wanted: Any, left: Run, general: General, *, equality: bool) -> Run:
    """Whether a value equals a constant, or with `equality` false whether it does not."""
    kind = type(wanted)
    # Text that looks like a number may equal text of another form.
    only_itself = kind is int or (isinstance(wanted, str) and number_in(wanted) is None)

    def run(root: Any, element: Any = Missing) -> Any:
        value = left(root, element)
        if type(value) is kind:
            if value == wanted:
                return equality
            if only_itself:
                return not equality
        return general(value, wanted)

    return run


def watched_comparison(written: str, left: Run, right: Run, general: General, observer: Observer) -> Run:
    """A comparison that an observer is told of."""

    def run(root: Any, element: Any = Missing) -> Any:
        first, second = left(root, element), right(root, element)
        outcome = general(first, second)
        observer.compared(written, first, second, outcome)
        return outcome

    return run


def watched_path(written: str, select: Run, observer: Observer) -> Run:
    """A path that an observer is told of where it has no value."""

    def run(root: Any, element: Any = Missing) -> Any:
        value = select(root, element)
        if value is Missing:
            observer.missing(written)
        return value

    return run


def negated(operand: Run) -> Run:
    """Whether a condition does not hold."""

    def run(root: Any, element: Any = Missing) -> bool:
        return not operand(root, element)

    return run


def timed(operands: Sequence[Run], environment: Environment) -> Sequence[Run]:
    """Operands, with a look at the clock now and then where there are many."""

    def look(root: Any, element: Any = Missing, *, then: Run) -> Any:
        environment.bounds.check_time()
        return then(root, element)

    return [
        each if place % _BETWEEN_LOOKS != _BETWEEN_LOOKS - 1 else partial(look, then=each)
        for place, each in enumerate(operands)
    ]


def all_of(operands: Sequence[Run]) -> Run:
    """Whether all conditions hold; those after the first that does not are not evaluated."""

    def run(root: Any, element: Any = Missing) -> bool:
        for operand in operands:  # noqa: SIM110 - a generator costs more than the loop
            if not operand(root, element):
                return False
        return True

    return run


def any_of(operands: Sequence[Run]) -> Run:
    """Whether one condition holds; those after the first that does are not evaluated."""

    def run(root: Any, element: Any = Missing) -> bool:
        for operand in operands:  # noqa: SIM110 - a generator costs more than the loop
            if operand(root, element):
                return True
        return False

    return run
