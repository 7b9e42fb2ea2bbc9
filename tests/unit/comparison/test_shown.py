"""Values are shown on one line, cut, and without credentials."""

import pytest

from qradar_builder.comparison.model import Kind, Part
from qradar_builder.comparison.shown import json_value, shown_part, shown_value


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        (None, "", "none"),
        (True, "", "yes"),
        (False, "", "no"),
        (("a", "b"), "", "a, b"),
        ("a\nb\x1b[1m", "", "a b\N{REPLACEMENT CHARACTER}[1m"),
        ("x" * 500, "", "x" * 120 + "…"),
        ("geheim", "password", "[secret]"),
        ("${/secret}", "password", "${/secret}"),
        ("/token", "token", "/token"),
        ("Bearer abcdefghijklmnop", "Authorization", "[secret]"),
        ("Bearer ${/token}", "Authorization", "Bearer ${/token}"),
    ],
)
def test_a_value_is_shown_as_people_read_it(value, name, text):
    assert shown_value(value, name) == text


def test_a_secret_default_is_in_no_form():
    parameter = Part(Kind.PARAMETER, {"name": "key", "secret": True, "default": "geheim"})
    assert "geheim" not in shown_part(parameter)
    assert json_value(parameter) == {"name": "key", "secret": True, "default": "[secret]"}


def test_a_constant_password_of_an_action_is_in_no_form():
    action = Part(Kind.ELEMENT, {"element": "BasicAuthentication", "username": "u", "password": "geheim"})
    assert "geheim" not in shown_part(action)
    assert json_value(action)["password"] == "[secret]"
    header = Part(Kind.ELEMENT, {"element": "RequestHeader", "name": "X-Api-Key", "value": "geheim"})
    assert "geheim" not in shown_part(header)
    assert json_value(header)["value"] == "[secret]"


def test_a_value_for_machines_is_whole_as_far_as_it_is_bounded():
    assert json_value("a\nb") == "a\nb"
    assert len(json_value("x" * 100_000)) == 4001
    assert json_value(("a", "b")) == ["a", "b"]
    assert json_value(None) is None
    inner = Part(Kind.FIELD, lists={Kind.EXPRESSION: (Part(Kind.EXPRESSION, {"text": "a"}),)})
    assert json_value(inner) == {"expression": [{"text": "a"}]}
