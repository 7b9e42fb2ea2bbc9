"""Counts the steps of a search that tries one way after the other, as java.util.regex does up to Java 8.

A step is a symbol that is looked at. Later Java versions remember some of the ways that failed; the count is what a
search costs that does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.javalang.regex.tree import Anchor
from qradar_builder.lint.regex.program import Inner, Jump, Mark, Moved, Place, Run, Same, Split, Take
from qradar_builder.lint.regex.symbols import NEWLINE, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.lint.regex.program import Step

_Marks = dict[int, int]
_Way = tuple[int, int, _Marks]
"""The number of the next step, the place in the text, and the marks."""
_Rest = tuple[int, int, _Marks, int, int]
"""What a run may still try: its step, a place, the marks, how far to go, and the direction."""


class BudgetError(Exception):
    """The search takes more steps than were allowed."""


class Search:
    """Searches in texts of symbols; `steps` counts, and a search raises BudgetError above `budget`."""

    def __init__(self, program: tuple[Step, ...], budget: int, *, remembers: bool = False) -> None:
        """With `remembers`, it searches as Java 9 and later do, else as Java 8 does."""
        self._program = program
        self.budget = budget
        self.steps = 0
        self._remembers = remembers
        self._tried: set[tuple[int, int, int]] = set()
        """Where the rounds of loops that remember began: the program, the step, and the place in the text."""
        self._failed: dict[int, dict[tuple[int, int], int]] = {}
        """By program: the steps and places in the text from which the only way fails, and what that costs."""
        self._may_know = not remembers and not _depends_on_marks(program)

    def of_later_java(self, budget: int) -> Search:
        """A search by the same pattern as Java 9 and later make it."""
        return Search(self._program, budget, remembers=True)

    def find(self, text: Sequence[int]) -> bool:
        """Whether the pattern matches anywhere in the text."""
        self.steps = 0
        self._tried.clear()
        self._failed.clear()
        return any(self._match(self._program, text, start, {}) is not None for start in range(len(text) + 1))

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self.budget:
            raise BudgetError

    def _match(
        self, program: tuple[Step, ...], text: Sequence[int], place: int, marks: _Marks, until: int | None = None
    ) -> _Way | None:
        """The first way through a program, as it ends; only one that ends at `until` where that is given."""
        ways: list[_Way | _Rest] = [(0, place, marks)]
        failed = self._failed.setdefault(id(program), {})
        while ways:
            way = ways.pop()
            if len(way) == 5:
                way = self._next_of_run(program, text, way, ways)
            start = way[0], way[1]
            if start in failed:
                self._count(failed[start])
                continue
            steps, waiting = self.steps, len(ways)
            way = self._through(program, text, way, ways)
            if way[0] == len(program) and (until is None or way[1] == until):
                return way
            if way[0] < 0 and len(ways) == waiting and self._may_know:
                failed[start] = self.steps - steps
        return None

    def _through(self, program: tuple[Step, ...], text: Sequence[int], way: _Way, ways: list[_Way | _Rest]) -> _Way:
        """One way to its end; at a step of -1 it has failed. Other ways that may be tried are added to `ways`."""
        at, place, marks = way
        end = len(program)
        while 0 <= at < end:
            step = program[at]
            if isinstance(step, Take):
                self._count(1)
                if place < len(text) and step.mask >> text[place] & 1:
                    at, place = at + 1, place + 1
                else:
                    at = -1
            elif isinstance(step, Run):
                at, place = self._run(step, text, (at, place, marks), ways)
            elif isinstance(step, Split):
                self._count(1)
                at = self._split(program, step, (at, place, marks), ways)
            elif isinstance(step, Jump):
                at = step.to
            elif isinstance(step, Mark):
                marks = {**marks, step.slot: place}
                at += 1
            else:
                at, place, marks = self._other(step, text, (at, place, marks))
        return at, place, marks

    def _split(self, program: tuple[Step, ...], step: Split, way: _Way, ways: list[_Way | _Rest]) -> int:
        """The step to go on at; the other one is added to `ways`, unless the first is known to fail here."""
        at, place, marks = way
        if step.remembers and self._remembers:
            key = (id(program), at, place)
            if key in self._tried:
                return step.second
            self._tried.add(key)
        ways.append((step.second, place, marks))
        return step.first

    def _run(
        self,
        step: Run,
        text: Sequence[int],
        way: _Way,
        ways: list[_Way | _Rest],
    ) -> tuple[int, int]:
        at, place, marks = way
        most = len(text) if step.high is None else min(len(text), place + step.high)
        wanted = min(place + step.low, most) if step.lazy else most
        end = place
        while end < wanted and step.mask >> text[end] & 1:
            end += 1
        self._count(end - place + 1)
        least = place + step.low
        if end < least:
            return -1, place
        if step.lazy:
            if end < most:
                ways.append((at, end, marks, most, 1))
        elif end > least:
            ways.append((at, end - 1, marks, least, -1))
        return at + 1, end

    def _next_of_run(
        self,
        program: tuple[Step, ...],
        text: Sequence[int],
        way: _Rest,
        ways: list[_Way | _Rest],
    ) -> _Way:
        """One symbol fewer of a greedy run, or one more of a lazy one."""
        at, place, marks, bound, direction = way
        step = program[at]
        assert isinstance(step, Run)
        self._count(1)
        if direction < 0:
            known = self._failed[id(program)]
            while place > bound and (at + 1, place) in known:
                self._count(known[at + 1, place] + 1)
                place -= 1
            if place > bound:
                ways.append((at, place - 1, marks, bound, direction))
            return at + 1, place, marks
        if not step.mask >> text[place] & 1:
            return -1, place, marks
        if place + 1 < bound:
            ways.append((at, place + 1, marks, bound, direction))
        return at + 1, place + 1, marks

    def _other(self, step: Step, text: Sequence[int], way: _Way) -> _Way:
        at, place, marks = way
        failed = (-1, place, marks)
        match step:
            case Place(anchor):
                return (at + 1, place, marks) if _is_at(anchor, text, place) else failed
            case Moved(slot):
                return (at + 1, place, marks) if marks.get(slot) != place else failed
            case Same(group):
                start, end = marks.get(2 * group), marks.get(2 * group + 1)
                if start is None or end is None:
                    return failed
                size = end - start
                self._count(size + 1)
                same = place + size <= len(text) and text[place : place + size] == text[start:end]
                return (at + 1, place + size, marks) if same else failed
            case Inner():
                found = self._inner(step, text, place, marks)
                if step.is_look:
                    if (found is None) is not step.negative:
                        return failed
                    return at + 1, place, marks if found is None else found[2]
                return failed if found is None else (at + 1, found[1], found[2])
            case _:
                raise AssertionError(step)

    def _inner(self, step: Inner, text: Sequence[int], place: int, marks: _Marks) -> _Way | None:
        if step.ahead:
            return self._match(step.program, text, place, marks)
        for start in range(place, -1, -1):
            found = self._match(step.program, text, start, marks, until=place)
            if found is not None:
                return found
        return None


def _depends_on_marks(program: tuple[Step, ...]) -> bool:
    """Whether a way through a program may fail or not by what was marked on it."""
    return any(
        isinstance(step, Moved | Same) or (isinstance(step, Inner) and _depends_on_marks(step.program))
        for step in program
    )


def _is_at(anchor: Anchor, text: Sequence[int], place: int) -> bool:
    end = len(text)
    match anchor:
        case Anchor.INPUT_START | Anchor.LAST_MATCH_END:
            return place == 0
        case Anchor.INPUT_END:
            return place == end
        case Anchor.FINAL_END | Anchor.UNIX_FINAL_END:
            return place == end or (place == end - 1 and text[place] == NEWLINE)
        case Anchor.LINE_START | Anchor.UNIX_LINE_START:
            return place == 0 or (place < end and text[place - 1] == NEWLINE)
        case Anchor.LINE_END | Anchor.UNIX_LINE_END:
            return place == end or text[place] == NEWLINE
        case _:
            before = place > 0 and WORD >> text[place - 1] & 1
            after = place < end and WORD >> text[place] & 1
            is_boundary = bool(before) != bool(after)
            return is_boundary is (anchor in {Anchor.WORD_BOUNDARY, Anchor.UNICODE_WORD_BOUNDARY})
