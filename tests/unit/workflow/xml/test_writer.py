import subprocess
import sys

import pytest

from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import Element, Parameter, SchemaVersion, Workflow
from qradar_builder.workflow.xml.writer import write_values, write_workflow

HERE = Location("w.yaml", 3, 5)


def element(kind, *children, text=None, comments=(), **attributes):
    return Element(kind, attributes, children, text, origin=HERE, comments=comments)


def workflow(*actions, parameters=(), **more):
    return Workflow("n", "1", SchemaVersion.V2_1, parameters=parameters, actions=actions, origin=HERE, **more)


def written(item, write=write_workflow):
    findings = Findings()
    content = write(item, findings)
    assert content is not None, list(findings)
    return content.decode()


def test_elements_stand_in_lines_and_bodies_are_left_alone():
    call = element(
        "CallEndpoint",
        element("RequestBody", type="t", encoding="e", text="{\n  <a>\n}\n"),
        element("RequestHeader", name="h"),
        element("BearerAuthentication", token="t"),
        method="POST",
        url="u",
    )
    assert written(workflow(element("If", call, condition="a < b"))) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Workflow xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2_1" name="n" version="1">\n'
        "    <Actions>\n"
        '        <If condition="a &lt; b">\n'
        '            <CallEndpoint url="u" method="POST">\n'
        '                <BearerAuthentication token="t"/>\n'
        '                <RequestHeader name="h"/>\n'
        '                <RequestBody type="t" encoding="e">{\n'
        "  &lt;a&gt;\n"
        "}\n"
        "</RequestBody>\n"
        "            </CallEndpoint>\n"
        "        </If>\n"
        "    </Actions>\n"
        "</Workflow>\n"
    )


def test_line_breaks_and_tabs_in_values_are_references_so_that_they_survive():
    assert 'value="a&#10;b&#9;c&#13;"' in written(workflow(element("Set", path="/a", value="a\nb\tc\r")))


def test_a_comment_is_made_legal():
    content = written(workflow(element("ClearStatus", comments=("a -- b--- c-",)), comments=("-->", "x\n\n  y")))
    assert content.splitlines()[1:7] == ["<!-- - -> -->", "<!--", "    x", "", "      y", "-->"]
    assert "<!-- a - - b- - - c- -->" in content


@pytest.mark.parametrize("character", ["\0", "\a", "\ud800", "\ufffe"])
def test_a_character_that_xml_cannot_hold_is_a_finding_at_its_place(character):
    place = Location("w.yaml", 4, 20)
    action = Element("Set", {"path": "/a", "value": f"x{character}"}, origin=HERE, places={"value": place})
    findings = Findings()
    assert write_workflow(workflow(action), findings) is None
    (finding,) = findings
    assert (finding.rule, finding.location) == ("workflow/character", place)
    assert f"U+{ord(character):04X}" in finding.message


PARAMETERS = (
    Parameter("host", "Host", "where\nit is", required=True, default="h", origin=HERE),
    Parameter("token", "Token", secret=True, default="s3cret", origin=HERE),
)


def test_the_template_of_the_values_says_what_each_is_and_holds_no_secret():
    content = written(workflow(parameters=PARAMETERS), write_values)
    assert content.splitlines()[1:] == [
        '<WorkflowParameterValues xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/WorkflowParameterValues/V2_1">',
        "    <!-- Host (required): where it is -->",
        '    <Value name="host" value="h"/>',
        "    <!-- Token -->",
        '    <Value name="token" value=""/>',
        "</WorkflowParameterValues>",
    ]


def test_writing_does_not_load_the_validator():
    code = "import sys, qradar_builder.workflow.xml.writer; print('qradar_builder.workflow.xml.schema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
