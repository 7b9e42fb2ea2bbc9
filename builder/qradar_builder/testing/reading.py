"""Reads the cases of a package, and runs none of them. It imports nothing that runs workflows, and no unused reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.source.files import display_name
from qradar_builder.testing.case_folder import CASES, EVENT_CASES, case_paths
from qradar_builder.testing.events.package_types import PackageTypes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Origin
    from qradar_builder.testing.events.case import EventCase
    from qradar_builder.testing.workflows.case import Case


def check_cases(
    folder: Path, findings: Findings, load: Callable[[], dict[str, TypeDefinition] | None] | None = None
) -> list[EventCase]:
    """Read the cases of a package, and run none of them. Gives those of events that hold.

    `load` gives the log source types of a package that is read already; without it the folder is read if a case names
    a type.
    """
    there = workflow_keys(folder)
    # What is wrong with the package is told elsewhere.
    types = PackageTypes(folder, load or (lambda: package_definitions(folder, Findings())))
    for path in case_paths(folder, CASES, findings):
        from qradar_builder.testing.workflows.case import read_case

        case = read_case(path, display_name(path), folder, findings, types.find)
        if case is not None and case.workflow not in there:
            report_workflow(case, there, findings)
    held: list[EventCase] = []
    for path in case_paths(folder, EVENT_CASES, findings):
        from qradar_builder.testing.events.case import read_event_case

        event_case = read_event_case(path, display_name(path), folder, types.find, findings)
        if event_case is not None:
            held.append(event_case)
    return held


def workflow_keys(folder: Path) -> list[str]:
    """The names of the workflows that a package folder has files for."""
    return sorted(path.stem for path in (folder / "workflows").glob("*") if path.suffix in {".yaml", ".xml"})


def report_workflow(case: Case, there: list[str], findings: Findings) -> None:
    """Report a case of a workflow that is not there or has errors."""
    report_missing_workflow("case/workflow", case.workflow, case.workflow_origin, there, findings)


def report_missing_workflow(rule: str, key: str, origin: Origin, there: list[str], findings: Findings) -> None:
    """Report a file that names a workflow that is not there or has errors."""
    if key in there:
        message, advice = f"the workflow `{key}` has errors", "fix the workflow first"
    else:
        from qradar_builder.model.workflow.problems import did_you_mean

        message = f"there is no workflow `{key}`"
        advice = did_you_mean(key, there, "the package has no workflows; add workflows/<key>.yaml")
    findings.add(rule, origin, message, help=advice)
