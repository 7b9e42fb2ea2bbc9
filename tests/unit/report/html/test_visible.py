"""Nothing in a text from outside is unseen, or moves what is around it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st

from qradar_builder.report.html.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\nof two lines", "plain\ttext\nof two lines"),
        ("a\x00b\x1b[31m\x7f", "a\N{SYMBOL FOR NULL}b\N{SYMBOL FOR ESCAPE}[31m\N{SYMBOL FOR DELETE}"),
        ("\u202eevil\u202c", "\u27e8U+202E\u27e9evil\u27e8U+202C\u27e9"),
        ("a\u2066b\u2069\u200f", "a\u27e8U+2066\u27e9b\u27e8U+2069\u27e9\u27e8U+200F\u27e9"),
        ("\ud800", "\u27e8U+D800\u27e9"),
        ("zero\u200bwidth\ufeff\u0085", "zero\u27e8U+200B\u27e9width\u27e8U+FEFF\u27e9\u27e8U+0085\u27e9"),
        ("\u0645\u0631\u062d\u0628\u0627 <script>", "\u0645\u0631\u062d\u0628\u0627 <script>"),
    ],
)
def test_a_character_that_cannot_be_seen_gets_a_sign(text, shown):
    assert visible(text) == shown


@given(st.text(st.characters(codec=None)))
def test_what_comes_out_can_be_seen_and_sent(text):
    shown = visible(text)
    shown.encode()
    for each in shown:
        assert each in "\t\n" or unicodedata.category(each) not in {"Cc", "Cs"}
        assert unicodedata.bidirectional(each) not in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"}
    assert visible(shown) == shown
