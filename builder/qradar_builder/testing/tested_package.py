"""What `test` knows of a package: its workflows and log source types, its cases, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Severity
from qradar_builder.package.folder import load_package
from qradar_builder.package.inputs.definitions import loaded_definitions
from qradar_builder.source.files import display_name
from qradar_builder.testing.case_folder import CASES, EVENT_CASES, PARSED_EVENTS, case_paths
from qradar_builder.testing.case_run import WorkflowCaseRun
from qradar_builder.testing.events.case import read_event_case
from qradar_builder.testing.events.package_types import PackageTypes
from qradar_builder.testing.events.sample_run import SampleRun
from qradar_builder.testing.events.tested import TestedType
from qradar_builder.testing.reading import report_workflow, workflow_keys
from qradar_builder.testing.workflows.case import check_parameters, read_case
from qradar_builder.testing.workflows.coverage import Coverage
from qradar_builder.testing.workflows.tested import TestedWorkflow
from qradar_builder.workflow.check.expressions import check_workflow

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.findings import Origin
    from qradar_builder.package.folder import LoadedPackage


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file of a workflow. Where it does not hold there is nothing to run, and there are findings."""

    path: Path
    run: WorkflowCaseRun | None
    findings: Findings


@dataclass(frozen=True, slots=True)
class EventCaseFile:
    """A case file of a log source type. Where it does not hold there is no sample, and there are findings."""

    path: Path
    samples: tuple[SampleRun, ...]
    findings: Findings
    golden: Path | None = None
    """The golden file, which need not be there yet; None where every sample says itself what is expected."""


@dataclass(frozen=True, slots=True)
class TestedPackage:
    """The workflows that compile and the log source types, by their keys, and the files of cases."""

    __test__ = False

    folder: Path
    workflows: dict[str, TestedWorkflow]
    types: dict[str, TestedType]
    files: tuple[CaseFile, ...]
    event_files: tuple[EventCaseFile, ...]


def load_tested(folder: Path, findings: Findings) -> TestedPackage:
    """Load a package with its cases. What is wrong in a case is kept with it, all else becomes findings here."""
    return _Loader(folder, findings).load()


class _Loader:
    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings
        self._workflows: dict[str, TestedWorkflow] = {}
        self._types: dict[str, TestedType] = {}

    def load(self) -> TestedPackage:
        before = self._findings.errors
        package = load_package(self._folder, self._findings)
        definitions = self._definitions(package) if self._findings.errors == before else None
        for file in package.workflows:
            problems = Findings()
            coverage = Coverage(file.workflow)
            checked = check_workflow(file.workflow, problems, coverage)
            self._findings.extend(problems)
            if checked is not None:
                self._workflows[file.key] = TestedWorkflow(file.key, checked, coverage)
        for key, definition in (definitions or {}).items():
            path = self._folder / "log_source_types" / f"{key}.yaml"
            self._types[key] = TestedType(key, definition, path)
        types = PackageTypes(self._folder, lambda: definitions)
        files = tuple(self._case(path, types) for path in case_paths(self._folder, CASES, self._findings))
        events = tuple(self._event_case(path, types) for path in case_paths(self._folder, EVENT_CASES, self._findings))
        return TestedPackage(self._folder, self._workflows, self._types, files, events)

    def _definitions(self, package: LoadedPackage) -> dict[str, TypeDefinition] | None:
        problems = Findings()
        definitions = loaded_definitions(package, problems)
        # Risks of the content are for `lint` to tell.
        self._findings.extend(problem for problem in problems if problem.severity is Severity.ERROR)
        return definitions

    def _case(self, path: Path, types: PackageTypes) -> CaseFile:
        findings = Findings()
        case = read_case(path, display_name(path), self._folder, findings, types.find)
        if case is None:
            return CaseFile(path, None, findings)
        workflow = self._workflows.get(case.workflow)
        tested = None
        if case.log_source_type is not None:
            tested = self._type(case.log_source_type, case.type_origin, findings)
        if workflow is None:
            report_workflow(case, workflow_keys(self._folder), findings)
            return CaseFile(path, None, findings)
        workflow.cases += 1
        check_parameters(case, workflow.checked.workflow, findings)
        if findings.errors:
            return CaseFile(path, None, findings)
        run = WorkflowCaseRun(case, workflow, tested)
        if tested is not None:
            tested.sources.append(run.records)
        return CaseFile(path, run, findings)

    def _event_case(self, path: Path, types: PackageTypes) -> EventCaseFile:
        findings = Findings()
        case = read_event_case(path, display_name(path), self._folder, types.find, findings)
        tested = None if case is None else self._type(case.log_source_type, case.type_origin, findings)
        if case is None or tested is None:
            return EventCaseFile(path, (), findings)
        golden = path.with_name(path.stem + PARSED_EVENTS)
        is_wanted = golden.is_file() or any(sample.expect is None for sample in case.samples)
        runs = tuple(SampleRun(sample, case, tested, keeps_events=is_wanted) for sample in case.samples)
        tested.sources += [run.result for run in runs]
        return EventCaseFile(path, runs, findings, golden if is_wanted else None)

    def _type(self, key: str, origin: Origin, findings: Findings) -> TestedType | None:
        tested = self._types.get(key)
        if tested is None:
            message = f"the package has errors: the log source type `{key}` cannot be tested"
            findings.add("case/log-source-type", origin, message, help="fix the errors first")
        return tested
