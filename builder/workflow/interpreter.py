"""Runs a compiled workflow: a generator that yields effects and is sent their answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from builder.jpath import JPathError, Missing, compile_condition, compile_expression
from builder.jpath.syntax import Call, Path, levels
from builder.workflow.effects import Outcome
from builder.workflow.failure import FAILURES, Aborted, described, failed
from builder.workflow.limits import LimitReached, Limits
from builder.workflow.state import Status, missing_parameters
from builder.workflow.steps import END, Run

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from builder.jpath import Environment
    from builder.model.workflow import Element, Parameter
    from builder.workflow.compile import CompiledWorkflow
    from builder.workflow.effects import Effect
    from builder.workflow.state import State
    from builder.workflow.steps import Loop

_ERROR = "ERROR"
_SHOWN_VALUES = 6

_TERMINATED = (
    "QRadar shows the reason as the status of the log source, and makes no run until that is edited or restarted"
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
        outcome = yield from _run(compiled, state, limits or Limits())
    outcome = replace(outcome, state=state.root)
    if compiled.reporter is not None:
        compiled.reporter.on_end(outcome)
    return outcome


def _run(compiled: CompiledWorkflow, state: State, limits: Limits) -> Generator[Effect, Any, Outcome]:
    code, step = compiled.code, 0
    try:
        machine = Run(state, limits, len(compiled.loops))
        for _ in repeat(None, limits.actions):
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
        raise LimitReached(f"The run has carried out {limits.actions} actions")
    except Aborted as abort:
        return _aborted(abort, compiled.elements[step], state)
    except FAILURES as error:
        return _failed(error, compiled, step, state)


def _without(missing: Sequence[Parameter]) -> Outcome:
    names = ", ".join(f"`{each.name}`" for each in missing)
    message = f"There is no value for the required parameter{'' if len(missing) == 1 else 's'} {names}"
    advice = "give it a value; QRadar does not let a log source be saved without"
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
    loop = _loop_around(compiled, step)
    if isinstance(error, LimitReached) and loop is not None:
        error.message += f", in {_loop_text(loop, compiled.environment, state)}"
    outcome = failed(error, compiled.elements[step])
    state.status = Status(_ERROR, f"Received Error: {outcome.message}")
    return outcome


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
    seen = _values_in(condition, environment, state)
    return f"{text}, whose condition is `{condition}`" + (f" with {', '.join(seen)}" if seen else "")


def _values_in(condition: str, environment: Environment, state: State) -> list[str]:
    """The paths and functions in a condition with their values, as far as they can be told."""
    try:
        source = compile_condition(condition, environment).source(state.root)
        tree = compile_expression(source, environment).tree
        wanted = [each for level in levels(tree) for each in level if isinstance(each, Path | Call) and _whole(each)]
        texts = list(dict.fromkeys(map(str, wanted)))[:_SHOWN_VALUES]
        return [f"{text} = {_seen(text, environment, state)}" for text in texts] or [f"`{source}`"]
    except JPathError:
        return []


def _whole(node: Path | Call) -> bool:
    return not any(isinstance(each, Path) and each.in_element for level in levels(node) for each in level)


def _seen(text: str, environment: Environment, state: State) -> str:
    try:
        value = compile_expression(text, environment).evaluate(state.root)
    except JPathError as error:
        return f"({error.message})"
    return "missing" if value is Missing else described(value)
