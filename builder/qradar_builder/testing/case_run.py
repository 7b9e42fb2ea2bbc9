"""Runs a workflow case, and keeps what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.jpath import JPathError
from qradar_builder.testing.workflows.parsed_events import ParsedRun
from qradar_builder.testing.workflows.replay import RunRecord, differences, record_case, replay_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.testing.events.sample_run import Describe
    from qradar_builder.testing.events.tested import TestedType
    from qradar_builder.testing.expected.mismatch import Mismatch
    from qradar_builder.testing.workflows.case import Case
    from qradar_builder.testing.workflows.tested import TestedWorkflow
    from qradar_builder.workflow.recording.recording import Recording


class WorkflowCaseRun:
    """A workflow case, and what comes of it when it is run; that is done once.

    `tested` is the log source type that reads the events, if the case names one.
    """

    def __init__(self, case: Case, workflow: TestedWorkflow, tested: TestedType | None) -> None:
        self._case = case
        self._workflow = workflow
        self._tested = tested
        self._records: list[RunRecord] | None = None
        self._parsed: list[ParsedRun] = []
        self._error = ""

    def records(self) -> list[RunRecord]:
        """Run the case, unless that has been done."""
        if self._records is None:
            self._records = []
            try:
                self._records = replay_case(self._case, self._workflow.checked)
            except JPathError as error:
                self._error = f"cannot create the initial State of the case: {error.message}"
            if self._tested is not None:
                runs = zip(self._case.runs, self._records, strict=False)
                self._parsed = [ParsedRun(record, run.expect, self._tested) for run, record in runs]
        return self._records

    def problems(self, describe: Describe) -> Iterator[str]:
        """What is not as the case expects, each as some lines without a last newline."""
        records = self.records()
        if self._error:
            yield self._error
            return
        yield from (each.text for each in self.mismatches())
        if self._tested is not None:
            for number, (record, parsed) in enumerate(zip(records, self._parsed, strict=True), 1):
                if not record.mismatch:
                    yield from parsed.problems(number, describe)

    def mismatches(self) -> list[Mismatch]:
        """What the runs did other than the case expects, without what a log source type makes of the events."""
        return list(differences(self._case, self.records()))

    def recorded(self) -> Recording:
        """Run the case again, and keep every step. Raises JPathError where its State cannot be made."""
        return record_case(self._case, self._workflow.checked)[1]

    @property
    def case(self) -> Case:
        """What the file says."""
        return self._case

    def redacted(self, text: str) -> str:
        """A text about the case, without the secrets that its runs handled."""
        records = self.records()
        return records[-1].secrets.redact(text) if records else text

    def passed(self) -> None:
        """Count the case as one that passed."""
        self._workflow.passed.append(self.records())
