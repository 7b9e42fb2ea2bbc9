"""How much work a search by a pattern can be at worst, told from its syntax tree.

A pattern that has one way to match at each place is cheap on any text; each repetition whose end is open, because what
follows could begin inside of it, multiplies the ways by the length of the text. Where repetitions lie in one another
the ways may double with each character. The estimate errs on the side of too much work.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.charset import Ranges, ascii_part
from qradar_builder.javalang.regex.tree import (
    Alternation,
    Atomic,
    CaseFold,
    Group,
    Literal,
    Look,
    Mode,
    Node,
    OneOf,
    Repeat,
    Sequence,
)
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.charset import CharacterSet

STEPS: Final = 100_000_000
"""The work that is done at about a second, in steps of the engine."""

# A set of first characters is a bit for each of ASCII, and one for all others.
_ASCII: Final = 128
_ALL: Final = (1 << (_ASCII + 1)) - 1
_OTHERS: Final = 1 << _ASCII
_NOTHING: Final = 0
"""What follows the end of a pattern: nothing that could fail."""
_MOST_FACTOR: Final = 1e9


class _EndlessError(Exception):
    """The ways to match may double with each character."""


@dataclass(frozen=True, slots=True)
class _Ways:
    """At most `factor` times the length of the text to the power `degree`; `is_long` where a match has any length."""

    factor: float = 1.0
    degree: int = 0
    is_long: bool = False

    def then(self, other: _Ways) -> _Ways:
        return _Ways(_bounded(self.factor * other.factor), self.degree + other.degree, self.is_long or other.is_long)

    @property
    def is_one(self) -> bool:
        return self.factor == 1 and self.degree == 0


def safe_length(tree: Node) -> int:
    """Return the length in characters up to which a search takes no more than `STEPS`; 0 where it cannot be told."""
    try:
        ways = _ways(tree, _NOTHING)
    except (_EndlessError, RecursionError):
        return 0
    # A search begins at every place, and where a match may be long each way is.
    degree = 1 + ways.degree + ways.is_long
    return int(math.pow(STEPS / ways.factor, 1 / degree))


def _bounded(factor: float) -> float:
    if factor > _MOST_FACTOR:
        raise _EndlessError
    return factor


def _ways(node: Node, follow: int) -> _Ways:
    """The ways in which a node can match at one place, where `follow` are the first characters of what comes next."""
    match node:
        case Sequence(items):
            found = _Ways()
            for item in reversed(items):
                found = _ways(item, follow).then(found)
                follow = _first(item, follow)
            return found
        case Alternation(branches):
            return _alternation(branches, follow)
        case Group(_, _, body):
            return _ways(body, follow)
        case Atomic(body) | Look(_, _, body):
            return _ways(body, _NOTHING)
        case Repeat():
            return _repeat(node, follow)
        case _:
            return _Ways()


def _alternation(branches: tuple[Node, ...], follow: int) -> _Ways:
    found = [_ways(branch, follow) for branch in branches]
    firsts = [_first(branch, follow) for branch in branches]
    apart = sum(first.bit_count() for first in firsts) == _joined(firsts).bit_count()
    factor = max(ways.factor for ways in found) if apart else sum(ways.factor for ways in found)
    return _Ways(_bounded(factor), max(ways.degree for ways in found), any(ways.is_long for ways in found))


def _repeat(node: Repeat, follow: int) -> _Ways:
    body = node.body
    if node.high == 0:
        return _Ways()
    first = _first(body, _NOTHING)
    once = _ways(body, first | follow)
    is_settled = node.mode is Mode.POSSESSIVE or first & follow == 0 or node.low == node.high
    if node.high is not None:
        rounds = 1 if is_settled else node.high - node.low + 1
        factor = _bounded(rounds * math.pow(once.factor, min(node.high, 1000)))
        return _Ways(factor, once.degree * node.high, once.is_long)
    if not once.is_one or _is_nullable(body):
        raise _EndlessError
    return _Ways(1.0, 0 if is_settled else 1, is_long=True)


def _is_nullable(node: Node) -> bool:
    """Whether a node may match the empty text."""
    match node:
        case Sequence(items):
            return all(_is_nullable(item) for item in items)
        case Alternation(branches):
            return any(_is_nullable(branch) for branch in branches)
        case Group(_, _, body) | Atomic(body):
            return _is_nullable(body)
        case Repeat(body, low):
            return low == 0 or _is_nullable(body)
        case Literal() | OneOf():
            return False
        case _:
            return True


def _first(node: Node, follow: int) -> int:
    """The characters that a node and what follows it can begin with. What looks without taking may be anything."""
    match node:
        case Sequence(items):
            for item in reversed(items):
                follow = _first(item, follow)
            return follow
        case Alternation(branches):
            return _joined([_first(branch, follow) for branch in branches])
        case Group(_, _, body) | Atomic(body):
            return _first(body, follow)
        case Repeat(body, low):
            return _first(body, follow) | (follow if low == 0 else _NOTHING)
        case Literal(code, fold):
            return _literal(code, fold)
        case OneOf(characters):
            return _mask(characters)
        case _:
            return _ALL


def _joined(masks: list[int]) -> int:
    joined = 0
    for mask in masks:
        joined |= mask
    return joined


def _literal(code: int, fold: CaseFold) -> int:
    if code >= _ASCII:
        return _OTHERS if fold is CaseFold.NONE else _ALL
    mask = 1 << code
    if fold is not CaseFold.NONE:
        letter = chr(code)
        mask |= 1 << ord(letter.upper()) | 1 << ord(letter.lower()) | (_OTHERS if fold is CaseFold.UNICODE else 0)
    return mask


def _mask(characters: CharacterSet) -> int:
    mask = _joined([1 << code for code in ascii_part(characters)])
    is_ascii = isinstance(characters, Ranges) and all(high < _ASCII for _, high in characters.spans)
    return mask if is_ascii else mask | _OTHERS
