"""What a condition saw: its paths and functions with their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Environment, JPathError, Missing, compile_expression
from qradar_builder.jpath.syntax.tree import Comparison, Node, Path, Text, levels
from qradar_builder.workflow.engine.paths.lost import explain_missing
from qradar_builder.workflow.engine.paths.shape import shape_of
from qradar_builder.workflow.engine.whereabouts import asked_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.model.workflow.document import SchemaVersion

_SHOWN: Final = 6
_LONGEST: Final = 60
_PRIVATE: Final = re.compile(r"cookie|token|secret|passw|key|auth|session|signature|credential", re.IGNORECASE)
"""Paths whose texts are not shown, as they may be credentials that nothing has told to be secret."""


def condition_values(
    source: str, schema: SchemaVersion, root: dict[str, Any], now: Callable[[], int]
) -> tuple[list[str], list[str]]:
    """The values that an expression sees, and what is to be known of its paths that lead nowhere."""
    environment = Environment(schema, now=now)
    try:
        tree = compile_expression(source, environment).tree
    except JPathError:
        return [], []
    lost = list(_other_case(tree, environment, root))
    values = []
    for text in list(dict.fromkeys(asked_in(tree)))[:_SHOWN]:
        try:
            value = compile_expression(text, environment).evaluate(root)
        except JPathError as error:
            values.append(f"`{text}` fails ({error.message})")
            continue
        shown = shape_of(value) if _PRIVATE.search(text) else _value(value)
        values.append(f"`{text}` is {shown}")
        if value is Missing and (explained := explain_missing(text, root)):
            lost.append(f"`{text}` is missing: {explained}")
    return values, lost


def _other_case(tree: Node, environment: Environment, root: dict[str, Any]) -> Iterator[str]:
    """Comparisons with a text that differs from the value in the size of letters only, or in spaces around it."""
    for level in levels(tree):
        for node in level:
            if not isinstance(node, Comparison) or node.operator != "=":
                continue
            for path, text in ((node.left, node.right), (node.right, node.left)):
                if isinstance(path, Path) and isinstance(text, Text) and asked_in(path):
                    value = compile_expression(str(path), environment).evaluate(root)
                    if isinstance(value, str) and value != text.value and _bare(value) == _bare(text.value):
                        yield f"`{path}` and {text} differ only in upper and lower case, or in spaces"


def _bare(text: str) -> str:
    return text.strip().casefold()


def _value(value: object) -> str:
    if isinstance(value, str) and len(value) <= _LONGEST:
        return f"'{value}'"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else shape_of(value)
