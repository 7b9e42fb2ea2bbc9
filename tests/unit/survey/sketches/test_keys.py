"""Counts of keys: exact up to the bound, and beyond it within the bounds that are said."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, strategies as st

from qradar_builder.survey.sketches.keys import Bound, KeyCounts, key_of
from qradar_builder.survey.sketches.packed import Packer, Unpacked
from qradar_builder.survey.sketches.ranks import ranked

BOUND = Bound(512)


def counts_of(keys, bound=BOUND):
    """Counts of keys, each with a rank of its own that is the same in every run."""
    ranks = np.random.default_rng(7).integers(0, 1 << 63, len(keys), np.uint64).tolist()
    lowest = {}
    for key, rank in zip(keys, ranks, strict=True):
        lowest[key] = min(rank, lowest.get(key, rank))
    made = KeyCounts(bound)
    made.add(Counter(keys), lowest)
    return made


def test_up_to_the_bound_all_is_exact():
    made = counts_of(["a"] * 3 + ["b"] * 2 + [f"k{number}" for number in range(510)])
    assert made.is_exact
    assert [(each.key, each.count, each.at_least) for each in made.top(2)] == [("a", 3, 3), ("b", 2, 2)]
    assert made.distinct().count == made.distinct().at_least == made.distinct().at_most == 512


@pytest.mark.parametrize("form", ["key {}", "{}", "é{}"])
@pytest.mark.parametrize("distinct", [600, 5_000, 60_000])
def test_beyond_the_bound_counts_are_within_their_error(distinct, form):
    chance = np.random.default_rng(distinct)
    keys = [form.format(number) for number in chance.zipf(1.3, 100_000) % distinct]
    keys += [form.format(number) for number in range(distinct)]
    exact, made = Counter(keys), counts_of(keys)
    assert not made.is_exact
    found = made.distinct()
    assert found.at_least <= len(exact) <= found.at_most
    assert abs(found.count - len(exact)) < 0.05 * len(exact)
    top = made.top(10)
    beyond = [each for each in top if not each.at_least <= exact[each.key] <= each.count]
    assert not beyond
    assert all(each.count - exact[each.key] <= BOUND.error * made.total for each in top)
    # The candidates have all keys that are common.
    assert {key for key, _ in exact.most_common(5)} <= {each.key for each in top}


def test_the_bytes_of_sketches_hold_all_of_them():
    made = counts_of([f"{number}" for number in range(2_000)])
    packer = Packer()
    packed = made.pack(packer)
    again = KeyCounts(BOUND)
    unpacked = Unpacked(packer.packed(packed))
    again.load(unpacked.document, unpacked)
    assert (again.top(20), again.distinct(), again.total) == (made.top(20), made.distinct(), 2_000)
    second = Packer()
    assert second.packed(again.pack(second)) == packer.packed(packed)


@given(st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), st.booleans()))
def test_a_key_is_short_and_tells_values_apart(value):
    key = key_of(value)
    assert len(key) <= 200
    assert key_of(f"{value}{'x' * 300}") != key_of(f"{value}{'x' * 301}")
    assert key == key_of(value)


def test_equal_numbers_have_one_key():
    assert key_of(443) == key_of(443.0) == "443"
    assert [key_of(each) for each in (True, False)] == ["true", "false"]


def test_half_a_surrogate_pair_is_a_key_as_any_other():
    made = counts_of(["\ud800", "é", *(f"{number}" for number in range(600))])
    other = counts_of(["é", *(f"{number}" for number in range(600))])
    assert made.count("é") >= 1
    assert other.count("é") >= 1
    assert made.count("\ud800") >= 1


def test_of_keys_of_equal_ranks_the_first_are_kept_in_whatever_parts_they_come():
    names = [f"k{number:02}" for number in range(30)]
    parts = [KeyCounts(Bound(4)) for _ in range(3)]
    for place, part in enumerate(parts):
        for name in names[place::3]:
            part.add({name: 1}, {name: 7})
    for part in parts[:2]:
        parts[2].merge(part)
    assert parts[2].candidates() == frozenset(names[:4])
    assert parts[2].total == 30


@pytest.mark.parametrize("many", [1, 3, 64])
@given(keys=st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=5), chance=st.randoms())
def test_parts_that_come_from_bytes_are_merged_to_the_same_bytes(many, keys, chance):
    bound = Bound(4, rows=3, buckets=64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qradar_builder.survey.sketches.keys._MANY", many)
        patch.setattr("qradar_builder.survey.sketches.keys._MOST_SETS", 2)
        ranked = [[(key, 100 * part + place) for place, key in enumerate(each)] for part, each in enumerate(keys)]
        whole = KeyCounts(bound)
        parts = [KeyCounts(bound) for _ in ranked]
        for part, each in zip(parts, ranked, strict=True):
            for key, rank in each:
                for counts in (part, whole):
                    counts.add({key: 1}, {key: rank * 7919 % 1000})
        parts = [repacked(part, bound) if chance.random() < 0.7 else part for part in parts]
        while len(parts) > 1:
            one = parts.pop(chance.randrange(len(parts)))
            before = packed_of(one)
            chance.choice(parts).merge(one)
            assert packed_of(one) == before
        assert not parts or packed_of(parts[0]) == packed_of(whole)


def packed_of(counts):
    packer = Packer()
    return packer.packed(counts.pack(packer))


def repacked(counts, bound):
    made = KeyCounts(bound)
    unpacked = Unpacked(packed_of(counts))
    made.load(unpacked.document, unpacked)
    return made


@given(
    st.lists(st.one_of(st.sampled_from("abc"), st.integers(0, 9).map(lambda number: str(number) * 300)), max_size=40),
    st.lists(st.one_of(st.integers(0, 12), st.floats(0, 3)), max_size=40),
    st.integers(1, 9),
    st.integers(1, 6),
)
def test_records_are_counted_as_their_keys_are(texts, numbers, most, size):
    chance = np.random.default_rng(len(texts))
    values = [*map(key_of, texts), *map(key_of, numbers)]
    ranks = chance.permutation(len(values)).tolist()
    made, known = (KeyCounts(Bound(most)) for _ in range(2))
    for key, rank in zip(values, ranks, strict=True):
        known.add({key: 1}, {key: rank})
    for count, column, place in ((made.count_texts, texts, 0), (made.count_numbers, numbers, len(texts))):
        for start in range(0, len(column), size):
            part = column[start : start + size]
            count(part, ranked(ranks[place + start : place + start + len(part)]))
    assert (made.total, made.is_exact) == (known.total, known.is_exact)
    assert made.candidates() == known.candidates()
    assert (made.top(50), made.distinct()) == (known.top(50), known.distinct())
