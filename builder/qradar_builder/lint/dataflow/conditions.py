"""Conditions as one expression, with their templates put in, and what they come to for a status of a response."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath.errors import JPathError
from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.jpath.syntax.tree import And, Comparison, Not, Number, Or, Path, Text, Word
from qradar_builder.lint.dataflow.state_path import path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.lint.dataflow.state_path import StatePath

_HOLE = re.compile(r"'\$\{([^{}]*)\}'|\$\{([^{}]*)\}")
_MOST_HOLES: Final = 100
_SIGNS: Final[dict[str, Callable[[float, float], bool]]] = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def condition_of(text: str) -> Node | None:
    """A condition as an expression: `${/a} = 1` is `(/a) = 1`, and `'${/a}' = 'b'` is `(/a) = 'b'`.

    None where it cannot be read without the values.
    """
    for _ in range(_MOST_HOLES):
        match = _HOLE.search(text)
        if match is None:
            break
        inner = match[1] if match[1] is not None else match[2]
        text = f"{text[: match.start()]}({inner}){text[match.end() :]}"
    try:
        return parse(text)
    except JPathError:
        return None


def outcome(node: Node, status: StatePath, number: int) -> bool | None:
    """What a condition comes to where a status is that number; None where that depends on something else."""
    match node:
        case And():
            inner = [outcome(each, status, number) for each in node.operands]
            return False if False in inner else None if None in inner else True
        case Or():
            inner = [outcome(each, status, number) for each in node.operands]
            return True if True in inner else None if None in inner else False
        case Not():
            inner_one = outcome(node.operand, status, number)
            return None if inner_one is None else not inner_one
        case Word():
            return {"true": True, "false": False}.get(node.text)
        case Comparison():
            return _compared(node, status, number)
        case _:
            return None


def _compared(node: Comparison, status: StatePath, number: int) -> bool | None:
    for side, other, turned in ((node.left, node.right, False), (node.right, node.left, True)):
        if isinstance(other, Word) and other.text in {"true", "false"} and node.operator in {"=", "!="}:
            inner = None if isinstance(side, Path) else outcome(side, status, number)
            if inner is not None:
                return (inner == (other.text == "true")) == (node.operator == "=")
        value = number_of(other) if isinstance(side, Path) and path_of(side) == status else None
        if value is not None:
            one, two = (value, float(number)) if turned else (float(number), value)
            return _SIGNS[node.operator](one, two)
    return None


def number_of(node: Node) -> float | None:
    """The number that a literal is, written as a number or as text; None for everything else."""
    text = node.text if isinstance(node, Number) else node.value if isinstance(node, Text) else ""
    try:
        return float(text) if text and text.replace(".", "", 1).isdecimal() else None
    except ValueError:
        return None
