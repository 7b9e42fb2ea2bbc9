"""Takes lines apart whose values have a place and no name: CSV, lists between bars, quoted texts one after another."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.headers import Header, Place
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.row_roles import row_roles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.starter.events.row_roles import Role

_FEWEST: Final = 6
"""How many values a line has at least."""
_MOST: Final = 60
_FEWEST_OF_ROLES: Final = 8
_SHARE_OF_ROLES: Final = 10
"""Values that have a meaning are looked for where one line in so many has them, or more."""
_LONGEST: Final = 16_000
_MARKS: Final = (",", ";", "|", "\t")
_DELIMITERS: Final = (*_MARKS, '" "')
"""The last one is for quoted texts with blanks between them."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_QUOTED_ROW: Final = re.compile(r'(?:"[^"]*"[ \t]{1,40})+(?:"[^"]*")?')


def placed_columns(
    own: Sequence[str | None], payloads: Sequence[str]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...], Place | None]]:
    """Expression, path, label, values and place of each place, where most lines are lists with one delimiter."""
    lines = [payload for payload in own if payload]
    found = max(((_size(lines, each), each) for each in _DELIMITERS), default=(0, ","))
    size, delimiter = found
    if not size:
        return
    header = Header(("",) * size, delimiter) if delimiter in _MARKS else None
    for place in range(min(size, _MOST)):
        pattern = place_pattern(place, delimiter)
        label = f"value {place + 1}"
        where = None if header is None else Place(header, place)
        yield {"regex": pattern}, (label,), label, found_by(pattern, payloads), where


def role_columns(
    own: Sequence[str | None], payloads: Sequence[str]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Expression, path, label and values of each place whose values tell what it is; the path has it in words."""
    lines = [payload for payload in own if payload]
    for delimiter in _MARKS:
        rows = [_values(line, delimiter) for line in lines if _fields(line, delimiter) >= _FEWEST_OF_ROLES]
        size = 0
        if rows and len(rows) * 2 < len(lines):
            # Rows among other texts are as long as each other, and only these are read.
            size = Counter(map(len, rows)).most_common(1)[0][0]
            rows = [row for row in rows if len(row) == size]
        if not rows or len(rows) * _SHARE_OF_ROLES < len(lines):
            continue
        for role in row_roles(rows, payloads):
            pattern = _role_pattern(role, delimiter)
            if size and not role.kinds:
                inner = _inner(delimiter)
                rest = rf"""(?:(?:"[^"]*")+|[^"{inner}]*)\s*$"""
                pattern = rf"^(?=(?:{_before(delimiter)}){{{size - 1}}}{rest}){pattern.removeprefix('^')}"
            label = f"{role.words} {role.place + 1}"
            yield {"regex": pattern}, (role.words,), label, found_by(pattern, payloads)


def _values(line: str, delimiter: str) -> list[str]:
    """The values of a row, without quotes around them."""
    inner, mark = _inner(delimiter), _mark(delimiter)
    found = re.findall(rf"""((?: ?(?:"[^"]*")+|[^"{inner}]*)){mark}""", line[:_LONGEST] + delimiter)
    return [value.strip().strip('"') for value in found]


def _role_pattern(role: Role, delimiter: str) -> str:
    """The regular expression of a place, in rows of some kinds only where it has kinds."""
    if not role.kinds:
        return place_pattern(role.place, delimiter)
    inner, mark = _inner(delimiter), _mark(delimiter)
    before = _before(delimiter)
    kinds = "|".join(map(re.escape, role.kinds)).replace(r"\-", "-")
    between = role.place - role.kind_place - 1
    start = rf"""^(?:{before}){{{role.kind_place}}} ?"?(?:{kinds})"?{mark}"""
    return rf"""{start}(?:{before}){{{between}}} ?"?([^"{inner}\s][^"{inner}]*)"""


def _mark(delimiter: str) -> str:
    return {"|": r"\|", "\t": r"\t"}.get(delimiter, delimiter)


def _inner(delimiter: str) -> str:
    return r"\t" if delimiter == "\t" else delimiter


def _before(delimiter: str) -> str:
    """What stands before a place: a value and its delimiter."""
    return rf"""(?: ?(?:"[^"]*")+|[^"{_inner(delimiter)}]*){_mark(delimiter)}"""


def place_pattern(place: int, delimiter: str) -> str:
    """The regular expression of the value at a place, counted from 0. A value may stand between quotes."""
    if delimiter == '" "':
        return rf'^(?:"[^"]*"[ \t]{{1,40}}){{{place}}}"([^"]+)"'
    inner, before = _inner(delimiter), _before(delimiter)
    return rf"""^(?:{before}){{{place}}} ?"?([^"{inner}\s][^"{inner}]*)""" if place else rf"""^"?([^"{inner}]+)"""


def _size(lines: Sequence[str], delimiter: str) -> int:
    """How many values most lines have; 0 where they are no lists."""
    counts = Counter(_fields(line, delimiter) for line in lines)
    lists = sum(count for size, count in counts.items() if size >= _FEWEST)
    if not lines or lists * 5 < len(lines) * 3:
        return 0
    return max(size for size, count in counts.items() if size >= _FEWEST)


def _fields(line: str, delimiter: str) -> int:
    """How many values a line has between delimiters, if these part short values and not sentences."""
    if delimiter == '" "':
        row = _QUOTED_ROW.match(line[:_LONGEST])
        return 0 if row is None else len(_QUOTED.findall(row[0]))
    plain = re.sub(r'"[^"]*"', "", line[:_LONGEST])
    parts = plain.split(delimiter)
    if sum(len(part.split()) > 4 for part in parts) * 4 > len(parts):
        return 0
    return len(parts)
