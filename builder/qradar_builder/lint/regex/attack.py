"""Texts that make a search by a pattern slow, each tried: how the steps grow with the text."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.cost import STEPS
from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.lint.regex.ambiguity import pumps
from qradar_builder.lint.regex.backtracking import BudgetError, Search
from qradar_builder.lint.regex.positions import TooLargeError, automaton_of
from qradar_builder.lint.regex.program import TooLongError, program_of
from qradar_builder.lint.regex.symbols import EVERY, OTHER, symbol_in, text_of
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.javalang.regex.reader import Flag
    from qradar_builder.lint.regex.ambiguity import Pump
    from qradar_builder.lint.regex.positions import Automaton

SECONDS: Final = 2
"""A search that takes longer than this is one that QRadar's RegexMonitor counts against the expression."""
_BUDGET: Final = 30_000
"""The steps of one search that is tried."""
_LARGE_BUDGET: Final = 500_000
_MOST_PUMPS: Final = 12
_DOUBLES: Final = 1.25
"""An exponential search grows at least so much with each repetition."""
_LEAST_DEGREE: Final = 1.6
"""The steps of a polynomial search grow at least with this power of the length."""
_STEADY: Final = 0.8
"""How much of its early growth an exponential search keeps."""
_HIGH_DEGREE: Final = 6
_LENGTHS: Final = (16, 32, 64, 128)
_MOST_REPEATED: Final = 40


_Parts = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""What a text begins with, what is repeated, and what it ends with."""


@dataclass(frozen=True, slots=True)
class Attack:
    """A text that makes a search slow: `prefix`, then `word` as often as one likes, then `suffix`."""

    prefix: str
    word: str
    suffix: str
    degree: int | None
    """The power of the length with which the steps grow; None where they multiply with each repetition."""
    growth: tuple[tuple[int, int], ...]
    """What was seen: the lengths of texts in characters, each with the steps of its search."""
    slow_from: int
    """The length in characters from which a search takes SECONDS, worked out from the growth."""
    in_java_17: bool = True
    """Whether the steps grow as fast in Java 9 and later, which remember some of the ways that failed."""

    @property
    def is_exponential(self) -> bool:
        """Whether the steps multiply with each repetition."""
        return self.degree is None

    def text(self, length: int) -> str:
        """An attack text of at least that many characters."""
        count = max(1, math.ceil((length - len(self.prefix) - len(self.suffix)) / len(self.word)))
        return self.prefix + self.word * count + self.suffix


@lru_cache(maxsize=4096)
def find_attack(pattern: str, flags: Flag) -> Attack | None:
    """The worst text that was found for a pattern that Java takes; None where each search that was tried is quick.

    A pattern that is too large to look at has none either.
    """
    parsed = parse_pattern(pattern, flags)
    try:
        automaton = automaton_of(parsed.tree)
        search = Search(program_of(parsed.tree, parsed.group_count), _BUDGET)
    except (TooLargeError, TooLongError, RecursionError):
        return None
    worst: Attack | None = None
    suffixes = list(_suffixes(automaton))
    for pump in islice(pumps(automaton), _MOST_PUMPS):
        # What a pattern takes at the start of a text alone is out of the way behind another symbol.
        prefixes = (pump.prefix,) if pump.prefix or automaton.is_anchored else ((), suffixes[0])
        trial = _Trial(search, pump, goes_on=automaton.is_widened)
        attacks = (trial.attack(prefix, suffix) for prefix in prefixes for suffix in suffixes)
        attack = next((each for each in attacks if each is not None), None)
        if attack is not None and (worst is None or attack.slow_from < worst.slow_from):
            worst = attack
        if worst is not None and worst.is_exponential:
            break
    return worst


def _suffixes(automaton: Automaton) -> Iterator[tuple[int, ...]]:
    """Ends of a text that may keep a pattern from matching: a symbol that it never takes, others, and nothing."""
    taken = 0
    for mask in automaton.masks[1:]:
        taken |= mask
    rest = EVERY & ~taken & ~(1 << OTHER)
    if rest:
        yield (symbol_in(rest),)
    yield (0,)
    yield (ord("\n"), 0)
    yield ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """Searches in ever longer texts that repeat the word of a pump."""

    search: Search
    pump: Pump
    goes_on: bool
    """Whether the growth may end at a bound, so that longer texts must show that it does not."""

    def attack(self, prefix: tuple[int, ...], suffix: tuple[int, ...]) -> Attack | None:
        """The attack with this prefix and suffix; None where the searches stay quick."""
        word = _root(self.pump.word)
        parts = prefix, word, suffix
        seen = self._seen(parts)
        if len(seen) < 3:
            return None
        measured = _degree(seen)
        ratio = _ratio(seen, len(word)) if self.pump.is_exponential or measured > _HIGH_DEGREE else None
        if ratio is None and self.goes_on and measured >= _LEAST_DEGREE:
            count = seen[-1][0] // len(word)
            self.search.budget = _LARGE_BUDGET
            for longer in (count * 3, count * 6):
                if measured >= _LEAST_DEGREE:
                    seen += _measured(self.search, parts, (longer,))
                    measured = _degree(seen)
        degree: int | None = None
        length, steps = seen[-1]
        missing = SECONDS * STEPS / steps
        if ratio is not None:
            slow_from = length + math.ceil(math.log(missing) / math.log(ratio) * len(word))
        elif measured < _LEAST_DEGREE:
            return None
        else:
            # The power is whole; what was seen is a little off on short texts.
            degree = max(2, round(measured))
            slow_from = math.ceil(length * missing ** (1 / degree))
        start, repeated, end = (text_of(list(part)) for part in parts)
        in_java_17 = degree is not None or self._is_exponential_later(parts)
        return Attack(start, repeated, end, degree, tuple(seen[-4:]), slow_from, in_java_17)

    def _is_exponential_later(self, parts: _Parts) -> bool:
        """Whether the steps multiply with each repetition in Java 9 and later too."""
        seen = _measured(self.search.of_later_java(_LARGE_BUDGET), parts, range(1, _MOST_REPEATED))
        return len(seen) < 3 or _ratio(seen, len(parts[1])) is not None

    def _seen(self, parts: _Parts) -> list[tuple[int, int]]:
        """The lengths of texts and the steps of their searches."""
        few = range(1, _MOST_REPEATED)
        many = [max(2, length // len(parts[1])) for length in _LENGTHS]
        # The last try is for patterns that are slow on a few characters already.
        tries = ((many, _BUDGET), (few, _BUDGET), (few, _LARGE_BUDGET))[self.pump.is_exponential :]
        seen: list[tuple[int, int]] = []
        for counts, budget in tries:
            self.search.budget = budget
            seen = _measured(self.search, parts, counts)
            if len(seen) > 2:
                break
        return seen


def _measured(search: Search, parts: _Parts, counts: Iterable[int]) -> list[tuple[int, int]]:
    """The lengths of texts and the steps of their searches, until one is too slow.

    A search that finds something may have been slow all the same, at the places before it.
    """
    prefix, word, suffix = parts
    seen: list[tuple[int, int]] = []
    try:
        for count in counts:
            text = (*prefix, *(word * count), *suffix)
            search.find(text)
            if not seen or len(text) > seen[-1][0]:
                seen.append((len(text), search.steps))
    except BudgetError:
        pass
    return seen


def _root(word: tuple[int, ...]) -> tuple[int, ...]:
    """The shortest word of which a word is a repetition."""
    for size in range(1, len(word)):
        if len(word) % size == 0 and word[:size] * (len(word) // size) == word:
            return word[:size]
    return word


def _degree(seen: list[tuple[int, int]]) -> float:
    """The power with which the steps grow at the end of what was seen."""
    (before, fewer), (length, steps) = seen[-2:]
    return math.log(steps / fewer) / math.log(length / before)


def _ratio(seen: list[tuple[int, int]], size: int) -> float | None:
    """By what the steps multiply with each repetition of a word of that size. None where they grow as a power."""
    halves = (seen[: len(seen) // 2 + 1], seen[len(seen) // 2 :])
    early, late = (
        (last[1] / first[1]) ** (size / (last[0] - first[0])) if last[0] > first[0] else 1.0
        for first, last in ((half[0], half[-1]) for half in halves)
    )
    # A power grows ever more slowly.
    return late if late >= _DOUBLES and late >= _STEADY * early else None
