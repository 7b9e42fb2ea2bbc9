"""What there is to prove in a package: its workflows, each with its sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.package.folder import load_package
from qradar_builder.simulation.history.history import Historian
from qradar_builder.simulation.service.reading import check_workflow_of, read_source, source_paths
from qradar_builder.testing.reading import report_missing_workflow, workflow_keys
from qradar_builder.workflow.check.expressions import check_workflow

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.simulation.service.reading import Source


@dataclass(frozen=True, slots=True)
class Subject:
    """A workflow, and a source to prove it against. It can be handed to another process."""

    folder: Path
    workflow: Workflow
    source: Source
    keeps_state: bool = False

    def historian(self) -> Historian:
        """What runs its histories."""
        checked = check_workflow(self.workflow, Findings())
        assert checked is not None, "it was checked when the package was read"
        return Historian(checked, self.source, keeps_state=self.keeps_state)


def subjects_of(
    folder: Path, findings: Findings, wanted: Collection[str] = (), *, keeps_state: bool = False
) -> list[Subject]:
    """The subjects of a package, of the workflows that are wanted or of all.

    A workflow without a source is a finding, and so is a source that does not hold. Nothing is given for a package
    whose workflows have errors.
    """
    package = load_package(folder, findings)
    workflows = {}
    for file in package.workflows:
        if check_workflow(file.workflow, findings) is not None:
            workflows[file.key] = file.workflow
    sources = [read_source(path, folder, findings) for path in source_paths(folder, findings)]
    there = workflow_keys(folder)
    subjects = []
    for source in sources:
        if source is None or (wanted and source.spec.workflow not in wanted):
            continue
        workflow = workflows.get(source.spec.workflow)
        if workflow is None:
            place = source.document.at("workflow")
            report_missing_workflow("source/workflow", source.spec.workflow, place, there, findings)
            continue
        check_workflow_of(source, workflow, findings)
        subjects.append(Subject(folder, workflow, source, keeps_state))
    named = {source.spec.workflow for source in sources if source is not None}
    if all(source is not None for source in sources):
        for key, workflow in workflows.items():
            if key not in named and (not wanted or key in wanted):
                message = f"the workflow `{key}` has no source: nothing is proven of it"
                findings.add("proof/no-source", workflow.origin, message)
    return [] if findings.errors and not subjects else subjects
