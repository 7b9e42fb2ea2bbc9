from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import MAX_NESTING, ListComments, SchemaVersion
from qradar_builder.workflow.xml.reader import read_workflow_xml

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- about
     it -->
<Workflow xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2" name="n" version="1" minimumRecurrence="60">
    <Parameters>
        <!-- where -->
        <Parameter name="host" label="Host" required="1"/>
        <!-- before the actions -->
    </Parameters>
    <Actions>
        <Set path="/a" value="x&#10;y
z"/>
        <If condition="/a">
            <!-- one -->
            <!-- two -->
            <ClearStatus><!-- three --></ClearStatus>
            <!-- last -->
        </If>
        <CallEndpoint url="u" method="POST">
            <XmlRequestBody>
                <r><b xmlns:x="urn:x" x:c="d">${/t}</b> <!-- kept --></r>
            </XmlRequestBody>
        </CallEndpoint>
        <CallEndpoint url="u" method="POST">
            <RequestBody type="t" encoding="e"> {"a": <!-- out -->1}
</RequestBody>
        </CallEndpoint>
    </Actions>
    <!-- the end -->
</Workflow>
<!-- after -->
"""


def read(text):
    findings = Findings()
    return read_workflow_xml(text.encode(), "w.xml", findings), findings


def test_a_workflow_is_read_with_all_that_it_says():
    workflow, findings = read(TEXT)
    assert not len(findings)
    assert (workflow.name, workflow.schema, workflow.minimum_recurrence) == ("n", SchemaVersion.V2, "60")
    (parameter,) = workflow.parameters
    assert (parameter.name, parameter.required, parameter.secret, parameter.default) == ("host", True, False, None)
    assert [action.name for action in workflow.actions] == ["Set", "If", "CallEndpoint", "CallEndpoint"]
    # A line break in the file is a space in the value; one that is written as a reference stays.
    assert workflow.actions[0].attributes == {"path": "/a", "value": "x\ny z"}


def test_no_comment_is_lost():
    workflow, _ = read(TEXT)
    choice, _, call = workflow.actions[1:]
    assert workflow.comments == ("about\nit",)
    assert workflow.parameters[0].comments == ("where",)
    assert workflow.around == {"Parameters": ListComments(closing=("before the actions",))}
    assert (choice.children[0].comments, choice.children[0].closing) == (("one", "two"), ("three",))
    assert choice.closing == ("last",)
    assert call.children[0].comments == ("out",)
    assert (workflow.ending, workflow.closing) == (("the end",), ("after",))
    assert workflow.parameters[0].written == {"required": "1"}


def test_a_text_body_keeps_its_space_and_an_xml_body_is_text_without_the_namespace_of_the_workflow():
    workflow, _ = read(TEXT)
    xml, text = (action.children[0].text for action in workflow.actions[2:])
    assert text == ' {"a": 1}\n'
    assert xml == '<r><b xmlns:x="urn:x" x:c="d">${/t}</b> <!-- kept --></r>'


def test_elements_and_attributes_know_where_they_stand():
    workflow, _ = read(TEXT)
    first = workflow.actions[0]
    assert str(first.origin.locate()) == "w.xml:11:9"
    assert str(first.at("value").locate()) == "w.xml:11:24"
    assert str(first.at("text").locate()) == "w.xml:11:9"
    assert str(workflow.parameters[0].at("label").locate()) == "w.xml:7:32"


def test_a_workflow_that_breaks_the_schema_is_not_read():
    workflow, findings = read(TEXT.replace('label="Host"', 'label=""'))
    assert workflow is None
    assert [finding.rule for finding in findings] == ["workflow/schema"]


def nested(levels):
    actions = '<If condition="a">' * (levels - 1) + "<ClearStatus/>" + "</If>" * (levels - 1)
    head = TEXT[TEXT.index("<Workflow") : TEXT.index("    <Parameters>")]
    return f"{head}<Actions>{actions}</Actions></Workflow>"


def test_actions_may_lie_in_one_another_as_deep_as_the_bound():
    workflow, _ = read(nested(MAX_NESTING))
    assert sum(1 for _ in workflow.walk()) == MAX_NESTING
    workflow, findings = read(nested(MAX_NESTING + 1))
    assert workflow is None
    assert [finding.rule for finding in findings] == ["workflow/nesting"]


def test_a_workflow_of_very_many_mistakes_ends_soon_with_a_count():
    actions = "".join(f"<Ab{number}/>" for number in range(1000))
    findings = Findings()
    assert read_workflow_xml(_document(actions), "w.xml", findings) is None
    messages = [each.message for each in findings]
    assert "more than 100 elements are wrong; the rest is not checked" in messages
    assert len(messages) < 110


def test_a_workflow_of_very_many_actions_is_not_read():
    findings = Findings()
    assert read_workflow_xml(_document("<ClearStatus/>" * 10_000), "w.xml", findings) is None
    assert [each.rule for each in findings] == ["file/too-large"]


def _document(actions):
    space = "http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2"
    return f'<Workflow name="n" version="1" xmlns="{space}"><Actions>{actions}</Actions></Workflow>'.encode()
