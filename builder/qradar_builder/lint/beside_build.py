"""Checks what lint calls an error in a package that was compiled, beside what compiling it found: cases and rules."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Findings
    from qradar_builder.package.build import Built


def check_beside_build(folder: Path, built: Built | None, findings: Findings, *, cases: bool) -> None:
    """Check a package; `built` is None if it does not compile. Without `cases` the recorded cases are not read.

    A build imports only what the package needs.
    """
    if cases:
        from qradar_builder.simulation.checking import check_sources
        from qradar_builder.testing.reading import check_cases

        check_cases(folder, findings, None if built is None else partial(_definitions, built))
        check_sources(folder, findings)
    # The rules whose findings are errors look at workflows and at nothing else, which a test of the registry holds.
    if built is not None and built.content.workflows:
        from qradar_builder.lint.opinions import judge_errors
        from qradar_builder.lint.subjects.reading import PackageReading

        judge_errors(PackageReading(folder, built), findings)


def _definitions(built: Built) -> dict[str, TypeDefinition]:
    from qradar_builder.package.inputs.definitions import content_definitions

    return content_definitions(built.content, built.numbered)
