"""Records the cases of workflows, each once for each state of the package."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Findings
from qradar_builder.jpath import JPathError
from qradar_builder.preview.protocol.problems import ErrorAnswer, Problem
from qradar_builder.preview.refusal import Refusal
from qradar_builder.source.files import display_name
from qradar_builder.testing.events.package_types import PackageTypes
from qradar_builder.testing.workflows.case import check_parameters, read_case
from qradar_builder.testing.workflows.replay import record_case
from qradar_builder.workflow.check.expressions import check_workflow

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.model.content import WorkflowFile
    from qradar_builder.preview.package.state import PackageState
    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.workflow.recording.recording import Recording

_REMEMBERED: Final = 4
"""How many recordings are kept. Each is bounded by the recorder."""


class Recordings:
    """The recordings of a workspace. One thread at a time may use it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: OrderedDict[tuple[int, str, str], Recording] = OrderedDict()

    def workflow(self, key: str) -> WorkflowFile:
        """A workflow of the last good state. Raises Refusal."""
        return _workflow(self._workspace.state(), key)

    def recording(self, key: str, name: str) -> Recording:
        """The recording of a case. Raises Refusal where there is none, with the first of its errors."""
        # What changes from here on has another revision, and is recorded again.
        known = (self._workspace.refresh(), key, name)
        state = self._workspace.state()
        if known in self._known:
            self._known.move_to_end(known)
            return self._known[known]
        path = next((path for path in state.workflow_cases.get(key, ()) if path.stem == name), None)
        if path is None:
            raise Refusal("preview/missing", "the workflow has no such case")
        found = self._known[known] = self._recorded(state, _workflow(state, key), path)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found

    def _recorded(self, state: PackageState, file: WorkflowFile, path: Path) -> Recording:
        findings = Findings()
        folder = self._workspace.folder
        types = PackageTypes(folder, lambda: state.definitions)
        case = read_case(path, display_name(path), folder, findings, types.find)
        checked = None if case is None else check_workflow(file.workflow, findings)
        if case is not None:
            check_parameters(case, file.workflow, findings)
        if case is None or checked is None or findings.errors:
            raise self._refused(findings)
        try:
            return record_case(case, checked)[1]
        except JPathError as error:
            message = f"the State that the case starts with cannot be made: {error.message}"
            raise Refusal("preview/broken", message, error.help) from None

    def _refused(self, findings: Findings) -> Refusal:
        """A refusal with the first error, and its place in the package."""
        messages = self._workspace.paths.messages(findings)
        first = next((each for each in messages if each.severity == "error"), None)
        if first is None:
            return Refusal("preview/broken", "the case cannot be run")
        problem = Problem(
            rule=first.rule,
            message=first.message,
            advice=first.advice,
            file=first.file,
            line=first.line,
            column=first.column,
        )
        return Refusal("preview/broken", first.message, body=ErrorAnswer(error=problem))


def _workflow(state: PackageState, key: str) -> WorkflowFile:
    found = next((each for each in state.package.workflows if each.key == key), None)
    if found is None:
        raise Refusal("preview/missing", "the package has no such workflow")
    return found
