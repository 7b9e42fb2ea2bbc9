"""Scripts of faults are read, and each mistake in one is told."""

import json

import pytest

from qradar_builder.console.model.fault_script import WrongScript, read_faults
from qradar_builder.console.model.faults import Effect, Kind, Rule


def test_a_script_gives_rules():
    script = [
        {"call": "POST /ariel/searches", "fault": "reset"},
        {"call": "/help/*", "fault": 429, "effect": "first", "skip": 2, "times": 3},
        {"call": "DELETE *", "fault": "stop", "effect": "first"},
    ]
    stopped = []
    rules = read_faults(json.dumps(script), lambda: stopped.append(1))
    assert rules == [
        Rule("POST /ariel/searches", Kind.RESET),
        Rule("/help/*", Kind.TOO_MANY, Effect.FIRST, 2, 3),
        Rule("DELETE *", Kind.HOOK, Effect.FIRST),
    ]
    rules[2].hook()
    assert stopped == [1]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("{}", "must be a list"),
        ("[1]", "fault 1: must be an object"),
        ('[{"call": "/a", "fault": "rest"}]', "fault 1: `fault` must be one of timeout, reset"),
        ('[{"call": "a b c", "fault": "reset"}]', "`call` must be such as"),
        ('[{"call": 3, "fault": "reset"}]', "`call` must be such as"),
        ('[{"call": "/a", "fault": "reset", "efect": "first"}]', "no key 'efect'; did you mean 'effect'?"),
        ('[{"call": "/a", "fault": "reset", "effect": "last"}]', "`effect` must be one of none, first"),
        ('[{"call": "/a", "fault": "reset", "skip": -1}]', "`skip` must be a number from 0 on"),
        ('[{"call": "/a", "fault": "reset", "times": true}]', "`times` must be a number from 1 on"),
        ('[{"call": "/a", "fault": "hook"}]', "`fault` must be one of"),
    ],
)
def test_a_mistake_is_told(script, said):
    with pytest.raises(WrongScript) as wrong:
        read_faults(script, lambda: None)
    assert said in str(wrong.value)


def test_all_mistakes_are_told():
    with pytest.raises(WrongScript, match=r"fault 1: .*; fault 2: "):
        read_faults('[{"call": "/a"}, 5]', lambda: None)
