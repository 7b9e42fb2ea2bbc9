"""Runs a compiled workflow: a generator that yields effects and is sent their answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from qradar_builder.jpath import Bounds, JPathLimitError
from qradar_builder.workflow.engine.effects import Outcome
from qradar_builder.workflow.engine.failure import FAILURES, Aborted, failed
from qradar_builder.workflow.engine.failure_hints import with_hints
from qradar_builder.workflow.engine.limits import LimitReached, Limits
from qradar_builder.workflow.engine.state import Status, missing_parameters
from qradar_builder.workflow.engine.steps import END, Run
from qradar_builder.workflow.engine.whereabouts import whereabouts

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from qradar_builder.model.workflow.document import Element, Parameter
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.effects import Effect
    from qradar_builder.workflow.engine.state import State

_ERROR = "ERROR"
_BETWEEN_LOOKS = 64
"""How many actions are carried out from one look at the clock to the next."""

_TERMINATED = (
    "QRadar shows the reason as the status of the log source, and does not run it again until you edit or restart it"
)


def run(
    compiled: CompiledWorkflow, state: State, parameters: Mapping[str, str], limits: Limits | None = None
) -> Generator[Effect, Any, Outcome]:
    """Run a workflow once, on a State that it changes. Yields effects, is sent their answers, returns the outcome.

    The parameters are written to the State first. Whatever goes wrong in the workflow or in a call becomes an outcome;
    nothing is raised for it.
    """
    missing = missing_parameters(compiled.workflow, parameters)
    if missing:
        outcome = _without(missing)
    else:
        state.put_parameters(compiled.workflow, parameters, compiled.environment.note)
        for name in compiled.sign_in.parameters(compiled.workflow):
            state.secrets.add_made(str(state.root.get(name, "")))
        if compiled.reporter is not None:
            compiled.reporter.on_begin(state.root)
        outcome = yield from _run(compiled, state, limits or Limits())
    outcome = replace(outcome, state=state.root)
    if compiled.reporter is not None:
        compiled.reporter.on_end(outcome)
    return outcome


def _run(compiled: CompiledWorkflow, state: State, limits: Limits) -> Generator[Effect, Any, Outcome]:
    code, step = compiled.code, 0
    try:
        machine = compiled.environment.bounds = Run(state, limits, len(compiled.loops))
        for left in range(limits.actions, 0, -_BETWEEN_LOOKS):
            machine.check_time()
            for _ in repeat(None, min(left, _BETWEEN_LOOKS)):
                signal = code[step](machine)
                if signal is None:
                    step += 1
                elif type(signal) is int:
                    step = signal
                elif signal is END:
                    return Outcome("ok")
                elif type(signal) is GeneratorType:
                    yield from signal
                    step += 1
                else:
                    yield signal  # type: ignore[misc]  # what is left is an effect
                    step += 1
        raise LimitReached(f"The run has executed {limits.actions} actions", "actions")
    except Aborted as abort:
        return _aborted(abort, compiled.elements[step], state)
    except FAILURES as error:
        return _failed(error, compiled, step, state)
    finally:
        compiled.environment.bounds = Bounds()


def _without(missing: Sequence[Parameter]) -> Outcome:
    names = ", ".join(f"`{each.name}`" for each in missing)
    message = f"There is no value for the required parameter{'' if len(missing) == 1 else 's'} {names}"
    advice = "set a value; QRadar does not save a log source without it"
    return Outcome("error", message, origin=missing[0].origin, help=advice)


def _aborted(abort: Aborted, element: Element, state: State) -> Outcome:
    state.status = Status(_ERROR, abort.reason)
    return Outcome(
        "aborted",
        abort.reason,
        terminate=abort.terminate,
        origin=element.origin,
        action=element.name,
        help=_TERMINATED if abort.terminate else "",
    )


def _failed(error: Exception, compiled: CompiledWorkflow, step: int, state: State) -> Outcome:
    if isinstance(error, LimitReached | JPathLimitError):
        # Looking at the values again must not reach the limit again.
        compiled.environment.bounds = Bounds()
        error.message += whereabouts(compiled, step, state)
    element = compiled.elements[step]
    outcome = with_hints(failed(error, element), error, element, compiled.workflow, state)
    state.status = Status(_ERROR, f"Received Error: {outcome.message}")
    return outcome
