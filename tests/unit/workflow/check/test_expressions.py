import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.check.expressions import check_workflow, find_problems
from qradar_builder.workflow.xml.reader import read_workflow_xml

ROWS = json.loads((Path(__file__).parents[3] / "conformance/workflow/expressions.json").read_text(encoding="utf-8"))
NAMESPACE = "http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/"


def checked(workflow):
    assert workflow is not None
    findings = Findings()
    check_workflow(workflow, findings)
    for _ in range(2):
        # What is known of the texts of other workflows, and of this one, changes nothing.
        again = Findings()
        find_problems(workflow, again)
        assert list(again) == list(findings)
    return list(findings)


def from_yaml(text, fragments=None):
    findings = Findings()
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), fragments or {}, findings)
    assert list(findings) == []
    return checked(workflow)


def from_xml(actions, version="V2"):
    findings = Findings()
    text = f'<Workflow name="n" version="1" xmlns="{NAMESPACE}{version}"><Actions>\n{actions}\n</Actions></Workflow>'
    workflow = read_workflow_xml(text.encode(), "w.xml", findings)
    assert list(findings) == []
    return checked(workflow)


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_what_does_not_compile_is_told_with_the_part_that_is_wrong(row):
    text = f'name: n\nversion: "1"\nactions:\n  - {row["yaml"]}\n'
    lines = text.split("\n")
    found = [
        [each.rule, lines[each.location.line - 1][each.location.column - 1 : each.location.end_column - 1]]
        for each in from_yaml(text)
    ]
    assert found == row["found"]


def test_in_xml_the_carets_stand_under_the_wrong_part_of_the_attribute():
    (found,) = from_xml('<Set path="/a" value="x${/a + }"/>')
    assert (found.location.line, found.location.column) == (2, 31)


def test_where_a_text_is_written_with_escapes_the_whole_attribute_is_meant():
    (found,) = from_xml('<Set path="/a" value="&quot;${/a + }"/>')
    assert (found.location.column, found.location.end_column) == (16, 38)


def test_a_function_of_a_later_version_is_too_new():
    (found,) = from_xml('<Set path="/a" value="${keys(/b)}"/>', "V1")
    assert found.rule == "workflow/too-new"
    assert from_xml('<Set path="/a" value="${keys(/b)}"/>', "V2") == []


def test_what_is_known_of_a_text_holds_for_one_version_and_one_attribute():
    assert from_xml('<Set path="/a" value="${keys(/b)}"/>') == []
    assert len(from_xml('<Set path="/a" value="${keys(/b)}"/>', "V1")) == 1
    assert from_xml('<Log type="INFO" message="soon"/>') == []
    assert len(from_xml('<Sleep duration="soon"/>')) == 1


def test_more_texts_than_are_known_are_checked_too(monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.check.expressions._MOST_KNOWN", 1)
    text = '<Set path="/a" value="${/b + }"/><Set path="/c" value="${/d}"/><Set path="/e" value="${/f}"/>'
    assert [len(from_xml(text)) for _ in range(3)] == [1, 1, 1]


def test_what_stands_in_a_fragment_is_told_of_the_fragment():
    findings = Findings()
    fragment = parse_document("actions:\n  - Delete: {path: a}\n", "f.yaml", findings)
    found = from_yaml('name: n\nversion: "1"\nactions:\n  - use: f\n', {"f": fragment})
    assert [(each.location.file, each.related[0].location.file) for each in found] == [("f.yaml", "w.yaml")]


def test_tests_are_compiled_too():
    (found,) = from_yaml('name: n\nversion: "1"\nactions: [ClearStatus]\ntests:\n  - DNSResolutionTest: {host: "${"}\n')
    assert found.location.line == 5
