"""Sets of characters: algebra, and how a set is written in the syntax of the `regex` package (V1)."""

from __future__ import annotations

import string
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CODE_POINT = 0x10FFFF
# Characters that mean themselves everywhere in a pattern.
_ORDINARY = frozenset(string.ascii_letters + string.digits + "_=\"',;%@/")


@dataclass(frozen=True, slots=True)
class Ranges:
    """Code points as sorted spans (first, last) that neither touch nor overlap."""

    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Property:
    r"""A Unicode property, by the text that follows in `\p{…}` of the `regex` package."""

    name: str


@dataclass(frozen=True, slots=True)
class Union:
    """Characters of any member."""

    members: tuple[CharacterSet, ...]


@dataclass(frozen=True, slots=True)
class Intersection:
    """Characters of both sides."""

    left: CharacterSet
    right: CharacterSet


@dataclass(frozen=True, slots=True)
class Complement:
    """Characters that are not in `of`."""

    of: CharacterSet


CharacterSet = Ranges | Property | Union | Intersection | Complement

NOTHING = Ranges(())
EVERYTHING = Ranges(((0, MAX_CODE_POINT),))


def ranges(*spans: tuple[int, int]) -> Ranges:
    """Return the set of all code points of the spans (first, last), which may overlap and come in any order."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1] + 1:
            if high > merged[-1][1]:
                merged[-1] = merged[-1][0], high
        else:
            merged.append((low, high))
    return Ranges(tuple(merged))


def characters(codes: Iterable[int]) -> Ranges:
    """Return the set of some code points."""
    return ranges(*((code, code) for code in codes))


def union(*members: CharacterSet) -> CharacterSet:
    """Return the characters of any member; plain code points are merged at once."""
    plain: list[tuple[int, int]] = []
    others: list[CharacterSet] = []
    for member in members:
        if isinstance(member, Ranges):
            plain.extend(member.spans)
        elif isinstance(member, Union):
            for inner in member.members:
                if isinstance(inner, Ranges):
                    plain.extend(inner.spans)
                else:
                    others.append(inner)
        else:
            others.append(member)
    merged = ranges(*plain)
    if not others or merged == EVERYTHING:
        return merged
    # Beside a property the `regex` package (2026.11) loses its negation: [^\p{L}\P{L}] matches there.
    if any(isinstance(other, Complement) and other.of in others for other in others):
        return EVERYTHING
    if merged.spans:
        others.insert(0, merged)
    return others[0] if len(others) == 1 else Union(tuple(others))


def complement(of: CharacterSet) -> CharacterSet:
    """Return the characters that are not in a set."""
    if isinstance(of, Complement):
        return of.of
    if not isinstance(of, Ranges):
        return Complement(of)
    gaps: list[tuple[int, int]] = []
    start = 0
    for low, high in of.spans:
        if low > start:
            gaps.append((start, low - 1))
        start = high + 1
    if start <= MAX_CODE_POINT:
        gaps.append((start, MAX_CODE_POINT))
    return Ranges(tuple(gaps))


def intersection(left: CharacterSet, right: CharacterSet) -> CharacterSet:
    """Return the characters of both sets."""
    if isinstance(left, Ranges) and isinstance(right, Ranges):
        return complement(union(complement(left), complement(right)))
    if NOTHING in (left, right):
        return NOTHING
    if left == EVERYTHING:
        return right
    return left if right == EVERYTHING else Intersection(left, right)


def ascii_part(of: CharacterSet) -> frozenset[int]:
    """Return the ASCII code points of a set."""
    match of:
        case Ranges(spans):
            return frozenset(code for low, high in spans if low < 128 for code in range(low, min(high, 127) + 1))
        case Property(name):
            return _ascii_of_property(name)
        case Union(members):
            return frozenset().union(*(ascii_part(member) for member in members))
        case Intersection(left, right):
            return ascii_part(left) & ascii_part(right)
        case Complement(inner):
            return frozenset(range(128)) - ascii_part(inner)


def escape(code: int) -> str:
    """Return one code point as a literal, good both inside and outside of brackets."""
    character = chr(code)
    if character in _ORDINARY:
        return character
    if 0x20 < code < 0x7F:
        return "\\" + character
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


@lru_cache(maxsize=1024)
def set_text(of: CharacterSet) -> str:
    """Return a set as an expression of the `regex` package that matches one character, without any flag set."""
    if of == NOTHING:
        return "(?!)"
    if of == EVERYTHING:
        return "(?s:.)"
    if isinstance(of, Ranges) and of.spans[0][0] == of.spans[-1][1]:
        return escape(of.spans[0][0])
    if not isinstance(of, Ranges) and _is_flat(of):
        return _members_text(of)
    return _bracket_text(of)


def text_in_choice(of: CharacterSet) -> str:
    """Return a set as `set_text` does, for use below an alternation.

    The `regex` package (2026.11) merges the branches `[^a]|[^b]` into one set as if they were `[^ab]`; written as two
    ranges they keep their meaning.
    """
    if isinstance(of, Ranges) and len(of.spans) == 2 and complement(of) == characters((of.spans[0][1] + 1,)):
        return f"[{_members_text(of)}]"
    return set_text(of)


def _bracket_text(of: CharacterSet) -> str:
    if isinstance(of, Complement):
        return f"[^{_members_text(of.of)}]"
    if isinstance(of, Ranges) and of.spans and of.spans[0][0] == 0 and of.spans[-1][1] == MAX_CODE_POINT:
        return f"[^{_members_text(complement(of))}]"
    return f"[{_members_text(of)}]"


def _members_text(of: CharacterSet) -> str:
    match of:
        case Ranges(spans):
            return "".join(_span_text(low, high) for low, high in spans)
        case Property(name):
            return f"\\p{{{name}}}"
        case Union(members):
            return "".join(_members_text(member) if _is_flat(member) else _bracket_text(member) for member in members)
        case Intersection(left, right):
            return f"{_bracket_text(left)}&&{_bracket_text(right)}"
        case Complement(Property(name)):
            return f"\\P{{{name}}}"
        case Complement():
            return _bracket_text(of)


def _is_flat(of: CharacterSet) -> bool:
    return isinstance(of, Ranges | Property) or (isinstance(of, Complement) and isinstance(of.of, Property))


def _span_text(low: int, high: int) -> str:
    if low == high:
        return escape(low)
    if high == low + 1:
        return escape(low) + escape(high)
    return f"{escape(low)}-{escape(high)}"


@lru_cache(maxsize=256)
def _ascii_of_property(name: str) -> frozenset[int]:
    found = regex.findall(f"\\p{{{name}}}", "".join(map(chr, range(128))), flags=regex.V1)
    return frozenset(map(ord, found))
