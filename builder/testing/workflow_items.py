"""The tests of workflow cases: one for each case file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from builder.testing.golden import SUFFIX, golden_difference, golden_text
from builder.testing.items import HINT, CaseFailed, Item, UnreadableItem, check_golden, is_updating

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from builder.testing.case_run import WorkflowCaseRun
    from builder.testing.items import Wording
    from builder.testing.tested_package import CaseFile


class WorkflowFile(pytest.File):
    """Collects the test of a case file."""

    def __init__(self, *, file: CaseFile, wording: Wording, **given: Any) -> None:
        super().__init__(**given)
        self._file = file
        self._wording = wording

    def collect(self) -> Iterable[pytest.Item]:
        """The test."""
        name = self.path.stem
        if self._file.run is None:
            message = self._wording.findings(self._file.findings).rstrip()
            yield UnreadableItem.from_parent(self, name=name, message=message)
        else:
            yield WorkflowItem.from_parent(self, name=name, run=self._file.run, wording=self._wording)


class WorkflowItem(Item):
    """Runs a case."""

    def __init__(self, *, run: WorkflowCaseRun, wording: Wording, **given: Any) -> None:
        super().__init__(**given)
        self._run = run
        self._wording = wording

    def runtest(self) -> None:
        """Compare what happened with what is expected, and the events with the golden file."""
        problems = list(self._run.problems(self._wording.event))
        if problems:
            raise CaseFailed("\n\n".join(problems))
        self._check_golden(golden_text([record.events for record in self._run.records()]))
        self._run.passed()

    def _check_golden(self, text: str) -> None:
        path = self.path.with_name(self.path.stem + SUFFIX)
        updating = is_updating(self.config)
        if not text:
            if path.is_file() and not updating:
                raise CaseFailed(f"the case posts no events, but there is {path.name}; {HINT}")
            path.unlink(missing_ok=True)
            return
        if not path.is_file() and not updating:
            raise CaseFailed(f"there is no {path.name} beside the case to compare the events with; {HINT}")
        check_golden(self, path, SUFFIX, text, _compare)


def _compare(obtained: Path, expected: Path) -> None:
    with obtained.open(encoding="utf-8", newline="") as left, expected.open(encoding="utf-8", newline="") as right:
        difference = golden_difference(right.read(), left.read())
    if difference:
        raise CaseFailed(f"the events are not those of {expected.name}:\n{difference}\n\n{HINT}")
