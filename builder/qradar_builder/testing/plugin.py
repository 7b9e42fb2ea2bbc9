"""The pytest plugin that collects and runs the tests of packages; pytest-regressions has the options for goldens."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qradar_builder.testing.golden_files import GoldenFiles
from qradar_builder.testing.items.events import EventFile
from qradar_builder.testing.items.types import TypeFile
from qradar_builder.testing.items.workflows import WorkflowFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.source.folder_lock import Tell
    from qradar_builder.testing.events.tested import TestedType
    from qradar_builder.testing.items.base import Wording
    from qradar_builder.testing.results import Results
    from qradar_builder.testing.tested_package import CaseFile, EventCaseFile, TestedPackage

PLUGINS = ("pytest_regressions.plugin",)
"""The plugins that must be loaded with this one."""


class PackageTests:
    """Collects the tests of packages: of their cases, and of the log source types that have samples."""

    def __init__(self, packages: Sequence[TestedPackage], wording: Wording) -> None:
        self._wording = wording
        self.goldens = [GoldenFiles(package.folder) for package in packages]
        self._files: dict[Path, tuple[CaseFile, GoldenFiles]] = {}
        self._event_files: dict[Path, tuple[EventCaseFile, GoldenFiles]] = {}
        self._types: dict[Path, TestedType] = {}
        for package, goldens in zip(packages, self.goldens, strict=True):
            self._files |= {file.path.resolve(): (file, goldens) for file in package.files}
            self._event_files |= {file.path.resolve(): (file, goldens) for file in package.event_files}
            self._types |= {tested.path.resolve(): tested for tested in _with_samples(package)}

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The collector of a file with tests. None for any other file."""
        path = file_path.resolve()
        collector: pytest.Collector | None = None
        if path in self._files:
            file, goldens = self._files[path]
            given: dict[str, Any] = {"file": file, "goldens": goldens, "wording": self._wording}
            collector = WorkflowFile.from_parent(parent, path=file_path, **given)
        elif path in self._event_files:
            events, goldens = self._event_files[path]
            given = {"file": events, "goldens": goldens, "wording": self._wording}
            collector = EventFile.from_parent(parent, path=file_path, **given)
        elif path in self._types:
            collector = TypeFile.from_parent(parent, path=file_path, tested=self._types[path])
        return collector


def _with_samples(package: TestedPackage) -> Iterator[TestedType]:
    return (tested for tested in package.types.values() if tested.sources)


def _paths(package: TestedPackage) -> Iterator[Path]:
    """The files with tests, in the order in which they are run: a type is asked when its samples have been read."""
    yield from (file.path for file in package.files)
    yield from (file.path for file in package.event_files)
    yield from (tested.path for tested in _with_samples(package))


def run_cases(
    packages: Sequence[TestedPackage],
    wording: Wording,
    arguments: Sequence[str],
    tell: Tell,
    results: Results | None = None,
) -> int:
    """Run the tests of packages by pytest with further arguments of its own. Returns pytest's exit code.

    `results` hears what comes of each test.

    Neither configuration nor plugins of the place where it runs play a part. Golden files are written when all tests
    have run, or not at all where the run was interrupted. Raises OutputError.
    """
    files = [str(path) for package in packages for path in _paths(package)]
    # With two of them pytest cuts no reason at the width of the terminal.
    own = ["--disable-plugin-autoload", "--noconftest", "--no-header", "-vv", "--tb=short"]
    # Nothing here logs, and to listen for it takes a good part of the time of a small test.
    for name in (*PLUGINS, "no:cacheprovider", "no:logging"):
        own += ["-p", name]
    # A configuration file would be looked for beside the cases, and above them.
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder, "pytest.ini")
        configuration.write_text("[pytest]\n", encoding="utf-8")
        own += ["-c", str(configuration), "--rootdir", str(Path.cwd())]
        tests = PackageTests(packages, wording)
        code = int(pytest.main([*own, *arguments, *files], plugins=[tests, *([] if results is None else [results])]))
    if code in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        for goldens in tests.goldens:
            goldens.write(tell)
    return code
