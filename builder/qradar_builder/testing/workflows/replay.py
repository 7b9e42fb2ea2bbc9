"""Runs a case against its recorded exchanges, and compares what happened with what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qradar_builder.exchanges.worlds import ReplayWorld
from qradar_builder.http.messages import CallFailed
from qradar_builder.jpath import JPathError
from qradar_builder.secrets.shown import Secrets
from qradar_builder.testing.expected.mismatch import Mismatch
from qradar_builder.testing.expected.value import fits, fits_part, fits_payload, shown
from qradar_builder.workflow.engine.effects import Outcome, Post, WriteLog
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.recording.recorder import Recorder
from qradar_builder.workflow.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.http.transport import Transport
    from qradar_builder.testing.workflows.case import Case
    from qradar_builder.testing.workflows.run_reader import CaseRun, Expectation
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.engine.effects import Event
    from qradar_builder.workflow.recording.recording import Recording
    from qradar_builder.workflow.runner import Said

_SHOWN_LOG = 20


@dataclass(slots=True)
class RunRecord:
    """What a run did. `state` is the root of the State that QRadar keeps after it."""

    outcome: Outcome
    events: list[Event] = field(default_factory=list)
    requests: list[HttpRequest] = field(default_factory=list)
    """The requests that were as expected, in order."""
    log: list[str] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    mismatch: str = ""
    """What is wrong with the requests; empty where they are as expected."""
    why: list[str] = field(default_factory=list)
    """Why there were no events, where some were expected."""
    clock: int = 0
    """When it began, in epoch milliseconds."""
    secrets: Secrets = field(default_factory=Secrets)
    """What was learned to be secret, in this run and those before it."""


def replay_case(case: Case, checked: CompiledWorkflow) -> list[RunRecord]:
    """Make the runs of a case, one after the other. Nothing is sent, and no time passes.

    `checked` is what `check_workflow` gives. After a run whose requests are not as expected, or that ends for good,
    there is no further one. Raises JPathError where the State that the case begins with cannot be made.
    """
    return _replay(case, checked, _world(case), None)


def record_case(case: Case, checked: CompiledWorkflow) -> tuple[list[RunRecord], Recording]:
    """As `replay_case`, and keep every step. The coverage of the workflow does not count these runs."""
    world = _world(case)
    recorder = Recorder(checked.workflow, Secrets(), world.now)
    records = _replay(case, checked, world, recorder)
    return records, recorder.recording


def _world(case: Case) -> _CaseWorld:
    return _CaseWorld(case.clock, [(run.clock, run.exchanges) for run in case.runs], kills=case.kills)


def _replay(case: Case, checked: CompiledWorkflow, world: _CaseWorld, recorder: Recorder | None) -> list[RunRecord]:
    state = State()
    if recorder is not None:
        state.secrets = recorder.secrets
    for path, value in case.state:
        path.set(state.root, value)
    runner = Runner(checked, world, case.parameters, state, limits=Limits(**case.limits), reporter=recorder)
    records: list[RunRecord] = []
    for number, run in enumerate(case.runs):
        record = _record(runner, world, number, run)
        if recorder is not None:
            recorder.finish(record.outcome, record.mismatch, record.state)
        records.append(record)
        if record.mismatch or runner.terminated:
            break
    return records


def _record(runner: Runner, world: _CaseWorld, number: int, case: CaseRun) -> RunRecord:
    events: list[Event] = []
    log: list[str] = []

    def listen(said: Said) -> None:
        if isinstance(said, Post):
            events.extend(said.events)
        elif isinstance(said, WriteLog):
            log.append(f"{said.level}: {said.message}")

    run = runner.make(number, listen)
    wants_events = bool(case.expect.events)
    return RunRecord(
        run.outcome,
        events,
        world.requests,
        log,
        runner.state.root,
        run.mismatch,
        runner.all_reasons(run) if wants_events and not events and not run.mismatch else [],
        world.began,
        runner.state.secrets,
    )


class _CaseWorld(ReplayWorld):
    """Recorded exchanges, all of which must be asked for however a run ends. It keeps what a run asked for."""

    def begin(self, number: int) -> Transport:
        """As a replay does."""
        self.requests: list[HttpRequest] = []
        transport = super().begin(number)
        self.began = self.now()
        return transport

    def send(self, request: HttpRequest) -> HttpResponse:
        """As a replay does."""
        try:
            response = super().send(request)
        except CallFailed as failure:
            if failure.kind != "replay":
                self.requests.append(request)
            raise
        self.requests.append(request)
        return response

    def end(self, *, ended_well: bool) -> str:  # noqa: ARG002 - the case says how it is to end
        """What was asked for and not recorded, or the other way round."""
        return super().end(ended_well=True)


def differences(case: Case, records: list[RunRecord]) -> Iterator[Mismatch]:
    """What is not as the case expects."""
    for number, (run, record) in enumerate(zip(case.runs, records, strict=False), 1):
        if record.mismatch:
            yield Mismatch(f"run {number}: {record.mismatch}")
            if record.outcome.status == "error" and record.outcome.origin is not None:
                yield Mismatch(f"run {number}: the call is at {record.outcome.origin.locate()}")
            elif record.outcome.status != run.expect.status:
                yield _ending(number, run.expect, record.outcome)
            continue
        yield from _differences(number, run.expect, record)
    if len(records) < len(case.runs):
        first, last = len(records) + 1, len(case.runs)
        is_over = records[-1].outcome.terminate
        why = ": after an Abort with terminate, QRadar does not run the workflow again" if is_over else ""
        what = f"run {first} did not start" if first == last else f"runs {first} to {last} did not start"
        yield Mismatch(what + why)


def _differences(number: int, expect: Expectation, record: RunRecord) -> Iterator[Mismatch]:
    outcome = record.outcome
    if outcome.status != expect.status:
        yield _ending(number, expect, outcome)
    elif expect.message is not None and not fits_part(expect.message, outcome.message):
        text = f"run {number}: the message is\n  {outcome.message}\nbut the expected message is\n  {expect.message}"
        yield Mismatch(text, f"run {number}: message", str(expect.message), outcome.message)
    yield from _event_differences(number, expect.events, [event.payload for event in record.events])
    yield from (Mismatch(f"run {number}: why no event came: {each}") for each in record.why)
    for path, expected in expect.state:
        try:
            found = path.get(record.state)
        except JPathError as error:
            yield Mismatch(f"run {number}: cannot read {path.text} from the State: {error.message}")
            continue
        if not fits(expected, found):
            nothing = "nothing" if expected is None else shown(expected)
            text = f"run {number}: {path.text} is {shown(found)}, but {nothing} is expected"
            yield Mismatch(text, f"run {number}: {path.text}", nothing, shown(found))
    yield from _log_differences(number, expect, record.log)


def _ending(number: int, expect: Expectation, outcome: Outcome) -> Mismatch:
    lines = [f"run {number}: it ended with status `{outcome.status}`, but `{expect.status}` is expected"]
    if outcome.origin is not None:
        lines.append(f"  {outcome.origin.locate()}: {outcome.action}".rstrip(": "))
    texts = (outcome.message, outcome.detail, *outcome.hints)
    lines += [f"  {line}" for text in texts for line in text.splitlines()]
    found = f"{outcome.status}: {outcome.message}" if outcome.message else outcome.status
    return Mismatch("\n".join(lines), f"run {number}: status", expect.status, found)


def _event_differences(number: int, expected: int | list[Any] | None, payloads: list[str]) -> Iterator[Mismatch]:
    if expected is None:
        return
    count = expected if isinstance(expected, int) else len(expected)
    if len(payloads) != count:
        text = f"run {number}: it posted {_events(len(payloads))}, expected {'is' if count == 1 else 'are'} {count}"
        yield Mismatch(text, f"run {number}: events", _events(count), _events(len(payloads)))
    if isinstance(expected, list):
        for index, (wanted, payload) in enumerate(zip(expected, payloads, strict=False), 1):
            if not fits_payload(wanted, payload):
                text = f"run {number}: event {index} is\n  {payload}\nbut the expected event is\n  {shown(wanted)}"
                yield Mismatch(text, f"run {number}: event {index}", shown(wanted), payload)


def _events(count: int) -> str:
    return f"{count or 'no'} event{'' if count == 1 else 's'}"


def _log_differences(number: int, expect: Expectation, log: list[str]) -> Iterator[Mismatch]:
    lines = iter(log)
    for wanted in expect.log:
        if not any(fits_part(wanted, line) for line in lines):
            logged = "\n".join(f"  {line}" for line in log[:_SHOWN_LOG]) or "  (nothing)"
            text = f"run {number}: no log line after the earlier matches contains\n  {wanted}\nThe log is:\n{logged}"
            yield Mismatch(text, f"run {number}: log", str(wanted), logged)
            return
