"""Split and RegexCapture: Java regular expressions on texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.pattern import JavaPattern, compile_pattern
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.workflow.engine.failure import ActionError
from qradar_builder.workflow.engine.steps import SMALL
from qradar_builder.workflow.run_choices import NO_CAPTURE, SPLIT_ENDS

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step

_SECONDS = 10.0
"""How long one RegexCapture or Split may take. Java has no such limit, and some patterns never end."""


def compile_split(element: Element, context: Context) -> Step:
    """Save the parts of a text."""
    attribute = ACTIONS["Split"].attribute("delimiter")
    assert attribute is not None
    default = attribute.default_in(context.schema) or ""
    value, save = context.text(element, "value"), context.save(element)
    delimiter = context.made(element, "delimiter", compile_pattern, default)
    note = context.environment.note

    def step(run: Run) -> None:
        state = run.state
        text = value(state)
        parts = delimiter(state).split(text, _SECONDS)
        if not parts or not all(parts):
            note(SPLIT_ENDS)
        run.charge(len(text) + SMALL * len(parts))
        if text in run.secrets:
            run.secrets.add_parts(parts)
        save(state, parts)

    return step


def compile_regex_capture(element: Element, context: Context) -> Step:
    """Save what the group of a pattern captures."""
    value, save = context.text(element, "value"), context.save(element)
    pattern = context.made(element, "pattern", with_one_group)
    note = context.environment.note

    def step(run: Run) -> None:
        state = run.state
        text = value(state)
        match = pattern(state).search(text, _SECONDS)
        captured = None if match is None else match.group(1)
        if captured is None:
            note(NO_CAPTURE)
        else:
            run.charge(len(captured) + SMALL)
            if text in run.secrets:
                run.secrets.add_parts([captured])
        save(state, captured)

    return step


def with_one_group(text: str) -> JavaPattern:
    """The pattern of RegexCapture. Raises ActionError where it does not have exactly one group."""
    pattern = compile_pattern(text)
    if pattern.group_count != 1:
        message = f"The pattern must have exactly one capture group, but has {pattern.group_count}"
        raise ActionError(message, "pattern", "write groups that do not capture as `(?:…)`")
    return pattern


COMPILERS: Final = {"Split": compile_split, "RegexCapture": compile_regex_capture}
