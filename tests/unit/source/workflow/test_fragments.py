import time

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document

LOGIN = """\
parameters:
  - {name: url, description: Where the token comes from}
  - {name: to, default: /token}
  - {name: note, required: false}
actions:
  # Sign in
  - CallEndpoint: {url: "https://$(url)/token", method: POST, savePath: /r}
  - If: /r/status_code != 200
    then:
      - Abort: {reason: "$(url)$(note): ${/r/body}"}
  - Set: {path: $(to), value: "${/r/body/token}"}
"""


def read(actions, **fragments):
    findings = Findings()
    text = f"name: n\nversion: 1\nactions:\n{actions}\n"
    documents = {key: parse_document(content, f"fragments/{key}.yaml", findings) for key, content in fragments.items()}
    workflow = read_workflow_yaml(parse_document(text, "w.yaml", findings), documents, findings)
    return workflow, list(findings)


def rules(findings):
    return [(str(finding.location), finding.rule) for finding in findings]


def test_a_fragment_stands_in_place_of_its_use():
    workflow, findings = read("# First\n- use: login\n  with: {url: h.example.com}\n- ClearStatus", login=LOGIN)
    assert not findings
    call, choice, last, after = workflow.actions
    assert call.attributes["url"] == "https://h.example.com/token"
    assert call.comments == ("First", "Sign in")
    assert choice.children[0].attributes == {"reason": "h.example.com: ${/r/body}"}
    assert last.attributes == {"path": "/token", "value": "${/r/body/token}"}
    assert after.name == "ClearStatus"


def test_a_fragment_may_use_another_and_hand_its_parameters_on():
    outer = "parameters: [{name: host}]\nactions:\n- use: login\n  with: {url: $(host):8443, to: /t}\n"
    workflow, findings = read("- {use: outer, with: {host: h}}", outer=outer, login=LOGIN)
    assert not findings
    assert workflow.actions[0].attributes["url"] == "https://h:8443/token"
    assert workflow.actions[2].attributes["path"] == "/t"


def test_the_else_of_an_if_may_come_from_a_fragment():
    workflow, findings = read(
        "- If: a\n  then: [{use: end}]\n- use: otherwise",
        end="actions: [ClearStatus]",
        otherwise="actions: [{Else: , then: [{use: end}]}]",
    )
    assert not findings
    assert [action.name for action in workflow.actions] == ["If", "Else"]


def test_two_dollars_stand_for_the_text_itself_and_other_dollars_are_left_alone():
    fragment = "parameters: [{name: p}]\nactions: [{Set: {path: /a, value: '$(p) $$(p) ${/p} $5 (p) $p'}}]"
    workflow, findings = read("- {use: f, with: {p: '$(p)'}}", f=fragment)
    assert not findings
    assert workflow.actions[0].attributes["value"] == "$(p) $(p) ${/p} $5 (p) $p"


def test_names_and_bodies_are_filled_in_as_well():
    fragment = (
        "parameters: [{name: p}]\nactions:\n- CallEndpoint:\n    url: u\n    method: POST\n"
        "    RequestHeader: {X-$(p): $(p)}\n    XmlRequestBody: {xml: <$(p)/>}\n"
    )
    workflow, findings = read("- {use: f, with: {p: a}}", f=fragment)
    assert not findings
    header, body = workflow.actions[0].children
    assert header.attributes == {"name": "X-a", "value": "a"}
    assert body.text == "<a/>"


def test_a_mistake_in_a_fragment_is_said_there_once_with_the_way_to_it():
    fragment = "actions:\n- Sleep: {time: 5}\n"
    outer = "actions: [{use: inner}]"
    _, findings = read("- use: outer\n- use: inner\n- use: inner", inner=fragment, outer=outer)
    assert rules(findings) == [
        ("fragments/inner.yaml:2:3", "workflow/missing-attribute"),
        ("fragments/inner.yaml:2:11", "workflow/unknown-attribute"),
    ]
    for finding in findings:
        assert [(str(each.location), each.message) for each in finding.related] == [
            ("fragments/outer.yaml:1:17", "used here"),
            ("w.yaml:4:8", "used here"),
        ]


def test_actions_of_a_fragment_know_both_places():
    workflow, _ = read("- {use: f}", f="actions: [ClearStatus]")
    origin = workflow.actions[0].origin
    assert str(origin.locate()) == "fragments/f.yaml:1:11"
    assert [str(place.locate()) for place, _ in origin.trail()] == ["w.yaml:4:9"]


@pytest.mark.parametrize(
    ("use", "place", "rule", "words"),
    [
        ("{use: logn}", "w.yaml:4:9", "workflow/unknown-fragment", "did you mean `login`?"),
        ("{use: [login]}", "w.yaml:4:9", "workflow/unknown-fragment", "valid here: `login`"),
        ("{use: login}", "w.yaml:4:9", "workflow/fragment-missing-argument", "add `url` under `with`"),
        ("{use: login, with: {url: h, too: x}}", "w.yaml:4:31", "workflow/fragment-argument", "did you mean `to`?"),
        ("{use: login, with: {url: [h]}}", "w.yaml:4:28", "workflow/no-text", "write text"),
        ("{use: login, with: {url: }}", "w.yaml:4:28", "workflow/no-text", 'write ""'),
        ("{use: login, with: {url: h}, then: []}", "w.yaml:4:32", "yaml/unknown-key", "separate list item"),
    ],
)
def test_a_wrong_use_is_said_at_the_use(use, place, rule, words):
    workflow, findings = read(f"- {use}", login=LOGIN)
    assert workflow is None
    errors = [finding for finding in findings if finding.location.file == "w.yaml"]
    assert rules(errors) == [(place, rule)]
    assert words in errors[0].help


@pytest.mark.parametrize(
    ("fragment", "place", "rule"),
    [
        ("[]", "1:1", "yaml/wrong-type"),
        ("parameters: []", "1:1", "yaml/missing-key"),
        ("actions: {}", "1:10", "yaml/wrong-type"),
        ("actions: []", "1:10", "workflow/no-actions"),
        ("actions: [ClearStatus]\nsteps: []", "2:1", "yaml/unknown-key"),
        ("actions: [ClearStatus]\nparameters: {}", "2:13", "yaml/wrong-type"),
        ("actions: [ClearStatus]\nparameters: [a]", "2:14", "yaml/wrong-type"),
        ("actions: [ClearStatus]\nparameters: [{name: a b}]", "2:14", "workflow/fragment-parameter"),
        ("actions: [Log: {type: INFO, message: $(b)}]", "1:38", "workflow/fragment-parameter"),
        (
            "actions: [Log: {type: INFO, message: $(a)}]\nparameters: [{name: a, default: x}, {name: a, default: y}]",
            "2:37",
            "workflow/fragment-parameter",
        ),
        (
            "actions: [Log: {type: $(a), message: m}]\nparameters: [{name: a, required: no}]",
            "2:34",
            "workflow/truth-value",
        ),
        ("actions: [Log: {type: $(a), message: m}]\nparameters: [{name: a, default: []}]", "2:33", "workflow/no-text"),
    ],
)
def test_a_wrong_fragment_is_said_in_the_fragment(fragment, place, rule):
    workflow, findings = read("- {use: f, with: {a: x}}", f=fragment)
    assert workflow is None
    assert (f"fragments/f.yaml:{place}", rule) in rules(findings)


def test_a_parameter_without_use_is_a_warning():
    workflow, findings = read("- use: f", f="parameters: [{name: a, default: x}]\nactions: [ClearStatus]")
    assert workflow is not None
    assert rules(findings) == [("fragments/f.yaml:1:21", "workflow/fragment-unused-parameter")]


def test_a_circle_is_said_with_its_chain():
    _, findings = read("- use: a", a="actions: [{use: b}]", b="actions: [{use: c}]", c="actions: [{use: b}]")
    (finding,) = findings
    assert finding.rule == "workflow/fragment-cycle"
    assert finding.message == "`b` uses `c` uses `b`: the fragments use each other in a cycle"


def chain(length, content):
    fragments = {f"f{n}": content.format(next=f"f{n + 1}") for n in range(length)}
    return {**fragments, f"f{length}": "parameters: [{name: x, default: y}]\nactions: [{Set: {path: /a, value: $(x)}}]"}


GROWING = "parameters: [{{name: x, default: aaaaaaaa}}]\nactions: [{{use: {next}, with: {{x: 'TEN'}}}}]"


@pytest.mark.parametrize(
    "fragments",
    [
        pytest.param(chain(21, "actions: [{{use: {next}}}]"), id="too deep"),
        pytest.param(chain(18, "actions: [{{use: {next}}}, {{use: {next}}}]"), id="too many"),
        pytest.param(chain(18, GROWING.replace("TEN", "$(x)" * 10)), id="too much text"),
        pytest.param({"f0": "actions:\n" + "- ClearStatus\n" * 10_001}, id="too many in one"),
    ],
)
def test_what_would_expand_without_bound_ends_soon_with_one_finding(fragments):
    begin = time.process_time()
    workflow, findings = read("- use: f0", **fragments)
    assert time.process_time() - begin < 5
    assert workflow is None
    assert [finding.rule for finding in findings if finding.severity.value == "error"] == ["workflow/fragment-size"]
