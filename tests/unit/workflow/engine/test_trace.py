"""The trace explains a run, and a reporter learns of everything; neither changes what the run does."""

import json
from pathlib import Path

import pytest

from qradar_builder.http.messages import HttpResponse
from qradar_builder.jpath.json import values as json_values
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.reporter import Reporter
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.engine.trace import Trace

TABLES = Path(__file__).parents[3] / "conformance/workflow_actions"
WORKFLOW = """
name: n
version: 1
parameters:
  - {name: password, label: P, secret: true}
actions:
  - Initialize: {path: /since, value: "${time()}"}
  - CallEndpoint:
      url: https://h.example.com/x
      method: POST
      savePath: /r
      BasicAuthentication: {username: u, password: "${/password}"}
      UrlEncodedFormRequestBody:
        Parameter:
          - {name: client_secret, value: "${/other}"}
  - If: /r/status_code != 200 or /r/body/none = 1
    then:
      - Abort: {reason: "${/r/body}"}
  - Else:
    then:
      - ForEach: {item: /e, items: /r/body/events}
        do:
          - PostEvent: {path: /e}
  - Delete: {path: /r}
"""


@pytest.fixture
def explain(read, drive):
    """Runs a workflow with a trace; gives the lines and the result."""

    def explained(content, answers=(), values=None, before=None):
        lines = []
        state = State(before)
        trace = Trace(lines.append, state.secrets)
        compiled = compile_workflow(read(content), now=lambda: 1714561200000, reporter=trace)
        result = drive(run(compiled, state, values or {}), answers)
        result.trace = trace
        return lines, result

    return explained


def ok(body):
    return HttpResponse(200, "OK", (("Content-Type", "application/json"),), json.dumps(body).encode())


def test_a_run_is_explained_line_by_line(explain):
    body = {"access_token": "t0k3n-t0k3n", "events": [{"id": 1}, {"id": 2}]}
    lines, _ = explain(WORKFLOW, [ok(body)], {"password": "p4ssw0rd"}, {"other": "0ther-s3cret"})
    assert lines[:6] == [
        '    7  Initialize path="/since" value="${time()}"',
        "         /since is missing",
        "         value is '1714561200000'",
        "         /since is now '1714561200000'",
        '    8  CallEndpoint url="https://h.example.com/x" method="POST" savePath="/r"',
        "         Parameter client_secret value is [secret]",
    ]
    text = "\n".join(lines)
    assert "         the condition is false" in lines
    assert "         /r/status_code != 200 is false: 200 and 200" in lines
    assert "         /r/body/none is missing" in lines
    assert "         /r/body/none = 1 is false: missing and 1" in lines
    assert "   21  ForEach, turn 2" in lines
    assert '         /e is now {"id":2}' in lines
    assert "         1 event posted" in lines
    assert "         removed /r" in lines
    assert lines[-1] == "       the run ended normally"
    for secret in ("p4ssw0rd", "0ther-s3cret", "t0k3n-t0k3n", "dTpwNHNzdzByZA"):
        assert secret not in text


def test_a_failure_is_explained(explain):
    lines, result = explain(
        WORKFLOW.replace("- PostEvent: {path: /e}", "- PostEvents: {path: /e}"), [ok({"events": [{}]})]
    )
    assert result.outcome.status == "error"
    assert lines[-2] == "       the run failed at line 23: Not a JSON Array: {}"
    assert "QRadar" in lines[-1]


def test_an_abort_is_explained(explain):
    lines, _ = explain(WORKFLOW, [HttpResponse(500, "Oops", (), b"no")])
    assert lines[-1] == "       the run was aborted at line 18: no"


def test_choices_that_a_run_leaned_on_are_named_once(explain):
    actions = [
        {"FormatDate": {"pattern": "yyyy", "savePath": "/a"}},
        {"FormatDate": {"pattern": "yyyy", "savePath": "/b"}},
        {"ForEach": {"item": "/e", "items": "/none"}, "do": [{"ClearStatus": {}}]},
    ]
    lines, result = explain(actions)
    said = [line for line in lines if "not certain" in line]
    assert [choice.key for choice in result.trace.choices] == ["default-zone", "for-each-nothing"]
    assert len(said) == 2
    assert "Which time zone does a date without timeZone have?" in said[0]


def test_a_secret_is_not_cut_in_half(explain):
    actions = [{"Set": {"path": "/a", "value": "x" * 110 + "${/password}"}}]
    document = json.dumps({"name": "n", "version": "1", "actions": actions, "parameters": [
        {"name": "password", "label": "P", "secret": True}]})  # fmt: skip
    lines, _ = explain(document, values={"password": "correct-horse-battery-staple"})
    assert "correct" not in "\n".join(lines)


def test_long_events_are_pointed_out(explain):
    lines, _ = explain([{"PostEvent": {"path": "/e"}}], before={"e": "x" * 5000})
    assert any("5000 bytes" in line for line in lines)


def test_a_line_of_the_trace_is_one_line(explain):
    lines, _ = explain([{"Set": {"path": "/a", "value": "${/b}"}}], before={"b": "x\ny\x1b[0m"})
    assert all(line.isprintable() for line in lines)


class Everything(Reporter):
    def __init__(self):
        self.told = []

    def __getattribute__(self, name):
        if name.startswith("on_") or name in {"missing", "compared", "leaned_on"}:
            return lambda *args, **named: self.told.append((name, args, named))
        return super().__getattribute__(name)


def test_a_reporter_is_told_of_each_turn_and_branch(read, drive):
    actions = [
        {"DoWhile": "/n < 2", "do": [{"Set": {"path": "/n", "value": "${/n + 1}"}}]},
        {"If": "/n = 5", "then": [{"ClearStatus": {}}]},
        {"Else": None, "then": [{"Add": {"path": "/a", "value": "x"}}, {"Delete": {"path": "/none"}}]},
    ]
    reporter = Everything()
    drive(run(compile_workflow(read(actions), reporter=reporter), State({"n": 0}), {}))
    told = [
        (name, *(getattr(arg, "name", arg) for arg in args)) for name, args, _ in reporter.told if name != "compared"
    ]
    assert told == [
        ("on_begin", {"n": "2", "a": ["x"]}),
        ("on_action", "DoWhile"),
        ("on_turn", "DoWhile", 1),
        ("on_action", "Set"),
        ("on_text", "Set", "value", "1"),
        ("on_set", "Set", "/n", "1"),
        ("on_action", "DoWhile"),
        ("on_condition", "DoWhile", "/n < 2", True),
        ("on_turn", "DoWhile", 2),
        ("on_action", "Set"),
        ("on_text", "Set", "value", "2"),
        ("on_set", "Set", "/n", "2"),
        ("on_action", "DoWhile"),
        ("on_condition", "DoWhile", "/n < 2", False),
        ("on_action", "If"),
        ("on_condition", "If", "/n = 5", False),
        ("on_action", "Else"),
        ("on_action", "Add"),
        ("leaned_on", told[18][1]),
        ("on_set", "Add", "/a[]", "x"),
        ("on_action", "Delete"),
        ("on_delete", "Delete", "/none"),
        told[-1],
    ]
    assert told[-1][0] == "on_end"


def table_rows():
    for table in sorted(TABLES.glob("*.json")):
        for row in json_values.loads(table.read_text(encoding="utf-8")):
            if "compile_error" not in row and "answers" not in row:
                yield pytest.param(row, id=row["name"])


@pytest.mark.parametrize("row", list(table_rows()))
def test_watching_changes_nothing(row, play):
    def outcome_of(**options):
        before = json_values.deep_copy(row.get("before", {}))
        result = play(row["actions"], before, schema=row.get("schema", "V2_1"), **options)
        return result.outcome, json_values.dumps_compact(result.state), result.effects

    lines = []
    watched = outcome_of(reporter=Trace(lines.append, State().secrets))
    assert watched == outcome_of()
    assert lines
