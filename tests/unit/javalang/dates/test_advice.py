"""What is said where a date pattern is refused or does not read a text, as data; and that what is suggested works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.javalang.dates.advice import text_advice
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.pattern import compile_formatter

CASES = json.loads(Path("tests/conformance/date_advice.json").read_text(encoding="utf-8"))
READING = re.compile(r"`([^`]*)` reads this text")


def parse(pattern, text):
    return compile_formatter(pattern).parse(text, "UTC")


@pytest.mark.parametrize("case", [case for case in CASES if "text" in case], ids=lambda case: case["pattern"])
def test_a_text_that_is_not_read_leads_to_what_reads_it(case):
    with pytest.raises(JavaDateError):
        parse(case["pattern"], case["text"])
    assert text_advice(case["pattern"], case["text"], parse) == case["help"]
    for suggested in READING.findall(case["help"]):
        assert isinstance(parse(suggested, case["text"]), int)


@pytest.mark.parametrize("case", [case for case in CASES if "error" in case], ids=lambda case: case["pattern"])
def test_a_pattern_that_is_refused_leads_to_one_that_is_taken(case):
    with pytest.raises(JavaDateError) as refused:
        compile_formatter(case["pattern"])
    assert (str(refused.value), refused.value.help) == (case["error"], case["help"])


@given(
    st.text(alphabet="yYMmdDhHsSTZX'-:. []{}%", max_size=30), st.text(alphabet="0123456789-:.TZ+ aApPmM", max_size=30)
)
def test_whatever_is_suggested_reads_the_text(pattern, text):
    for suggested in READING.findall(text_advice(pattern, text, parse)):
        assert isinstance(parse(suggested, text), int)
