"""What ends a run in error, and what is said of it: where, why, what was seen, and what QRadar would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.http.messages import CallFailed
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.regex.errors import JavaRegexError, RegexTimeout
from qradar_builder.jpath import JPathError, JPathLimitError, JPathSyntaxError
from qradar_builder.jpath.json.values import Missing, render
from qradar_builder.text.shown import cut
from qradar_builder.workflow.engine.effects import Outcome
from qradar_builder.workflow.engine.limits import LimitReached
from qradar_builder.workflow.engine.paths.of_actions import parts

if TYPE_CHECKING:
    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import Element

_SHOWN = 500
IN_QRADAR: Final = (
    "QRadar ends the run here, sets the status of the log source to ERROR, and tries again at the next run"
)
"""What QRadar does after a failure."""

_NO_LIMIT: Final = "QRadar is not known to have such a limit"


class ActionError(Exception):
    """An action cannot be carried out.

    `message` is in QRadar's words where they are known, `attribute` the one to blame and may be empty, `help` says what
    to do and may be empty.
    """

    def __init__(self, message: str, attribute: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.attribute = attribute
        self.help = advice


class Aborted(Exception):  # noqa: N818 - the workflow says so itself
    """The workflow has come to an Abort."""

    def __init__(self, reason: str, terminate: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.terminate = terminate


FAILURES: Final = (
    ActionError,
    JPathError,
    JavaDateError,
    JavaRegexError,
    RegexTimeout,
    CallFailed,
    LimitReached,
)
"""What ends a run in error."""


def failed(error: Exception, element: Element) -> Outcome:
    """The outcome of a run that an action has ended by one of the failures."""
    origin, advice, detail = element.origin, "", ""
    message = str(error)
    if isinstance(error, JPathLimitError):
        return _stopped(error, element, _place_of(error, element), LimitReached("", "text"))
    if isinstance(error, LimitReached):
        return _stopped(error, element, origin, error)
    if isinstance(error, JPathError):
        message = f"JPathParseException: {error.message}" if isinstance(error, JPathSyntaxError) else error.message
        origin = _place_of(error, element)
        advice = error.help
        detail = _detail(error)
    elif isinstance(error, ActionError):
        message = error.message
        origin = element.at(error.attribute) if error.attribute else origin
        advice = error.help
    elif isinstance(error, JavaDateError):
        value = "time" if element.name == "FormatDate" else "date"
        advice = error.help
        origin = element.at({"pattern": "pattern", "zone": "timeZone"}.get(error.kind, value))
    elif isinstance(error, JavaRegexError):
        message, advice = f"{error.message} near index {error.index}", error.help
        origin = element.at("delimiter" if element.name == "Split" else "pattern")
    elif isinstance(error, CallFailed):
        origin = element.at("url")
    return Outcome(
        "error",
        message,
        origin=origin,
        action=element.name,
        detail=detail,
        help=f"{advice}; {IN_QRADAR}" if advice else IN_QRADAR,
    )


def _stopped(error: LimitReached | JPathLimitError, element: Element, origin: Origin, limit: LimitReached) -> Outcome:
    advice = f"{limit.help}; {_NO_LIMIT}"
    return Outcome("error", error.message, origin=origin, action=element.name, help=advice, limit=limit.limit)


def described(value: object) -> str:
    """A value as Gson puts it into a message: JSON, cut short where it is long."""
    if value is Missing:
        return "nothing"
    if isinstance(value, str):
        text = f'"{value}"'
    else:
        rendered: object = value
        text = "null" if value is None else render(rendered)  # type: ignore[arg-type]  # a value of the State
    return cut(text, _SHOWN)


def _detail(error: JPathError) -> str:
    picture = error.picture() if error.text else ""
    if error.expanded_from is None:
        return picture
    return f"{picture}\nexpanded from {error.expanded_from[:_SHOWN]}"


def _place_of(error: JPathError, element: Element) -> Origin:
    """Where the text stands that an error is about; that of the element where it cannot be told."""
    written = error.expanded_from or error.text
    for part in parts(element):
        for name, text in part.attributes.items():
            if written and written in text:
                return part.at(name)
        if written and part.text is not None and written in part.text:
            return part.origin
    return element.origin
