"""Reads the sources of a package, and runs nothing. Without sources it loads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings


def check_sources(folder: Path, findings: Findings) -> None:
    """Read the sources of a package. Each must hold, and be of a workflow of the package."""
    if not (folder / "tests" / "sources").is_dir():
        return
    from qradar_builder.simulation.service.reading import read_source, source_paths  # noqa: PLC0415 - few have sources
    from qradar_builder.testing.reading import report_missing_workflow, workflow_keys  # noqa: PLC0415 - as above

    there = workflow_keys(folder)
    for path in source_paths(folder, findings):
        source = read_source(path, folder, findings)
        if source is not None and source.spec.workflow not in there:
            place = source.document.at("workflow")
            report_missing_workflow("source/workflow", source.spec.workflow, place, there, findings)
