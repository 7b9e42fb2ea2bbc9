"""A workflow that would never end is stopped, and the loop is named with what its condition saw."""

from dataclasses import replace

import pytest

from builder.workflow.compile import CompileError, compile_workflow
from builder.workflow.limits import Limits

CALL = {"CallEndpoint": {"url": "https://h.example.com/x", "method": "GET", "savePath": "/r"}}


def forever(*actions):
    return [{"Set": {"path": "/page", "value": "1"}}, {"While": "/page > 0 and /done = null", "do": list(actions)}]


def test_turns_are_counted_for_each_loop(play):
    outcome = play(forever({"Set": {"path": "/x", "value": "y"}}), limits=Limits(turns=100)).outcome
    assert outcome.status == "error"
    assert outcome.message == (
        "While has made 100 turns, in While at w.yaml:1:122, whose condition is `/page > 0 and /done = null` "
        'with /page = "1", /done = missing'
    )
    assert outcome.action == "While"


def test_a_loop_may_make_as_many_turns_as_it_may(play):
    actions = [
        {"Set": {"path": "/n", "value": "0"}},
        {"While": "/n < 5", "do": [{"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    assert play(actions, limits=Limits(turns=5)).outcome.status == "ok"
    assert play(actions, limits=Limits(turns=4)).outcome.status == "error"


def test_an_inner_loop_counts_anew_each_time(play):
    inner = {"ForEach": {"item": "/f", "items": "/a"}, "do": [{"Set": {"path": "/x", "value": "y"}}]}
    actions = [{"ForEach": {"item": "/e", "items": "/a"}, "do": [inner]}]
    assert play(actions, {"a": [1, 2, 3]}, limits=Limits(turns=3)).outcome.status == "ok"
    assert "ForEach has made 2 turns" in play(actions, {"a": [1, 2, 3]}, limits=Limits(turns=2)).outcome.message


def test_actions_are_counted_over_all_loops(play):
    outcome = play(forever({"Set": {"path": "/x", "value": "y"}}), limits=Limits(actions=1000)).outcome
    assert outcome.message.startswith("The run has carried out 1000 actions, in While at w.yaml:1:")


def test_calls_are_counted(play, response):
    outcome = play(forever(CALL), answers=[response(b"x")] * 3, limits=Limits(calls=3)).outcome
    assert outcome.message.startswith("The run has sent 3 requests, in While")
    assert outcome.action == "CallEndpoint"


def test_outside_of_a_loop_none_is_named(play, response):
    outcome = play([CALL, CALL], answers=[response(b"x")], limits=Limits(calls=1)).outcome
    assert outcome.message == "The run has sent 1 requests"


def test_a_large_body_is_refused(play, response):
    outcome = play([CALL], answers=[response(b"x" * 101)], limits=Limits(body=100)).outcome
    assert outcome.message == "The body of the response has 101 bytes, more than 100"
    assert play([CALL], answers=[response(b"x" * 100)], limits=Limits(body=100)).outcome.status == "ok"


GROWING = {
    "by Set": {"Set": {"path": "/x", "value": "${/x}${/x}"}},
    "by Add": {"Add": {"path": "/a", "value": "${/x}${/x}"}},
    "by Copy": {"Copy": {"sourcePath": "/o", "targetPath": "/o/k${count(/o)}"}},
    "by Merge": {"Merge": {"sourcePath": "/a", "targetPath": "/a"}},
    "by Split": {"Split": {"value": "a,b,c,d,e,f", "delimiter": ",", "savePath": "/s${count(/)}"}},
    "by small steps": {"Set": {"path": "/k${count(/)}", "value": "1"}},
}


@pytest.mark.parametrize("action", [pytest.param(each, id=name) for name, each in GROWING.items()])
def test_a_state_that_only_grows_is_stopped(play, action):
    before = {"x": "0123456789", "a": ["0123456789"], "o": {"k": "v"}}
    result = play(forever(action), before, limits=Limits(state=200_000))
    assert result.outcome.status == "error"
    assert result.outcome.message.startswith("The State holds more than 200000 characters, in While")


def test_items_of_a_loop_count_for_the_size_of_the_state(play):
    # Each turn puts a copy of all that is there below a new key.
    inner = {"ForEach": {"item": "/o/k${count(/o)}", "items": "/"}, "do": [{"ClearStatus": {}}]}
    result = play(forever(inner), {"o": {"k": "v"}}, limits=Limits(state=200_000))
    assert "The State holds more than 200000 characters" in result.outcome.message


def test_what_is_deleted_again_is_no_growth(play, response):
    actions = [
        {"Set": {"path": "/n", "value": "0"}},
        {"While": "/n < 50", "do": [CALL, {"Set": {"path": "/n", "value": "${/n + 1}"}}]},
    ]
    page = response(["x" * 1000] * 100)
    assert play(actions, answers=[page] * 50, limits=Limits(state=300_000)).outcome.status == "ok"


def test_actions_may_lie_fifty_deep_but_no_deeper(read):
    workflow = read([{"If": "true", "then": [{"ClearStatus": {}}]}])

    def nested(depth):
        outer = workflow.actions[0]
        action = outer.children[0]
        for _ in range(depth):
            action = replace(outer, children=(action,))
        return replace(workflow, actions=(action,))

    assert len(compile_workflow(nested(49)).code) == 51
    with pytest.raises(CompileError, match="more than 50 deep"):
        compile_workflow(nested(50))
