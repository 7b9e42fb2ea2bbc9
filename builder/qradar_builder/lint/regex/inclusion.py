"""Whether a search by one pattern finds something wherever a search by another one does."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.tree import Alternation, Group, Literal, Mode, OneOf, Repeat, Sequence
from qradar_builder.lint.regex.positions import MOST_COPIES, START, TooLargeError, automaton_of
from qradar_builder.lint.regex.shape import nodes_of
from qradar_builder.lint.regex.symbols import ASCII, EVERY, symbol_in, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.javalang.regex.tree import Node
    from qradar_builder.lint.regex.positions import Automaton

_MOST_VISITS: Final = 20_000
"""How many pairs of states are looked at."""


def witness_of_cover(wide: Node, narrow: Node) -> str | None:
    """A shortest text in which both find something, where `wide` finds something in every text in which `narrow` does.

    None where it does not, or that is not known: `wide` has more than characters, groups and repetitions, or the
    automata are too large.
    """
    if not all(map(_is_exact, nodes_of(wide))):
        return None
    try:
        outer, inner = automaton_of(wide), automaton_of(narrow)
    except (TooLargeError, RecursionError):
        return None
    if outer.is_anchored or outer.takes_empty or inner.takes_empty:
        return None
    return _shortest(inner) or None if _covers(outer, inner) else None


def _is_exact(node: Node) -> bool:
    """Whether the automaton has exactly the texts of a node."""
    match node:
        case Sequence() | Alternation() | Group() | OneOf():
            return True
        case Literal(code):
            # All characters beyond are one symbol there.
            return code < ASCII
        case Repeat(_, low, high, mode):
            return mode is not Mode.POSSESSIVE and low <= MOST_COPIES and (high is None or high <= MOST_COPIES)
        case _:
            return False


def _covers(outer: Automaton, inner: Automaton) -> bool:
    """Walk both at once, along texts in which `outer` has found nothing. False where `inner` finds something there."""
    classes = _classes((*outer.masks, *inner.masks))
    start = (START, frozenset({START}))
    seen = {start}
    waiting = deque([start])
    while waiting:
        state, states = waiting.popleft()
        for symbol in classes:
            after = [each for each in inner.follow[state] if inner.masks[each] >> symbol & 1]
            further = frozenset(each for one in states for each in outer.follow[one] if outer.masks[each] >> symbol & 1)
            if not after or further & outer.ends:
                continue
            if inner.ends.intersection(after):
                return False
            new = {(each, further) for each in after} - seen
            if len(seen) + len(new) > _MOST_VISITS:
                return False
            seen |= new
            waiting += new
    return True


def _shortest(automaton: Automaton) -> str:
    """A shortest text that a pattern matches as a whole."""
    words: dict[int, tuple[int, ...]] = {START: ()}
    waiting = deque([START])
    while waiting:
        state = waiting.popleft()
        for after in automaton.follow[state]:
            if after not in words and automaton.masks[after]:
                words[after] = (*words[state], symbol_in(automaton.masks[after]))
                waiting.append(after)
    found = sorted((words[end] for end in automaton.ends if end in words), key=len)
    return text_of(list(found[0])) if found else ""


def _classes(masks: Iterable[int]) -> list[int]:
    """A symbol for each set of symbols that none of the masks tells apart."""
    parts = [EVERY]
    for mask in set(masks):
        parts = [part for each in parts for part in (each & mask, each & ~mask) if part]
    return [symbol_in(part) for part in parts]
