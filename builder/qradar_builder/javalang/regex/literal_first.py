r"""A second program for patterns that begin with fixed text, such as `\bsrc=(\S+)`: Python's `re` finds it faster.

It is right in plain text only (ASCII without carriage returns), and is made only of what means the same in both
engines and in Java: no group that is repeated or optional, nothing atomic, no back-reference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from qradar_builder.javalang.regex.charset import NOTHING, ascii_part, characters
from qradar_builder.javalang.regex.tree import (
    Alternation,
    Anchor,
    At,
    CaseFold,
    Group,
    Literal,
    Mode,
    Node,
    OneOf,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence as Row

    from qradar_builder.javalang.regex.charset import CharacterSet
    from qradar_builder.javalang.regex.match import Find

_LEAST_TEXT: Final = 2
"""How many characters of fixed text make the search faster than that of the `regex` package."""
_ASCII: Final = 128
_ANCHORS: Final = {
    Anchor.INPUT_START: r"\A",
    Anchor.INPUT_END: r"\Z",
    Anchor.FINAL_END: "$",
    Anchor.WORD_BOUNDARY: r"\b",
}


class Search(NamedTuple):
    """How a pattern that begins with fixed text is searched for in plain text.

    `is_whole` says whether the whole match is right, too; if not, it lacks the character before the fixed text, and the
    groups alone are right.
    """

    find: Find
    is_whole: bool


class _OtherMeaningError(Exception):
    """The pattern has something that is not sure to mean the same here."""


def literal_first(tree: Node) -> Search | None:
    """Return the search of a tree; None where it does not begin with fixed text, or has what may mean another thing."""
    items = _row(tree)
    before = _before(items[0]) if items else ()
    start = 1 if before else 0
    fixed = "".join(_fixed_text(items[start:]))
    if len(fixed) < _LEAST_TEXT or (len(before) > 1 and any(_has(each, fixed[0]) for each in before)):
        return None
    try:
        rest = "".join(map(_item, items[start + len(fixed) :]))
        ways = [f"(?<={_text(each)}{re.escape(fixed)})" for each in before]
    except _OtherMeaningError:
        return None
    # What is before the fixed text is looked at when the text has been found.
    looked = f"(?:{'|'.join(ways)})" if ways else ""
    # The stubs say of `group` with overloads what JavaMatch says with one signature.
    find = cast("Find", re.compile(f"{re.escape(fixed)}{looked}{rest}", re.ASCII).search)
    return Search(find, all(isinstance(each, At) for each in before))


def _fixed_text(items: Row[Node]) -> Iterator[str]:
    """The characters with which a row begins in every match."""
    for item in items:
        if not isinstance(item, Literal) or item.fold is not CaseFold.NONE or item.code >= _ASCII:
            return
        yield chr(item.code)


def _row(node: Node) -> Row[Node]:
    """The elements of a tree in a row, where groups without a number are no elements of their own."""
    match node:
        case Sequence(items):
            return [each for item in items for each in _row(item)]
        case Group(None, _, body) if not isinstance(body, Alternation):
            return _row(body)
        case _:
            return [node]


def _before(node: Node) -> tuple[At | OneOf, ...]:
    """The ways in which an element before the fixed text can match: places or single characters; none for all else."""
    match node:
        case At(Anchor.WORD_BOUNDARY | Anchor.INPUT_START) | OneOf():
            return (node,)
        case Group(None, _, Alternation(branches)) | Alternation(branches):
            ways = [_before(_as_set(branch)) for branch in branches]
            return tuple(way[0] for way in ways) if all(len(way) == 1 for way in ways) else ()
    return ()


def _as_set(node: Node) -> Node:
    """A fixed character as the set of it alone; all else as it is."""
    return OneOf(characters(map(ord, fixed))) if (fixed := "".join(_fixed_text([node]))) else node


def _has(way: At | OneOf, character: str) -> bool:
    """Whether a way takes a character: then a match that begins later may have its fixed text earlier."""
    return isinstance(way, OneOf) and ord(character) in ascii_part(way.characters)


def _item(node: Node) -> str:
    """The text of an element of the pattern itself, which may be a numbered group."""
    match node:
        case Group(int(), name, body):
            return f"({f'?P<{name}>' if name else ''}{''.join(map(_item, _row(body)))})"
        case _:
            return _text(node)


def _text(node: Node) -> str:
    """The text of an element that has no numbered group in it."""
    match node:
        case Literal(code, fold):
            if code >= _ASCII:
                raise _OtherMeaningError
            letter = chr(code)
            both = {ord(letter.lower()), ord(letter.upper())}
            return re.escape(letter) if fold is CaseFold.NONE or len(both) == 1 else _set(characters(both))
        case OneOf(matched):
            return _set(matched)
        case At(anchor) if anchor in _ANCHORS:
            return _ANCHORS[anchor]
        case Group(None, _, body):
            return f"(?:{_text(body)})"
        case Sequence(items):
            return "".join(map(_text, items))
        case Alternation(branches):
            return f"(?:{'|'.join(map(_text, branches))})"
        case Repeat(body, low, high, Mode.GREEDY | Mode.LAZY as mode) if _is_one_way(body, low, high):
            return f"{_text(body)}{{{low},{'' if high is None else high}}}{mode.value}"
    raise _OtherMeaningError


def _is_one_way(body: Node, low: int, high: int | None) -> bool:
    """Whether each round of a repetition has a single way to match, and takes something."""
    if isinstance(body, Literal | OneOf):
        return True
    return (
        isinstance(body, Group)
        and (low, high) == (0, 1)
        and all(isinstance(item, Literal | OneOf) for item in _row(body.body))
        and body.number is None
        and body.body != Sequence(())
    )


def _set(matched: CharacterSet) -> str:
    """One character of a set, of which ASCII alone counts."""
    present = characters(ascii_part(matched))
    if present == NOTHING:
        raise _OtherMeaningError
    spans = "".join(rf"\x{low:02x}" + (rf"-\x{high:02x}" if low < high else "") for low, high in present.spans)
    return f"[{spans}]"
