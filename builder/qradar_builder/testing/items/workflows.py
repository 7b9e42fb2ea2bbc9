"""The tests of workflow cases: one for each case file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qradar_builder.testing.case_folder import POSTED_EVENTS
from qradar_builder.testing.items.base import (
    HINT,
    CaseFailed,
    Item,
    UnreadableItem,
    change_golden_file,
    is_updating,
    read_golden_file,
)
from qradar_builder.testing.workflows.golden import golden_difference, golden_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.testing.case_run import WorkflowCaseRun
    from qradar_builder.testing.golden_files import GoldenFiles
    from qradar_builder.testing.items.base import Wording
    from qradar_builder.testing.tested_package import CaseFile


class WorkflowFile(pytest.File):
    """Collects the test of a case file."""

    def __init__(self, *, file: CaseFile, goldens: GoldenFiles, wording: Wording, **given: Any) -> None:
        super().__init__(**given)
        self._file = file
        self._goldens = goldens
        self._wording = wording

    def collect(self) -> Iterable[pytest.Item]:
        """The test."""
        name = self.path.stem
        if self._file.run is None:
            message = self._wording.findings(self._file.findings).rstrip()
            yield UnreadableItem.from_parent(self, name=name, message=message)
        else:
            given: dict[str, Any] = {"run": self._file.run, "goldens": self._goldens, "wording": self._wording}
            yield WorkflowItem.from_parent(self, name=name, **given)


class WorkflowItem(Item):
    """Runs a case."""

    def __init__(self, *, run: WorkflowCaseRun, goldens: GoldenFiles, wording: Wording, **given: Any) -> None:
        super().__init__(**given)
        self._run = run
        self._goldens = goldens
        self._wording = wording

    def runtest(self) -> None:
        """Compare what happened with what is expected, and the events with the golden file."""
        try:
            self._check()
        except CaseFailed as failed:
            raise CaseFailed(self._run.redacted(str(failed))) from None

    def _check(self) -> None:
        problems = list(self._run.problems(self._wording.event))
        if problems:
            raise CaseFailed("\n\n".join(problems))
        self._check_golden(golden_text([record.events for record in self._run.records()]))
        self._run.passed()

    def _check_golden(self, text: str) -> None:
        path = self.path.with_name(self.path.stem + POSTED_EVENTS)
        if is_updating(self.config):
            change_golden_file(self._goldens, path, text.encode() if text else None)
            return
        if not text:
            if path.is_file():
                raise CaseFailed(f"the case posts no events, but {path.name} exists; {HINT}")
            return
        if not path.is_file():
            raise CaseFailed(f"{path.name}, the golden file to compare the events with, does not exist; {HINT}")
        expected = read_golden_file(self._goldens, path).decode("utf-8", "replace")
        difference = golden_difference(expected, text)
        if difference:
            raise CaseFailed(f"the events differ from {path.name}:\n{difference}\n\n{HINT}")
