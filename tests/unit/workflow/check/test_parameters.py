from __future__ import annotations

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.check.expressions import check_workflow

HEAD = """\
name: n
version: "1"
actions:
  - Log: {type: INFO, message: hello}
parameters:
"""


def found(parameters):
    findings = Findings()
    workflow = read_workflow_yaml(parse_document(HEAD + parameters, "w.yaml", findings), {}, findings)
    check_workflow(workflow, findings)
    return list(findings)


def test_two_parameters_of_one_name_are_told_with_both_places():
    (finding,) = found("  - {name: host, label: Host}\n  - {name: host, label: Server}\n")
    assert finding.rule == "workflow/duplicate-parameter"
    assert (finding.location.line, finding.related[0].location.line) == (7, 6)


def test_the_default_of_a_secret_is_told_and_not_shown():
    (finding,) = found("  - {name: token, label: Token, secret: true, default: s3cr3t}\n")
    assert finding.rule == "workflow/secret-default"
    assert "s3cr3t" not in finding.message


def test_a_default_of_what_is_no_secret_is_fine():
    assert found("  - {name: host, label: Host, default: api.example.com}\n") == []
