"""The position automaton of a pattern (Glushkov): a state for each character that the pattern names.

Places, look-behinds and the outcome of look-aheads are passed over, so that the automaton has every way of the pattern
and perhaps more. A look-ahead is also a way of its own that has no value. A repetition with a high bound counts as one
without.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.tree import (
    Alternation,
    Anchor,
    At,
    Atomic,
    BackReference,
    Group,
    Look,
    Repeat,
    Sequence,
)
from qradar_builder.lint.regex.symbols import EVERY, mask_of

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.tree import Node

START: Final = 0
"""The state before the first character. Unless the pattern begins at the start of the text, any character may come."""
_MOST_STATES: Final = 600
MOST_COPIES: Final = 12


class TooLargeError(Exception):
    """The pattern has more states than are looked at."""


@dataclass(slots=True)
class Automaton:
    """States are numbers from 0 (START). `follow` has for each state the next ones, with 2 for two ways or more."""

    masks: list[int] = field(default_factory=lambda: [0])
    follow: list[dict[int, int]] = field(default_factory=lambda: [{}])
    is_anchored: bool = False
    """Whether a match can only begin at the start of the text."""
    is_widened: bool = False
    """Whether a repetition counts as one without a bound that has one."""
    ends: frozenset[int] = frozenset()
    """The states in which the whole pattern has been read."""
    takes_empty: bool = False
    """Whether it matches the empty text."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The states that a node begins and ends with, with the number of ways, and the ways past it."""

    first: Counter[int]
    last: Counter[int]
    empty: int


def automaton_of(tree: Node) -> Automaton:
    """Make the automaton of a pattern. Raises TooLargeError."""
    builder = _Builder()
    builder.automaton.is_anchored = _begins_at_start(tree)
    part = builder.part(tree)
    builder.automaton.ends = frozenset(part.last)
    builder.automaton.takes_empty = part.empty > 0
    builder.join(Counter({START: 1}), part.first)
    if not builder.automaton.is_anchored:
        builder.automaton.masks[START] = EVERY
        builder.join(Counter({START: 1}), Counter({START: 1}))
    return builder.automaton


def _begins_at_start(node: Node) -> bool:
    match node:
        case At(Anchor.INPUT_START | Anchor.LAST_MATCH_END):
            return True
        case Sequence(items):
            return bool(items) and _begins_at_start(items[0])
        case Alternation(branches):
            return all(_begins_at_start(branch) for branch in branches)
        case Group(_, _, body) | Atomic(body):
            return _begins_at_start(body)
        case _:
            return False


def _sum(first: Counter[int], second: Counter[int], times: int = 1) -> Counter[int]:
    """Both together, the second as often as `times`; more than two ways count as two."""
    joined = first.copy()
    if times:
        for state, ways in second.items():
            joined[state] = min(2, joined[state] + ways * times)
    return joined


class _Builder:
    def __init__(self) -> None:
        self.automaton = Automaton()

    def join(self, last: Counter[int], first: Counter[int]) -> None:
        for state, ways in last.items():
            follow = self.automaton.follow[state]
            for after, more in first.items():
                follow[after] = min(2, follow.get(after, 0) + ways * more)

    def part(self, node: Node) -> _Part:
        match node:
            case Sequence(items):
                found = _Part(Counter(), Counter(), 1)
                for item in items:
                    found = self._then(found, self.part(item))
                return found
            case Alternation(branches):
                parts = [self.part(branch) for branch in branches]
                first: Counter[int] = Counter()
                last: Counter[int] = Counter()
                for part in parts:
                    first, last = _sum(first, part.first), _sum(last, part.last)
                return _Part(first, last, min(2, sum(part.empty for part in parts)))
            case Group(_, _, body) | Atomic(body):
                return self.part(body)
            case Look(ahead, _, body):
                inner = self.part(body) if ahead else _Part(Counter(), Counter(), 1)
                return _Part(inner.first, Counter(), 1)
            case Repeat():
                return self._repeat(node)
            case BackReference():
                state = self._state(EVERY)
                self.join(Counter({state: 1}), Counter({state: 1}))
                return _Part(Counter({state: 1}), Counter({state: 1}), 1)
            case At():
                return _Part(Counter(), Counter(), 1)
            case _:
                state = self._state(mask_of(node))
                return _Part(Counter({state: 1}), Counter({state: 1}), 0)

    def _state(self, mask: int) -> int:
        if len(self.automaton.masks) >= _MOST_STATES:
            raise TooLargeError
        self.automaton.masks.append(mask)
        self.automaton.follow.append({})
        return len(self.automaton.masks) - 1

    def _then(self, left: _Part, right: _Part) -> _Part:
        self.join(left.last, right.first)
        first = _sum(left.first, right.first, left.empty)
        last = _sum(right.last, left.last, right.empty)
        return _Part(first, last, min(2, left.empty * right.empty))

    def _repeat(self, node: Repeat) -> _Part:
        if node.high == 0:
            return _Part(Counter(), Counter(), 1)
        found = _Part(Counter(), Counter(), 1)
        copies = min(node.low, MOST_COPIES)
        for _ in range(max(copies - 1, 0) if node.high is None else copies):
            found = self._then(found, self.part(node.body))
        if node.high is None or node.high > MOST_COPIES:
            self.automaton.is_widened |= node.high is not None
            return self._then(found, self._endless(node, optional=node.low == 0))
        for _ in range(node.high - node.low):
            part = self.part(node.body)
            found = self._then(found, _Part(part.first, part.last, min(2, part.empty + 1)))
        return found

    def _endless(self, node: Repeat, *, optional: bool) -> _Part:
        part = self.part(node.body)
        self.join(part.last, part.first)
        return _Part(part.first, part.last, min(2, part.empty + optional) if optional else part.empty)
