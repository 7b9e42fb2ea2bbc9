"""Workflows of a few lines for tests of the data flow."""

from qradar_builder.findings import Findings
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document


def subject_of(actions, parameters="[]"):
    text = f"name: a\nversion: '1'\nparameters: {parameters}\nactions:\n{actions}"
    findings = Findings()
    workflow = read_workflow_yaml(parse_document(text, "a.yaml", findings), {}, findings)
    assert workflow is not None, [each.message for each in findings]
    return WorkflowSubject(workflow)
