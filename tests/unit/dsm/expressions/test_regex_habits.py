"""Patterns that mean something else than people think, and their neighbours that are as they should be."""

import pytest

from qradar_builder.dsm.expressions.regex_habits import habits

ADDRESSES = [
    r"src=(\d+.\d+.\d+.\d+)",
    r"\d{1,3}.\d{1,3}.\d{1,3}.\d{1,3}",
    r"(\d{1,3}.){3}\d{1,3}",
    r"(?:\d{1,3}.){3}\d{1,3}",
    r"[0-9]+.[0-9]+.[0-9]+.[0-9]+",
    r"\d*.\d*.\d*",
]
CLASSES = [r"user [is|to] (\w+)", r"[^GET|POST]", r"(?i)[failed|denied]+"]
GOOD = [
    r"src=(\d+\.\d+\.\d+\.\d+)",
    r"(?:\d{1,3}\.){3}\d{1,3}",
    r"\d+[.]\d+[.]\d+[.]\d+",
    r"\d+.\d+",
    r"\Q[is|to]\E",
    r"\Q\d.\d.\d\E",
    r"[a|b]",
    r"[a-z|A-Z]",
    r"\[is|to\]",
    r"(?:is|to)",
    r"[is\|to]",
    r"[\w|.-]+",
    "",
]


@pytest.mark.parametrize("pattern", ADDRESSES)
def test_bare_dots_between_digits_are_found(pattern):
    ((rule, message, advice),) = habits(pattern)
    assert rule == "parsing/address-dot"
    assert "any character" in message
    assert r"\." in advice


@pytest.mark.parametrize("pattern", CLASSES)
def test_words_in_a_class_are_found(pattern):
    ((rule, _, advice),) = habits(pattern)
    assert rule == "parsing/class-of-words"
    assert advice.startswith("write `(?:")


@pytest.mark.parametrize("pattern", GOOD)
def test_what_is_meant_is_left_alone(pattern):
    assert list(habits(pattern)) == []
