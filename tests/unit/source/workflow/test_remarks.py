"""Comments of YAML at every place that XML may have one, and back."""

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.workflow.writer import write_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.xml.reader import read_workflow_xml
from qradar_builder.workflow.xml.writer import write_workflow

EVERYWHERE = """\
# about
# it
#: and more
name: test
version: 1
#: before the parameters
parameters:
  # before a
  a required: A
    #: in a
  b: B
  #: after b

#: before the actions
actions:
# first
#: second
#
#   with a margin
- If /a:
  # one
  - ClearStatus
    #: in ClearStatus
    #:
  - GET https://h -> /r:
      # the token
      BearerAuthentication: ${/t}
        #: in the token
      QueryParameter:
        # the page
        page: 1
          #: in the page
      # the body
      RequestBody text/plain UTF-8: |-
        # text
        #: text
    #: in the call
  #: in If
# and after it
- Set /b: "# text"
  #: in Set
#: after the actions

#: before the tests
tests:
# look
- DNS, TCP: h
  #: in TCP
#: after the tests

#: after all
...
#: after the root
"""
XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<!--
    about
    it
-->
<!-- and more -->
<Workflow xmlns="http://qradar.ibm.com/UniversalCloudRESTAPI/Workflow/V2_1" name="test" version="1">
    <!-- before the parameters -->
    <Parameters>
        <!-- before a -->
        <Parameter name="a" label="A" required="true">
            <!-- in a -->
        </Parameter>
        <Parameter name="b" label="B"/>
        <!-- after b -->
    </Parameters>
    <!-- before the actions -->
    <Actions>
        <!-- first -->
        <!--
            second

              with a margin
        -->
        <If condition="/a">
            <!-- one -->
            <ClearStatus>
                <!-- in ClearStatus -->
                <!--  -->
            </ClearStatus>
            <CallEndpoint url="https://h" method="GET" savePath="/r">
                <!-- the token -->
                <BearerAuthentication token="${/t}">
                    <!-- in the token -->
                </BearerAuthentication>
                <!-- the page -->
                <QueryParameter name="page" value="1">
                    <!-- in the page -->
                </QueryParameter>
                <!-- the body -->
                <RequestBody type="text/plain" encoding="UTF-8"># text
#: text</RequestBody>
                <!-- in the call -->
            </CallEndpoint>
            <!-- in If -->
        </If>
        <!-- and after it -->
        <Set path="/b" value="# text">
            <!-- in Set -->
        </Set>
        <!-- after the actions -->
    </Actions>
    <!-- before the tests -->
    <Tests>
        <!-- look -->
        <DNSResolutionTest host="h"/>
        <TCPConnectionTest host="h">
            <!-- in TCP -->
        </TCPConnectionTest>
        <!-- after the tests -->
    </Tests>
    <!-- after all -->
</Workflow>
<!-- after the root -->
"""


def read(text):
    findings = Findings()
    return read_workflow_yaml(parse_document(text, "w.yaml", findings), {}, findings), findings


def frame(*actions):
    return "\n".join(["name: n", "version: 1", "actions:", *actions, ""])


def test_comments_are_at_the_same_place_in_yaml_and_in_xml():
    workflow, findings = read(EVERYWHERE)
    assert list(findings) == []
    assert write_workflow(workflow, findings).decode() == XML
    again = read_workflow_xml(XML.encode(), "w.xml", findings)
    assert again == workflow
    assert write_workflow_yaml(again) == EVERYWHERE


def test_comments_without_a_mark_are_of_the_xml_only_above_an_item():
    workflow, findings = read(
        "# not mine: an empty line is below\n\nname: n\nversion: 1\n# nor this\nactions:\n- If /a:\n"
        "  - ClearStatus\n    # nor this\n  # nor this\n# mine\n- ClearStatus\n# nor this\n"
    )
    assert list(findings) == []
    assert write_workflow(workflow, findings).count(b"<!--") == 1
    assert workflow.actions[1].comments == ("mine",)


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        (["# a", "# b"], ("a\nb",)),
        (["# a", "#: b"], ("a", "b")),
        (["#: a", "# b", "#: c"], ("a\nb", "c")),
        (["#:", "#:", "#:x"], ("", "", "x")),
        (["#   a", "#     b"], ("a\nb",)),
        (["#:   a", "#     b"], ("  a\n    b",)),
        (["# yaml-language-server: $schema=x", "# a"], ("a",)),
        (["#: yaml-language-server: x"], ("yaml-language-server: x",)),
        (["# - Set: {path: /a, value: 1}", "# - Log: x"], ("- Set: {path: /a, value: 1}\n- Log: x",)),
        (["# a -- b --"], ("a -- b --",)),
    ],
)
def test_comments_in_a_row(text, comments):
    workflow, findings = read(frame(*text, "- ClearStatus"))
    assert list(findings) == []
    assert workflow.actions[0].comments == comments
    again, _ = read(write_workflow_yaml(workflow))
    assert again == workflow


def test_two_hyphens_get_a_blank_in_xml():
    workflow, findings = read(frame("# a -- b --", "- ClearStatus"))
    assert b"<!-- a - - b - - -->" in write_workflow(workflow, findings)


def test_a_comment_above_a_list_in_braces_is_of_its_first_item():
    workflow, _ = read(frame("- GET https://h:", "    # why", "    QueryParameter: {a: 1, b: 2}"))
    assert [child.comments for child in workflow.actions[0].children] == [("why",), ()]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["- use: f", "  #: in a use"], "w.yaml:5:3"),
        (["- Set:", "    /a: 1", "  #: in a run"], "w.yaml:6:3"),
        (["- ClearStatus", "description: d", "#: nothing follows", "", "minimumRecurrence: 5"], "w.yaml:6:1"),
        (["- ClearStatus", "#: before a text", "description: d"], "w.yaml:5:1"),
    ],
)
def test_a_comment_at_a_place_that_xml_does_not_have_is_a_warning(lines, place):
    findings = Findings()
    fragments = {"f": parse_document("actions: [ClearStatus]", "f.yaml", findings)}
    workflow = read_workflow_yaml(parse_document(frame(*lines), "w.yaml", findings), fragments, findings)
    assert workflow is not None
    assert [(str(each.location), each.rule) for each in findings] == [(place, "workflow/comment-place")]


def test_a_list_that_is_indented_has_its_comments_in_its_own_column():
    workflow, findings = read(
        "name: n\nversion: 1\nactions:\n  - ClearStatus\n    #: in\n  #: closing\n#: before\ntests:\n  - DNS: h\n"
        "  #: closing tests\n\n#: ending\n"
    )
    assert list(findings) == []
    assert workflow.actions[0].closing == ("in",)
    assert workflow.around["Actions"].closing == ("closing",)
    assert (workflow.around["Tests"].before, workflow.around["Tests"].closing) == (("before",), ("closing tests",))
    assert workflow.ending == ("ending",)


def test_comments_of_a_fragment_are_of_each_use():
    findings = Findings()
    fragments = {"f": parse_document("actions:\n# a\n#: b\n- ClearStatus\n  #: in\n", "f.yaml", findings)}
    text = frame("# use", "- use: f", "- use: f")
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), fragments, findings)
    assert list(findings) == []
    assert [action.comments for action in workflow.actions] == [("use", "a", "b"), ("a", "b")]
    assert [action.closing for action in workflow.actions] == [("in",), ("in",)]


def test_very_many_comments_cost_no_more_than_their_lines():
    many = "#: x\n\n" * 20_000
    workflow, findings = read(frame("- If /a:", "  - &a ClearStatus", *["  - *a"] * 2000) + many + "# y\n" * 20_000)
    assert workflow is not None
    assert {each.rule for each in findings} == {"workflow/comment-place"}
    assert len(findings) <= 100
