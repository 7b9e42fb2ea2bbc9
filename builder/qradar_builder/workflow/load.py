"""Loads a workflow from a file, YAML or XML: the one way of packages and of the commands that are given a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.model.base import is_key
from qradar_builder.model.content import WorkflowFile
from qradar_builder.source.files import display_name, is_inside, read_bytes
from qradar_builder.source.yaml.document import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.source.yaml.document import YamlDocument
    from qradar_builder.workflow.engine.compile import CompiledWorkflow

_YAML = frozenset({".yaml", ".yml"})


def load_workflow(path: Path, findings: Findings) -> CompiledWorkflow | None:
    """Load a workflow, and compile all of it. None, with findings, where it does not hold.

    Fragments are those of the package that a YAML file lies in.
    """
    from qradar_builder.workflow.check.expressions import check_workflow  # noqa: PLC0415 - loads all that runs workflows

    before = findings.errors
    fragments = read_fragments(path.resolve().parent.parent, findings) if path.suffix in _YAML else {}
    file = read_workflow(path, fragments, findings)
    checked = None if file is None else check_workflow(file.workflow, findings)
    return None if findings.errors > before else checked


def read_workflow(
    path: Path, fragments: Mapping[str, YamlDocument], findings: Findings, *, within: Path | None = None
) -> WorkflowFile | None:
    """Read a workflow without compiling it; its key is the name of the file. None, with findings, where it is none.

    With `within` no link may lead out of that folder.
    """
    name = display_name(path)
    if path.suffix in _YAML:
        # A package without workflows needs no reader of them.
        from qradar_builder.source.workflow.reader import read_workflow_yaml  # noqa: PLC0415 - see above

        document = read_document(path, name, findings, within=within)
        workflow = None if document is None else read_workflow_yaml(document, fragments, findings)
        return None if workflow is None else WorkflowFile(path.stem, workflow, None)
    from qradar_builder.workflow.xml.reader import read_workflow_xml  # noqa: PLC0415 - see above

    content = read_bytes(path, name, findings, within=within)
    workflow = None if content is None else read_workflow_xml(content, name, findings)
    return None if workflow is None else WorkflowFile(path.stem, workflow, content)


def read_fragments(package: Path, findings: Findings) -> dict[str, YamlDocument]:
    """The fragments of a package by their keys."""
    found: dict[str, YamlDocument] = {}
    for path in keyed_files(package, "fragments", ".yaml"):
        document = read_document(path, display_name(path), findings, within=package)
        if document is not None:
            found[path.stem] = document
    return found


def keyed_files(package: Path, folder: str, suffix: str) -> Iterator[Path]:
    """The files of a folder of a package that are named by a key, in their order; none of a folder outside of it."""
    if is_inside(package / folder, package):
        for path in sorted((package / folder).glob(f"*{suffix}")):
            if is_key(path.stem) and path.is_file():
                yield path
