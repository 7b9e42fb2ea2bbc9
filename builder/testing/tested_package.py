"""What `test` knows of a package: its workflows, its cases, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from builder.findings import Findings, Location
from builder.model.workflow_problems import did_you_mean
from builder.package.folder import display_name, load_package
from builder.testing.case import check_parameters, read_case
from builder.testing.coverage import Coverage
from builder.testing.golden import SUFFIX
from builder.workflow.check_expressions import check_workflow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from builder.model.workflow import Workflow
    from builder.testing.case import Case
    from builder.testing.replay_case import RunRecord

CASES = ("tests", "workflows")
"""Where the cases of a package lie."""

_ENDING = ".yaml"


@dataclass(slots=True)
class TestedWorkflow:
    """A workflow with what its cases have shown so far."""

    __test__ = False
    """No test class, whatever pytest thinks of its name."""

    key: str
    workflow: Workflow
    coverage: Coverage
    passed: list[Sequence[RunRecord]] = field(default_factory=list)
    cases: int = 0


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file. Where it does not hold there is no case, and there are findings."""

    path: Path
    case: Case | None
    workflow: TestedWorkflow | None
    findings: Findings


@dataclass(frozen=True, slots=True)
class TestedPackage:
    """The workflows of a package that compile, by their keys, and the files of its cases."""

    __test__ = False

    folder: Path
    workflows: dict[str, TestedWorkflow]
    files: tuple[CaseFile, ...]


def load_tested(folder: Path, findings: Findings) -> TestedPackage:
    """Load a package with its cases. What is wrong in a case is kept with it, all else becomes findings here."""
    package = load_package(folder, findings)
    workflows: dict[str, TestedWorkflow] = {}
    for file in package.workflows:
        problems = Findings()
        check_workflow(file.workflow, problems)
        for problem in problems:
            findings.append(problem)
        if not problems.errors:
            workflows[file.key] = TestedWorkflow(file.key, file.workflow, Coverage(file.workflow))
    files = tuple(_case_file(path, folder, workflows) for path in _case_paths(folder, findings))
    return TestedPackage(folder, workflows, files)


def check_cases(folder: Path, findings: Findings) -> None:
    """Read the cases of a package, and run none of them."""
    there = _workflow_keys(folder)
    for path in _case_paths(folder, findings):
        case = read_case(path, display_name(path), folder, findings)
        if case is not None and case.workflow not in there:
            _report_workflow(case, there, findings)


def _case_paths(folder: Path, findings: Findings) -> list[Path]:
    """The case files of a package; what else lies among them is a finding."""
    cases = folder.joinpath(*CASES)
    paths = [path for path in sorted(cases.iterdir()) if path.is_file()] if cases.is_dir() else []
    names = {path.name for path in paths}
    for path in paths:
        if path.suffix in {_ENDING, ".md"} or path.name.startswith("."):
            continue
        stem = path.name.removesuffix(SUFFIX)
        message, advice = "the tool does not read this here", "put it into a folder below"
        if path.name.endswith(SUFFIX):
            if stem + _ENDING in names:
                continue
            message, advice = f"there is no case {stem}{_ENDING} for this golden file", "remove it"
        findings.add("case/unexpected", Location(display_name(path)), message, help=advice)
    return [path for path in paths if path.suffix == _ENDING and not path.name.startswith(".")]


def _case_file(path: Path, folder: Path, workflows: dict[str, TestedWorkflow]) -> CaseFile:
    findings = Findings()
    case = read_case(path, display_name(path), folder, findings)
    workflow = None if case is None else workflows.get(case.workflow)
    if case is not None and workflow is not None:
        workflow.cases += 1
        check_parameters(case, workflow.workflow, findings)
    elif case is not None:
        _report_workflow(case, _workflow_keys(folder), findings)
    return CaseFile(path, None if findings.errors else case, workflow, findings)


def _workflow_keys(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "workflows").glob("*") if path.suffix in {".yaml", ".xml"})


def _report_workflow(case: Case, there: list[str], findings: Findings) -> None:
    if case.workflow in there:
        message, advice = f"the workflow `{case.workflow}` does not hold", "mend it first"
    else:
        message = f"there is no workflow `{case.workflow}`"
        advice = did_you_mean(case.workflow, there, "there are no workflows; add workflows/<key>.yaml")
    findings.add("case/workflow", case.workflow_origin, message, help=advice)
