"""Finds things by the places in the State that they are about, without a look at all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from qradar_builder.lint.dataflow.state_path import ANY, is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.lint.dataflow.state_path import StatePath

T = TypeVar("T")


@dataclass(slots=True)
class _Level:
    """What has the same steps up to here: the numbers of the things that end here, and the levels below by step."""

    ends: list[int] = field(default_factory=list)
    below: dict[str, _Level] = field(default_factory=dict)
    open_steps: list[str] = field(default_factory=list)
    """The steps to levels below of which not all is known."""

    def step(self, step: str) -> _Level:
        if step not in self.below:
            self.below[step] = _Level()
            if step.endswith(ANY):
                self.open_steps.append(step)
        return self.below[step]

    def at(self, path: StatePath) -> _Level:
        """The level that a row of steps leads to from here."""
        level = self
        for step in path:
            level = level.step(step)
        return level

    def next(self, step: str) -> Iterator[_Level]:
        """The levels below that a step may lead to."""
        if step.endswith(ANY):
            yield from (level for each, level in self.below.items() if is_same(each, step))
            return
        if step in self.below:
            yield self.below[step]
        yield from (self.below[each] for each in self.open_steps if is_same(each, step))

    def all(self) -> Iterator[int]:
        """The numbers of the things that end here or further below."""
        waiting = [self]
        while waiting:
            level = waiting.pop()
            yield from level.ends
            waiting += level.below.values()


class ByPlace(Generic[T]):
    """Things in an order, each with a place. What was asked for once is kept."""

    def __init__(self, things: Iterable[tuple[StatePath, T]]) -> None:
        self._things: list[T] = []
        self._top = _Level()
        self._known: dict[StatePath, tuple[T, ...]] = {}
        ends: dict[StatePath, list[int]] = {}
        for path, thing in things:
            if path not in ends:
                ends[path] = self._top.at(path).ends
            ends[path].append(len(self._things))
            self._things.append(thing)

    def overlapping(self, path: StatePath) -> tuple[T, ...]:
        """The things whose places may lie in a place, be it, or have it inside, in their order."""
        if path not in self._known:
            numbers: list[int] = []
            levels = [self._top]
            for step in path:
                for level in levels:
                    numbers += level.ends
                levels = [below for level in levels for below in level.next(step)]
            for level in levels:
                numbers += level.all()
            self._known[path] = tuple(self._things[number] for number in sorted(numbers))
        return self._known[path]
