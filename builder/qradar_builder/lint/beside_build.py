"""Checks what lint calls an error in a package that was compiled, beside what compiling it found: cases and rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.lint.opinions import judge_errors
from qradar_builder.lint.subjects.reading import PackageReading

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.package.build import Built


def check_beside_build(folder: Path, built: Built | None, findings: Findings, *, cases: bool) -> None:
    """Check a package; `built` is None if it does not compile. Without `cases` the recorded cases are not read."""
    package = None if built is None else PackageReading(folder, built)
    if cases:
        from qradar_builder.testing.reading import check_cases

        check_cases(folder, findings, None if package is None else lambda: package.definitions)
    if package is not None:
        judge_errors(package, findings)
