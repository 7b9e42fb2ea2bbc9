"""Conditions with their templates put in, and what they come to for a status."""

import pytest

from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.lint.dataflow.conditions import condition_of, number_of, outcome

STATUS = ("r", "status_code")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${/a} = 1", "/a = 1"),
        ("'${/a}' = 'b'", "/a = 'b'"),
        ("${/a != ${/b}}", "/a != /b"),
        ("${${/a}_b} = 1", None),
        ("/a and", None),
    ],
)
def test_templates_become_a_part_of_the_condition(text, expected):
    condition = condition_of(text)
    assert (None if condition is None else str(condition)) == expected


@pytest.mark.parametrize(
    ("text", "ok", "failed"),
    [
        ("/r/status_code = 200", True, False),
        ("/r/status_code != '200'", False, True),
        ("200 <= /r/status_code and /r/status_code < 300", True, False),
        ("/r/status_code >= 400 or /other = 1", None, True),
        ("not (/r/status_code = 200)", False, True),
        ("${/r/status_code = 200} = false", False, True),
        ("/r/body/ok = true", None, None),
        ("true", True, True),
    ],
)
def test_what_a_condition_comes_to_for_a_status(text, ok, failed):
    condition = condition_of(text)
    assert (outcome(condition, STATUS, 200), outcome(condition, STATUS, 500)) == (ok, failed)


@pytest.mark.parametrize(
    ("text", "expected"), [("1.5", 1.5), ("'12'", 12.0), ("'x'", None), ("/a", None), ("'1.2.3'", None)]
)
def test_the_number_of_a_literal(text, expected):
    assert number_of(parse(text)) == expected
