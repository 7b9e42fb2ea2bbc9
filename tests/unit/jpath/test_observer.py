"""An observer learns what a result rests on."""

import contextlib

import pytest

from qradar_builder.jpath import (
    Environment,
    JPathError,
    Missing,
    Observer,
    compile_condition,
    compile_expression,
    compile_path,
    compile_template,
)
from qradar_builder.jpath.expression_choices import CHOICES


class Notes(Observer):
    def __init__(self):
        self.paths = []
        self.comparisons = []
        self.choices = []

    def missing(self, path):
        self.paths.append(path)

    def compared(self, comparison, left, right, outcome):
        self.comparisons.append((comparison, left, right, outcome))

    def leaned_on(self, choice):
        self.choices.append(choice.key)


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def environment(notes):
    return Environment(observer=notes)


def test_it_learns_which_path_was_missing(environment, notes):
    compile_template("${/a/b} ${/c}", environment).expand({"c": 1})
    assert notes.paths == ["/a/b"]


def test_it_learns_what_a_comparison_saw(environment, notes):
    condition = compile_condition("/a + 1 > 3 and /b = null", environment)
    assert condition.holds({"a": 5})
    assert notes.comparisons == [("/a + 1 > 3", 6, 3, True), ("/b = null", Missing, None, True)]


def test_it_is_not_told_of_what_is_not_evaluated(environment, notes):
    compile_condition("/a = 1 or /b = 2", environment).holds({"a": 1})
    assert [written for written, *_ in notes.comparisons] == ["/a = 1"]


def test_it_is_told_of_a_comparison_with_what_a_template_gave(environment, notes):
    compile_condition("${/a} = 200", environment).holds({"a": 429})
    assert notes.comparisons == [("429 = 200", 429, 200, False)]


def test_it_is_not_told_of_every_element_of_a_filter(environment, notes):
    compile_expression("/a[@x = 1 and @y != 2]", environment).evaluate({"a": [{}, {"x": 1}]})
    assert (notes.paths, notes.comparisons) == ([], [])


def test_it_learns_of_missing_targets(environment, notes):
    assert not compile_path("/bookmark", environment).exists({})
    assert notes.paths == ["/bookmark"]


def test_watching_changes_no_result(environment):
    plain = Environment()
    state = {"a": [1, 2], "t": "x", "n": None}
    for text in (
        "/a[@ > 1]",
        "/t = 'x'",
        "/none = null",
        "/n != 1",
        "not /t",
        "count(/a) - 1",
        "/t < 'y' and exists /a",
    ):
        assert compile_expression(text, environment).evaluate(state) == compile_expression(text, plain).evaluate(state)


def noted(run, notes):
    notes.choices.clear()
    with contextlib.suppress(JPathError):
        run()
    return set(notes.choices)


STATE = {
    "n": None,
    "e": "",
    "s": "x",
    "one": "1",
    "arr": [1, [{"k": 1}], {}],
    "o": {"a": 1},
    "b": True,
    "f": "${/x}",
    "z": 0,
}
LEANS = {
    "null-as-text": lambda env: compile_template("${/n}", env).expand(STATE),
    "comparison-with-nothing": lambda env: compile_condition("/none < 5", env).holds(STATE),
    "empty-text-and-nothing": lambda env: compile_condition("/none = ''", env).holds(STATE),
    "texts-as-numbers": lambda env: compile_condition("/one = '1.0'", env).holds(STATE),
    "texts-in-order": lambda env: compile_condition("/s < 'y'", env).holds(STATE),
    "other-types-as-text": lambda env: compile_condition("/b = 'true'", env).holds(STATE),
    "containers-as-text": lambda env: compile_condition("/o = /arr", env).holds(STATE),
    "truth": lambda env: compile_condition("/z", env).holds(STATE),
    "exists-null": lambda env: compile_condition("exists /n", env).holds(STATE),
    "index-out-of-range": lambda env: compile_expression("/arr[9]", env).evaluate(STATE),
    "path-through-other-type": lambda env: compile_expression("/s/x", env).evaluate(STATE),
    "path-through-null": lambda env: compile_expression("/n/x", env).evaluate(STATE),
    "index-of-other-type": lambda env: compile_expression("/arr[/one]", env).evaluate(STATE),
    "projection-skips": lambda env: compile_expression("/arr/k", env).evaluate(STATE),
    "nested-projection": lambda env: compile_expression("/arr/k", env).evaluate(STATE),
    "missing-in-arithmetic": lambda env: compile_expression("/none + 1", env).evaluate(STATE),
    "text-in-arithmetic": lambda env: compile_expression("/s + 1", env).evaluate(STATE),
    "division-by-zero": lambda env: compile_expression("1 / /z", env).evaluate(STATE),
    "overflow": lambda env: compile_expression("9223372036854775807 + 1", env).evaluate(STATE),
    "fraction-as-text": lambda env: compile_template("${1.5 * 2}", env).expand(STATE),
    "unary-minus": lambda env: compile_expression("-5", env),
    "escaped-quote": lambda env: compile_expression("'it\\'s'", env),
    "brace-in-quotes": lambda env: compile_template("${'}'}", env),
    "template-in-value": lambda env: compile_template("${/f}", env).expand(STATE),
    "count-of-other-type": lambda env: compile_expression("count(/z)", env).evaluate(STATE),
    "count-of-null": lambda env: compile_expression("count(/n)", env).evaluate(STATE),
    "extreme-of-mixed": lambda env: compile_expression("max(/z)", env).evaluate(STATE),
    "extreme-of-nothing": lambda env: compile_expression("max(/none)", env).evaluate(STATE),
    "nothing-as-text": lambda env: compile_expression("lower(/none)", env).evaluate(STATE),
    "part-outside": lambda env: compile_expression("substring('a', 0, 5)", env).evaluate(STATE),
    "left-and-right-of-short-text": lambda env: compile_expression("left('a', 5)", env).evaluate(STATE),
    "padding": lambda env: compile_expression("pad_left('a', 5, 'xy')", env).evaluate(STATE),
    "empty-array": lambda env: compile_expression("empty(/none_of[true])", env).evaluate({"none_of": []}),
    "range-end": lambda env: compile_expression("range(0, 2)", env).evaluate(STATE),
    "items-shape": lambda env: compile_expression("items(/o)", env).evaluate(STATE),
    "members-of-other-type": lambda env: compile_expression("keys(/none)", env).evaluate(STATE),
    "rounding": lambda env: compile_expression("round(2.5)", env).evaluate(STATE),
    "encoding": lambda env: compile_expression("base64_encode('ä')", env).evaluate(STATE),
    "path-argument": lambda env: compile_expression("count(keys(/o))", env),
    "target-through-other-type": lambda env: compile_path("/s/x", env).set(STATE, 1),
    "target-out-of-range": lambda env: compile_path("/arr[9]", env).set(STATE, 1),
    "target-filter": lambda env: compile_path("/arr[@ = 1]", env).set(STATE, 1),
    "target-root": lambda env: compile_path("/", env).delete(STATE),
    "add-to-other-type": lambda env: compile_path("/s", env).append(STATE, 1),
}


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.key)
def test_it_learns_which_open_question_was_answered(choice, environment, notes):
    assert choice.key in noted(lambda: LEANS[choice.key](environment), notes)


def test_it_learns_of_no_open_question_where_all_is_documented(environment, notes):
    state = {"r": {"status_code": 200, "body": [{"id": 1}, {"id": 2}]}, "host": "h"}
    compile_condition("${/r/status_code} = 200 and count(/r/body) > 0", environment).holds(state)
    compile_template("https://${/host}/${max(/r/body/id) + 1}", environment).expand(state)
    compile_path("/a/b", environment).set(state, 1)
    assert notes.choices == []


def test_every_choice_says_what_is_open_and_what_is_done():
    assert len({choice.key for choice in CHOICES}) == len(CHOICES) > 40
    assert all(choice.question.endswith("?") and choice.answer.endswith(".") for choice in CHOICES)
