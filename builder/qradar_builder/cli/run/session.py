"""One call of `qradar-builder run`: what it was given, and the runs that it makes."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from qradar_builder.cli.calling.inputs import exit_of
from qradar_builder.cli.calling.voice import detail, heard, voice
from qradar_builder.cli.exits import stop
from qradar_builder.cli.writing import tell, writing
from qradar_builder.exchanges.record import RecordError
from qradar_builder.findings import Findings
from qradar_builder.report.text_report import TextReport
from qradar_builder.secrets.shown import Secrets
from qradar_builder.secrets.values import SHORTEST, is_common
from qradar_builder.source.files import display_name
from qradar_builder.source.output import try_file, try_files, write_files
from qradar_builder.testing.runs.record import recorded_files, recorded_names
from qradar_builder.testing.runs.source import check_given, read_values
from qradar_builder.text.shown import counted, fitted
from qradar_builder.workflow.engine.effects import ChangeStatus, Outcome, WriteLog
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.engine.state import State, value_of
from qradar_builder.workflow.engine.state_file import StateFileError, read_state, write_state
from qradar_builder.workflow.engine.trace import Trace
from qradar_builder.workflow.load import load_workflow
from qradar_builder.workflow.runner import Runner, add_failure, learn_parameters, private_parameters

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.exchanges.worlds import RecordedWorld, ReplayWorld, World
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.testing.runs.source import ReplaySource
    from qradar_builder.workflow.engine.compile import CompiledWorkflow
    from qradar_builder.workflow.runner import Said

_LISTED = 20
"""How many exchanges of a kind that was passed over are listed."""
_LONGEST = 100
"""How many characters of each."""


class Session:
    """One call of the command: what it was given, and the runs that it makes."""

    def __init__(self, path: Path, state_file: Path | None, *, trace: bool) -> None:
        self.findings = Findings()
        self.secrets: Secrets = Secrets()
        self._path = path
        self._state_file = state_file
        self._trace = trace
        detail(f"running {path}")
        self._checked: CompiledWorkflow | None = load_workflow(path, self.findings)
        self._parameters: dict[str, str] = {}
        self._state: State = State()
        self.limits = Limits()

    @property
    def workflow(self) -> Workflow:
        """The workflow; there is one once `stop_at_errors` has passed."""
        return self.checked.workflow

    @property
    def checked(self) -> CompiledWorkflow:
        """The workflow as it runs, as above."""
        assert self._checked is not None
        return self._checked

    @property
    def has_state(self) -> bool:
        """Whether the runs begin with a State that holds anything."""
        return bool(self._state.root)

    @property
    def secret_values(self) -> dict[str, str]:
        """The values of the parameters that are secret, by name: marked so, or used to sign in."""
        marked = {parameter.name for parameter in self.workflow.parameters if parameter.secret}
        given = {name: self._parameters[name] for name in self._private if self._parameters.get(name)}
        return {
            name: value
            for name, value in given.items()
            if name in marked or (len(value) >= SHORTEST and not is_common(value))
        }

    @property
    def _private(self) -> tuple[str, ...]:
        """The parameters that are secret: marked so, or used to sign in."""
        return private_parameters(self.workflow)

    @property
    def _written_anew(self) -> set[str]:
        """The parameters that every run writes to the State."""
        return {each.name for each in self.workflow.parameters if value_of(each, self._parameters) is not None}

    def take_limits(self, source: ReplaySource | None, given: dict[str, int]) -> None:
        """Take the limits of the runs: those of the case, then those given by hand."""
        self.limits = Limits(**{**(source.limits if source is not None else {}), **given})

    def read_values(self, values: Path | None, given: tuple[str, ...], source: ReplaySource | None) -> None:
        """Gather the values of the parameters: those of the case, then of the file, then those given by hand."""
        by_hand: dict[str, str] = {}
        for text in given:
            name, sign, value = text.partition("=")
            if not sign:
                # The text itself may be a secret that stands in the wrong place.
                raise click.UsageError("--set takes NAME=VALUE")
            by_hand[name] = value
        if self._checked is None:
            return
        workflow = self._checked.workflow
        merged = dict(source.parameters) if source is not None else {}
        if values is not None:
            merged |= read_values(values, workflow, self.findings)
        merged |= by_hand
        learn_parameters(workflow, merged, self.secrets)
        check_given(workflow, by_hand, merged, self.findings)
        self._parameters = merged

    def read_state(self, source: ReplaySource | None) -> None:
        """Read the State file; where there is none, a case may say what a State begins with."""
        if self._state_file is not None:
            state = read_state(self._state_file, display_name(self._state_file), self.findings)
            self._state = state or self._state
        if source is not None and not self._state.root:
            source.fill(self._state, self.findings)

    def try_places(self, record: Path | None) -> None:
        """See to it that all that is written at the end can be: what has been posted by then cannot be taken back."""
        with writing():
            if self._state_file is not None:
                try_file(self._state_file, tell)
            if record is not None:
                try_files(record.parent, recorded_names(record.stem, record.suffix), tell)

    def stop_at_errors(self, *inputs: Path | None) -> None:
        """Print the findings, and exit where there are errors among them; `inputs` are the files that were named."""
        self._report(self.findings)
        if self.findings.errors:
            sys.exit(exit_of(self.findings, (self._path, self._state_file, *inputs)))

    def tell_passed_over(self, world: ReplayWorld) -> None:
        """List the exchanges of a recording that no run has asked for, by kind."""
        passed = world.passed_over
        if passed is None or not passed.total:
            return
        self._remark(f"skipped {counted(passed.total, 'exchange')} that the workflow did not request:")
        shown = None if voice().verbose else _LISTED
        for kind, lines in passed.kinds():
            self._remark(f"  {kind}")
            for line, count in islice(lines.items(), shown):
                self._remark(f"    {fitted(line, _LONGEST)}{f' ({count} times)' if count > 1 else ''}")
            if shown is not None and len(lines) > shown:
                self._remark(f"    … and {len(lines) - shown:,} more; --verbose lists them")

    def run(self, world: World, count: int) -> bool:
        """Make the runs. False where one of them did not end well."""
        # What is secret is learnt while it runs, by what is handed from State to State.
        self.secrets = self._state.secrets
        reporter = Trace(self._say, self.secrets, self.limits.trace) if self._trace else None
        runner = Runner(self.checked, world, self._parameters, self._state, limits=self.limits, reporter=reporter)
        good = True
        try:
            for number in range(count):
                good = self._run_once(runner, number, count) and good
                if runner.terminated:
                    self._remark("QRadar makes no further run until the log source is edited: Abort says terminate")
                    break
        except KeyboardInterrupt as stop:
            stop.add_note("the State is that of the last run that ended")
            raise
        return good

    def _run_once(self, runner: Runner, number: int, count: int) -> bool:
        run = runner.make(number, self._tell)
        if run.outcome.status == "ok":
            self._write_state(runner.state)
        name = f"run {number + 1}: " if count > 1 else ""
        self._remark(f"{name}{run.events} event{'' if run.events == 1 else 's'} posted")
        if run.failure is not None:
            self._report_end(*run.failure)
            if self._state_file is not None and not run.mismatch:
                self._say(f"The State in {self._state_file} stays as it was before this run, as QRadar keeps it.")
        reasons = runner.reasons(run)
        if reasons:
            self._remark("why no event came:")
        for reason in reasons:
            self._remark(f"  - {reason}")
        findings = Findings()
        runner.check_bookmarks(run, findings)
        self._report(findings)
        return run.is_good

    def _tell(self, said: Said) -> None:
        """Pass on what the workflow says to QRadar."""
        if isinstance(said, WriteLog):
            self._remark(f"{said.level}: {said.message}")
        elif isinstance(said, ChangeStatus):
            if said.level is not None:
                self._remark(f"status {said.level}: {said.message}")
        else:
            out = sys.stdout.buffer
            for event in said.events:
                out.write(self.secrets.redact_known(event.payload).encode("utf-8", "replace") + b"\n")
            out.flush()

    def _report_end(self, rule: str, outcome: Outcome) -> None:
        """Say why a run did not end well."""
        findings = Findings()
        add_failure(rule, outcome, self.workflow, findings)
        self._report(findings)
        for line in (*outcome.message.split("\n")[1:], *outcome.detail.splitlines(), *outcome.hints):
            self._say(f"    {line}")

    def _write_state(self, state: State) -> None:
        if self._state_file is None:
            return
        try:
            write_state(self._state_file, state.root, self._written_anew, tell)
        except StateFileError as error:
            stop(error)

    def write_case(self, world: RecordedWorld, path: Path) -> bool:
        """Write what was recorded as a case. False, with a message, where it would not replay."""
        case = world.recorder.case(self._path.stem, self._parameters, self._private)
        for note in case.notes:
            self._remark(note)
        try:
            files = recorded_files(case, self.checked, path.stem, path.suffix)
        except RecordError as error:
            self._report_end("run/record", Outcome("error", str(error)))
            return False
        with writing():
            write_files(path.parent, files, tell)
        self._remark(f"{path} was written; review it before you share it")
        return True

    def _report(self, findings: Findings) -> None:
        click.echo(self.secrets.redact(TextReport().render(heard(findings))), err=True, nl=False)

    def _remark(self, text: str) -> None:
        """Say something that `-q` leaves out."""
        if not voice().quiet:
            self._say(text)

    def _say(self, text: str) -> None:
        click.echo(self.secrets.redact(text), err=True)
