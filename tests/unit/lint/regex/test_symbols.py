import pytest

from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.lint.regex.symbols import OTHER, mask_of, symbol_in, text_of

_NONE = Flag(0)


def members(pattern, flags=_NONE):
    mask = mask_of(parse_pattern(pattern, flags).tree)
    return {text_of([symbol]) for symbol in range(OTHER + 1) if mask >> symbol & 1}


@pytest.mark.parametrize(
    ("pattern", "has", "lacks"),
    [
        ("a", "a", "bAé"),
        ("[a-c]", "abc", "dé"),
        ("[^a]", "bé\n", "a"),
        (".", "aé", "\n"),
        ("é", "é", "e"),
        (r"\p{L}", "aé", "1"),
    ],
)
def test_a_set_of_characters_is_a_mask(pattern, has, lacks):
    assert set(has) <= members(pattern)
    assert not set(lacks) & members(pattern)


def test_a_letter_in_either_case():
    assert members("a", Flag.CASE_INSENSITIVE) == {"a", "A"}


def test_a_common_character_stands_for_a_set():
    assert chr(symbol_in(mask_of(parse_pattern("[^a]", Flag(0)).tree))) == " "
    assert chr(symbol_in(mask_of(parse_pattern(r"\d", Flag(0)).tree))) == "0"
