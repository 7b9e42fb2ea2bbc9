"""Where in an automaton the ways to read a word multiply when the word is repeated."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from qradar_builder.lint.regex.positions import START
from qradar_builder.lint.regex.symbols import symbol_in
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.lint.regex.positions import Automaton

_MOST_VISITS: Final = 60_000
"""How many tuples of states a search looks at."""
_Tuple = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pump:
    """A word that may be repeated, behind a beginning. Both are lists of symbols."""

    prefix: tuple[int, ...]
    word: tuple[int, ...]
    is_exponential: bool


def pumps(automaton: Automaton) -> Iterator[Pump]:
    """The words whose repetition multiplies the ways: first those that double them, then those that add to them."""
    loops = _loops(automaton)
    for loop in loops:
        for state in sorted(loop):
            word = _doubling(automaton, loop, state)
            if word is not None:
                yield Pump(_way_to(automaton, state), word, is_exponential=True)
                break
    for first in loops:
        for second in loops:
            if first is not second:
                yield from _adding(automaton, first, second)


def _loops(automaton: Automaton) -> list[frozenset[int]]:
    """The strongly connected parts of the automaton that have an arrow, in the order of their states (Tarjan)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    found: list[frozenset[int]] = []
    for root in range(len(automaton.masks)):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        work = [(root, iter(automaton.follow[root]))]
        while work:
            state, following = work[-1]
            for after in following:
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    work.append((after, iter(automaton.follow[after])))
                    break
                if after in stack:
                    low[state] = min(low[state], index[after])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[state])
                if low[state] == index[state]:
                    place = stack.index(state)
                    part = frozenset(stack[place:])
                    del stack[place:]
                    if len(part) > 1 or state in automaton.follow[state]:
                        found.append(part)
    return sorted(found, key=min)


def _search(
    automaton: Automaton, start: _Tuple, is_end: Callable[[_Tuple], bool], within: tuple[frozenset[int] | None, ...]
) -> tuple[tuple[int, ...], _Tuple] | None:
    """A shortest word of one symbol or more that leads each state of a tuple on at once, and where it ends.

    Each state stays within its set; None is any.
    """
    came: dict[_Tuple, tuple[_Tuple, int] | None] = {start: None}
    waiting = deque([start])
    while waiting and len(came) < _MOST_VISITS:
        now = waiting.popleft()
        for after, mask in _steps(automaton, now, within):
            symbol = symbol_in(mask)
            if is_end(after):
                return (*_word(came, now), symbol), after
            if after not in came:
                came[after] = (now, symbol)
                waiting.append(after)
    return None


def _steps(
    automaton: Automaton, states: _Tuple, within: tuple[frozenset[int] | None, ...]
) -> Iterator[tuple[_Tuple, int]]:
    partial: Iterable[tuple[_Tuple, int]] = [((), -1)]
    for state, allowed in zip(states, within, strict=True):
        following = [after for after in automaton.follow[state] if allowed is None or after in allowed]
        partial = [
            ((*before, after), both)
            for before, mask in partial
            for after in following
            if (both := mask & automaton.masks[after])
        ]
    yield from partial


def _word(came: dict[_Tuple, tuple[_Tuple, int] | None], state: _Tuple) -> tuple[int, ...]:
    word: list[int] = []
    step = came[state]
    while step is not None:
        word.append(step[1])
        step = came[step[0]]
    return tuple(reversed(word))


def _way_to(automaton: Automaton, state: int) -> tuple[int, ...]:
    """A shortest word that leads from the start to a state."""
    if state == START:
        return ()
    found = _search(automaton, (START,), lambda states: states == (state,), (None,))
    return () if found is None else found[0]


def _doubling(automaton: Automaton, loop: frozenset[int], state: int) -> tuple[int, ...] | None:
    """A word that leads from a state to itself in two ways."""
    for before in sorted(loop):
        for after, ways in automaton.follow[before].items():
            if ways > 1 and after in loop and automaton.masks[after]:
                return _round(automaton, loop, state, before, after)
    both = (loop, loop)
    apart = _search(automaton, (state, state), lambda states: states[0] != states[1], both)
    while apart is not None:
        word, ends = apart
        back = _search(automaton, ends, lambda states: states == (state, state), both)
        return None if back is None else word + back[0]
    return None


def _round(automaton: Automaton, loop: frozenset[int], state: int, before: int, after: int) -> tuple[int, ...] | None:
    """A word from a state to itself by way of an arrow."""
    word: tuple[int, ...] = ()
    for start, end in ((state, before), (before, after), (after, state)):
        if start == end and (start, end) != (before, after):
            continue
        if (start, end) == (before, after):
            word += (symbol_in(automaton.masks[after]),)
            continue
        found = _search(automaton, (start,), lambda states, end=end: states == (end,), (loop,))  # type: ignore[misc]
        if found is None:
            return None
        word += found[0]
    return word


def _adding(automaton: Automaton, first: frozenset[int], second: frozenset[int]) -> Iterator[Pump]:
    """A word that stays in the first loop, stays in the second, and leads from the one to the other."""
    for start in sorted(first):
        for end in sorted(second):
            found = _search(
                automaton,
                (start, start, end),
                lambda states, goal=(start, end, end): states == goal,  # type: ignore[misc]
                (first, None, second),
            )
            if found is not None:
                yield Pump(_way_to(automaton, start), found[0], is_exponential=False)
                return
