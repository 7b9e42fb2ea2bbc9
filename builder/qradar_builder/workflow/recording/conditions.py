"""A condition with the values of its parts: comparisons and the like, then the paths and functions in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Environment, JPathError, Missing, compile_condition, compile_expression
from qradar_builder.jpath.syntax.tree import And, Call, Comparison, Exists, Not, Or, Path, children, levels
from qradar_builder.workflow.engine.whereabouts import asked_in
from qradar_builder.workflow.recording.shown import size_text
from qradar_builder.workflow.recording.step import Part, SeenCondition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath.syntax.tree import Node

_MOST_KEPT: Final = 100
"""How many values of an object or an array are kept: a condition is looked at in each turn of a loop."""
_MOST: Final = 24
_LONGEST: Final = 20_000
"""A condition of more characters is not taken apart."""
_BY_CHANCE: Final = "each evaluation gives another value"


def seen(source: str, holds: bool, root: dict[str, Any], environment: Environment) -> SeenCondition:
    """A condition that came out so, with the values that its parts have in a State."""
    parts: list[Part] = []
    if len(source) <= _LONGEST:
        try:
            tree = compile_expression(source, environment).tree
        except JPathError:
            return SeenCondition(source, holds, ())
        for text, node in dict(_texts(tree)).items():
            if len(parts) == _MOST:
                break
            parts.append(_part(text, node, root, environment))
    return SeenCondition(source, holds, tuple(parts))


def _texts(tree: Node) -> Iterator[tuple[str, Node | None]]:
    """The parts: those between `and`, `or` and `not`, then what they look at."""
    waiting = [tree]
    for node in waiting:
        if isinstance(node, And | Or | Not):
            waiting += children(node)
        elif isinstance(node, Comparison | Exists) or (node is not tree and not isinstance(node, Path)):
            yield str(node), node
    for text in asked_in(tree):
        yield text, None


def _part(text: str, node: Node | None, root: dict[str, Any], environment: Environment) -> Part:
    try:
        expression = compile_expression(text, environment)
        if any(
            isinstance(each, Call) and each.function.startswith("random_")
            for level in levels(expression.tree)
            for each in level
        ):
            return Part(text, Missing, _BY_CHANCE)
        if isinstance(node, Comparison | Exists | And | Or | Not):
            return Part(text, compile_condition(text, environment).holds(root))
        value = expression.evaluate(root)
        beginning, is_whole = _beginning(value)
        return Part(text, beginning, size="" if is_whole else size_text(value))
    except JPathError as error:
        return Part(text, Missing, error.message)


def _beginning(value: Any) -> tuple[Any, bool]:
    """A copy of the first values in a value, and whether that is all of it."""
    left = _MOST_KEPT
    is_whole = True

    def copied(each: Any) -> Any:
        nonlocal left, is_whole
        left -= 1
        if not isinstance(each, dict | list):
            return each
        found: Any = {} if isinstance(each, dict) else []
        for key, inner in each.items() if isinstance(each, dict) else enumerate(each):
            if left <= 0:
                is_whole = False
                break
            one = copied(inner)
            if isinstance(each, dict):
                found[key] = one
            else:
                found.append(one)
        return found

    return copied(value), is_whole
