"""Capturing groups whose value Java may leave over from an attempt that failed.

Java undoes a capture only when the match fails right behind it. Inside look-arounds, atomic groups and some repetitions
a capture outlives an attempt that failed later, so that a group can hold text that is no part of the match. A search
here gives the value of the match itself; the groups for which the two can differ are found by this module.
"""

from __future__ import annotations

from dataclasses import replace

from qradar_builder.javalang.regex.errors import JavaRegexError
from qradar_builder.javalang.regex.study import is_deterministic
from qradar_builder.javalang.regex.tree import (
    Alternation,
    Atomic,
    BackReference,
    Group,
    Look,
    Mode,
    Node,
    Repeat,
    Sequence,
)
from qradar_builder.javalang.regex.width import empty_comes_last, refers_back, width
from qradar_builder.quick.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: inside something that keeps captures; on every way to a match; inside a repetition."""

    keeps: bool = False
    certain: bool = True
    repeated: bool = False


def uncertain_groups(tree: Node) -> frozenset[int]:
    """Return the numbers of the groups that Java can fill differently when attempts failed on the way to the match.

    Raises JavaRegexError (unsupported) where a back-reference depends on such a value.
    """
    finder = _Finder()
    finder.visit(tree, _Place())
    finder.check_references(tree, frozenset(), frozenset())
    return frozenset(finder.uncertain)


class _Finder:
    def __init__(self) -> None:
        self.uncertain: set[int] = set()

    def visit(self, node: Node, place: _Place) -> None:
        match node:
            case Sequence(items):
                for item in items:
                    self.visit(item, place)
            case Alternation(branches):
                for branch in branches:
                    self.visit(branch, replace(place, certain=False))
            case Group(number, _, body):
                if number is not None and place.keeps and not place.certain:
                    self.uncertain.add(number)
                self.visit(body, place)
            case Atomic(body):
                self.visit(body, replace(place, keeps=True))
            case Look(ahead, negative, body):
                # Java takes the shortest text that ends here, the search here the longest, unless there is one only.
                certain = place.certain and not negative and (ahead or _is_rigid(body))
                self.visit(body, replace(place, keeps=True, certain=certain))
            case Repeat(body):
                self._visit_repeat(node, body, place)
            case _:
                pass

    def _visit_repeat(self, repeat: Repeat, body: Node, place: _Place) -> None:
        inner = replace(
            place,
            certain=place.certain and repeat.low == repeat.high and repeat.low > 0,
            repeated=place.repeated or repeat.high is None or repeat.high > 1,
        )
        least, most = width(body)
        simple = isinstance(body, Group) and is_deterministic(body.body)
        if (
            repeat.high != 1
            and least == 0
            and not empty_comes_last(body)
            and not (simple and most == 0 and not refers_back(body))
        ):
            # Java keeps the capture of a last, empty round where the search here drops the round.
            inner = replace(inner, keeps=True, certain=False)
        if repeat.mode is Mode.POSSESSIVE:
            inner = replace(inner, keeps=True)
        elif isinstance(body, Group) and simple and (repeat.low, repeat.high) != (0, 1):
            # Java sets this capture again when the rest has matched, on its way out: the outermost round comes last.
            overwritten = place.repeated and repeat.low != repeat.high
            if body.number is not None and (overwritten or (inner.keeps and not inner.certain)):
                self.uncertain.add(body.number)
            # Rounds given back restore the repeated group itself, but not the groups inside.
            self.visit(body.body, replace(inner, keeps=True))
            return
        self.visit(body, inner)

    def check_references(self, node: Node, fresh: frozenset[int], around: frozenset[int]) -> frozenset[int]:
        """Return the groups that are surely set behind `node`; `fresh` are those set before it, `around` those open."""
        match node:
            case Sequence(items):
                for item in items:
                    fresh |= self.check_references(item, fresh, around)
                return fresh
            case Alternation(branches):
                return frozenset.intersection(*(self.check_references(branch, fresh, around) for branch in branches))
            case Group(number, _, body):
                own = frozenset() if number is None else frozenset((number,))
                return self.check_references(body, fresh, around | own) | own
            case Atomic(body):
                return self.check_references(body, fresh, around)
            case Look(ahead, negative, body):
                inner = self.check_references(body, fresh, around)
                return inner if not negative and (ahead or _is_rigid(body)) else fresh
            case Repeat(body, low, high):
                inner = self.check_references(body, fresh, around)
                if low != high:
                    inner = inner - self.uncertain | fresh  # a round given back may have left its capture
                return inner if low else fresh
            case BackReference():
                self._check_reference(node, fresh, around)
                return fresh
            case _:
                return fresh

    def _check_reference(self, node: BackReference, fresh: frozenset[int], around: frozenset[int]) -> None:
        if node.number in around:
            problem = f"Group {node.number} refers back to itself"
            raise JavaRegexError(problem, node.index, "unsupported", "refer to a group that is closed")
        if node.number in self.uncertain - fresh:
            problem = f"Java can compare with the text that a failed attempt left in group {node.number}"
            raise JavaRegexError(problem, node.index, "unsupported", "capture the text outside the look-around")


def _is_rigid(node: Node) -> bool:
    """Tell whether every part of a tree has one width, so that there is one way to lay it before a place."""
    least, most = width(node)
    if least != most:
        return False
    match node:
        case Sequence(items) | Alternation(items):
            return all(_is_rigid(item) for item in items)
        case Group(_, _, body) | Atomic(body):
            return _is_rigid(body)
        case Repeat(body):
            return not _captures(body) and _is_rigid(body)  # going backward, the first round would come last
        case _:
            return True


def _captures(node: Node) -> bool:
    match node:
        case Group(number, _, body):
            return number is not None or _captures(body)
        case Atomic(body) | Look(_, _, body) | Repeat(body):
            return _captures(body)
        case Sequence(items) | Alternation(items):
            return any(map(_captures, items))
        case _:
            return False
