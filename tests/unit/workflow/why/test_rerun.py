"""Why a run posted nothing or failed, as data: the facts without a trace, the hints of a failure, empty bookmarks."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from qradar_builder.findings import Findings
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.source.workflow.reader import read_workflow_yaml
from qradar_builder.source.yaml.document import parse_document
from qradar_builder.workflow.engine.compile import compile_workflow
from qradar_builder.workflow.engine.drive import drive
from qradar_builder.workflow.engine.effects import Post
from qradar_builder.workflow.engine.failure import IN_QRADAR
from qradar_builder.workflow.engine.interpreter import run
from qradar_builder.workflow.engine.paths.bookmarks import emptied
from qradar_builder.workflow.engine.paths.lost import explain_missing
from qradar_builder.workflow.engine.paths.shape import shape_of
from qradar_builder.workflow.engine.state import State
from qradar_builder.workflow.why.rerun import RunMemory

CASES = json.loads(Path("tests/conformance/workflow/why.json").read_text(encoding="utf-8"))
NOW = 1714561200000


class Script:
    def __init__(self, answers):
        self.answers = list(answers)

    def send(self, _):
        answer = self.answers.pop(0)
        if isinstance(answer, CallFailed):
            raise answer
        return answer


def read(row):
    rows = {"schema": "V2_1", "parameters": []} | {key: row[key] for key in ("schema", "parameters") if key in row}
    content = json.dumps({"name": "n", "version": "1"} | rows | {"actions": row["actions"]}, indent=1)
    findings = Findings()
    workflow = read_workflow_yaml(parse_document(content, "w.yaml", findings), {}, findings)
    assert workflow is not None, list(findings)
    return workflow


def answers(row):
    for each in row["answers"]:
        yield HttpResponse(each["status"], each["reason"], tuple(map(tuple, each["headers"])), each["body"].encode())


def ignore(_):
    pass


@pytest.mark.parametrize("row", CASES, ids=[row["name"] for row in CASES])
def test_a_run_without_events_says_why(row):
    workflow, before = read(row), State(copy.deepcopy(row.get("before", {})))
    memory = RunMemory(lambda: NOW, lambda: 0.5)
    compiled = compile_workflow(workflow, now=memory.now, random=memory.random)
    state = before.copy()
    posted = []
    transport = memory.begin(Script(answers(row)))
    outcome = drive(run(compiled, state, {}), transport, sleep=ignore, listen=posted.append)
    found = {"status": outcome.status, "hints": list(outcome.hints)}
    found["why"] = [] if any(isinstance(effect, Post) for effect in posted) else memory.reasons(workflow, before, {})
    if outcome.status == "ok":
        found["bookmarks"] = [f"{what} => {advice}" for _, what, advice in emptied(workflow, before.root, state.root)]
    else:
        found |= {"message": outcome.message, "help": outcome.help.removesuffix(IN_QRADAR).rstrip("; ")}
    assert {key: each for key, each in found.items() if each} == row["expect"]


def test_a_run_is_made_again_with_the_time_and_the_chance_that_it_had():
    row = {
        "actions": [
            {"Set": {"path": "/a", "value": "${random_number()} ${time()}"}},
            {"Set": {"path": "/b", "value": "${random_number()} ${time()}"}},
            {"If": "/a = /b", "then": [{"PostEvent": {"path": "/a"}}]},
        ]
    }
    times, chances = iter([1, 2]), iter([0.25, 0.75])
    memory = RunMemory(lambda: next(times), lambda: next(chances))
    compiled = compile_workflow(read(row), now=memory.now, random=memory.random)
    state = State()
    drive(run(compiled, state, {}), memory.begin(Script([])), sleep=ignore, listen=ignore)
    (reason,) = memory.reasons(read(row), State(), {})
    assert f"`/a` is '{state.root['a']}', `/b` is '{state.root['b']}'" in reason


def test_a_call_that_failed_fails_again():
    row = {"actions": [{"CallEndpoint": {"url": "https://h/e", "method": "GET", "savePath": "/r"}}]}
    memory = RunMemory(lambda: NOW, lambda: 0.5)
    compiled = compile_workflow(read(row), now=memory.now, random=memory.random)
    transport = memory.begin(Script([CallFailed("dns", "h: no such host")]))
    assert drive(run(compiled, State(), {}), transport, sleep=ignore, listen=ignore).status == "error"
    assert memory.reasons(read(row), State(), {}) == []


def test_what_is_kept_of_a_run_is_bounded(monkeypatch):
    monkeypatch.setattr("qradar_builder.workflow.why.rerun._MOST_BYTES", 10)
    row = {"actions": [{"CallEndpoint": {"url": "https://h/e", "method": "GET", "savePath": "/r"}}]}
    memory = RunMemory(lambda: NOW, lambda: 0.5)
    compiled = compile_workflow(read(row), now=memory.now, random=memory.random)
    transport = memory.begin(Script([HttpResponse(200, "OK", (), b"x" * 11)]))
    drive(run(compiled, State(), {}), transport, sleep=ignore, listen=ignore)
    assert memory.reasons(read(row), State(), {}) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({}, "an empty object"),
        ({"a": 1}, "an object with the key `a`"),
        ({f"k{n}": n for n in range(10)}, "`k7` and 2 more"),
        ([], "an empty array"),
        ([1], "an array of 1 item, the first of which is the number 1"),
        (["secret"], "an array of 1 item, the first of which is a text"),
        ([{"a": 1}, 2], "an array of 2 items, the first of which is an object with the key `a`"),
        ([[1]], "the first of which is an array"),
        ("", "an empty text"),
        ("abc", "a text of 3 characters"),
        ('{"a": 1}', "a text of 8 characters that contains JSON"),
        ("<a/>", "a text of 4 characters that contains XML"),
        ("<!DOCTYPE html><title>Log in</title>", "an HTML page with the title `Log in`"),
        ("<html></html>", "an HTML page"),
        (None, "null"),
        (True, "true, a boolean"),
        (1.5, "the number 1.5"),
        ({"k" * 100: 1}, "an object with the key one of 100 characters"),
        ("<html><title>" + "t" * 61 + "</title>", "an HTML page"),
    ],
)
def test_a_value_is_shown_by_its_shape(value, said):
    assert said in shape_of(value)


@pytest.mark.parametrize(
    ("path", "root", "said"),
    [
        ("/a/b", {"a": {"c": 1}}, "`/a` has the key `c`"),
        ("/a/User_Name", {"a": {"userName": 1}}, "did you mean `/a/userName`?"),
        ("/a/item", {"a": {"items": 1}}, "did you mean `/a/items`?"),
        ("/a/b/c", {"a": 5}, "`/a` is the number 5"),
        ("/a/b", {"a": None}, "`/a` is null"),
        ("/a[3]", {"a": [1]}, "`/a` is an array of 1 item"),
        ("/a/'x.y'/z", {"a": {"x.y": {}}}, "`/a/'x.y'` is an empty object"),
        ("/a/b", {"a": {}, "z": {"y": {"b": 1}}}, "`b` is at `/z/y/b`"),
        ("/a", {}, "the State is empty"),
        ("/a", {"a": 1}, ""),
        ("/a[@x = 1]/b", {"a": [{"x": 1}]}, ""),
        ("not a path", {}, ""),
    ],
)
def test_a_lost_path_is_followed_as_far_as_it_goes(path, root, said):
    found = explain_missing(path, root)
    assert said in found
    assert bool(said) == bool(found)
