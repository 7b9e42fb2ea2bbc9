"""Expressions, compiled once and evaluated many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from qradar_builder.jpath.compiler import Compiler
from qradar_builder.jpath.errors import JPathEvaluationError, JPathSyntaxError
from qradar_builder.jpath.expression_choices import ESCAPED_QUOTE
from qradar_builder.jpath.syntax.parser import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.jpath.environment import Environment
    from qradar_builder.jpath.syntax.tree import Node

    T = TypeVar("T")


class Expression:
    """A compiled expression.

    `evaluate(state)` gives its value, or Missing where it is a path that has no value; it raises JPathError. `text` is
    the expression as written, `tree` its syntax tree. Arrays and objects are those of the State, not copies.
    """

    __slots__ = ("evaluate", "text", "tree")

    def __init__(self, text: str, environment: Environment) -> None:
        self.text = text
        self.tree: Node = parse(text)
        self.evaluate: Callable[[Any], Any] = run_of(self.tree, text, environment)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def compile_expression(text: str, environment: Environment) -> Expression:
    """Compile an expression without templates. Raises JPathSyntaxError, or JPathVersionError for what is too new."""
    return Expression(text, environment)


def value_of(text: str, environment: Environment, start: int = 0, end: int | None = None) -> Callable[[Any], Any]:
    """What gives the value of the expression that stands in a stretch of a text."""
    return run_of(parse(text, start, end), text, environment)


def truth_of(text: str, environment: Environment) -> Callable[[Any], bool]:
    """What gives whether a condition holds that has no templates in it."""
    tree = parse(text)
    try:
        return guarded(_compiler(tree, text, environment).truth(tree), text)
    except RecursionError:
        raise _too_deep(text) from None


def guarded(run: Callable[[Any], T], text: str) -> Callable[[Any], T]:
    """The same, except that values nested too deep for the stack are an error of ours."""

    def evaluate(state: Any) -> T:
        try:
            return run(state)
        except RecursionError:
            raise JPathEvaluationError("The values are nested too deep to evaluate the expression here", text) from None

    return evaluate


def run_of(tree: Node, text: str, environment: Environment) -> Callable[[Any], Any]:
    """What gives the value of a tree that stands in a text."""
    try:
        return guarded(_compiler(tree, text, environment).value(tree), text)
    except RecursionError:
        # Depth is bounded, but how much of the stack the caller has left is not known.
        raise _too_deep(text) from None


def _compiler(tree: Node, text: str, environment: Environment) -> Compiler:
    if "\\" in text[tree.start : tree.end]:
        # It can only stand in quotes.
        environment.note(ESCAPED_QUOTE)
    return Compiler(text, environment)


def _too_deep(text: str) -> JPathSyntaxError:
    return JPathSyntaxError("The expression is nested too deep to compile here", text)
