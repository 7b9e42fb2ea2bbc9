"""What is said of conditions in the manner of other languages, as data; and that what is suggested is a condition."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.jpath import Environment, JPathError, compile_condition, parse
from qradar_builder.jpath.condition_advice import corrected

CASES = json.loads(Path("tests/conformance/condition_advice.json").read_text(encoding="utf-8"))
WHOLE = re.compile(r"the whole condition is `(.*)`$")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["condition"])
def test_a_condition_of_another_language_leads_to_the_form_of_this_one(case):
    environment = Environment()
    try:
        error = compile_condition(case["condition"], environment).doubt()
    except JPathError as raised:
        error = raised
    assert (error.message, error.help) == (case["message"], case["help"])
    for suggested in WHOLE.findall(error.help):
        assert compile_condition(suggested, environment).doubt() is None


def test_what_a_template_gave_leads_to_a_comparison_of_the_path():
    condition = compile_condition("${/status} = 'done'", Environment())
    with pytest.raises(JPathError) as raised:
        condition.holds({"status": "not yet"})
    assert raised.value.help.endswith("the whole condition is `/status = 'done'`")


@given(st.text(alphabet="/ab=!<>&| ANDORnot'“${}()1;", max_size=40))
def test_whatever_is_suggested_is_an_expression(text):
    found = corrected(text)
    assert found is None or parse(found)
