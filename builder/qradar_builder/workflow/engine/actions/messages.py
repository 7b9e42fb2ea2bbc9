"""Log, SetStatus, ClearStatus, Sleep and Abort: what a workflow says, and when it waits or gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.jpath.calculation import GREATEST, LEAST, number_in
from qradar_builder.workflow.engine.effects import ChangeStatus, Sleep, WriteLog
from qradar_builder.workflow.engine.failure import Aborted, ActionError, described
from qradar_builder.workflow.engine.state import Status
from qradar_builder.workflow.run_choices import SLEEP_TEXT

if TYPE_CHECKING:
    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context
    from qradar_builder.workflow.engine.steps import Run, Step


def compile_log(element: Element, context: Context) -> Step:
    """Write a line to the log."""
    level, message = context.text(element, "type"), context.text(element, "message")
    reporter = context.reporter

    def step(run: Run) -> WriteLog:
        state = run.state
        effect = WriteLog(level(state), message(state), element)
        run.log(effect.message)
        if reporter is not None:
            reporter.on_log(element, effect.level, effect.message)
        return effect

    return step


def compile_set_status(element: Element, context: Context) -> Step:
    """Set the status of the log source."""
    level, message = context.text(element, "type"), context.text(element, "message")
    reporter = context.reporter

    def step(run: Run) -> ChangeStatus:
        state = run.state
        status = run.log_source.status = Status(level(state), message(state))
        run.log(status.message)
        if reporter is not None:
            reporter.on_status(element, status.level, status.message)
        return ChangeStatus(status.level, status.message, element)

    return step


def compile_clear_status(element: Element, context: Context) -> Step:
    """Clear the status of the log source."""
    effect, reporter = ChangeStatus(None, "", element), context.reporter

    def step(run: Run) -> ChangeStatus:
        run.log_source.status = None
        if reporter is not None:
            reporter.on_status(element, None, "")
        return effect

    return step


def compile_sleep(element: Element, context: Context) -> Step:
    """Wait."""
    duration, note = context.text(element, "duration"), context.environment.note
    reporter = context.reporter

    def step(run: Run) -> Sleep:
        try:
            milliseconds = milliseconds_of(duration(run.state))
        except ActionError:
            note(SLEEP_TEXT)
            raise
        run.sleep(milliseconds)
        if reporter is not None:
            reporter.on_sleep(element, milliseconds)
        return Sleep(milliseconds, element)

    return step


def milliseconds_of(text: str) -> int:
    """How long to wait. Raises ActionError where that is no time."""
    milliseconds = number_in(text)
    if isinstance(milliseconds, int) and 0 <= milliseconds <= GREATEST:
        return milliseconds
    negative = isinstance(milliseconds, int) and LEAST <= milliseconds < 0
    message = "timeout value is negative" if negative else f"For input string: {described(text)}"
    raise ActionError(message, "duration", "the value must be an integer number of milliseconds, 0 or more")


def compile_abort(element: Element, context: Context) -> Step:
    """End the run in error."""
    reason, terminate = context.text(element, "reason"), context.text(element, "terminate", "false")

    def step(run: Run) -> None:
        raise Aborted(reason(run.state), terminate(run.state).strip().lower() == "true")

    return step


COMPILERS: Final = {
    "Log": compile_log,
    "SetStatus": compile_set_status,
    "ClearStatus": compile_clear_status,
    "Sleep": compile_sleep,
    "Abort": compile_abort,
}
