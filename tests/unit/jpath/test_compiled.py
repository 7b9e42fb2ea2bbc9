"""Expressions, conditions, templates and paths are compiled once, and used as often as one likes."""

import sys

import pytest

from qradar_builder.jpath import (
    Environment,
    JPathError,
    Missing,
    compile_condition,
    compile_expression,
    compile_path,
    compile_template,
    parse,
)
from qradar_builder.jpath.expression_choices import BRACE_IN_QUOTES
from qradar_builder.jpath.limits import MAX_EXPRESSION, MAX_TEMPLATE
from qradar_builder.jpath.syntax.tree import Comparison, Key, Number, Path
from qradar_builder.jpath.template import split_template
from qradar_builder.model.workflow.document import SchemaVersion


@pytest.fixture
def environment():
    return Environment()


def test_a_compiled_expression_runs_on_any_state(environment):
    expression = compile_expression("/a + 1", environment)
    assert [expression.evaluate({"a": number}) for number in (1, "2", 3)] == [2, 3, 4]
    assert (expression.text, repr(expression)) == ("/a + 1", "Expression('/a + 1')")


def test_a_path_gives_what_stands_in_the_state(environment):
    state = {"a": {"b": [1]}}
    assert compile_expression("/a/b", environment).evaluate(state) is state["a"]["b"]


def test_a_parsed_expression_is_a_tree():
    assert parse("/a = 1") == Comparison("=", Path((Key("a"),)), Number("1"))


def test_a_condition_knows_the_expression_that_its_templates_made(environment):
    condition = compile_condition("${/a} = 'x${/b}'", environment)
    assert condition.source({"a": 1, "b": 2}) == "1 = 'x2'"
    assert repr(condition) == "Condition(\"${/a} = 'x${/b}'\")"


def test_a_condition_is_read_again_where_its_templates_give_other_text(environment):
    condition = compile_condition("${/a} < ${/b}", environment)
    assert [condition.holds({"a": a, "b": 3}) for a in range(5)] == [True, True, True, False, False]


@pytest.mark.parametrize(
    "text",
    [
        "/a = 1",
        "${/a} = 200",
        "'${/a}' = 'x'",
        "/get_${/type}/status = 1",
        "${/a != ${/b}}",
        "${/whole}",
        "/a[${/i}] = 1",
        "${/left} = 1 and ${/right}",
    ],
)
def test_a_condition_that_some_text_makes_right_is_not_doubted(text, environment):
    assert compile_condition(text, environment).doubt() is None


@pytest.mark.parametrize(
    "text", ["${/a} = = 200", "${/a} and", "(${/a} = 1", "'${/a} = 1", "${/a} == 1", "${/a} = nothing(/b)"]
)
def test_a_condition_that_no_text_makes_right_is_doubted(text, environment):
    doubt = compile_condition(text, environment).doubt()
    assert isinstance(doubt, JPathError)
    assert doubt.expanded_from == text


@pytest.mark.parametrize(
    "text", ["${/a[${/i}] == 1}", "x ${${/a}${/b} = = 1}", "${nothing(${/a})}", "${/a${ '${/b}' + }}"]
)
def test_a_template_that_no_text_makes_right_is_doubted(text, environment):
    assert isinstance(compile_template(text, environment).doubt(), JPathError)


@pytest.mark.parametrize("text", ["a", "${/a}", "${/a[${/i}]}", "${/${/t}_x/name}", "${'${/a}' = ${/b}}"])
def test_a_template_that_some_text_makes_right_is_not_doubted(text, environment):
    assert compile_template(text, environment).doubt() is None


@pytest.mark.parametrize(
    ("text", "right"), [("/a_${/t}", True), ("${/p}", True), ("/a", True), ("/a[${/i}", False), ("${/a} + 1", False)]
)
def test_a_path_is_doubted_that_no_text_makes_one(text, right, environment):
    assert (compile_path(text, environment).doubt() is None) is right


def test_a_template_knows_whether_anything_in_it_is_expanded(environment):
    assert compile_template("a $ b { c }", environment).is_constant
    assert not compile_template("a ${/b}", environment).is_constant
    assert repr(compile_template("a", environment)) == "Template('a')"


def test_a_path_knows_what_its_templates_made_of_it(environment):
    path = compile_path("/x_${/type}", environment)
    assert path.source({"type": "a"}) == "/x_a"
    assert path.get({"type": "a", "x_a": 5}) == 5
    assert repr(path) == "StatePath('/x_${/type}')"


def test_a_value_is_put_in_as_it_is(environment):
    state, value = {}, [1]
    compile_path("/a/b", environment).set(state, value)
    assert state["a"]["b"] is value


def test_a_change_that_fails_leaves_the_state_as_it_was(environment):
    state = {}
    with pytest.raises(JPathError):
        compile_path("/a/b[0]", environment).set(state, 1)
    assert state == {}


def test_deleting_tells_whether_there_was_anything(environment):
    state = {"a": {"b": None}}
    path = compile_path("/a/b", environment)
    assert [path.delete(state), path.delete(state)] == [True, False]


def test_the_clock_and_chance_are_those_of_the_environment():
    numbers = iter([0.0, 0.5, 0.999999])
    environment = Environment(now=lambda: 42, random=lambda: next(numbers))
    assert compile_template("${time()} ${random_string(3)}", environment).expand({}) == "42 aAZ"


def test_the_clock_and_chance_have_defaults(environment):
    assert compile_expression("time()", environment).evaluate({}) > 1_700_000_000_000
    assert 0 <= compile_expression("random_number()", environment).evaluate({}) < 1
    assert compile_expression("random_string(20)", environment).evaluate({}).isalpha()


def test_what_templates_made_is_compiled_once_and_not_kept_for_ever(environment):
    made = []

    def make(text, _environment):
        made.append(text)
        return [text]

    assert environment.remember(make, "a") is environment.remember(make, "a")
    for number in range(3000):
        environment.remember(make, str(number))
        environment.remember(make, "a")
    assert made.count("a") == 1
    environment.remember(make, "0")
    assert made.count("0") == 2
    environment.remember(make, "long" * 1000)
    environment.remember(make, "long" * 1000)
    assert made.count("long" * 1000) == 2


def test_environments_of_several_versions_do_not_mix():
    text = "${/a} % 2 = 1"
    assert compile_condition(text, Environment(SchemaVersion.V2)).holds({"a": 3})
    with pytest.raises(JPathError, match="requires schema V2"):
        compile_condition(text, Environment(SchemaVersion.V1)).holds({"a": 3})


@pytest.mark.parametrize(
    ("run", "text"),
    [
        (compile_expression, "/a" * MAX_EXPRESSION),
        (compile_template, " " * (MAX_TEMPLATE + 1)),
        (compile_condition, "/a = 1 or " * MAX_EXPRESSION + "true"),
    ],
)
def test_texts_are_bounded(run, text, environment):
    with pytest.raises(JPathError, match="more than"):
        run(text, environment)


def test_a_long_condition_is_no_deep_one(environment):
    assert compile_condition(" or ".join(["/a = 1"] * 5000), environment).holds({}) is False


def test_a_text_that_a_template_makes_is_bounded(environment):
    template = compile_template("${/a}" * 60, environment)
    with pytest.raises(JPathError, match="more than 10000000 characters"):
        template.expand({"a": "x" * 1_000_000})


def test_an_array_too_deep_is_an_error_of_ours(environment):
    value = {"k": 1}
    for _ in range(sys.getrecursionlimit()):
        value = [value]
    for text in ("/a/k", "/a = 'x'", "lower(/a)"):
        with pytest.raises(JPathError, match="deep"):
            compile_expression(text, environment).evaluate({"a": value})
    with pytest.raises(JPathError, match="deep"):
        compile_template("${/a}", environment).expand({"a": value})


def test_a_deep_expression_runs_wherever_the_stack_allows_it(environment):
    text = "not " * 79 + "true"
    expression = compile_expression(text, environment)
    assert expression.evaluate({}) is False

    def deeper(left):
        if left:
            return deeper(left - 1)
        found = []
        for run in (
            lambda: parse(text + " "),  # not the one that is remembered
            lambda: compile_expression(text, environment),
            lambda: expression.evaluate({}),
        ):
            with pytest.raises(JPathError, match="too deep"):
                run()
            found.append(run)
        return len(found)

    frame, used = sys._getframe(), 0
    while frame is not None:
        frame, used = frame.f_back, used + 1
    assert deeper(sys.getrecursionlimit() - used - 70) == 3


def test_missing_is_false_and_says_what_it_is():
    assert not Missing
    assert repr(Missing) == "Missing"


def test_what_is_noted_of_a_template_is_noted_each_time_it_is_compiled():
    noted = []
    for _ in range(2):
        split_template("${concat('}', /a)}", noted.append)
    assert noted == [BRACE_IN_QUOTES] * 2
