"""A recording has every step with what it changed, and the State of every step can be made again."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.jpath import Missing
from qradar_builder.jpath.json.values import dumps_compact
from qradar_builder.workflow.engine.limits import Limits
from qradar_builder.workflow.recording.shown import path_text
from qradar_builder.workflow.recording.tree import same
from tests.unit.workflow.recording.conftest import NOW, answer

TABLES = Path(__file__).parents[3] / "conformance/workflow_actions"
ROWS = [
    (f"{path.stem}: {row['name']}", row)
    for path in sorted(TABLES.glob("*.json"))
    for row in json.loads(path.read_text(encoding="utf-8"))
    if "actions" in row and not {"answers", "limits", "compile_error"} & row.keys()
]


def said(step):
    return step.node.id, step.node.element.name, step.turn


def changed(step):
    return [(path_text(each.keys), each.before, each.after) for each in step.changes]


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[name for name, _ in ROWS])
def test_the_state_after_the_last_step_is_the_one_that_the_run_has(record, row):
    recording, state = record(
        row["actions"], row.get("before"), schema=row.get("schema", "V2_1"), parameters=row.get("parameters", ())
    )
    if recording.steps:
        rebuilt = recording.state_at(len(recording.steps) - 1)
        assert same(rebuilt, state), (dumps_compact(rebuilt), dumps_compact(state))


def test_a_step_has_its_place_and_what_it_changed(record):
    recording, _ = record([{"Set": {"path": "/a/b", "value": "1"}}, {"Set": {"path": "/a/b", "value": "two"}}])
    first, second = recording.steps
    assert (said(first), first.at, first.node.depth, first.node.place[0]) == (("1", "Set", None), NOW, 0, "w.yaml")
    # An object that did not exist was made on the way.
    assert changed(first) == [("/a", Missing, {"b": "1"})]
    assert changed(second) == [("/a/b", "1", "two")]
    assert recording.state_at(0) == {"a": {"b": "1"}}
    assert recording.state_at(0, before=True) == {}
    assert recording.state_at(1, before=True) == {"a": {"b": "1"}}


def test_items_are_appended_and_removed(record):
    recording, _ = record(
        [
            {"Add": {"path": "/list", "value": "a"}},
            {"Add": {"path": "/list", "value": "b"}},
            {"Copy": {"sourcePath": "/list", "targetPath": "/more"}},
            {"Merge": {"sourcePath": "/list", "targetPath": "/more"}},
            {"Delete": {"path": "/more[count(/more) - 1]"}},
            {"Delete": {"path": "/none"}},
        ]
    )
    assert [len(step.changes) for step in recording.steps] == [1, 1, 1, 1, 1, 0]
    assert recording.steps[3].changes[0].after == ["a", "b"]
    assert recording.steps[3].changes[0].appended
    assert [recording.state_at(step).get("more") for step in range(2, 6)] == [
        ["a", "b"],
        ["a", "b", "a", "b"],
        ["a", "b", "a"],
        ["a", "b", "a"],
    ]


CALL = {"CallEndpoint": {"url": "https://h.example.com/x", "method": "POST", "savePath": "/r"}}


def test_a_call_has_request_and_response(record):
    recording, state = record(
        [CALL, {"Sleep": {"duration": 1500}}, {"SetStatus": {"type": "WARN", "message": "w"}}], None, [answer([1])]
    )
    call, sleep, status = recording.steps
    assert (call.calls[0].request.method, call.calls[0].response.status, call.calls[0].body_size) == ("POST", 200, 3)
    assert state["r"]["body"] == [1]
    assert sleep.waited == 1500
    assert status.status == ("WARN", "w")


def test_a_call_without_a_response_is_the_failure_of_the_run(record):
    recording, _ = record([CALL], None, [CallFailed("timeout", "Read timed out")])
    (step,) = recording.steps
    assert step.calls[0].response is None
    assert step.failed == "Read timed out"
    assert recording.runs[0].outcome.status == "error"
    assert recording.reached().failed == {"1": 1}


def test_a_large_body_is_cut_with_its_size(record):
    large = HttpResponse(200, "OK", (), b"x" * 1_000_000)
    recording, state = record([CALL], None, [large])
    call = recording.steps[0].calls[0]
    assert (len(call.response.body), call.body_size) == (256 * 1024, 1_000_000)
    assert len(state["r"]["body"]) == 1_000_000


def test_ten_thousand_steps_of_a_large_state_stay_small(record):
    large = [{"id": number, "text": "x" * 40} for number in range(20_000)]
    actions = [
        {
            "ForEach": {"item": "/e", "items": "/turns"},
            "do": [{"Set": {"path": "/n", "value": "${/e}"}}, {"Add": {"path": "/seen", "value": "${/e}"}}],
        }
    ]
    before = {"large": large, "turns": list(range(3400))}
    tracemalloc.start()
    recording, state = record(actions, before)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(recording.steps) == 1 + 3 * 3400
    assert recording.cut == ""
    # The State alone takes about 6 MB, and a copy of it for each step would take 60 GB.
    assert used < 40_000_000
    assert same(recording.state_at(len(recording.steps) - 1), state)
    assert len(recording.state_at(3000)["seen"]) == 1000


def test_a_recording_that_is_cut_says_so(record):
    actions = [{"While": "/n < 100", "do": [{"Set": {"path": "/n", "value": "${/n + 1}"}}]}]
    recording, state = record(actions, {"n": 0}, most_steps=50)
    assert state["n"] == "100"
    assert (len(recording.steps), recording.cut) == (50, "the recording stops after 50 steps")
    assert recording.runs[0].outcome.status == "ok"
    recording, _ = record([CALL, {"ClearStatus": {}}], None, [answer(["y" * 5000])], most_bytes=2000)
    assert recording.cut == "the recording stops after 0 steps: its values are too large"


def test_long_texts_count_against_the_size_of_a_recording(record):
    actions = [{"ForEach": {"item": "/e", "items": "/all"}, "do": [{"Log": {"type": "INFO", "message": "${/text}"}}]}]
    recording, _ = record(actions, {"all": list(range(100)), "text": "x" * 10_000}, most_bytes=300_000)
    assert recording.cut.endswith("its values are too large")
    assert 10 < len(recording.steps) < 60


def test_a_run_that_never_ends_is_recorded_up_to_its_limit(record):
    actions = [
        {"While": "true = true", "do": [{"ForEach": {"item": "/e", "items": "/none"}, "do": [{"ClearStatus": {}}]}]}
    ]
    recording, _ = record(actions, most_steps=100, limits=Limits(turns=500))
    assert recording.cut
    assert recording.runs[0].outcome.limit == "turns"
