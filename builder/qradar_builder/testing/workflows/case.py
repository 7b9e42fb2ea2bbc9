"""A test case of a workflow as it is run, and how one is read from its file."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qradar_builder.model.cases.workflow import WorkflowCaseSpec
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.yaml.document import read_document
from qradar_builder.source.yaml.validation import validate
from qradar_builder.testing.clock import read_clock
from qradar_builder.testing.expected.event import ExpectedEventReader
from qradar_builder.testing.workflows.run_reader import RunReader
from qradar_builder.workflow.engine.limits import NAMES
from qradar_builder.workflow.engine.state import missing_parameters, unknown_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.exchanges.exchange import Kill
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.jpath import JsonValue, StatePath
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.source.yaml.document import YamlDocument
    from qradar_builder.testing.events.case import FindType
    from qradar_builder.testing.workflows.run_reader import CaseRun


@dataclass(frozen=True, slots=True)
class Case:
    """A case that holds. `clock` is in epoch milliseconds, `state` the values that the State begins with."""

    name: str
    path: Path
    workflow: str
    parameters: Mapping[str, str]
    clock: int
    runs: tuple[CaseRun, ...]
    origin: Origin = field(compare=False)
    workflow_origin: Origin = field(compare=False)
    parameters_origin: Origin = field(compare=False)
    type_origin: Origin = field(compare=False)
    state: tuple[tuple[StatePath, JsonValue], ...] = ()
    log_source_type: str | None = None
    """The key of the type that reads the events."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """The limits of each run that are not the usual ones, by their names."""

    @property
    def kills(self) -> dict[int, Kill]:
        """When QRadar is killed, by the numbers of the runs from 0 on."""
        return {number: run.kill for number, run in enumerate(self.runs) if run.kill is not None}


def read_case(
    path: Path, name: str, package: Path, findings: Findings, find_type: FindType | None = None
) -> Case | None:
    """Read a case file, which findings call `name`. None, with findings, where it does not hold.

    The files that it names must lie in the package folder. `find_type` gives the log source type of a key, and a
    finding at the place where it is named if there is none; without it, that is not checked.
    """
    before = findings.errors
    document = read_document(path, name, findings, within=package)
    if document is None:
        return None
    validated = validate(WorkflowCaseSpec, document, findings)
    spec = None if validated is None else validated.spec
    definition = None
    if spec is not None and spec.log_source_type is not None and find_type is not None:
        definition = find_type(spec.log_source_type, document.at("log_source_type"), findings)
    has_type = spec is None or spec.log_source_type is not None
    expected = ExpectedEventReader(document, definition, findings) if has_type else None
    reader = RunReader(document, path, package, expected, findings)
    runs = tuple(reader.runs())
    clock = read_clock(spec.clock, document.at("clock"), findings) if spec is not None else None
    state = tuple(reader.state_values(spec.state)) if spec is not None else ()
    if spec is not None:
        _check_limits(spec.limits, document, findings)
    if spec is None or clock is None or findings.errors > before:
        return None
    return Case(
        name=path.stem,
        path=path,
        workflow=spec.workflow,
        parameters=spec.parameters,
        clock=clock,
        runs=runs,
        origin=document.at(),
        workflow_origin=document.at("workflow"),
        parameters_origin=document.at("parameters"),
        type_origin=document.at("log_source_type"),
        state=state,
        log_source_type=spec.log_source_type,
        limits=spec.limits,
    )


def _check_limits(limits: Mapping[str, int], document: YamlDocument, findings: Findings) -> None:
    for name in limits:
        if name not in NAMES:
            advice = did_you_mean(name, NAMES)
            findings.add("yaml/unknown-key", document.key("limits", name), f"there is no limit `{name}`", help=advice)


def check_parameters(case: Case, workflow: Workflow, findings: Findings) -> None:
    """Say which values of a case the workflow has no parameter for, and which required ones it lacks."""
    declared = [parameter.name for parameter in workflow.parameters]
    for name in unknown_parameters(workflow, case.parameters):
        message = f"the workflow declares no parameter `{name}`"
        findings.add(
            "case/parameter", case.parameters_origin, message, help=did_you_mean(name, declared, "it declares none")
        )
    for parameter in missing_parameters(workflow, case.parameters):
        message = f"the required parameter `{parameter.name}` has no value"
        related = [(parameter.origin, "declared here")]
        findings.add(
            "case/parameter", case.parameters_origin, message, help=f"set a value: {parameter.label}", related=related
        )
