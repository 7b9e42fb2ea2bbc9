import json
from pathlib import Path

import pytest
from lxml import etree

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.workflow.xml import xsd_writer
from qradar_builder.workflow.xml.schema import validate_values_xml, validate_workflow_xml

VECTORS = json.loads((Path(__file__).parents[3] / "conformance/workflow/schema.json").read_text(encoding="utf-8"))
CASES = [
    pytest.param(version, case["body"], case["wrong"], id=f"{version}: {case['name']}")
    for case in VECTORS
    for version in case["versions"]
]
VALUES = "http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues"


def document_of(text, findings):
    document = parse_xml(text.encode(), "w.xml", findings)
    assert document is not None, list(findings)
    return document


def workflow_text(version, body):
    namespace = SchemaVersion(version).workflow_namespace
    return "\n".join([f'<Workflow xmlns="{namespace}" name="n" version="1">', *body, "</Workflow>"])


@pytest.mark.parametrize(("version", "body", "wrong"), CASES)
def test_a_workflow_is_taken_or_refused_with_the_line_and_the_reason(version, body, wrong):
    findings = Findings()
    found = validate_workflow_xml(document_of(workflow_text(version, body), findings), findings)
    assert found == (None if wrong else version)
    assert {str(finding.location.line) for finding in findings} == set(wrong)
    assert {finding.rule for finding in findings} <= {"workflow/schema"}
    for line, words in wrong.items():
        assert any(words in each.message for each in findings if str(each.location.line) == line), list(findings)
    assert all(finding.help for finding in findings)


# `xsi:` attributes are refused before the schema is asked.
@pytest.mark.parametrize(("version", "body", "wrong"), [case for case in CASES if "xsi:" not in str(case.values)])
def test_libxml2_judges_as_we_do_by_the_same_schema(version, body, wrong):
    schema = etree.XMLSchema(etree.fromstring(xsd_writer.workflow_schema(SchemaVersion(version))))
    assert schema.validate(etree.fromstring(workflow_text(version, body))) == (not wrong)


@pytest.mark.parametrize(("name", "content"), xsd_writer.generate().items())
def test_the_schemas_in_the_tree_are_what_the_table_gives(name, content):
    folder = Path(xsd_writer.__file__).parent / "schemas"
    assert (folder / name).read_bytes() == content, "run python -m qradar_builder.workflow.xml.xsd_writer"


def test_there_is_no_schema_that_the_table_does_not_give():
    folder = Path(xsd_writer.__file__).parent / "schemas"
    assert {file.name for file in folder.iterdir()} == set(xsd_writer.generate())


@pytest.mark.parametrize(
    ("namespace", "advice"),
    [
        ("http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2.1", "did you mean `http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2_1`"),
        ("http://qradar.ibm.com/UniversalCloudRESTAPI/workflow/v1", "did you mean `http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V1`"),
        ("urn:other", "Workflow/V1, http"),
        ("", "Workflow/V2, http"),
    ],
)  # fmt: skip
def test_an_unknown_version_names_the_three(namespace, advice):
    findings = Findings()
    assert validate_workflow_xml(document_of(f'<Workflow xmlns="{namespace}"/>', findings), findings) is None
    (finding,) = findings
    assert finding.rule == "workflow/version"
    assert advice in finding.help
    assert all(version.workflow_namespace in finding.help for version in SchemaVersion)


def test_a_file_that_is_no_workflow_says_so():
    findings = Findings()
    assert validate_workflow_xml(document_of("<content/>", findings), findings) is None
    assert [finding.rule for finding in findings] == ["workflow/root"]


@pytest.mark.parametrize("version", SchemaVersion)
def test_parameter_values_are_checked_too(version):
    good = f'<WorkflowParameterValues xmlns="{VALUES}/{version}"><Value name="a" value=""/></WorkflowParameterValues>'
    findings = Findings()
    assert validate_values_xml(document_of(good, findings), findings) is version
    assert not len(findings)
    bad = good.replace('value=""', 'valu=""').replace('name="a"', 'name=""')
    assert validate_values_xml(document_of(bad, findings), findings) is None
    assert {finding.message for finding in findings} == {
        "`name` of Value must not be empty",
        "Value has no attribute `valu`",
        "Value requires `value`",
    }


def test_a_wrong_attribute_is_underlined():
    findings = Findings()
    text = workflow_text("V2", ["<Actions>", '  <Set path="/a"', '    value="" valeu="x"/>', "</Actions>"])
    validate_workflow_xml(document_of(text, findings), findings)
    (finding,) = findings
    location = finding.location
    assert (location.line, location.column, location.end_column) == (4, 14, 23)
    assert finding.help == "did you mean `value`?"


def test_no_location_hint_is_followed():
    hint = "http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2 http://127.0.0.1:9/nowhere.xsd"
    text = workflow_text("V2", ["<Actions><ClearStatus/></Actions>"]).replace(
        "<Workflow ",
        f'<Workflow xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{hint}" ',
    )
    findings = Findings()
    assert validate_workflow_xml(document_of(text, findings), findings) is SchemaVersion.V2


@pytest.mark.parametrize("sign", ["-", "+", "▼"])
def test_a_sign_that_a_browser_shows_is_told(sign):
    findings = Findings()
    text = workflow_text("V2", ["<Actions>", f"{sign}<ClearStatus/>", "</Actions>"])
    validate_workflow_xml(document_of(text, findings), findings)
    (found,) = findings
    assert "browsers show this character before a tag" in found.help
