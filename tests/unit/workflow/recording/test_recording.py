"""A recording counts where its runs went, and has the events up to each step."""

from __future__ import annotations

import pytest


def said(step):
    return step.node.id, step.node.element.name, step.turn


def test_loops_have_a_step_for_each_turn_and_edges_are_counted(record):
    actions = [
        {"ForEach": {"item": "/e", "items": "/all"}, "do": [{"If": "/e > 1", "then": [{"PostEvent": {"path": "/e"}}]}]},
        {"While": "/n < 2", "do": [{"Set": {"path": "/n", "value": "${/n + 1}"}}]},
        {"DoWhile": "/n < 0", "do": [{"Log": {"type": "INFO", "message": "n is ${/n}"}}]},
    ]
    recording, _ = record(actions, {"all": [1, 2, 3], "n": 0})
    assert [said(step) for step in recording.steps] == [
        ("1", "ForEach", None),
        ("1", "ForEach", 1),
        ("1.1", "If", None),
        ("1", "ForEach", 2),
        ("1.1", "If", None),
        ("1.1.1", "PostEvent", None),
        ("1", "ForEach", 3),
        ("1.1", "If", None),
        ("1.1.1", "PostEvent", None),
        ("2", "While", 1),
        ("2.1", "Set", None),
        ("2", "While", 2),
        ("2.1", "Set", None),
        ("2", "While", None),
        ("3", "DoWhile", None),
        ("3", "DoWhile", 1),
        ("3.1", "Log", None),
        ("3", "DoWhile", None),
    ]
    reached = recording.reached()
    assert reached.nodes == {"1": 1, "1.1": 3, "1.1.1": 2, "2": 1, "2.1": 2, "3": 1, "3.1": 1}
    assert reached.flows == {
        ("start", "1"): 1,
        ("1", "1"): 1,
        ("1", "1.1"): 3,
        ("1.1", "1"): 1,
        ("1.1", "1.1.1"): 2,
        ("1.1.1", "1"): 1,
        ("1.1.1", "2"): 1,
        ("2", "2.1"): 2,
        ("2.1", "2"): 2,
        ("2", "3"): 1,
        ("3", "3"): 1,
        ("3", "3.1"): 1,
        ("3.1", "3"): 1,
        ("3", "end"): 1,
    }
    assert [(step, event.payload) for step, event in recording.events_until(8)] == [(5, "2"), (8, "3")]
    assert list(recording.events_until(4)) == []
    assert recording.steps[16].log == ("INFO", "n is 2")


def test_there_is_no_state_of_a_step_that_is_not_there(record):
    recording, _ = record([{"ClearStatus": {}}])
    for step in (-1, 1):
        with pytest.raises(IndexError):
            recording.state_at(step)
        with pytest.raises(IndexError):
            recording.events_until(step)
