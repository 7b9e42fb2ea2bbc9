"""The process that runs the cases of a package for the preview: it writes a line of JSON for each that has ended.

A process of its own, as pytest takes the output of the whole process, and so that a case can be killed. Called as
`python -m qradar_builder.preview.release.testing_process FOLDER`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from qradar_builder.findings import Findings
from qradar_builder.preview.package.findings import PathsInPackage
from qradar_builder.report.event_explanation import explanation_text
from qradar_builder.report.html.results import results_fragment
from qradar_builder.report.text_report import TextReport
from qradar_builder.source.folder_lock import silent
from qradar_builder.testing.items.base import Wording
from qradar_builder.testing.plugin import run_cases
from qradar_builder.testing.results import Results
from qradar_builder.testing.tested_package import load_tested
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    import pytest

_LONGEST: Final = 20_000
_NO_TESTS: Final = 5


class Followed(Results):
    """A plugin of pytest that tells of each test when it has ended."""

    def __init__(self, to: TextIO) -> None:
        super().__init__()
        self._to = to

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell how many tests there are."""
        self.say({"total": len(session.items)})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell what came of a test."""
        before = len(self.all)
        super().pytest_runtest_logreport(report)
        for result in self.all[before:]:
            failed = result.outcome == "failed"
            self.say({"case": result.name, "failed": failed, "text": cut(result.message, _LONGEST) if failed else ""})

    def say(self, what: dict[str, Any]) -> None:
        """Write a line."""
        self._to.write(json.dumps(what) + "\n")
        self._to.flush()


def run(folder: Path, to: TextIO) -> None:
    """Run all cases of a package, and write what comes of them to `to`."""
    findings = Findings()
    package = load_tested(folder, findings)
    followed = Followed(to)
    code = _NO_TESTS
    if package.files or package.event_files:
        wording = Wording(lambda found: click.unstyle(TextReport(links=False).render(found)), explanation_text)
        code = run_cases([package], wording, ["--color=no"], silent, followed)
    messages = PathsInPackage(folder).messages(findings)
    followed.say(
        {
            "html": str(results_fragment([package], followed.all)),
            "findings": [each.model_dump() for each in messages],
            "passed": code in {0, _NO_TESTS} and not findings.errors,
        }
    )


def main() -> None:
    """Run the cases of the folder that is named. Standard output is for the lines alone."""
    own = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    with os.fdopen(own, "w", encoding="utf-8") as to:
        run(Path(sys.argv[1]), to)


if __name__ == "__main__":
    main()
