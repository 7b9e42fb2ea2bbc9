import pytest

from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import MAX_NESTING, SchemaVersion
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document

TEXT = """\
# yaml-language-server: $schema=workflow.json
# What it collects
name: Events
version: 1.10
description: All of them
minimumRecurrence: 60
schema: V2
parameters:
  # Without https://
  - {name: host, label: Host, required: true}
  - {name: token, label: Token, secret: "true", default: 007}
actions:
  - PostEvent: {path: /event, source: "${/host}"}
tests:
  # Can it be reached?
  - TCPConnectionTest: {host: "${/host}", port: 8443}
"""


def read(text):
    findings = Findings()
    document = parse_document(text, "w.yaml", findings)
    return read_workflow_yaml(document, {}, findings), findings


def places(text):
    workflow, findings = read(text)
    assert workflow is None
    return [(str(finding.location).removeprefix("w.yaml:"), finding.rule, finding.help) for finding in findings]


def test_a_workflow_is_read_with_all_that_it_says():
    workflow, findings = read(TEXT)
    assert not len(findings)
    assert (workflow.name, workflow.version, workflow.schema) == ("Events", "1.10", SchemaVersion.V2)
    assert (workflow.description, workflow.minimum_recurrence) == ("All of them", "60")
    assert workflow.comments == ("What it collects",)
    host, token = workflow.parameters
    assert (host.required, host.secret, host.default, host.comments) == (True, False, None, ("Without https://",))
    assert (token.required, token.secret, token.default) == (False, True, "007")
    assert workflow.actions[0].attributes == {"path": "/event", "source": "${/host}"}
    assert workflow.tests[0].attributes == {"host": "${/host}", "port": "8443"}
    assert workflow.tests[0].comments == ("Can it be reached?",)


def test_everything_knows_where_it_stands():
    workflow, _ = read(TEXT)
    action = workflow.actions[0]
    location = action.origin.locate()
    assert (str(location), location.end_column) == ("w.yaml:13:5", 14)
    assert str(action.at("source").locate()) == "w.yaml:13:39"
    assert str(workflow.at("version").locate()) == "w.yaml:4:10"
    assert str(workflow.parameters[0].at("label").locate()) == "w.yaml:10:25"


def test_a_workflow_without_schema_is_of_the_newest():
    workflow, _ = read("name: n\nversion: 1\nactions: [PostEvent: {path: /e}]\n")
    assert workflow.schema is SchemaVersion.V2_1


def test_before_that_an_event_needs_its_source():
    found = places("schema: V2\nname: n\nversion: 1\nactions:\n  - PostEvent: {path: /e}\n")
    ((place, rule, advice),) = found
    assert (place, rule) == ("5:5", "workflow/missing-source")
    assert advice.startswith("add `source`: the host")
    assert advice.endswith("or set the schema version to V2_1")


def test_what_is_newer_than_the_schema_is_refused():
    body = "actions:\n- Set: {path: /a, value: 1, dataType: integer}\n- CallEndpoint: {url: u, method: GET, %s}\n"
    head = "schema: V1\nname: n\nversion: 1\n"
    calls = ["RequestCookie: {a: b}", "HawkAuthentication: {keyId: a, key: b, algorithm: c}"]
    for call, since in zip(calls, ["V2_1", "V2"], strict=True):
        found = places(head + body % call)
        assert [rule for _, rule, _ in found] == ["workflow/too-new"] * 2
        assert found[0][2] == "set the schema version to V2_1, or remove it"
        assert found[1][2] == f"set the schema version to {since}, or remove it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", [("1:1", "yaml/wrong-type")]),
        ("{}", [("1:1", "workflow/missing-attribute")] * 2 + [("1:1", "workflow/no-actions")]),
        ("name: n\nversion: 1\nactions:\n", [("1:1", "workflow/no-actions")]),
        ("name: ''\nversion: 1\nactions: [ClearStatus]", [("1:7", "workflow/empty")]),
        ("name: [n]\nversion:\nactions: [ClearStatus]", [("1:7", "workflow/no-text"), ("2:9", "workflow/no-text")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nschema: V2.1", [("4:9", "workflow/version")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nschema: []", [("4:9", "workflow/version")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nparameter: []", [("4:1", "yaml/unknown-key")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nparameters: a", [("4:13", "yaml/wrong-type")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nparameters: {a: }", [("4:17", "workflow/no-text")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nparameters: {a: ''}", [("4:17", "workflow/empty")]),
        (
            "name: n\nversion: 1\nactions: [ClearStatus]\nparameters: {a hidden: b, c secret secret: d}",
            [("4:14", "yaml/unknown-key"), ("4:27", "yaml/unknown-key")],
        ),
        (
            "name: n\nversion: 1\nactions: [ClearStatus]\nparameters: {a secret: {name: b, secret: true, lable: c}}",
            [
                ("4:14", "workflow/missing-attribute"),
                ("4:25", "yaml/unknown-key"),
                ("4:34", "yaml/unknown-key"),
                ("4:48", "yaml/unknown-key"),
            ],
        ),
        (
            "name: n\nversion: 1\nactions:\n- POST https://h:\n    RequestBody a b: c\n    RequestBody: {type: a}",
            [("6:5", "workflow/action-form")],
        ),
        ("name: n\nversion: 1\nactions: [ClearStatus]\nparameters: [a]", [("4:14", "yaml/wrong-type")]),
        (
            "name: n\nversion: 1\nactions: [ClearStatus]\nparameters: [{name: a}]",
            [("4:14", "workflow/missing-attribute")],
        ),
        (
            "name: n\nversion: 1\nactions: [ClearStatus]\nparameters: [{name: a, label: A, required: yes, sec: true}]",
            [("4:44", "workflow/truth-value"), ("4:49", "yaml/unknown-key")],
        ),
        ("name: n\nversion: 1\nactions: [ClearStatus]\ntests: a", [("4:8", "yaml/wrong-type")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\ntests: [a]", [("4:9", "workflow/action-form")]),
        ("name: n\nversion: 1\nactions: [ClearStatus]\ntests: [{DNSTest: {}}]", [("4:10", "workflow/unknown-test")]),
        (
            "name: n\nversion: 1\nactions: [ClearStatus]\ntests: [{DNSResolutionTest: }]",
            [("4:10", "workflow/missing-attribute")],
        ),
    ],
)
def test_each_mistake_in_the_frame_is_said_at_its_place(text, expected):
    assert [found[:2] for found in places(text)] == expected


def test_a_near_miss_of_the_schema_is_named():
    ((_, _, advice),) = places("name: n\nversion: 1\nactions: [ClearStatus]\nschema: V2.1")
    assert advice == "did you mean `V2_1`?"


def test_actions_may_lie_in_one_another_as_deep_as_the_bound():
    four = "actions: [{If: a, then: [{If: a, then: [{If: a, then: [ClearStatus]}]}]}]"

    def nested(levels):
        actions = "[{If: a, then: " * (levels - 4) + "[{use: f}]" + "}]" * (levels - 4)
        findings = Findings()
        document = parse_document(f"name: n\nversion: 1\nactions: {actions}\n", "w.yaml", findings)
        fragment = parse_document(four, "f.yaml", findings)
        return read_workflow_yaml(document, {"f": fragment}, findings), [finding.rule for finding in findings]

    workflow, found = nested(MAX_NESTING)
    assert sum(1 for _ in workflow.walk()) == MAX_NESTING
    assert not found
    assert nested(MAX_NESTING + 1) == (None, ["workflow/nesting"])


def test_children_that_are_written_in_any_order_stand_in_that_of_the_schema():
    workflow, _ = read(
        "name: n\nversion: 1\nactions:\n- CallEndpoint:\n    RequestHeader: {a: b}\n    QueryParameter: {c: d}\n"
        "    url: u\n    method: GET\n",
    )
    assert [child.name for child in workflow.actions[0].children] == ["QueryParameter", "RequestHeader"]
