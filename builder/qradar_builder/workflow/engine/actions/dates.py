"""FormatDate and ParseDate: epoch milliseconds to text and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.javalang.dates.advice import text_advice
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.pattern import DateTimePattern, compile_formatter
from qradar_builder.javalang.dates.guess import guesses
from qradar_builder.jpath.calculation import number_in
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.steps import SMALL
from qradar_builder.workflow.run_choices import DATE_LOCALE, DATE_TIME_TEXT, DEFAULT_ZONE, EMPTY_TIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step, Text

_QUOTED = re.compile(r"'[^']*'")
_NAMES = re.compile(r"M{3}|L{3}|Q{3}|E|eee|ccc|a|B|G")
"""What has names in it that differ from language to language."""


def compile_format_date(element: Element, context: Context) -> Step:
    """Save the text of a time, or of now."""
    pattern, zone = context.made(element, "pattern", _maker(context)), _zone(element, context)
    save, environment = context.save(element), context.environment
    time = None if element.get("time") is None else _time(element, context)

    def step(run: Run) -> None:
        state = run.state
        text = pattern(state).format(environment.now() if time is None else time(state), zone(state))
        run.charge(len(text) + SMALL)
        save(state, text)

    return step


def compile_parse_date(element: Element, context: Context) -> Step:
    """Save the epoch milliseconds of a text."""
    pattern, zone = context.made(element, "pattern", _maker(context)), _zone(element, context)
    save, date = context.save(element), context.text(element, "date")

    def step(run: Run) -> None:
        state = run.state
        run.charge(SMALL)
        form, text, where = pattern(state), date(state), zone(state)
        try:
            value = form.parse(text, where)
        except JavaDateError as error:
            if error.kind == "text":
                error.help = text_advice(
                    form.pattern, text, lambda other, each: compile_formatter(other).parse(each, where)
                )
            raise
        save(state, value)

    return step


def _maker(context: Context) -> Callable[[str], DateTimePattern]:
    note = context.environment.note

    def make(text: str) -> DateTimePattern:
        if _NAMES.search(_QUOTED.sub("", text)):
            note(DATE_LOCALE)
        return compile_formatter(text)

    return make


def _time(element: Element, context: Context) -> Callable[[dict[str, Any]], int]:
    text, environment = context.text(element, "time"), context.environment
    note = environment.note

    def time(state: dict[str, Any]) -> int:
        written = text(state)
        if not written:
            note(EMPTY_TIME)
            return environment.now()
        try:
            return moment_of(written)
        except ActionError:
            note(DATE_TIME_TEXT)
            raise

    return time


def moment_of(text: str) -> int:
    """A time in epoch milliseconds. Raises ActionError where it is no integer."""
    number = number_in(text)
    if isinstance(number, int):
        return number
    message = f"For input string: {described(text)}"
    advice = "the value must be epoch milliseconds, as an integer"
    if any(True for _ in guesses(text)):
        advice += "; this is the text of a date: convert it to milliseconds with ParseDate first"
    raise ActionError(message, "time", advice)


def _zone(element: Element, context: Context) -> Text:
    if element.get("timeZone") is not None:
        return context.text(element, "timeZone")
    default, note = context.default_zone, context.environment.note

    def zone(_: object) -> str:
        note(DEFAULT_ZONE)
        return default

    return zone


COMPILERS: Final = {"FormatDate": compile_format_date, "ParseDate": compile_parse_date}
