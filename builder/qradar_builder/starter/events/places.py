"""Takes lines apart whose values have a place and no name: CSV, lists between bars, quoted texts one after another."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.pairs import found_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEWEST: Final = 6
"""How many values a line has at least."""
_MOST: Final = 60
_LONGEST: Final = 16_000
_DELIMITERS: Final = (",", ";", "|", "\t", '" "')
"""The last one is for quoted texts with blanks between them."""
_QUOTED: Final = re.compile(r'"[^"]*"')
_QUOTED_ROW: Final = re.compile(r'(?:"[^"]*"[ \t]{1,40})+(?:"[^"]*")?')


def placed_columns(
    own: Sequence[str | None], payloads: Sequence[str]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Expression, path, label and values of each place, where most lines are lists with one delimiter."""
    lines = [payload for payload in own if payload]
    found = max(((_size(lines, each), each) for each in _DELIMITERS), default=(0, ","))
    size, delimiter = found
    if not size:
        return
    for place in range(min(size, _MOST)):
        pattern = place_pattern(place, delimiter)
        label = f"value {place + 1}"
        yield {"regex": pattern}, (label,), label, found_by(pattern, payloads)


def place_pattern(place: int, delimiter: str) -> str:
    """The regular expression of the value at a place, counted from 0. A value may stand between quotes."""
    if delimiter == '" "':
        return rf'^(?:"[^"]*"[ \t]{{1,40}}){{{place}}}"([^"]+)"'
    mark = {"|": r"\|", "\t": r"\t"}.get(delimiter, delimiter)
    inner = mark if delimiter != "|" else "|"
    before = rf"""(?: ?"[^"]*"|[^"{inner}]*){mark}"""
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
