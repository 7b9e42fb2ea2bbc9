"""A pattern as a program of small steps, as a search that tries one way after the other works through it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.tree import (
    Alternation,
    Anchor,
    At,
    Atomic,
    BackReference,
    Group,
    Look,
    Mode,
    Repeat,
    Sequence,
)
from qradar_builder.lint.regex.symbols import mask_of

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.tree import Node

_MOST_STEPS: Final = 4000


class TooLongError(Exception):
    """The program has more steps than are run."""


@dataclass(frozen=True, slots=True)
class Take:
    """Takes one symbol of a set."""

    mask: int


@dataclass(frozen=True, slots=True)
class Run:
    """Takes `low` to `high` symbols of a set; `high` None is without limit. Where `lazy`, as few as it can."""

    mask: int
    low: int
    high: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Split:
    """Goes on at `first` and, where that fails, at `second`."""

    first: int
    second: int
    remembers: bool = False
    """Whether Java 9 and later remember where `first` failed, and do not try it there again.

    They do so in endless greedy loops over groups that are in no other such loop, in patterns without back-references.
    """


@dataclass(frozen=True, slots=True)
class Jump:
    """Goes on elsewhere."""

    to: int


@dataclass(frozen=True, slots=True)
class Place:
    """Goes on only at such a place."""

    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Inner:
    """Runs a program of its own, once: an atomic group, or a look-around, which takes nothing."""

    program: tuple[Step, ...]
    is_look: bool = False
    ahead: bool = True
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Remembers the place under a number: where a group begins (2n) or ends (2n + 1), or a round of a loop."""

    slot: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Goes on only if something was taken since a mark."""

    slot: int


@dataclass(frozen=True, slots=True)
class Same:
    """Takes the text of a group once more."""

    group: int


Step = Take | Run | Split | Jump | Place | Inner | Mark | Moved | Same


def program_of(tree: Node, group_count: int) -> tuple[Step, ...]:
    """Make the program of a pattern; who comes to its end has matched. Raises TooLongError."""
    return _Writer(_Slots(2 * group_count + 2, _refers_back(tree))).whole(tree)


@dataclass(slots=True)
class _Slots:
    next: int
    keeps_groups: bool
    """Whether a back-reference needs to know what groups took."""


def _refers_back(node: Node) -> bool:
    match node:
        case Sequence(items) | Alternation(items):
            return any(_refers_back(item) for item in items)
        case Group(_, _, body) | Atomic(body) | Look(_, _, body) | Repeat(body):
            return _refers_back(body)
        case _:
            return isinstance(node, BackReference)


class _Writer:
    def __init__(self, slots: _Slots, *, is_inner: bool = False) -> None:
        self._slots = slots
        self._steps: list[Step] = []
        self._is_inner = is_inner
        """Whether what is written is repeated by a loop around it."""

    def whole(self, tree: Node) -> tuple[Step, ...]:
        self._write(tree)
        return tuple(self._steps)

    def _add(self, step: Step) -> int:
        if len(self._steps) >= _MOST_STEPS:
            raise TooLongError
        self._steps.append(step)
        return len(self._steps) - 1

    def _inner(self, body: Node) -> tuple[Step, ...]:
        return _Writer(self._slots, is_inner=self._is_inner).whole(body)

    def _write(self, node: Node) -> None:
        match node:
            case Sequence(items):
                for item in items:
                    self._write(item)
            case Alternation(branches):
                self._choice(branches)
            case Group():
                self._group(node)
            case Atomic(body):
                self._add(Inner(self._inner(body)))
            case Look(ahead, negative, body):
                self._add(Inner(self._inner(body), is_look=True, ahead=ahead, negative=negative))
            case Repeat():
                self._repeat(node)
            case BackReference(number):
                self._add(Same(number))
            case At(anchor):
                self._add(Place(anchor))
            case _:
                self._add(Take(mask_of(node)))

    def _group(self, node: Group) -> None:
        if node.number is None or not self._slots.keeps_groups:
            self._write(node.body)
            return
        self._add(Mark(2 * node.number))
        self._write(node.body)
        self._add(Mark(2 * node.number + 1))

    def _choice(self, branches: tuple[Node, ...]) -> None:
        ends: list[int] = []
        for branch in branches[:-1]:
            split = self._add(Jump(0))
            self._write(branch)
            ends.append(self._add(Jump(0)))
            self._steps[split] = Split(split + 1, len(self._steps))
        self._write(branches[-1])
        for end in ends:
            self._steps[end] = Jump(len(self._steps))

    def _repeat(self, node: Repeat) -> None:
        mask = mask_of(node.body)
        if node.mode is Mode.POSSESSIVE:
            self._add(Inner(self._inner(Repeat(node.body, node.low, node.high, Mode.GREEDY, node.index))))
        elif mask:
            self._add(Run(mask, node.low, node.high, node.mode is Mode.LAZY))
        else:
            was_inner, self._is_inner = self._is_inner, True
            for _ in range(node.low):
                self._write(node.body)
            if node.high is None:
                self._loop(node, is_outermost=not was_inner)
            else:
                self._optional(node, node.high - node.low)
            self._is_inner = was_inner

    def _loop(self, node: Repeat, *, is_outermost: bool) -> None:
        slot = self._slots.next
        self._slots.next += 1
        split = self._add(Jump(0))
        self._add(Mark(slot))
        self._write(node.body)
        self._add(Moved(slot))
        self._add(Jump(split))
        remembers = is_outermost and node.mode is Mode.GREEDY and not self._slots.keeps_groups
        self._steps[split] = replace(self._split(node, split), remembers=remembers)

    def _optional(self, node: Repeat, count: int) -> None:
        splits: list[int] = []
        for _ in range(count):
            splits.append(self._add(Jump(0)))
            self._write(node.body)
        for split in splits:
            self._steps[split] = self._split(node, split)

    def _split(self, node: Repeat, split: int) -> Split:
        into, past = split + 1, len(self._steps)
        return Split(past, into) if node.mode is Mode.LAZY else Split(into, past)
