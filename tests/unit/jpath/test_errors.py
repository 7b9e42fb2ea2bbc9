"""An error says where it is, and draws it."""

import pytest

from qradar_builder.jpath import (
    Environment,
    JPathError,
    JPathEvaluationError,
    JPathSyntaxError,
    JPathVersionError,
    compile_condition,
    compile_expression,
    compile_path,
    compile_template,
    parse,
)
from qradar_builder.model.workflow.document import SchemaVersion


def error_of(run, *arguments):
    with pytest.raises(JPathError) as caught:
        run(*arguments)
    return caught.value


def test_carets_stand_below_what_is_wrong():
    assert error_of(parse, "/a == 5").picture() == "/a == 5\n   ^^"


def test_a_caret_stands_behind_a_text_that_ends_too_early():
    assert error_of(parse, "/a = ").picture() == "/a = \n     ^"


def test_a_missing_operand_is_shown_rather_than_all_of_the_calculation():
    error = error_of(compile_expression("1 + /count * 2", Environment()).evaluate, {})
    assert error.picture() == "1 + /count * 2\n    ^^^^^^"


def test_only_the_near_part_of_a_long_text_is_shown():
    error = error_of(parse, "/a = 1 or " * 50 + "== 2")
    shown, carets = error.picture().split("\n")
    assert len(shown) < 130
    assert shown.startswith("…")
    assert shown[carets.index("^") : carets.index("^") + 2] == "=="


def test_control_characters_are_shown_as_dots():
    assert error_of(parse, "/a\n==\t5").picture() == "/a·==·5\n   ^^"


def test_the_place_of_an_error_in_a_template_is_one_in_all_of_its_text():
    error = error_of(compile_template, "https://${/host}/${/x == 1}", Environment())
    assert error.picture() == "https://${/host}/${/x == 1}\n                      ^^"


def test_an_error_in_text_that_templates_made_says_what_was_written():
    condition = compile_condition("${/none} = 200", Environment())
    error = error_of(condition.holds, {})
    assert (error.text, error.expanded_from) == (" = 200", "${/none} = 200")
    assert error.picture() == " = 200\n ^"


def test_an_error_in_a_template_in_a_template_says_what_was_written():
    error = error_of(compile_template("a ${/x[${/none}]} b", Environment()).expand, {})
    assert (error.text, error.expanded_from) == ("/x[]", "/x[${/none}]")


def test_an_error_in_a_path_that_templates_made_says_what_was_written():
    error = error_of(compile_path("/${/none}", Environment()).set, {}, 1)
    assert error.expanded_from == "/${/none}"


def test_an_error_of_a_target_shows_the_step():
    error = error_of(compile_path("/a/b/c", Environment()).set, {"a": {"b": 1}}, 1)
    assert error.picture() == "/a/b/c\n    ^^"


def test_errors_of_form_version_and_value_are_told_apart():
    v1 = Environment(SchemaVersion.V1)
    assert type(error_of(parse, "(")) is JPathSyntaxError
    assert type(error_of(compile_expression, "nothing()", v1)) is JPathSyntaxError
    assert type(error_of(compile_expression, "5 % 2", v1)) is JPathVersionError
    assert type(error_of(compile_expression("/a[0]", v1).evaluate, {"a": "x"})) is JPathVersionError
    assert type(error_of(compile_expression("1 / 0", v1).evaluate, {})) is JPathEvaluationError


def test_a_version_error_says_what_to_do():
    error = error_of(compile_expression, "lower('A') = 'a'", Environment(SchemaVersion.V1))
    assert error.picture().endswith("^" * len("lower('A')"))
    assert error.help == "change the namespace to V2"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("host = 'x'", "put text in quotes; a path starts with `/`"),
        ("cuont(/a)", "did you mean `count(path)`?"),
        ("length(/a)", "use count"),
        ("Null", "write `null`: keywords are in lower case"),
        ("/a /b/c", "put text in quotes; a path starts with `/`"),
        ("/a == 1", "write `=`"),
        ("'it's'", "add the closing quote, and write a quote inside it as `\\'`"),
    ],
)
def test_a_mistake_comes_with_advice(text, advice):
    assert error_of(compile_expression, text, Environment()).help == advice


def test_the_text_of_an_error_is_its_message():
    error = error_of(parse, "/a = ")
    assert str(error) == error.message == "A value is missing after `=`"
