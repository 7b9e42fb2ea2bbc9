"""The syntax tree of JPath. `str` of a node is JPath again, with no more parentheses than it needs.

Where a node stands in its source plays no part in whether two of them are equal.
"""

from __future__ import annotations

import re
from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Binding(IntEnum):
    """How tightly an operator holds its operands; more is tighter."""

    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    SIGN = 7
    OPERAND = 8


OPERATORS = {
    "or": Binding.OR,
    "and": Binding.AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">="), Binding.COMPARISON),
    **dict.fromkeys(("+", "-"), Binding.SUM),
    **dict.fromkeys(("*", "/", "%"), Binding.PRODUCT),
}
"""Every operator between two operands."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SPECIAL = re.compile(r"['\\]")


def quoted(text: str) -> str:
    """A text as JPath has it, in single quotes."""
    return "'" + _SPECIAL.sub(r"\\\g<0>", text) + "'"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source: characters, 0-based, the end exclusive."""

    start: int = field(default=0, compare=False, repr=False, kw_only=True)
    end: int = field(default=0, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Place):
    """A number, never negative, by its text."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Text(Place):
    """A string."""

    value: str

    def __str__(self) -> str:
        return quoted(self.value)


@dataclass(frozen=True, slots=True)
class Word(Place):
    """`true`, `false` or `null`."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Key(Place):
    """A step to the member of that name, or to those of all items of an array."""

    name: str

    def __str__(self) -> str:
        return self.name if _BARE_KEY.fullmatch(self.name) else quoted(self.name)


@dataclass(frozen=True, slots=True)
class Bracket(Place):
    """A step to one item of an array, or to those that a condition holds for."""

    content: Node

    def __str__(self) -> str:
        return f"[{self.content}]"


@dataclass(frozen=True, slots=True)
class Path(Place):
    """A place in the State or, where `in_element` is set, in the element that a filter looks at."""

    steps: tuple[Key | Bracket, ...] = ()
    in_element: bool = False

    def __str__(self) -> str:
        parts = [f"/{step}" if isinstance(step, Key) else str(step) for step in self.steps]
        bare = not self.steps or isinstance(self.steps[0], Bracket)
        if self.in_element:
            return "@" + "".join(parts if bare else (str(self.steps[0]), *parts[1:]))
        return ("/" if bare else "") + "".join(parts)


@dataclass(frozen=True, slots=True)
class Call(Place):
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...] = ()

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Negation(Place):
    """A number with its sign turned."""

    operand: Node

    def __str__(self) -> str:
        return f"-{_tight(self.operand, Binding.OPERAND)}"


@dataclass(frozen=True, slots=True)
class Arithmetic(Place):
    """`left operator right`, the operator one of `+ - * / %`."""

    operator: str
    left: Node
    right: Node

    def __str__(self) -> str:
        binding = OPERATORS[self.operator]
        return f"{_tight(self.left, binding)} {self.operator} {_tight(self.right, Binding(binding + 1))}"


@dataclass(frozen=True, slots=True)
class Comparison(Place):
    """`left operator right`, the operator one of `= != < <= > >=`."""

    operator: str
    left: Node
    right: Node

    def __str__(self) -> str:
        return f"{_tight(self.left, Binding.SUM)} {self.operator} {_tight(self.right, Binding.SUM)}"


@dataclass(frozen=True, slots=True)
class Not(Place):
    """Whether a condition does not hold."""

    operand: Node

    def __str__(self) -> str:
        return f"not {_tight(self.operand, Binding.NOT)}"


@dataclass(frozen=True, slots=True)
class Exists(Place):
    """Whether a path leads to something."""

    path: Path

    def __str__(self) -> str:
        return f"exists {self.path}"


@dataclass(frozen=True, slots=True)
class And(Place):
    """Whether all of two or more conditions hold."""

    operands: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(_tight(operand, Binding.NOT) for operand in self.operands)


@dataclass(frozen=True, slots=True)
class Or(Place):
    """Whether one of two or more conditions holds."""

    operands: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(_tight(operand, Binding.AND) for operand in self.operands)


Node: TypeAlias = "Number | Text | Word | Path | Call | Negation | Arithmetic | Comparison | Not | Exists | And | Or"
"""An expression."""


def binding_of(node: Node) -> Binding:
    """How tightly the outermost operator of an expression holds."""
    match node:
        case Or():
            return Binding.OR
        case And():
            return Binding.AND
        case Not() | Exists():
            return Binding.NOT
        case Comparison():
            return Binding.COMPARISON
        case Arithmetic():
            return OPERATORS[node.operator]
        case Negation():
            return Binding.SIGN
        case _:
            return Binding.OPERAND


def children(node: Node) -> tuple[Node, ...]:
    """The expressions that an expression is made of, those in the brackets of a path among them."""
    return _CHILDREN[type(node)](node)


_CHILDREN: dict[type[Node], Callable[[Any], tuple[Node, ...]]] = {
    **dict.fromkeys((Or, And), lambda node: node.operands),
    **dict.fromkeys((Arithmetic, Comparison), lambda node: (node.left, node.right)),
    **dict.fromkeys((Negation, Not), lambda node: (node.operand,)),
    Exists: lambda node: (node.path,),
    Call: lambda node: node.arguments,
    Path: lambda node: tuple(step.content for step in node.steps if type(step) is Bracket),
    **dict.fromkeys((Number, Text, Word), lambda _: ()),
}


def levels(node: Node) -> Iterator[tuple[Node, ...]]:
    """The expression, then those it is made of, and so on."""
    level: tuple[Node, ...] = (node,)
    while level:
        yield level
        level = tuple(child for each in level for child in children(each))


def _tight(node: Node, least: Binding) -> str:
    return str(node) if binding_of(node) >= least else f"({node})"
