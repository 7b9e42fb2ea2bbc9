"""What Java's validator says of white space and of what is none is what we say."""

import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings, Severity
from qradar_builder.workflow.xml.reader import read_workflow_xml

VECTORS = json.loads((Path(__file__).parents[3] / "conformance/workflow/xerces.json").read_text(encoding="utf-8"))
OPENING = '<Workflow xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2" name="n" version="1">'


@pytest.mark.parametrize("case", VECTORS, ids=[case["name"] for case in VECTORS])
def test_a_workflow_is_refused_where_java_refuses_it(case):
    findings = Findings()
    workflow = read_workflow_xml(f"{OPENING}{case['body']}</Workflow>".encode(), "w.xml", findings)
    errors = [each for each in findings if each.severity is Severity.ERROR]
    assert bool(errors) == bool(case["problem"]), (case["problem"], list(findings))
    assert (workflow is None) == bool(errors)


SHOWS = [
    case
    for case in VECTORS
    if case["problem"]
    and not case["name"].endswith((" by its number", "beside a truth value", "in CDATA between actions"))
]


@pytest.mark.parametrize("case", SHOWS, ids=[case["name"] for case in SHOWS])
def test_the_character_is_named_where_it_stands(case):
    code = case["name"].split()[0]
    character = chr(int(code.removeprefix("U+"), base=16))
    document = f"{OPENING}{case['body']}</Workflow>"
    if character in " \t\r\n":
        return
    findings = Findings()
    read_workflow_xml(document.encode(), "w.xml", findings)
    column = document.index(character) + 1
    assert any(each.location.column == column and code in each.message for each in findings), list(findings)
