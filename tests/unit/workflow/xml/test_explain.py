"""What the table of the language says of a document, and what only the validator knows."""

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import WORKFLOW
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.workflow.xml import wording
from qradar_builder.workflow.xml.explain import explain
from qradar_builder.workflow.xml.schema import validate_workflow_xml

GOOD = "<ClearStatus/>"


def document_of(*actions):
    namespace = SchemaVersion.V2.workflow_namespace
    text = "\n".join(
        [f'<Workflow xmlns="{namespace}" name="n" version="1"><Actions>', *actions, "</Actions></Workflow>"]
    )
    return parse_xml(text.encode(), "w.xml", Findings())


def explained(document, complaints=()):
    findings = Findings()
    explain(document, WORKFLOW, SchemaVersion.V2, complaints, findings)
    return [(each.location.line, each.message) for each in findings]


def test_every_element_is_looked_at():
    document = document_of('<If condition="1 = 1">', '<Set path="/a"/>', "</If>", '<Sleep duraton="1"/>', "<Nothing/>")
    assert explained(document) == [
        (3, "Set requires `value`"),
        (5, "Sleep requires `duration`"),
        (5, "Sleep has no attribute `duraton`"),
        (6, "there is no action Nothing"),
    ]


def test_what_only_the_validator_knows_is_told_in_its_words():
    document = document_of(GOOD, GOOD)
    second = document.root[0][1]
    complaint = "Element '{http://qradar.ibm.com/x}ClearStatus': this is a reason."
    assert explained(document, [(second, complaint), (second, "another")]) == [
        (3, "Element 'ClearStatus': this is a reason.")
    ]


def test_words_for_people_come_before_those_of_the_validator(monkeypatch):
    document = document_of(GOOD, GOOD)
    second = document.root[0][1]
    monkeypatch.setattr(wording, "reasons", lambda *_: {second: "not allowed after w:ClearStatus"})
    assert explained(document, [(second, "This element is not expected.")]) == [(3, "not allowed after ClearStatus")]


def test_a_complaint_of_what_the_table_explains_is_not_told_again():
    document = document_of("<Nothing/>", '<Set path="/a"/>')
    actions = document.root[0]
    complaints = [(each, "not expected") for each in (actions, *actions)]
    assert explained(document, complaints) == [(2, "there is no action Nothing"), (3, "Set requires `value`")]


def test_the_validator_names_the_elements_of_a_document_with_a_prefix():
    text = (
        f'<w:Workflow xmlns:w="{SchemaVersion.V2.workflow_namespace}" name="n" version="1"><w:Actions>'
        '<w:ClearStatus/>\n<w:Set path="/a"/></w:Actions></w:Workflow>'
    )
    findings = Findings()
    assert validate_workflow_xml(parse_xml(text.encode(), "w.xml", Findings()), findings) is None
    assert [(each.location.line, each.message) for each in findings] == [(2, "Set requires `value`")]


def test_very_many_mistakes_are_counted_and_the_first_are_told():
    found = explained(document_of(*["<Nothing/>"] * 500))
    assert found[0] == (1, "more than 100 elements are wrong; the rest is not checked")
    assert len(found) == 101


def test_very_many_complaints_are_cut():
    document = document_of(*[GOOD] * 500)
    assert len(explained(document, [(each, "a reason") for each in document.root[0]])) == 100
