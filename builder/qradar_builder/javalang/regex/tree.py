"""The syntax tree of a Java regular expression."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.charset import CharacterSet


class CaseFold(Enum):
    """Which characters count as equal."""

    NONE = "exact"
    ASCII = "CASE_INSENSITIVE"
    UNICODE = "CASE_INSENSITIVE | UNICODE_CASE"


class Anchor(Enum):
    r"""A place in the text, by what Java calls it; UNIX_ variants know \n as the only line terminator."""

    INPUT_START = "\\A"
    INPUT_END = "\\z"
    FINAL_END = "\\Z"
    UNIX_FINAL_END = "(?d)\\Z"
    LINE_START = "(?m)^"
    UNIX_LINE_START = "(?md)^"
    LINE_END = "(?m)$"
    UNIX_LINE_END = "(?md)$"
    WORD_BOUNDARY = "\\b"
    NOT_WORD_BOUNDARY = "\\B"
    UNICODE_WORD_BOUNDARY = "(?U)\\b"
    UNICODE_NOT_WORD_BOUNDARY = "(?U)\\B"
    LAST_MATCH_END = "\\G"


class Mode(Enum):
    """How a repetition chooses its count."""

    GREEDY = ""
    LAZY = "?"
    POSSESSIVE = "+"


@dataclass(frozen=True, slots=True)
class Literal:
    """One character."""

    code: int
    fold: CaseFold


@dataclass(frozen=True, slots=True)
class OneOf:
    """One character of a set: a class, `.`, a predefined class, a property."""

    characters: CharacterSet


@dataclass(frozen=True, slots=True)
class At:
    """A zero-width place."""

    anchor: Anchor


@dataclass(frozen=True, slots=True)
class LineBreak:
    r"""`\R`."""


@dataclass(frozen=True, slots=True)
class Grapheme:
    r"""`\X`."""


@dataclass(frozen=True, slots=True)
class BackReference:
    r"""`\n` and `\k<name>`; a number without a group never matches."""

    number: int
    fold: CaseFold
    index: int


@dataclass(frozen=True, slots=True)
class Group:
    """`(…)` with its number and perhaps a name, or `(?:…)` with number None."""

    number: int | None
    name: str | None
    body: Node


@dataclass(frozen=True, slots=True)
class Atomic:
    """`(?>…)`."""

    body: Node


@dataclass(frozen=True, slots=True)
class Look:
    """A look-around; `reach` belongs to a look-behind."""

    ahead: bool
    negative: bool
    body: Node
    index: int
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the most characters that Java's look-behind tries; `high` None is without limit.

    Java computes them with 32 bits, so `high` can lie below what the body may take, even below `low`. For the same
    reason the look-behind fails unless `start` characters or more stand before the place.
    """

    low: int
    high: int | None
    start: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """`body` from `low` to `high` times; None is without limit. `index` is the place of the quantifier."""

    body: Node
    low: int
    high: int | None
    mode: Mode
    index: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; empty matches the empty text."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternation:
    """The first branch that lets the rest match; there are two or more."""

    branches: tuple[Node, ...]


Leaf = Literal | OneOf | At | LineBreak | Grapheme | BackReference
Node = Leaf | Group | Atomic | Look | Repeat | Sequence | Alternation
