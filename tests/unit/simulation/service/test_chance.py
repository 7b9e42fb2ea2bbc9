"""Chance by a seed: the same numbers everywhere."""

from qradar_builder.simulation.service.chance import Chance


def test_the_numbers_of_a_seed_never_change():
    chance = Chance(1, "events")
    assert [chance.below(1000) for _ in range(8)] == [14, 95, 536, 35, 171, 949, 768, 198]
    assert [Chance(2, "events").below(1000), Chance(1, "pairs").below(1000)] == [138, 751]


def test_numbers_stay_below_their_limit_and_reach_all_of_it():
    chance = Chance(3, "x")
    assert {chance.below(5) for _ in range(200)} == {0, 1, 2, 3, 4}
    assert {chance.between(2, 4) for _ in range(100)} == {2, 3, 4}
    assert chance.below(1) == 0
    assert {chance.pick("ab") for _ in range(50)} == {"a", "b"}


def test_a_share_is_met():
    chance = Chance(4, "x")
    assert not any(chance.happens(0) for _ in range(100))
    assert all(chance.happens(1) for _ in range(100))
    assert 400 < sum(chance.happens(0.5) for _ in range(1000)) < 600


def test_mixing_keeps_the_items():
    items = list(range(20))
    Chance(5, "x").mix(items)
    assert sorted(items) == list(range(20)) != items
