"""Says where a run was when it reached a limit: the loop, the action, and the values that their expressions saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.jpath import JPathError, Missing, compile_condition, compile_expression, compile_template
from qradar_builder.jpath.json.values import NumberAsWritten, render
from qradar_builder.jpath.syntax.tree import Call, Path, levels
from qradar_builder.jpath.template import Hole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.jpath import Environment
    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.state import State
    from qradar_builder.workflow.engine.steps import Loop

_SHOWN_VALUES = 6
_SHOWN = 100
_LOOKED_AT = 100_000
"""Characters of a text that are looked through for secrets; the longest secrets are keys of some thousands."""
_LOOPS = ("While", "DoWhile", "ForEach")


def whereabouts(compiled: CompiledWorkflow, step: int, state: State) -> str:
    """What to add to a message about a step: `, in While at …, whose condition is …`. Empty outside of loops."""
    loop = _loop_around(compiled, step)
    if loop is None:
        return ""
    text = f", in {_loop_text(loop, compiled.environment, state)}"
    element = compiled.elements[step]
    if element.name in _LOOPS:
        return text
    seen = ", ".join(_values_in_templates(element, compiled.environment, state))
    return f"{text}; {element.name} saw {seen}" if seen else text


def _loop_around(compiled: CompiledWorkflow, step: int) -> Loop | None:
    """The innermost loop that a step belongs to."""
    around = [loop for loop in compiled.loops if loop.first <= step < loop.after]
    return max(around, key=lambda loop: loop.first, default=None)


def _loop_text(loop: Loop, environment: Environment, state: State) -> str:
    """A loop for a message: where it stands, and what its condition sees."""
    element = loop.element
    text = f"{element.name} at {element.origin.locate()}"
    if element.name == "ForEach":
        return f"{text} over {element.get('items')}"
    condition = element.get("condition") or ""
    seen = _values_in_condition(condition, environment, state)
    return f"{text}, whose condition is `{condition}`" + (f" with {', '.join(seen)}" if seen else "")


def _values_in_condition(condition: str, environment: Environment, state: State) -> list[str]:
    """The paths and functions in a condition with their values, as far as they can be told."""
    try:
        source = compile_condition(condition, environment).source(state.root)
        tree = compile_expression(source, environment).tree
    except JPathError:
        return []
    return list(_values(asked_in(tree), environment, state)) or [f"`{source}`"]


def _values_in_templates(element: Element, environment: Environment, state: State) -> Iterator[str]:
    """The paths and functions in the templates of an action, with their values."""
    asked: list[str] = []
    for text in element.attributes.values():
        try:
            holes = [part for part in compile_template(text, environment).parts if isinstance(part, Hole)]
            for hole in holes:
                if not hole.is_nested:
                    asked += asked_in(compile_expression(text[hole.start + 2 : hole.end - 1], environment).tree)
        except JPathError:
            continue
    return _values(asked, environment, state)


def asked_in(tree: Node) -> list[str]:
    """The paths and functions in an expression that have a value by themselves."""
    wanted = [each for level in levels(tree) for each in level if isinstance(each, Path | Call) and _whole(each)]
    return list(map(str, wanted))


def _whole(node: Path | Call) -> bool:
    return not any(isinstance(each, Path) and each.in_element for level in levels(node) for each in level)


def _values(asked: list[str], environment: Environment, state: State) -> Iterator[str]:
    for text in list(dict.fromkeys(asked))[:_SHOWN_VALUES]:
        try:
            yield f"{text} = {_shown(compile_expression(text, environment).evaluate(state.root), state.secrets)}"
        except JPathError as error:
            yield f"{text} = ({error.message})"


def _shown(value: Any, secrets: Secrets) -> str:
    """A value for a message, which may be very large. Secrets go first, as a part of one would not be known."""
    if value is Missing:
        return "missing"
    if isinstance(value, str):
        length = f" ({len(value)} characters)" if len(value) > _SHOWN else ""
        start = secrets.redact(value[:_LOOKED_AT])[:_SHOWN]
        return f'"{start}{"…" if length else ""}"{length}'
    if isinstance(value, dict | list):
        kind = "an object with {} keys" if isinstance(value, dict) else "an array of {} items"
        small = len(value) <= _SHOWN and all(type(each) in (int, bool, NumberAsWritten) for each in value)
        return render(value) if small and isinstance(value, list) else kind.format(len(value))
    return "null" if value is None else render(value)
