from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.values.calculation import compile_calculation, operands, why_not
from qradar_builder.model.expressions import Calculation, Operator

CASES = json.loads(
    (Path(__file__).parents[3] / "conformance" / "dsm" / "calculations.json").read_text(encoding="utf-8")
)

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def calculation(first, operator, second):
    return Calculation(first=first, operator=operator, second=second)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_calculation_gives_its_result(case):
    formula = calculation(case["first"], case["operator"], case["second"])
    result = compile_calculation(formula)(case["values"])
    assert result == case["result"]
    assert type(result) is type(case["result"])
    assert why_not(formula, case["values"]) == case.get("why_not", "")


@given(numbers, st.sampled_from(Operator), numbers)
def test_any_numbers_give_a_number_that_json_has_or_a_reason(first, operator, second):
    formula, values = calculation("a", operator, "b"), {"a": first, "b": second}
    result = compile_calculation(formula)(values)
    assert (result is None) == bool(why_not(formula, values))
    json.dumps(result, allow_nan=False)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
def test_whole_results_are_whole_numbers(quotient, divisor):
    result = compile_calculation(calculation("a", "DIVIDE", divisor))({"a": quotient * divisor})
    assert result == quotient
    assert isinstance(result, int)


@pytest.mark.parametrize(
    ("first", "second", "names"), [("a", "b", ("a", "b")), (1, "b", ("b",)), ("a", "a", ("a",)), (1, 2.5, ())]
)
def test_a_calculation_names_the_properties_that_it_needs(first, second, names):
    assert operands(calculation(first, "ADD", second)) == names
