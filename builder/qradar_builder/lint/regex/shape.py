"""Questions about the syntax tree of a pattern that several rules ask."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qradar_builder.javalang.regex.errors import JavaRegexError
from qradar_builder.javalang.regex.parser import parse_pattern
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.javalang.regex.tree import Alternation, Atomic, Group, Literal, Look, Node, OneOf, Repeat, Sequence
from qradar_builder.lint.regex.symbols import EVERY, NEWLINE, mask_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOT = EVERY & ~(1 << NEWLINE | 1 << ord("\r"))


@lru_cache(512)
def tree_of(pattern: str, *, case_insensitive: bool = False) -> Node | None:
    """The syntax tree of a Java pattern; None where Java, or this tool, does not take it."""
    try:
        return parse_pattern(pattern, Flag.CASE_INSENSITIVE if case_insensitive else Flag(0)).tree
    except JavaRegexError:
        return None


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes right below one."""
    match node:
        case Sequence(items):
            return items
        case Alternation(branches):
            return branches
        case Group(_, _, body) | Atomic(body) | Look(_, _, body) | Repeat(body):
            return (body,)
        case _:
            return ()


def nodes_of(node: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the pattern."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(parts_of(each)))


def row_of(node: Node) -> list[Node]:
    """What a pattern has one after the other, with the rows of the groups in it in their place."""
    row: list[Node] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Sequence):
            waiting.extend(reversed(each.items))
        elif isinstance(each, Group):
            waiting.append(each.body)
        else:
            row.append(each)
    return row


def is_any(node: Node) -> bool:
    """Whether a node is one character of any kind, line ends perhaps left out."""
    return isinstance(node, OneOf) and mask_of(node) & _DOT == _DOT


def is_run_of_any(node: Node) -> bool:
    """Whether a node is any text of any length, such as `.*` or `.+`."""
    return isinstance(node, Repeat) and node.high is None and is_any(node.body)


def group_of(tree: Node, number: int) -> Node | None:
    """What is in a capture group; None where there is no such group."""
    return next((each.body for each in nodes_of(tree) if isinstance(each, Group) and each.number == number), None)


def symbols_of(node: Node) -> int:
    """Every symbol that a node may match somewhere, as the bits of a mask. Look-arounds take none."""
    mask = 0
    waiting = [node]
    while waiting:
        each = waiting.pop()
        mask |= mask_of(each)
        if not isinstance(each, Look):
            waiting.extend(parts_of(each))
    return mask


def spelled(node: Node) -> str | None:
    """The text of a node that is only characters; None for any other."""
    items = node.items if isinstance(node, Sequence) else (node,)
    letters = [chr(item.code) for item in items if isinstance(item, Literal)]
    return "".join(letters) if len(letters) == len(items) else None
