"""Texts between double quotes: what every reader of YAML makes of them."""

import yaml
from hypothesis import given, strategies as st

from qradar_builder.text.yaml import double_quoted, is_printable


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_written_reads_back_and_stays_on_one_line(text):
    written = double_quoted(text)
    assert yaml.safe_load(written) == text
    assert len(written.splitlines()) == 1
    assert is_printable(written)


def test_what_a_person_does_not_see_is_escaped():
    assert double_quoted('a\u00a0b\x1b\u2028\ufeff"\\') == '"a\\u00a0b\\u001b\\u2028\\ufeff\\"\\\\"'
    assert double_quoted("漢字 é") == '"漢字 é"'
