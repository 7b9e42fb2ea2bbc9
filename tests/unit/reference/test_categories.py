"""Low-level categories by name and id."""

from collections import Counter

import pytest

from qradar_builder.reference.categories import (
    AmbiguousCategory,
    CategoryTable,
    LowLevelCategory,
    UnknownCategory,
    categories,
    category,
    default_severity,
)
from qradar_builder.text.nearest import fold


def test_every_name_finds_its_own_category_in_every_spelling():
    for known in categories():
        if known.name:
            assert category(known.name) is known
            assert category(f"  {known.name.upper()} ") is known
            assert category(f"{known.high_level_name} / {known.name}") is known
            assert category(f"{known.high_level_name}>{known.name.lower()}") is known


def test_every_id_finds_its_own_category_as_a_number_and_as_digits():
    for known in categories():
        assert category(known.id) is known
        assert category(str(known.id)) is known


def test_ids_are_unique_and_sorted_and_lie_in_the_block_of_their_high_level_category():
    ids = [known.id for known in categories()]
    assert ids == sorted(set(ids))
    assert all(known.id - known.id % 1000 == known.high_level_id for known in categories())


def test_no_name_is_ambiguous_as_shipped():
    counted = Counter(fold(known.name) for known in categories() if known.name)
    assert [name for name, count in counted.items() if count > 1] == []


def test_severities_lie_between_0_and_10_and_state_their_basis():
    for known in categories():
        assert (known.severity is None) == (known.severity_basis is None)
        assert known.severity is None or 0 <= known.severity <= 10
        assert known.severity_basis in {None, "documented", "pattern", "observed"}


@pytest.mark.parametrize("number", [7072, 9018, 9019, 18466, 18468, 19081, 19087, 19176, 19179])
def test_an_id_without_a_known_name_is_still_a_category(number):
    assert category(number).name is None
    assert category(number).qualified_name == str(number)


def test_a_misspelt_name_suggests_the_right_one_with_its_high_level_category_and_id():
    with pytest.raises(UnknownCategory) as caught:
        category("Firewal Permit")
    assert caught.value.kind == "low-level category"
    assert caught.value.suggestions[0] == "Access / Firewall Permit (4002)"
    assert len(caught.value.suggestions) <= 5
    assert "Firewal Permit" in str(caught.value)


def test_a_misspelt_qualified_name_suggests_too():
    with pytest.raises(UnknownCategory) as caught:
        category("Acess / Firewall Permit")
    assert caught.value.suggestions[0] == "Access / Firewall Permit (4002)"


def test_a_name_under_the_wrong_high_level_category_is_unknown():
    with pytest.raises(UnknownCategory) as caught:
        category("Recon / Firewall Permit")
    assert "Access / Firewall Permit (4002)" in caught.value.suggestions


def test_an_unknown_number_suggests_its_neighbours_in_the_block():
    with pytest.raises(UnknownCategory) as caught:
        category(3055)
    assert caught.value.suggestions[0].endswith("(3054)")
    assert all("Authentication / " in suggestion for suggestion in caught.value.suggestions)


@pytest.mark.parametrize("number", [0, -1, 99999, "99999", "9" * 5000, 10**30])
def test_a_number_of_no_block_is_unknown_without_suggestions(number):
    with pytest.raises(UnknownCategory) as caught:
        category(number)
    assert caught.value.suggestions == ()


@pytest.mark.parametrize("name", ["", " ", "/", ">", "x" * 100_000, "\u0663\u0660\u0660\u0661"])
def test_hostile_names_are_unknown(name):
    with pytest.raises(UnknownCategory):
        category(name)


def low_level(number, name, high_level):
    return LowLevelCategory(number, name, number // 1000 * 1000, high_level, None, None)


def test_a_name_of_two_high_level_categories_must_be_qualified():
    table = CategoryTable([low_level(3001, "Opened", "Authentication"), low_level(4001, "opened", "Access")])
    with pytest.raises(AmbiguousCategory) as caught:
        table.find("OPENED")
    assert [candidate.id for candidate in caught.value.candidates] == [3001, 4001]
    assert str(caught.value).endswith('write "Authentication / Opened" or "Access / opened"')
    assert table.find("access / OPENED").id == 4001
    assert table.find("Authentication > Opened").id == 3001


def test_two_categories_of_exactly_one_name_are_ambiguous_as_well():
    table = CategoryTable([low_level(3001, "Opened", "Authentication"), low_level(4001, "Opened", "Access")])
    with pytest.raises(AmbiguousCategory):
        table.find("Opened")


def test_the_default_severity_is_the_category_s_but_never_0():
    assert category("Firewall Permit").severity == 0
    assert default_severity(category("Firewall Permit")) == 1
    assert default_severity(category("Host Query")) == category("Host Query").severity == 3
    assert default_severity(category(7072)) is None
