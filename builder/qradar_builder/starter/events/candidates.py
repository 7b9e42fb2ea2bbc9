"""Expressions that may fill a field, and the choice of those that together give most events a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.pairs import BEFORE, found_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qradar_builder.starter.events.columns import Column

MOST_EXPRESSIONS: Final = 8
"""How many expressions of a field are proposed."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """An expression with what it gives in each sample. The smaller `rank` is, the likelier it is the right one."""

    expression: dict[str, Any]
    values: tuple[str | None, ...]
    rank: tuple[float, ...]
    column: Column | None = None

    @property
    def text(self) -> str:
        """The expression for people."""
        kind = next(iter(self.expression))
        return f"{kind} `{self.expression[kind]}`"


@dataclass(frozen=True, slots=True)
class Choice:
    """The expressions that were chosen, in the order in which they are tried, and why others were not."""

    chosen: tuple[Candidate, ...]
    left: tuple[str, ...]


def choose(
    candidates: Iterable[Candidate], is_good: Callable[[str], bool], *, is_checked: bool, most: int = MOST_EXPRESSIONS
) -> Choice:
    """Choose the likeliest, then those that give a value where the ones before gave none.

    `is_checked` says that the parser itself passes over what is no value of the field; otherwise an expression that
    gives such a value would hide the ones behind it, and is left.
    """
    gains: dict[Candidate, int] = {}
    left: list[str] = []
    doubtful: list[Candidate] = []
    covered: set[int] = set()
    for each in sorted(candidates, key=lambda candidate: candidate.rank):
        good, bad = _fresh(each, covered, is_good)
        if not good:
            if any(each.values):
                left.append(f"{each.text}: it finds nothing that the earlier ones do not find")
        elif bad and not is_checked and len(bad) * 4 > len(good):
            doubtful.append(each)
        else:
            gains[each] = len(good)
            covered |= good if is_checked else good | bad
    for each in doubtful:
        good, bad = _fresh(each, covered, is_good)
        if len(good) > len(bad):
            # It hides nothing, for it stands last.
            gains[each] = len(good)
            covered |= good | bad
        else:
            left.append(f"{each.text}: it finds values such as {_example(each, bad)!r} that do not fit the field")
    kept = set(sorted(gains, key=lambda each: -gains[each])[:most])
    left += [f"{each.text}: {most} others find values in more samples" for each in gains if each not in kept]
    return Choice(tuple(each for each in gains if each in kept), tuple(left))


def _fresh(each: Candidate, covered: set[int], is_good: Callable[[str], bool]) -> tuple[set[int], set[int]]:
    """The samples without a value so far that get a good one, and a bad one."""
    fresh = {place: value for place, value in enumerate(each.values) if value is not None and place not in covered}
    good = {place for place, value in fresh.items() if is_good(value)}
    return good, set(fresh) - good


def _example(each: Candidate, places: set[int]) -> str:
    return next((str(each.values[place])[:40] for place in sorted(places)), "")


def cut(
    column: Column, value: str, payloads: Sequence[str], rank: tuple[float, ...], capture: str | None = None
) -> Candidate | None:
    """A candidate that takes a part of the column's values, by a regular expression for it with one group.

    None where no expression finds the column's key and nothing else.
    """
    for start in starts_of(column):
        pattern = start + value
        values = found_by(pattern, payloads, capture)
        pairs = list(zip(values, column.values, strict=True))
        # What it finds is a part of the column's own value, not of another key of the same name.
        odd = sum(mine is not None and (other is None or not _holds(other, mine)) for mine, other in pairs)
        if capture is None and odd * 4 > sum(mine is not None for mine in values):
            continue
        if capture is not None and any(mine is not None and other is None for mine, other in pairs):
            continue
        if any(mine is not None for mine in values):
            written: dict[str, Any] = {"regex": pattern} | ({} if capture is None else {"capture": capture})
            return Candidate(written, values, rank, column)
    return None


def _holds(text: str, part: str) -> bool:
    return part in text or part.replace("\\\\", "\\") in text or part.replace("\\/", "/") in text


_GROUP: Final = re.compile(r"\((?!\?)")
_MOST_ABOVE: Final = 3
_BESIDE: Final = r"[^{}]*(?:\{[^{}]*\}[^{}]*)*"
"""What may be in an object before a member: plain members, and objects of plain members."""


def starts_of(column: Column) -> list[str]:
    """Regular expressions for what stands before the column's value, up to its opening quote."""
    if column.is_header:
        return []
    key = _escaped(column.path[-1])
    if column.form is EventFormat.JSON:
        listed = r"\[\s*" if column.is_listed else ""
        plain = rf'"{key}"\s*:\s*{listed}"?'
        if len(column.path) < 2:
            return [plain]
        above = [rf'"{_escaped(step)}"\s*:\s*(?:\[\s*)?\{{' for step in column.path[-_MOST_ABOVE - 1 : -1]]
        return [plain, f"{above[-1]}[^{{}}]*{plain}", *([_BESIDE.join([*above, plain])] if len(above) > 1 else [])]
    if column.form is EventFormat.LEEF:
        return [rf"[|\t^]{key}="]
    if column.form is EventFormat.CEF:
        return [rf"[ |]{key}="]
    if "regex" in column.expression:
        pattern: str = column.expression["regex"]
        return [pattern[: max(found.start() for found in _GROUP.finditer(pattern))]]
    return [rf"{BEFORE}{key}=\"?"]


def _escaped(text: str) -> str:
    return re.escape(text).replace(r"\-", "-").replace(r"\@", "@").replace(r"\ ", " ")
