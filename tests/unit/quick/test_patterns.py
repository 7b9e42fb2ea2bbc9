"""A pattern that is compiled when it is first used finds what any pattern finds."""

import re

import pytest

from qradar_builder.quick.patterns import late


@pytest.fixture
def compiled(monkeypatch):
    seen = []
    compile_now = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: seen.append(given) or compile_now(*given))
    return seen


def test_it_is_compiled_when_it_is_first_used(compiled):
    pattern = late(r"(a+)b", re.IGNORECASE)
    assert compiled == []
    assert pattern.search("xAAb")[1] == "AA"
    assert compiled == [(r"(a+)b", re.IGNORECASE)]


def test_a_function_of_it_is_looked_up_once(compiled):
    pattern = late("a")
    assert pattern.match("a")
    assert pattern.match("b") is None
    assert len(compiled) == 1


def test_it_has_what_a_pattern_has():
    pattern = late(rb"(?P<name>\d)", re.ASCII)
    assert (pattern.pattern, pattern.groups, dict(pattern.groupindex)) == (rb"(?P<name>\d)", 1, {"name": 1})
    assert pattern.sub(b"-", b"a1b2") == b"a-b-"
    assert [each["name"] for each in pattern.finditer(b"1 2")] == [b"1", b"2"]


def test_what_a_pattern_has_not_is_an_error():
    with pytest.raises(AttributeError, match="no_such"):
        late("a").no_such  # noqa: B018 - the attribute is the test


def test_a_broken_pattern_is_an_error_when_it_is_used():
    with pytest.raises(re.error, match="unterminated"):
        late("(").match("")
