"""Tasks of the console, which are looked at until they end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.text.shown import UNSHOWN, cut, masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.console.connection.calls import Call
    from qradar_builder.console.connection.session import Session

_WAITING: Final = frozenset(
    {"QUEUED", "PROCESSING", "INITIALIZING", "PAUSED", "RESUMING", "CANCELING", "CANCEL_REQUESTED"}
)
_SHORTEST: Final = 0.2
_LONGEST: Final = 5.0


def finished(session: Session, call: Call, what: str, at: Mapping[str, int | str]) -> dict[str, Any]:
    """The last state of a task once it is COMPLETED. `what` says what it does. Raises ConsoleError."""
    began, shown, wait = session.clock(), "", _SHORTEST
    while True:
        state = session.get(call, at=at)
        if not isinstance(state, dict) or not isinstance(state.get("status"), str):
            raise ConsoleError("console/answer", f"{call.name}: the answer is not the state of a task", call=call)
        status = state["status"]
        if status == "COMPLETED":
            return state
        if status not in _WAITING:
            raise ConsoleError(
                "console/task", f"{what}: the task ended as {_said(status)}{_why(state, session)}", call=call
            )
        told = f"{what}: {_said(status)}{_progress(state)}"
        if told != shown:
            session.hear(told)
            shown = told
        if session.clock() - began >= session.profile.task_timeout:
            message = f"{what}: the task is still {_said(status)} after {session.profile.task_timeout:g} seconds"
            raise ConsoleError("console/task-endless", message, call=call, unsure=True)
        session.sleep(wait)
        wait = min(_LONGEST, wait * 1.5)


@contextmanager
def underway(what: str) -> Iterator[None]:
    """Follow what the console was told to do, and goes on with. Without an answer it is not known how that ended."""
    try:
        yield
    except ConsoleError as error:
        if error.rule != "console/task" and not error.unsure:
            error.unsure = True
            error.message += f"; it is not known how this ended: {what}"
        raise


def number_of(answer: Any, name: str, call: Call) -> int:
    """The number that an answer gives a task or item. Raises ConsoleError where there is none."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        raise ConsoleError(
            "console/answer", f"{call.name}: the answer has no `{name}`", call=call, unsure=not call.is_repeatable
        )
    return found


def _progress(state: dict[str, Any]) -> str:
    done, most = state.get("progress"), state.get("maximum")
    if isinstance(done, int) and isinstance(most, int) and most > 0:
        return f" {100 * done // most} %"
    return ""


def _why(state: dict[str, Any], session: Session) -> str:
    message = state.get("message")
    return f": {_said(session.secrets.redact(message))}" if isinstance(message, str) and message.strip() else ""


def _said(text: str) -> str:
    return cut(masked(text.replace("\n", " "), UNSHOWN), 300)
