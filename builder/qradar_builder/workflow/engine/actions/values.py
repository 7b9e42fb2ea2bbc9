"""Set, Initialize and Add: a text is put into the State, as JSON where it is an object or array."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import Missing, lenient
from qradar_builder.jpath.calculation import GREATEST, LEAST
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.steps import SMALL
from qradar_builder.workflow.run_choices import DATA_TYPE_TEXT, LONE_BRACKETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.jpath import Environment, JsonValue
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step

_MAY_BEGIN: Final = frozenset("[{ \t\r\n/#)\ufeff")
"""How a text may begin that is an object or array as Gson reads it leniently."""
_INTEGER = re.compile(r"[-+]?[0-9]{1,19}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,3})?")
_INFINITE: Final = float("inf")


def compile_set(element: Element, context: Context) -> Step:
    """Put a value at a path."""
    text, save = context.text(element, "value"), context.save(element, "path")
    if element.get("dataType") is not None:
        return _typed(element, context)
    convert = converter(context.environment)

    def step(run: Run) -> None:
        state = run.state
        value = text(state)
        # As `charge` does, without the call: Set is what most loops are made of.
        run.written += len(value) + SMALL
        if run.written > run.allowance:
            run.measure(len(value))
        save(state, value if value[:1] not in _MAY_BEGIN else convert(value))

    return step


def compile_initialize(element: Element, context: Context) -> Step:
    """Put a value at a path where there is none, or null."""
    text, save = context.text(element, "value"), context.save(element, "path")
    exists = context.path(element, "path").exists
    convert = converter(context.environment)

    def step(run: Run) -> None:
        state = run.state
        if not exists(state):
            value = text(state)
            run.charge(len(value) + SMALL)
            save(state, convert(value))

    return step


def compile_add(element: Element, context: Context) -> Step:
    """Append a value to an array, which is made where there is nothing."""
    text, path = context.text(element, "value"), context.path(element, "path")
    convert, reporter = converter(context.environment), context.reporter

    def step(run: Run) -> None:
        state = run.state
        value = text(state)
        run.charge(len(value) + SMALL)
        item = convert(value)
        path.append(state, item)
        if reporter is not None:
            reporter.on_set(element, f"{path.source(state)}[]", item)

    return step


def converter(environment: Environment) -> Callable[[str], JsonValue]:
    """What gives the value that a text is stored as."""

    def convert(text: str) -> JsonValue:
        if text[:1] not in _MAY_BEGIN or not text:
            return text
        value = lenient(text)
        if value is Missing:
            return text
        if isinstance(value, list) and value and '"' not in text and all(isinstance(item, str) for item in value):
            environment.note(LONE_BRACKETS)
        return value

    return convert


def _typed(element: Element, context: Context) -> Step:
    text, save = context.text(element, "value"), context.save(element, "path")
    number = context.made(element, "dataType", reader_of)
    note = context.environment.note

    def step(run: Run) -> None:
        state = run.state
        try:
            value = number(state)(text(state))
        except ActionError:
            note(DATA_TYPE_TEXT)
            raise
        run.charge(SMALL)
        save(state, value)

    return step


def reader_of(data_type: str) -> Callable[[str], Any]:
    """What reads a number of a data type; it raises ActionError, as for a type that there is not."""
    readers = {"integer": _integer, "float": _float}
    if data_type not in readers:
        raise ActionError(f"There is no data type {described(data_type)}", "dataType", "write `integer` or `float`")
    return readers[data_type]


def _integer(text: str) -> int:
    if _INTEGER.fullmatch(text):
        number = int(text)
        if LEAST <= number <= GREATEST:
            return number
    raise ActionError(f"For input string: {described(text)}", "value", "the value must be a 64-bit integer")


def _float(text: str) -> float:
    if _FLOAT.fullmatch(text):
        number = float(text)
        if abs(number) != _INFINITE:
            return number
    raise ActionError(f"For input string: {described(text)}", "value", "the value must be a number")


COMPILERS: Final = {"Set": compile_set, "Initialize": compile_initialize, "Add": compile_add}
