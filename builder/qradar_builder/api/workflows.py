"""Workflows: run them against recorded exchanges. Nothing is ever sent, and no time passes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from qradar_builder.api.result import Result, StrPath, shown
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qradar_builder.findings import Finding, Findings
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.testing.runs.source import ReplaySource
    from qradar_builder.workflow.engine.limits import Limits
    from qradar_builder.workflow.engine.state import State
    from qradar_builder.workflow.runner import MadeRun, Runner, Said

Exchanges: TypeAlias = "StrPath | Sequence[Mapping[str, object]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRun:
    """One run. Known secrets are masked in its texts, but for the State."""

    status: str
    """`ok`, `aborted` (by the workflow's own Abort) or `error`."""
    message: str
    """Why the run did not end well; empty where it did."""
    events: tuple[str, ...]
    """The payloads of the events that were posted."""
    log: tuple[str, ...]
    """What Log and SetStatus said, each as `LEVEL: message`."""
    reasons: tuple[str, ...]
    """Why no event came, where none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRuns(Result):
    """The runs of a workflow; none where the workflow, the exchanges or the parameters have errors."""

    runs: tuple[WorkflowRun, ...]
    state: str
    """The State after the last run as JSON text. It can begin other runs, and may hold secrets."""


def run_workflow(
    workflow: StrPath,
    exchanges: Exchanges,
    *,
    parameters: Mapping[str, str] | None = None,
    state: str | None = None,
    runs: int | None = None,
    clock: int | None = None,
    limits: Mapping[str, int] | None = None,
) -> WorkflowRuns:
    """Run a workflow, a YAML or XML file, against recorded exchanges.

    `exchanges` is a case file or a HAR file, or a list of exchanges as a case has them, each with `request` and
    `response` or `fault`; of a list and of a case every exchange must be asked for. `parameters` win over those of a
    case, and so do `state` (JSON text), `clock` (epoch milliseconds of the first run) and `limits` (by the names of
    `run --limit`). `runs` is how many runs to make: by default all of a case, else one.

    Raises ValueError where `state` is no JSON object, where an exchange of a list or a limit cannot be read, and where
    there are fewer runs than `runs`.
    """
    from qradar_builder.findings import Findings
    from qradar_builder.testing.runs.source import check_given
    from qradar_builder.workflow.load import load_workflow
    from qradar_builder.workflow.runner import Runner, learn_parameters

    if runs is not None and runs < 1:
        raise ValueError("`runs` must be 1 or more")
    findings = Findings()
    begun = _state(state)
    source = _source(exchanges, findings)
    if source is not None and clock is not None:
        source = replace(source, clock=clock)
    checked = load_workflow(Path(workflow), findings)
    given = {**(source.parameters if source is not None else {}), **(parameters or {})}
    allowed = _limits({**(source.limits if source is not None else {}), **(limits or {})})
    if checked is not None:
        learn_parameters(checked.workflow, given, begun.secrets)
        check_given(checked.workflow, parameters or {}, given, findings)
    if source is not None and state is None:
        source.fill(begun, findings)
    if checked is None or source is None or findings.errors:
        return WorkflowRuns(findings=_masked(findings, begun), runs=(), state=state or "{}")
    count = source.count(runs)
    runner = Runner(checked, source.world, given, begun, limits=allowed)
    return _make_runs(runner, checked.workflow, count, findings)


def _make_runs(runner: Runner, workflow: Workflow, count: int, findings: Findings) -> WorkflowRuns:
    from qradar_builder.workflow.engine.state import dump_state
    from qradar_builder.workflow.runner import add_failure

    made: list[WorkflowRun] = []
    for number in range(count):
        said: list[Said] = []
        run = runner.make(number, said.append)
        if run.failure is not None:
            add_failure(*run.failure, workflow, findings)
        made.append(_run(run, said, runner))
        runner.check_bookmarks(run, findings)
        if runner.terminated:
            break
    return WorkflowRuns(findings=_masked(findings, runner.state), runs=tuple(made), state=dump_state(runner.state.root))


def _run(run: MadeRun, said: Iterable[Said], runner: Runner) -> WorkflowRun:
    from qradar_builder.workflow.engine.effects import ChangeStatus, Post

    secrets = runner.state.secrets
    events: list[str] = []
    log: list[str] = []
    for each in said:
        if isinstance(each, Post):
            events += (secrets.redact_known(event.payload) for event in each.events)
        elif not (isinstance(each, ChangeStatus) and each.level is None):
            log.append(secrets.redact(f"{each.level}: {each.message}"))
    outcome = run.outcome if run.failure is None else run.failure[1]
    return WorkflowRun(
        status=outcome.status,
        message=secrets.redact(outcome.message),
        events=tuple(events),
        log=tuple(log),
        reasons=tuple(secrets.redact(each) for each in runner.reasons(run)),
    )


def _source(exchanges: Exchanges, findings: Findings) -> ReplaySource | None:
    from qradar_builder.exchanges.reader import read_exchanges
    from qradar_builder.http.network.live import wall_clock
    from qradar_builder.testing.runs.source import ReplaySource, read_replay

    if isinstance(exchanges, str | os.PathLike):
        return read_replay(Path(exchanges), findings)
    found = read_exchanges(list(exchanges), _no_file)
    return ReplaySource(wall_clock(), ((None, found),), exact=True, parameters={})


def _no_file(name: str) -> bytes:
    raise FileNotFoundError(2, "a list of exchanges cannot refer to files; use json, text, or base64", name)


def _state(text: str | None) -> State:
    from qradar_builder.jpath import JPathError
    from qradar_builder.workflow.engine.state import State, load_state

    try:
        return State(None if text is None else load_state(text))
    except JPathError as error:
        raise ValueError(f"`state`: {error.message}") from None


def _limits(given: Mapping[str, int]) -> Limits:
    from qradar_builder.workflow.engine.limits import Limits, limit_in

    return Limits(**dict(limit_in(f"{name}={number}") for name, number in given.items()))


def _masked(findings: Findings, state: State) -> tuple[Finding, ...]:
    redact = state.secrets.redact
    return tuple(replace(each, message=redact(each.message), help=redact(each.help)) for each in shown(findings))
