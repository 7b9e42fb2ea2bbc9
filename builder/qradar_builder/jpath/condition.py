"""Conditions: text that is expanded as a template first, then read as an expression that holds or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.jpath.errors import JPathError, JPathSyntaxError
from qradar_builder.jpath.expression import guarded, truth_of
from qradar_builder.jpath.json.values import render
from qradar_builder.jpath.template import Hole, Template, hole_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.jpath.environment import Environment


class Condition:
    """A compiled condition.

    `holds(state)` gives whether it is true; it raises JPathError, also where what its templates give makes it no
    expression. `source(state)` is the expression that the templates make of it, `text` the condition as written.
    """

    __slots__ = ("_doubt", "_template", "holds", "source", "text")

    def __init__(self, text: str, environment: Environment) -> None:
        self.text = text
        self._template = Template(text, environment)
        self._doubt: tuple[JPathError | None] | None = None
        self.source: Callable[[Any], str] = self._template.expand
        self.holds: Callable[[Any], bool] = (
            _constant(text, environment)
            if self._template.is_constant
            else guarded(_expanded(self._template, environment), text)
        )

    def doubt(self) -> JPathError | None:
        """What is wrong with it whatever its templates give, as far as trying likely texts can tell; else None."""
        if self._doubt is None:
            doubt = self._template.doubt(truth_of)
            self._doubt = (None if doubt is None else _improved(doubt, self.text),)
        return self._doubt[0]

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


def compile_condition(text: str, environment: Environment) -> Condition:
    """Compile the condition of an If, While or the like. Raises JPathError for what cannot be right.

    A condition that has templates is read as an expression only when they are expanded; see `Condition.doubt`.
    """
    return Condition(text, environment)


def _improved(error: JPathError, text: str) -> JPathError:
    # Most conditions are right, and need no advice.
    from qradar_builder.jpath.condition_advice import improved  # noqa: PLC0415 - see above

    return improved(error, text)


def _constant(text: str, environment: Environment) -> Callable[[Any], bool]:
    try:
        return truth_of(text, environment)
    except JPathSyntaxError as error:
        raise _improved(error, text) from None


def _expanded(template: Template, environment: Environment) -> Callable[[Any], bool]:
    def holds_for(source: str, state: Any) -> bool:
        if not source.strip():
            message = "The condition is empty: its templates produced no text"
            raise JPathSyntaxError(message, template.text, 0, len(template.text), "compare inside the template")
        try:
            return environment.remember(truth_of, source)(state)
        except JPathSyntaxError as error:
            raise _improved(error.expanded(template.text), template.text) from None
        except JPathError as error:
            raise error.expanded(template.text) from None

    if len(template.parts) == 1 and isinstance(template.parts[0], Hole):
        value = hole_value(template.parts[0], template.text, environment)

        def holds_alone(state: Any) -> bool:
            found = value(state)
            # The text of a boolean is that boolean again.
            return found if found is True or found is False else holds_for(render(found), state)

        return holds_alone

    expand = template.expand
    return lambda state: holds_for(expand(state), state)
