"""How many characters a part of a Java pattern matches, and how large it is with its repetitions written out."""

from __future__ import annotations

from qradar_builder.javalang.regex.tree import (
    Alternation,
    At,
    Atomic,
    BackReference,
    Grapheme,
    Group,
    LineBreak,
    Literal,
    Look,
    Mode,
    Node,
    OneOf,
    Repeat,
    Sequence,
)

_LEAF_WIDTHS: dict[type[Node], tuple[int, int | None]] = {
    Literal: (1, 1),
    OneOf: (1, 1),
    LineBreak: (1, 2),
    Grapheme: (1, None),
    BackReference: (0, None),
}


def width(node: Node) -> tuple[int, int | None]:
    """Return the least and the most characters that a node matches; None is without limit."""
    match node:
        case Group(_, _, body) | Atomic(body):
            return width(body)
        case Sequence(items):
            widths = [width(item) for item in items]
            return sum(least for least, _ in widths), _total([most for _, most in widths])
        case Alternation(branches):
            widths = [width(branch) for branch in branches]
            mosts = [most for _, most in widths if most is not None]
            return min(least for least, _ in widths), max(mosts) if len(mosts) == len(widths) else None
        case Repeat(body, low, high):
            least, most = width(body)
            if most == 0 or high == 0:
                return 0, 0
            return least * low, None if most is None or high is None else most * high
        case At() | Look():
            return 0, 0
        case _:
            return _LEAF_WIDTHS[type(node)]


def empty_comes_last(node: Node) -> bool:
    """Tell whether a node that can match nothing can do so everywhere, and does so only when all else fails."""
    match node:
        case At() | Look() | BackReference():
            return False
        case Group(_, _, body) | Atomic(body):
            return empty_comes_last(body)
        case Sequence(items):
            return all(empty_comes_last(item) for item in items)
        case Alternation(branches):
            return all(width(branch)[0] for branch in branches[:-1]) and empty_comes_last(branches[-1])
        case Repeat(body, low, _, mode):
            return (low > 0 or mode is not Mode.LAZY) and (width(body)[0] > 0 or empty_comes_last(body))
        case _:
            return True


def refers_back(node: Node) -> bool:
    """Tell whether a node holds a back-reference."""
    match node:
        case Group(_, _, body) | Atomic(body) | Look(_, _, body) | Repeat(body):
            return refers_back(body)
        case Sequence(items) | Alternation(items):
            return any(map(refers_back, items))
        case _:
            return isinstance(node, BackReference)


def unrolled_size(node: Node) -> int:
    """Return how many elements a node has once each repetition stands there as often as it must match at least."""
    match node:
        case Group(_, _, body) | Atomic(body) | Look(_, _, body):
            return 1 + unrolled_size(body)
        case Sequence(items) | Alternation(items):
            return sum(unrolled_size(item) for item in items)
        case Repeat(body, low):
            return 1 + unrolled_size(body) * max(low, 1)
        case _:
            return 1


def _total(mosts: list[int | None]) -> int | None:
    known = [most for most in mosts if most is not None]
    return sum(known) if len(known) == len(mosts) else None
