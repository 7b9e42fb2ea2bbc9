"""What `xmlschema` says of the elements that a schema refuses."""

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import WORKFLOW
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.workflow.xml.wording import reasons


def told(*actions):
    namespace = SchemaVersion.V2.workflow_namespace
    text = "\n".join(
        [f'<Workflow xmlns="{namespace}" name="n" version="1"><Actions>', *actions, "</Actions></Workflow>"]
    )
    root = parse_xml(text.encode(), "w.xml", Findings()).root
    return {element.sourceline: reason for element, reason in reasons(root, WORKFLOW, SchemaVersion.V2).items()}


def test_a_good_document_has_no_reasons():
    assert told("<ClearStatus/>") == {}


def test_each_element_has_its_first_reason():
    found = told("<!-- first --><ClearStatus/>", '<Set path="/a"/>', '<Sleep duraton="1"/>')
    assert sorted(found) == [3, 4]
    assert "missing required attribute 'value'" in found[3]
    assert "'duraton' attribute not allowed" in found[4] or "duration" in found[4]


def test_the_reasons_of_a_document_with_very_many_mistakes_are_few():
    assert 0 < len(told(*['<Set path="/a"/>'] * 300)) <= 100
