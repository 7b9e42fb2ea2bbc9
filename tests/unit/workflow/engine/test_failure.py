"""A run that ends in error says where, why, what was seen, and what QRadar would do."""

import pytest

from qradar_builder.http.messages import CallFailed
from qradar_builder.workflow.engine.compile import CompileError, compile_workflow

TWO_LOOPS = """
name: n
version: 1
actions:
  - Set: {path: /a, value: x}
  - If: /a = 'x'
    then:
      - ForEach: {item: /e, items: /a}
        do:
          - Set: {path: /b, value: y}
"""


def place(outcome):
    location = outcome.origin.locate()
    return location.line, location.column


def test_the_place_is_that_of_the_attribute(play):
    outcome = play(TWO_LOOPS).outcome
    assert outcome.message == 'Not a JSON Array: "x"'
    assert outcome.action == "ForEach"
    line = TWO_LOOPS.splitlines()[place(outcome)[0] - 1]
    assert line[place(outcome)[1] - 1 :] == "/a}"


def test_a_wrong_expression_is_shown_with_carets(play):
    outcome = play([{"If": "${/none} = 200", "then": [{"ClearStatus": {}}]}]).outcome
    assert outcome.message.startswith("JPathParseException: ")
    text, carets, source = outcome.detail.splitlines()
    assert text == " = 200"
    assert set(carets.strip()) == {"^"}
    assert source == "expanded from ${/none} = 200"


def test_the_place_may_be_in_a_part_of_the_action(play):
    actions = """
name: n
version: 1
actions:
  - CallEndpoint:
      url: https://h.example.com
      method: GET
      QueryParameter:
        - {name: a, value: x}
        - {name: b, value: "${/n + 1}"}
"""
    outcome = play(actions).outcome
    assert "/n" in outcome.message
    assert actions.splitlines()[place(outcome)[0] - 1].strip().startswith("- {name: b")


def test_the_status_of_the_log_source_is_an_error(play):
    result = play([{"PostEvents": {"path": "/a"}}], {"a": {}})
    assert result.log_source.status.level == "ERROR"
    assert result.log_source.status.message == "Received Error: Not a JSON Array: {}"


def test_abort_sets_the_status_to_its_reason(play):
    result = play([{"Abort": {"reason": "no luck", "terminate": "true"}}])
    assert result.outcome.terminate
    assert (result.log_source.status.level, result.log_source.status.message) == ("ERROR", "no luck")


def test_abort_does_not_terminate_unless_it_says_so(play):
    assert not play([{"Abort": {"reason": "x"}}]).outcome.terminate


@pytest.mark.parametrize("kind", ["dns", "connect", "tls", "timeout", "protocol"])
def test_a_call_without_response_ends_the_run(play, kind):
    call = {"CallEndpoint": {"url": "https://h.example.com", "method": "GET", "savePath": "/r"}}
    result = play([call, {"Set": {"path": "/a", "value": "1"}}], answers=[CallFailed(kind, "what happened")])
    assert (result.outcome.status, result.outcome.message) == ("error", "what happened")
    assert result.outcome.action == "CallEndpoint"
    assert result.state == {}


def test_a_long_value_is_cut_in_the_message(play):
    outcome = play([{"PostEvents": {"path": "/a"}}], {"a": {"k": "x" * 10_000}}).outcome
    assert len(outcome.message) < 600
    assert outcome.message.endswith("…")


def test_all_problems_of_a_workflow_are_found_at_once(read):
    workflow = read(
        [
            {"Set": {"path": "/a", "value": "${concat(1)}"}},
            {"While": "/a = = 1", "do": [{"Set": {"path": "b", "value": "${/c"}}]},
            {"FormatDate": {"pattern": "T", "savePath": "/d"}},
            {"RegexCapture": {"pattern": "(", "value": "x", "savePath": "/e"}},
            {"XPathQuery": {"xmlPath": "/x", "xPathQuery": "//[", "savePath": "/f"}},
        ]
    )
    with pytest.raises(CompileError) as caught:
        compile_workflow(workflow)
    found = [(problem.element, problem.attribute) for problem in caught.value.problems]
    assert sorted(found) == [
        ("FormatDate", "pattern"),
        ("RegexCapture", "pattern"),
        ("Set", "path"),
        ("Set", "value"),
        ("Set", "value"),
        ("While", "condition"),
        ("XPathQuery", "xPathQuery"),
    ]
    assert all(problem.origin.locate().line for problem in caught.value.problems)
    assert "w.yaml:" in str(caught.value)


def test_a_pattern_that_never_ends_is_stopped(play, monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.engine.actions.texts._SECONDS", 0.05)
    actions = [{"RegexCapture": {"pattern": "(?:(x+x+)+y)", "value": "${/x}", "savePath": "/c"}}]
    outcome = play(actions, {"x": "x" * 5000}).outcome
    assert outcome.status == "error"
    assert "took more than" in outcome.message
