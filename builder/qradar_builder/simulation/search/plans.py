"""The histories that a search runs, phase after phase; the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.simulation.history.faults import CALL_FAULTS, CRASHES, OF_LISTS, Fault, Plan
from qradar_builder.simulation.service import times
from qradar_builder.simulation.service.chance import Chance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.simulation.history.history import Past
    from qradar_builder.simulation.service.events import Events
    from qradar_builder.simulation.service.reading import Source

PAIRS: Final = 160
"""How many pairs of faults are tried."""
LONG_HISTORIES: Final = 8
"""How many random long histories there are, unless a time is given."""
PLAIN: Final = 4
"""How many histories without a fault there are, each with other events."""

_FAULTY: Final = 0.3
_CRASHED: Final = 0.1
_MOST_PLACE: Final = 8


@dataclass(frozen=True, slots=True)
class Course:
    """What a poll of the history without faults did: the kinds of its calls, and the number of its effects."""

    calls: tuple[str, ...]
    effects: int


def polls_needed(source: Source, events: Events) -> int:
    """How many polls a history has: enough for each event to come after the last fault, or after it is shown."""
    proof = source.spec.proof
    seen = events.last_seen // times.MILLISECOND + 1 - source.clock - source.spec.skew * 1000
    return max(proof.polls, -(-seen // (proof.every * 1000)) + 1) + proof.settle


def courses(past: Past, source: Source) -> list[Course]:
    """What each of the polls did that get faults."""
    polls = past.polls[: source.spec.proof.polls]
    return [Course(tuple(call.kind for call in poll.calls), poll.effects) for poll in polls]


def plain_plans(polls: int, seed: int) -> Iterator[Plan]:
    """Histories without a fault."""
    for number in range(PLAIN):
        yield Plan(polls, seed=seed + number)


def single_faults(done: list[Course], polls: int, seed: int) -> Iterator[Plan]:
    """Each fault at each call."""
    for poll, course in enumerate(done, 1):
        had_list = False
        for place, what in enumerate(course.calls, 1):
            for kind in CALL_FAULTS:
                if kind in OF_LISTS and (what != "list" or (kind == "repeated" and not had_list)):
                    continue
                yield Plan(polls, (Fault(poll, place, kind),), seed=seed)
            had_list = had_list or what == "list"


def crashes(done: list[Course], polls: int, seed: int) -> Iterator[Plan]:
    """A crash before and after each effect."""
    for poll, course in enumerate(done, 1):
        for place in range(1, course.effects + 1):
            for kind in CRASHES:
                yield Plan(polls, (Fault(poll, place, kind),), seed=seed)


def pairs(done: list[Course], polls: int, seed: int) -> Iterator[Plan]:
    """Two faults at calls next to each other; so many of all that there are, by chance."""
    places = [(poll, place) for poll, course in enumerate(done, 1) for place in range(1, len(course.calls) + 2)]
    kinds = [*CALL_FAULTS]
    chance = Chance(seed, "pairs")
    every = len(kinds) ** 2 * max(len(places) - 1, 0)
    numbers = range(every) if every <= PAIRS else sorted({chance.below(every) for _ in range(PAIRS)})
    for number in numbers:
        at, what = divmod(number, len(kinds) ** 2)
        first, second = places[at], places[at + 1]
        one, other = kinds[what // len(kinds)], kinds[what % len(kinds)]
        yield Plan(polls, (Fault(*first, one), Fault(*second, other)), seed=seed)


def long_histories(source: Source, seed: int) -> Iterator[Plan]:
    """Random histories of many polls with many faults and crashes, without an end."""
    proof, events = source.spec.proof, source.spec.events
    polls = proof.long + proof.settle
    stretch = max(1, -(-proof.long * proof.every // events.span))
    number = 0
    while True:
        chance = Chance(seed, f"long {number}")
        faults: list[Fault] = []
        for poll in range(1, proof.long + 1):
            if chance.happens(_FAULTY):
                places = {chance.between(1, _MOST_PLACE) for _ in range(chance.between(1, 3))}
                faults += [Fault(poll, place, chance.pick(tuple(CALL_FAULTS))) for place in sorted(places)]
            if chance.happens(_CRASHED):
                faults.append(Fault(poll, chance.between(1, 2 * _MOST_PLACE), chance.pick(tuple(CRASHES))))
        yield Plan(polls, tuple(faults), stretch, seed + number)
        number += 1
