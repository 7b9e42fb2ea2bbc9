"""Evaluates expressions, templates, conditions and date patterns on the State of a recorded step."""

from __future__ import annotations

import re
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.pattern import compile_formatter
from qradar_builder.javalang.regex.errors import JavaRegexError, RegexTimeout
from qradar_builder.jpath import (
    Bounds,
    Environment,
    JPathError,
    Missing,
    compile_condition,
    compile_expression,
    compile_template,
)
from qradar_builder.jpath.json.values import render
from qradar_builder.workflow.recording.derived import Doubles
from qradar_builder.workflow.recording.shown import ShownValue, shown_text, shown_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.workflow.recording.recording import Recording

LONGEST: Final = 10_000
"""Characters of what is evaluated."""
_SECONDS: Final = 2.0
_LONGEST_RESULT: Final = 1_000_000
_MILLISECONDS: Final = re.compile(r"-?[0-9]{1,18}")
_MOST: Final = 4000
DERIVED: Final = ShownValue("(derived from a secret)", "text")
"""What is shown for a value that says something about a secret without being one."""


class Kind(StrEnum):
    """What a text is read as."""

    JPATH = "jpath"
    TEMPLATE = "template"
    CONDITION = "condition"
    DATE = "date"


class EvaluationError(Exception):
    """A text cannot be evaluated. No part has secrets; `advice` may be empty, `picture` shows where it is wrong."""

    def __init__(self, message: str, advice: str = "", picture: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.picture = picture


class _TooLongError(Exception):
    pass


class _Deadline(Bounds):
    """Ends an evaluation that takes too long."""

    def __init__(self) -> None:
        super().__init__(_LONGEST_RESULT)
        self._end = monotonic() + _SECONDS

    def check_time(self) -> None:
        if monotonic() > self._end:
            raise _TooLongError


def evaluate(
    recording: Recording, index: int, kind: Kind, text: str, value: str | None = None, *, before: bool = False
) -> ShownValue:
    """What a text gives on the State after a step, or before it.

    A date pattern formats `value` where it is epoch milliseconds, and parses it otherwise; without one it formats the
    time of the step. A value that begins with `/` is an expression itself. Raises EvaluationError, and IndexError for a
    step that is not there. A value that is made of a secret is DERIVED.
    """
    state, secrets = recording.state_at(index, before=before), recording.secrets
    if len(text) > LONGEST or len(value or "") > LONGEST:
        raise EvaluationError(f"The text has more than {LONGEST:,} characters")
    at = recording.steps[index].at
    environment = Environment(recording.workflow.schema, now=lambda: at, random=lambda: 0.5)
    environment.bounds = _Deadline()
    try:
        is_derived = _is_derived(kind, text, value, Doubles(state, secrets, environment))
        try:
            found = _FUNCTIONS[kind](text, value, state, environment)
        except (JPathError, JavaDateError, JavaRegexError):
            if is_derived:
                raise EvaluationError("This cannot be evaluated on a value that is derived from a secret") from None
            raise
    except _TooLongError:
        raise EvaluationError(f"The evaluation takes longer than {_SECONDS:g} seconds") from None
    except JPathError as error:
        picture = error.picture() if error.text else ""
        raise EvaluationError(
            shown_text(error.message, secrets), shown_text(error.help, secrets), shown_text(picture, secrets)
        ) from None
    except (JavaDateError, JavaRegexError) as error:
        raise EvaluationError(shown_text(str(error), secrets), shown_text(error.help, secrets)) from None
    except RegexTimeout as error:
        raise EvaluationError(shown_text(str(error), secrets), "simplify the regular expression") from None
    if is_derived:
        return DERIVED
    return shown_value(found, secrets, _name(text) if kind is Kind.JPATH else "", most=_MOST)


def _is_derived(kind: Kind, text: str, value: str | None, doubles: Doubles) -> bool:
    """Whether a text gives a value that is made of a secret. Raises JPathError."""
    if kind is Kind.TEMPLATE:
        return doubles.of_template(text)
    if kind is Kind.DATE:
        given = (value or "").strip()
        return given.startswith("/") and doubles.of_expression(given, is_used=True)
    return doubles.of_expression(text, is_used=kind is Kind.CONDITION)


def _jpath(text: str, _: str | None, state: dict[str, Any], environment: Environment) -> Any:
    return compile_expression(text, environment).evaluate(state)


def _template(text: str, _: str | None, state: dict[str, Any], environment: Environment) -> str:
    return compile_template(text, environment).expand(state)


def _condition(text: str, _: str | None, state: dict[str, Any], environment: Environment) -> bool:
    return compile_condition(text, environment).holds(state)


def _date(text: str, value: str | None, state: dict[str, Any], environment: Environment) -> str | int:
    pattern = compile_formatter(text)
    given = value.strip() if value is not None else ""
    if given.startswith("/"):
        found = compile_expression(given, environment).evaluate(state)
        if found is Missing or found is None:
            raise EvaluationError(f"There is nothing at {given}", "choose a path that has a value at this step")
        given = render(found)
    if not given:
        return pattern.format(environment.now(), "UTC")
    if _MILLISECONDS.fullmatch(given):
        return pattern.format(int(given), "UTC")
    return pattern.parse(given, "UTC")


def _name(text: str) -> str:
    """The key that an expression ends in, by which a value may be a credential."""
    return text.rstrip("'] ").rpartition("/")[2].strip("'")


_FUNCTIONS: Final[dict[Kind, Callable[[str, str | None, dict[str, Any], Environment], Any]]] = {
    Kind.JPATH: _jpath,
    Kind.TEMPLATE: _template,
    Kind.CONDITION: _condition,
    Kind.DATE: _date,
}
