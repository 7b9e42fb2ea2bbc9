"""What `run` begins with beside the workflow: the values of its parameters, and what is to be replayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qradar_builder.exchanges.har import read_har
from qradar_builder.exchanges.har_file import HarError
from qradar_builder.exchanges.worlds import ReplayWorld
from qradar_builder.findings import Location
from qradar_builder.http.network.live import wall_clock
from qradar_builder.jpath import JPathError
from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.source.files import decode, display_name, read_bytes
from qradar_builder.testing.case_folder import CASES
from qradar_builder.testing.workflows.case import read_case
from qradar_builder.text.shown import counted
from qradar_builder.workflow.check.values import check_use
from qradar_builder.workflow.engine.state import missing_parameters
from qradar_builder.workflow.xml.values_reader import match_values, read_values_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from qradar_builder.exchanges.exchange import Kill
    from qradar_builder.exchanges.worlds import RecordedRun
    from qradar_builder.findings import Findings
    from qradar_builder.jpath import JsonValue, StatePath
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.workflow.engine.state import State

_YAML = {".yaml", ".yml"}
_MAX_HAR = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReplaySource:
    """What is replayed. `exact` says whether all exchanges must be asked for."""

    clock: int
    runs: tuple[RecordedRun, ...]
    exact: bool
    parameters: Mapping[str, str]
    state: tuple[tuple[StatePath, JsonValue], ...] = ()
    notes: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    """The limits of each run that are not the usual ones, by their names."""

    kills: Mapping[int, Kill] = field(default_factory=dict)
    """When QRadar is killed, by the numbers of the runs from 0 on."""

    name: str = ""
    """How findings call the case; empty where there is none."""

    def fill(self, state: State, findings: Findings) -> None:
        """Put what the case begins with into a State. What cannot be there is a finding."""
        for path, value in self.state:
            try:
                path.set(state.root, value)
            except JPathError as error:
                message = f"cannot create the initial State of the case: {error.message}"
                findings.add("run/replay", Location(self.name), message)

    @property
    def world(self) -> ReplayWorld:
        """The world that these exchanges make."""
        return ReplayWorld(self.clock, self.runs, exact=self.exact, kills=self.kills)

    def count(self, wanted: int | None) -> int:
        """How many runs to make: those that are wanted, else all. Raises ValueError where there are not so many."""
        if self.exact and wanted is not None and wanted > len(self.runs):
            raise ValueError(f"has {counted(len(self.runs), 'run')}, not {wanted}")
        return len(self.runs) if wanted is None else wanted


def read_values(path: Path, workflow: Workflow, findings: Findings) -> dict[str, str]:
    """The values of a parameter values XML, checked against the workflow."""
    name = display_name(path)
    content = read_bytes(path, name, findings)
    values = None if content is None else read_values_xml(content, name, findings)
    if values is None:
        return {}
    match_values(workflow, values, findings)
    check_use(workflow, values, findings)
    return {value.name: value.value for value in values.values}


def check_given(workflow: Workflow, given: Iterable[str], values: Mapping[str, str], findings: Findings) -> None:
    """Say which names given by hand are no parameters, and which required parameters have no value at all."""
    declared = [parameter.name for parameter in workflow.parameters]
    for name in given:
        if name not in declared:
            advice = did_you_mean(name, declared, "it declares none")
            findings.add("run/parameter", workflow.origin, f"the workflow declares no parameter `{name}`", help=advice)
    for parameter in missing_parameters(workflow, values):
        findings.add(
            "run/parameter",
            parameter.origin,
            f"the required parameter `{parameter.name}` has no value; QRadar does not save the log source without it",
            help=f"set a value: --set {parameter.name}=… or --values FILE",
        )


def read_replay(path: Path, findings: Findings) -> ReplaySource | None:
    """Read a case or a HAR file. None, with findings, where it is none that holds."""
    name = display_name(path)
    if path.suffix in _YAML:
        return _case(path, name, findings)
    content = read_bytes(path, name, findings, limit=_MAX_HAR)
    text = None if content is None else decode(content, name, findings)
    if text is None:
        return None
    try:
        har = read_har(text)
    except HarError as error:
        findings.add("run/replay", Location(name, *error.place), str(error))
        return None
    clock = wall_clock() if har.clock is None else har.clock
    return ReplaySource(clock, ((None, har.exchanges),), exact=False, parameters={}, notes=har.notes)


def _case(path: Path, name: str, findings: Findings) -> ReplaySource | None:
    folder = path.resolve().parent
    # A case in its place may name any file of its package.
    package = folder.parents[len(CASES) - 1] if folder.parts[-len(CASES) :] == CASES else folder
    case = read_case(path, name, package, findings)
    if case is None:
        return None
    runs = tuple((run.clock, run.exchanges) for run in case.runs)
    return ReplaySource(
        case.clock,
        runs,
        exact=True,
        parameters=case.parameters,
        state=case.state,
        limits=case.limits,
        kills=case.kills,
        name=name,
    )
