import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.xml.schema import validate_workflow_xml
from qradar_builder.workflow.xml.writer import write_workflow

TABLES = Path(__file__).parents[3] / "conformance/workflow"
HEAD = ["name: n", "version: 1", "actions:"]


def table(name):
    rows = json.loads((TABLES / name).read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["name"]) for row in rows]


def read(lines, findings):
    document = parse_document("\n".join([*HEAD, *("  " + line for line in lines)]), "w.yaml", findings)
    return read_workflow_yaml(document, {}, findings)


def dedented(xml):
    """The lines between the tags of Actions; a body has no indentation that could be taken away."""
    inside = xml.decode().split("    <Actions>\n")[1].split("    </Actions>")[0]
    return [line.removeprefix("        ") for line in inside.splitlines()]


@pytest.mark.parametrize("case", table("yaml_good.json"))
def test_yaml_becomes_the_xml_that_it_means(case):
    findings = Findings()
    workflow = read(case["yaml"], findings)
    assert workflow is not None, list(findings)
    xml = write_workflow(workflow, findings)
    assert dedented(xml) == case["xml"]
    assert validate_workflow_xml(parse_xml(xml, "w.xml", findings), findings) is workflow.schema
    assert not len(findings)


@pytest.mark.parametrize("case", table("yaml_bad.json"))
def test_each_mistake_is_said_once_at_its_place(case):
    findings = Findings()
    assert read(case["yaml"], findings) is None
    found = [(finding.location.line - len(HEAD), finding.location.column, finding.rule) for finding in findings]
    expected = [(*map(int, place.split(":")), rule) for place, rule, _ in case["wrong"]]
    # The actions are indented by two below their key, which is line 0 here.
    assert found == [(line, column + 2 if line else column, rule) for line, column, rule in expected], list(findings)
    for finding, (_, _, words) in zip(findings, case["wrong"], strict=True):
        assert words in finding.message
        assert finding.help
