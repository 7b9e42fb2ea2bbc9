from __future__ import annotations

from qradar_builder.dsm.event import Event, Outcome
from qradar_builder.dsm.tally import Tally


def event(outcome, event_id=None, category=None, warnings=()):
    return Event(
        Outcome(outcome), event_id, category, None, None, 5, warnings=list(warnings), lacks_mapping=outcome == "unknown"
    )


def tally_of(*events):
    tally = Tally()
    for one in events:
        tally.add(one)
    return tally


def test_outcomes_and_pairs_without_a_mapping_are_counted():
    tally = tally_of(
        event("parsed", "a", "x"),
        event("unknown", "b", "x"),
        event("unknown", "b", "x", ["w"]),
        event("unknown", "c"),
        event("stored"),
    )
    assert tally.unmapped == {("b", "x"): 2, ("c", ""): 1}
    assert tally.summary() == "5 events: 1 parsed, 3 unknown, 1 stored; 1 with warnings"


def test_events_of_a_built_in_dsm_are_counted_where_there_are_some():
    assert tally_of(event("built-in")).summary() == "1 event: 0 parsed, 0 unknown, 0 stored, 1 built-in"


def test_one_event_and_none_are_told_in_good_english():
    assert tally_of(event("stored")).summary() == "1 event: 0 parsed, 0 unknown, 1 stored"
    assert Tally().summary() == "0 events: 0 parsed, 0 unknown, 0 stored"


def test_parts_add_up_to_the_whole():
    events = [event("unknown", str(number % 7), "x", ["w"] * (number % 2)) for number in range(100)] + [event("parsed")]
    whole, parts = tally_of(*events), Tally()
    for start in range(0, len(events), 30):
        parts.merge(tally_of(*events[start : start + 30]))
    assert (parts, parts.summary()) == (whole, whole.summary())


def test_memory_stays_bounded_and_known_pairs_are_counted_on():
    tally = tally_of(*(event("unknown", str(number), "x") for number in range(12_000)), event("unknown", "1", "x"))
    assert (len(tally.unmapped), tally.more_unmapped, tally.unmapped["1", "x"]) == (10_000, 2000, 2)
    other = tally_of(*(event("unknown", str(number), "y") for number in range(3)))
    tally.merge(other)
    assert (len(tally.unmapped), tally.more_unmapped) == (10_000, 2003)


def test_a_pair_that_is_very_long_is_counted_and_not_kept():
    tally = tally_of(event("unknown", "x" * 1_000_000, "y"))
    assert (dict(tally.unmapped), tally.more_unmapped) == ({}, 1)
    assert tally.summary() == "1 event: 0 parsed, 1 unknown, 0 stored"
