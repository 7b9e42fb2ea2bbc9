"""Tries a package before it is moved into its place: it is loaded, and its cases are run."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Severity
from qradar_builder.testing.tested_package import load_tested

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.dsm.explanation import Explanation


def write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths below a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def problems_of(files: Mapping[str, bytes]) -> list[str]:
    """What is wrong with a package: errors, warnings, and cases that do not pass."""
    with tempfile.TemporaryDirectory() as folder:
        write_tree(Path(folder), files)
        return list(_problems(Path(folder)))


def _problems(folder: Path) -> Iterator[str]:
    findings = Findings()
    package = load_tested(folder, findings)
    of_cases = [file.findings for file in package.files] + [file.findings for file in package.event_files]
    for found in (findings, *of_cases):
        for finding in found:
            if finding.severity is not Severity.NOTE:
                yield f"{finding.location}: {finding.message}"
    for file in package.files:
        if file.run is not None:
            yield from (f"{file.path.name}: {problem}" for problem in file.run.problems(_nothing))
    for event_file in package.event_files:
        for sample in event_file.samples:
            yield from (f"{event_file.path.name}: {problem}" for problem in sample.problems(_nothing))


def _nothing(_explanation: Explanation, _number: int) -> str:
    return ""
