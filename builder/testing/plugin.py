"""The pytest plugin that collects and runs the tests of packages. Goldens are kept by pytest-regressions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from builder.testing.event_items import EventFile
from builder.testing.type_items import TypeFile
from builder.testing.workflow_items import WorkflowFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from builder.testing.items import Wording
    from builder.testing.tested_package import TestedPackage
    from builder.testing.tested_type import TestedType

PLUGINS = ("pytest_regressions.plugin",)
"""The plugins that must be loaded with this one."""


class PackageTests:
    """Collects the tests of packages: of their cases, and of the log source types that have samples."""

    def __init__(self, packages: Iterable[TestedPackage], wording: Wording) -> None:
        self._wording = wording
        self._files = {file.path.resolve(): file for package in packages for file in package.files}
        self._event_files = {file.path.resolve(): file for package in packages for file in package.event_files}
        self._types = {tested.path.resolve(): tested for package in packages for tested in _with_samples(package)}

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """The collector of a file with tests. None for any other file."""
        path = file_path.resolve()
        collector: pytest.Collector | None = None
        if path in self._files:
            file = self._files[path]
            collector = WorkflowFile.from_parent(parent, path=file_path, file=file, wording=self._wording)
        elif path in self._event_files:
            events = self._event_files[path]
            collector = EventFile.from_parent(parent, path=file_path, file=events, wording=self._wording)
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


def run_cases(packages: Sequence[TestedPackage], wording: Wording, arguments: Sequence[str]) -> int:
    """Run the tests of packages by pytest with further arguments of its own. Returns pytest's exit code.

    Neither configuration nor plugins of the place where it runs play a part.
    """
    files = [str(path) for package in packages for path in _paths(package)]
    own = ["--disable-plugin-autoload", "--noconftest", "--no-header", "-v", "--tb=short"]
    # Nothing here logs, and to listen for it takes a good part of the time of a small test.
    for name in (*PLUGINS, "no:cacheprovider", "no:logging"):
        own += ["-p", name]
    # A configuration file would be looked for beside the cases, and above them.
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder, "pytest.ini")
        configuration.write_text("[pytest]\n", encoding="utf-8")
        own += ["-c", str(configuration), "--rootdir", str(Path.cwd())]
        return int(pytest.main([*own, *arguments, *files], plugins=[PackageTests(packages, wording)]))
