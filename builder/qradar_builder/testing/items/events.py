"""The tests of event cases: one for each sample, and one for the golden file if there is one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from qradar_builder.testing.events.golden import GoldenError, golden_difference, golden_text, read_golden
from qradar_builder.testing.items.base import (
    HINT,
    CaseFailed,
    Item,
    UnreadableItem,
    change_golden_file,
    is_updating,
    read_golden_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qradar_builder.testing.events.golden import Entry
    from qradar_builder.testing.events.sample_run import SampleRun
    from qradar_builder.testing.golden_files import GoldenFiles
    from qradar_builder.testing.items.base import Wording
    from qradar_builder.testing.tested_package import EventCaseFile

_SHOWN = 10


class EventFile(pytest.File):
    """Collects the tests of a case file."""

    def __init__(self, *, file: EventCaseFile, goldens: GoldenFiles, wording: Wording, **given: Any) -> None:
        super().__init__(**given)
        self.file = file
        self.goldens = goldens
        self.wording = wording

    def collect(self) -> Iterable[pytest.Item]:
        """The tests of the samples, and that of the golden file."""
        if not self.file.samples:
            message = self.wording.findings(self.file.findings).rstrip()
            yield UnreadableItem.from_parent(self, name=self.path.stem, message=message)
            return
        for run in self.file.samples:
            yield SampleItem.from_parent(self, name=run.sample.name, run=run, file=self)
        golden = self.file.golden
        if golden is not None and (golden.is_file() or is_updating(self.config)):
            yield GoldenItem.from_parent(self, name=golden.name, file=self)

    @cached_property
    def expected(self) -> dict[str, list[Entry]]:
        """The events of the golden file by sample. Raises CaseFailed where it is none."""
        assert self.file.golden is not None, "there is a golden file"
        try:
            return read_golden(read_golden_file(self.goldens, self.file.golden).decode("utf-8"))
        except (ValueError, GoldenError) as error:
            raise CaseFailed(f"cannot read {self.file.golden.name}: {error}") from None


class SampleItem(Item):
    """Runs a sample."""

    def __init__(self, *, run: SampleRun, file: EventFile, **given: Any) -> None:
        super().__init__(**given)
        self._run = run
        self._file = file

    def runtest(self) -> None:
        """Compare the events with what is expected, and with the golden file."""
        problems = list(self._run.problems(self._file.wording.event))
        golden = self._file.file.golden
        if golden is not None and not is_updating(self.config):
            problems += self._golden_problems(golden)
        if problems:
            raise CaseFailed("\n\n".join(problems))

    def _golden_problems(self, golden: Path) -> list[str]:
        name = self._run.sample.name
        if not golden.is_file():
            if self._run.sample.expect is not None:
                return []
            return [f"the expected result is missing: there is neither `expect` nor {golden.name}; {HINT}"]
        if name not in self._file.expected:
            return [f"{golden.name} does not contain an event of this sample; {HINT}"]
        difference = golden_difference(self._file.expected[name], self._run.result().entries)
        return [f"the events differ from {golden.name}:\n{difference}\n\n{HINT}"] if difference else []


class GoldenItem(Item):
    """Writes the golden file, or sees to it that nothing else is in it than the events of the samples."""

    def __init__(self, *, file: EventFile, **given: Any) -> None:
        super().__init__(**given)
        self._file = file

    def runtest(self) -> None:
        """Compare all of the file."""
        golden = self._file.file.golden
        assert golden is not None, "the file is collected with its golden file"
        entries = [entry for run in self._file.file.samples for entry in run.result().entries]
        obtained = golden_text(entries).encode()
        if is_updating(self.config):
            change_golden_file(self._file.goldens, golden, obtained)
        # Git may have given the lines the ends of Windows; JSON has no others that count.
        elif obtained != read_golden_file(self._file.goldens, golden).replace(b"\r\n", b"\n"):
            self._fail(golden)

    def _fail(self, golden: Path) -> None:
        there = self._file.expected
        samples = {run.sample.name: run.result().entries for run in self._file.file.samples}
        differ = [name for name in {**samples, **there} if there.get(name) != samples.get(name)]
        if not differ:
            raise CaseFailed(f"{golden.name} has another format or order than this version writes; {HINT}")
        more = f" and {len(differ) - _SHOWN} more" if len(differ) > _SHOWN else ""
        names = ", ".join(f"`{name}`" for name in differ[:_SHOWN])
        raise CaseFailed(f"the events of {names}{more} differ from {golden.name}; {HINT}")
