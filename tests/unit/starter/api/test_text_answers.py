"""The patterns by which a workflow takes text apart: they find each event whole, and no text makes them slow."""

from __future__ import annotations

import pytest
import regex

from qradar_builder.starter.answers.forms import TextForm, TextKind
from qradar_builder.starter.api.text_answers import check_of, split_of, whole_row

XML = TextForm(TextKind.XML, element="e")
EMPTY = TextForm(TextKind.XML, element="e", is_empty=True)
CSV = TextForm(TextKind.CSV, columns='a,"b ""c""",d')


def events(form, text):
    parts = split_of(form)
    found = regex.search(parts["pattern"], text, timeout=5)
    if found is None:
        return []
    delimiter = parts["delimiter"] or r"(?:\r\n|\r|\n)"
    return regex.split(delimiter, found[1], timeout=5)


@pytest.mark.parametrize(
    ("form", "text", "wanted"),
    [
        (XML, "<l><e>1</e></l>", ["<e>1</e>"]),
        (XML, '<l>\n<e a="1">1</e><!-- x -->\n<e>\n2</e>\n</l>', ['<e a="1">1</e>', "<e>\n2</e>"]),
        (XML, "<l><event>1</event></l>", []),
        (XML, "<l/>", []),
        (EMPTY, '<l><e a="1"/>\n <e b="2"/></l>', ['<e a="1"/>', '<e b="2"/>']),
        (EMPTY, '<l><e a="1"/></l>', ['<e a="1"/>']),
        (CSV, "a,b,d\n1,2,3\r\n4,5,6\n", ["1,2,3", "4,5,6"]),
        (CSV, "a,b,d\n", []),
        (CSV, "", []),
    ],
)
def test_events_are_taken_apart(form, text, wanted):
    assert events(form, text) == wanted


@pytest.mark.parametrize(
    ("row", "is_whole"),
    [("1,2", True), ('1,"a', False), ('1,"a\nb"', True), ('1,"a ""b"""', True), ('1,"a ""b', False), ("", True)],
)
def test_a_row_is_whole_if_its_quotes_are_closed(row, is_whole):
    assert (regex.search(whole_row(), row, timeout=5) is not None) is is_whole


@pytest.mark.parametrize(
    ("text", "is_known"),
    [('a,"b ""c""",d\n1,2,3', True), ('\ufeffa,"b ""c""",d\r\n', True), ('a,"b ""c"""\n1,2', False), ("", False)],
)
def test_an_answer_with_other_columns_is_told(text, is_known):
    assert (regex.search(check_of(CSV)["pattern"], text, timeout=5) is not None) is is_known


@pytest.mark.parametrize("form", [XML, EMPTY, CSV])
@pytest.mark.parametrize(
    "text", ["<e " * 20_000, "<e>" * 20_000, '"' * 50_001, "<e a='1'/>" * 5_000 + "<e", "\n" * 50_000]
)
def test_no_text_makes_them_slow(form, text):
    events(form, text)
    regex.search(whole_row(), text, timeout=5)
