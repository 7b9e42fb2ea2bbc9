"""What a package says: its log source types, workflows and cases, read as a whole after a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.package.folder import load_package
from qradar_builder.package.inputs.definitions import loaded_definitions
from qradar_builder.source.files import display_name
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.node import Mapping, Scalar
from qradar_builder.testing.case_folder import CASES, EVENT_CASES, case_paths
from qradar_builder.testing.events.case import read_event_case
from qradar_builder.testing.events.package_types import PackageTypes

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Finding
    from qradar_builder.package.folder import LoadedPackage
    from qradar_builder.testing.events.case import EventCase


@dataclass(frozen=True, slots=True, eq=False)
class PackageState:
    """A package as it was at a revision. `cases` are those of events that hold, by the names of their files."""

    revision: int
    package: LoadedPackage
    definitions: dict[str, TypeDefinition]
    cases: dict[str, EventCase]
    workflow_cases: dict[str, tuple[Path, ...]]
    """By workflow, the files of its cases."""


def read_definitions(folder: Path, findings: Findings) -> tuple[LoadedPackage, dict[str, TypeDefinition] | None]:
    """The package with its log source types by their keys; None for these, with findings, where there are errors."""
    before = findings.errors
    package = load_package(folder, findings)
    # Names in a package with errors cannot be resolved for good, but what else is wrong is told all the same.
    definitions = loaded_definitions(package, findings)
    return package, None if findings.errors > before else definitions


def read_state(folder: Path, revision: int) -> tuple[PackageState | None, list[Finding]]:
    """Read a package with its cases. None, with findings, where the package itself has errors."""
    findings = Findings()
    package, definitions = read_definitions(folder, findings)
    if definitions is None:
        return None, list(findings)
    types = PackageTypes(folder, lambda: definitions)
    cases: dict[str, EventCase] = {}
    for path in case_paths(folder, EVENT_CASES, findings):
        case = read_event_case(path, display_name(path), folder, types.find, findings)
        if case is not None:
            cases[path.name] = case
    state = PackageState(revision, package, definitions, cases, _workflow_cases(folder))
    return state, list(findings)


def _workflow_cases(folder: Path) -> dict[str, tuple[Path, ...]]:
    """The files of cases by the workflows that they name. What is wrong in them is told by a test."""
    found: dict[str, list[Path]] = {}
    for path in case_paths(folder, CASES, Findings()):
        document = read_document(path, display_name(path), Findings(), within=folder)
        root = None if document is None else document.root
        named = root.get("workflow") if isinstance(root, Mapping) else None
        if isinstance(named, Scalar):
            found.setdefault(named.text, []).append(path)
    return {key: tuple(paths) for key, paths in found.items()}
