"""Workflows and their parameter values become files of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import same_workflow
from qradar_builder.package.extension.extra import WORKFLOWS
from qradar_builder.package.layout import EXTRA
from qradar_builder.secrets.values import is_common, is_credential
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.workflow.writer import write_workflow_yaml
from qradar_builder.source.xml.canonical import same_document
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.takeover.keys import Keys
from qradar_builder.takeover.repetition import with_fragments
from qradar_builder.workflow.xml.values_writer import write_parameter_values
from qradar_builder.workflow.xml.writer import write_workflow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.findings import Findings as _Findings
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.source.yaml.document import YamlDocument
    from qradar_builder.takeover.inputs import Inputs, ReadValues, ReadWorkflow

_NOT_MEANT = ("workflow", "-parameter-values", "-parametervalues", "-values", "-parameters", "-params")
VALUES = "tests/values"
"""Where the values of a log source are kept: a run takes them with `--values`."""


def workflow_files(inputs: Inputs, findings: _Findings, *, fragments: bool = False) -> dict[str, bytes]:
    """The files of the workflows by their paths in the package. With `fragments`, what repeats is a file of its own."""
    files: dict[str, bytes] = {}
    keys = Keys()
    named = {keys.give(read.workflow.name, "workflow"): read for read in inputs.workflows}
    for key, read in named.items():
        files |= _files(key, read)
    if fragments:
        files |= _fragment_files(named, files)
    for values in inputs.values:
        files |= _values_files(values, named, findings)
    return files


def _files(key: str, read: ReadWorkflow) -> dict[str, bytes]:
    text = write_workflow_yaml(read.workflow)
    again = _read_again(text)
    if again is None or not same_workflow(again, read.workflow):
        # XML that YAML cannot say is a workflow of a package as well.
        return {f"workflows/{key}.xml": read.content}
    files = {f"workflows/{key}.yaml": text.encode()}
    written = write_workflow(again, Findings())
    if written is None or not same_document(written, read.content):
        files[f"{EXTRA}/{WORKFLOWS}/{key}.xml"] = read.content
    return files


def _fragment_files(named: Mapping[str, ReadWorkflow], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The workflows with fragments, and the fragments; nothing where they would not say the same."""
    in_yaml = {key: read.workflow for key, read in named.items() if f"workflows/{key}.yaml" in files}
    workflows, texts = with_fragments(in_yaml)
    parsed = {key: parse_document(text, key, Findings()) for key, text in texts.items()}
    fragments = {key: document for key, document in parsed.items() if document is not None}
    written = {key: write_workflow_yaml(workflow) for key, workflow in workflows.items()}
    for key, text in written.items():
        again = _read_again(text, fragments)
        if again is None or not same_workflow(again, in_yaml[key]):
            return {}
    found = {f"workflows/{key}.yaml": text.encode() for key, text in written.items()}
    return found | {f"fragments/{key}.yaml": text.encode() for key, text in texts.items()}


def _read_again(text: str, fragments: Mapping[str, YamlDocument] | None = None) -> Workflow | None:
    problems = Findings()
    document = parse_document(text, "workflow", problems)
    return None if document is None else read_workflow_yaml(document, fragments or {}, problems)


def _values_files(read: ReadValues, named: Mapping[str, ReadWorkflow], findings: _Findings) -> dict[str, bytes]:
    """The values without secrets, for the workflow that declares all of them."""
    given = {value.name for value in read.values.values}
    key = _workflow_of(read, given, named)
    if key is None:
        message = "belongs to no workflow that is imported with it: none declares all of its parameters"
        findings.add("import/values", read.values.origin, message)
        return {}
    secrets = {parameter.name for parameter in named[key].workflow.parameters if parameter.secret}
    for value in read.values.values:
        if value.name in secrets and value.value:
            message = f"the value of the secret parameter {value.name[:60]!a} is skipped"
            findings.add("import/secret", value.at("value"), message)
        elif is_credential(value.name, value.value) and not is_common(value.value):
            secrets.add(value.name)
            message = f"the value of the parameter {value.name[:60]!a} is skipped: it is probably a secret"
            findings.add("import/secret", value.at("value"), message)
    kept = {value.name: "" if value.name in secrets else value.value for value in read.values.values}
    return {f"{VALUES}/{key}.xml": write_parameter_values(kept, read.values.schema)}


def _workflow_of(read: ReadValues, given: set[str], named: Mapping[str, ReadWorkflow]) -> str | None:
    fitting = [
        key for key, each in named.items() if given <= {parameter.name for parameter in each.workflow.parameters}
    ]
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    stem = _stem(read.name)
    same = [key for key in fitting if _stem(named[key].name) == stem]
    return (same or sorted(fitting, key=lambda key: len(named[key].workflow.parameters)))[0]


def _stem(name: str) -> str:
    """The name of a file without what tells workflows from values."""
    stem = name.rpartition(".")[0].lower().replace("_", "-").replace(" ", "-")
    for word in _NOT_MEANT:
        stem = stem.replace(word, "")
    return stem.strip("-")


def names_of(inputs: Iterable[ReadWorkflow]) -> list[str]:
    """What the workflows are called."""
    return [read.workflow.name for read in inputs]
