"""The histories of a search: all of them, bounded, and the same for the same seed."""

from itertools import islice

from qradar_builder.simulation.history.faults import CALL_FAULTS, Fault
from qradar_builder.simulation.search.plans import (
    PAIRS,
    Course,
    crashes,
    long_histories,
    pairs,
    polls_needed,
    single_faults,
)

LONG = (Fault(6, 12, "crash-before"), Fault(9, 4, "http-502"), Fault(10, 1, "reset"))
"""How the first one begins for the seed 1, on every machine and Python version."""
DONE = [Course(("sign-in", "list", "list"), 9), Course(("sign-in", "list"), 7)]
ACTIONS = '  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /answer}\n'
SOURCE = {"events": {"template": {"id": "${id}"}}, "lists": [{"path": "/events", "body": "${events}"}]}


def test_every_fault_is_at_every_call_that_can_have_it():
    found = [plan.faults for plan in single_faults(DONE, 8, 1)]
    assert len(found) == len(set(found)) == 5 * (len(CALL_FAULTS) - 2) + 3 + 1
    assert (Fault(1, 3, "repeated"),) in found
    assert (Fault(2, 2, "repeated"),) not in found
    assert (Fault(1, 1, "empty-page"),) not in found


def test_there_is_a_crash_before_and_after_every_effect():
    assert len(list(crashes(DONE, 8, 1))) == 2 * (9 + 7)


def test_pairs_are_at_calls_next_to_each_other_and_bounded():
    found = list(pairs(DONE, 8, 1))
    assert 0.9 * PAIRS < len(found) <= PAIRS
    places = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3)]
    for plan in found:
        first, second = ((fault.poll, fault.place) for fault in plan.faults)
        assert places.index(second) == places.index(first) + 1
    assert found == list(pairs(DONE, 8, 1)) != list(pairs(DONE, 8, 2))


def test_long_histories_never_change_for_a_seed(package, subjects):
    source = subjects(package(ACTIONS, SOURCE))[0].source
    first, second = islice(long_histories(source, 1), 2)
    assert first == next(long_histories(source, 1))
    assert first.faults[:3] == LONG
    assert first.faults != second.faults
    assert max(fault.poll for fault in first.faults) <= 250 < first.polls
    assert polls_needed(source, source.events(1)) == 3 + 3
