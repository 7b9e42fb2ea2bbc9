"""How texts from outside are shown."""

import pytest

from qradar_builder.text.shown import UNSHOWN, cut, escaped, fitted, masked


@pytest.mark.parametrize(
    ("text", "most", "expected"), [("", 3, ""), ("abc", 3, "abc"), ("abcd", 3, "abc…"), ("é" * 5, 2, "éé…")]
)
def test_a_long_text_is_cut_behind_so_many_characters(text, most, expected):
    assert cut(text, most) == expected


@pytest.mark.parametrize(("text", "width", "expected"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab", 1, "…")])
def test_a_fitted_text_is_never_wider_than_its_column(text, width, expected):
    assert fitted(text, width) == expected
    assert len(fitted(text, width)) <= width


def test_masking_keeps_the_column_of_every_other_character():
    assert masked("a\x1b[31mb\u202ec\nd", UNSHOWN) == "a\ufffd[31mb\ufffdc\ufffdd"
    assert masked("plain é 漢", "·") == "plain é 漢"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb", r"a\tb"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\u202e", r"\u202e"),
        ("\ud800", r"\ud800"),
        ("\U000e0001", r"\U000e0001"),
    ],
)
def test_an_escaped_text_stays_on_its_line(text, expected):
    assert escaped(text) == expected
    assert escaped(text).isprintable()
