"""How times are written in logs: for each form a regular expression, and the date pattern for what it captures.

What is captured is put together anew, so that both of Java's date classes read it alike: three digits of a second or
none, an offset of four digits behind a blank, and no text between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.values.times.device_time import DeviceTime, compile_device_time
from qradar_builder.dsm.values.times.epochs import EPOCH_MILLISECONDS, EPOCH_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOCK: Final = r"(\d{2}:\d{2}:\d{2})"
_MONTH: Final = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_UTC: Final = r" ?(?:Z|UTC|GMT|\(UTC\)|[+-]00:?00)(?![\w:])"
_OFFSET: Final = r" ?(?:UTC|GMT)?([+-]\d{2}):?(\d{2})(?![\w:])"
# Behind a comma, a long number is the next value of a row.
_FRACTION: Final = r"(?:\.|,(?=(?:\d{3}){1,2}(?![\d.])))(\d{3})\d{0,6}"
_NO_FRACTION: Final = r"(?:[.,]\d{1,2}(?!\d))?"
_HALF: Final = r" ?([AaPp][Mm])(?!\w)"
# Names of zones that mean one offset only.
_NAMED_ZONES: Final = {
    "CET": "+0100",
    "CEST": "+0200",
    "EET": "+0200",
    "EEST": "+0300",
    "MSK": "+0300",
    "JST": "+0900",
    "EST": "-0500",
    "EDT": "-0400",
    "CDT": "-0500",
    "MDT": "-0600",
    "PST": "-0800",
    "PDT": "-0700",
}
_NOW: Final = 1_767_603_600_000


@dataclass(frozen=True, slots=True)
class TimeForm:
    """A way to write times. `pattern` has groups, of which `capture` makes the text that `format` reads."""

    pattern: str
    capture: str
    format: str
    rank: int

    @property
    def reader(self) -> DeviceTime:
        """The date pattern, compiled."""
        return compile_device_time(self.format)

    def reads(self, text: str) -> bool:
        """Whether both date classes read a captured text."""
        return self.reader.read(text, _NOW, "UTC").epoch_ms is not None


@dataclass(frozen=True, slots=True)
class _Date:
    """A date and the clock behind it: groups, what is captured of them without the clock, and its date pattern."""

    regex: str
    capture: str
    format: str
    rank: int = 0
    clock: int = 0
    """The number of the clock's group where it does not stand last."""


_DATES: Final = (
    _Date(rf"(\d{{4}}-\d{{2}}-\d{{2}})(?:[T _,-]|, )\[?{_CLOCK}", r"\1", "yyyy-MM-dd"),
    _Date(rf"(\d{{4}})/(\d{{2}})/(\d{{2}})[T :-]{{1,2}}{_CLOCK}", r"\1-\2-\3", "yyyy-MM-dd"),
    _Date(rf"(\d{{4}})\.(\d{{2}})\.(\d{{2}})[T :-]{_CLOCK}", r"\1-\2-\3", "yyyy-MM-dd"),
    _Date(rf"(\d{{1,2}})/{_MONTH}/(\d{{4}})[ :T]{_CLOCK}", r"\1 \2 \3", "d MMM yyyy"),
    _Date(rf"(\d{{1,2}})[ -]{_MONTH}[ -](\d{{4}})[, :T]{{1,2}}{_CLOCK}", r"\1 \2 \3", "d MMM yyyy"),
    _Date(rf"{_MONTH} {{1,2}}(\d{{1,2}}),? (\d{{4}})[, ]{{1,2}}(?:@ )?{_CLOCK}", r"\2 \1 \3", "d MMM yyyy"),
    _Date(
        rf"{_MONTH} {{1,2}}(\d{{1,2}}) {_CLOCK}(?:\.\d{{1,6}})?(?: [A-Z]{{3,4}})? (20\d{{2}})(?!\d)",
        r"\2 \1 \4", "d MMM yyyy", clock=3,
    ),
    _Date(rf"(\d{{4}}) {_MONTH} {{1,2}}(\d{{1,2}}) {_CLOCK}", r"\3 \2 \1", "d MMM yyyy"),
    _Date(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}),? {_CLOCK}", r"\3-\2-\1", "yyyy-M-d"),
    _Date(r"(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})(?![\d])", r"\1-\2-\3", "yyyy-MM-dd", 1, -1),
    _Date(r"(\d{4}-\d{2}-\d{2})[-T](\d{2})\.(\d{2})\.(\d{2})", r"\1", "yyyy-MM-dd", 1, -1),
    _Date(rf"(\d{{4}})(\d{{2}})(\d{{2}})[T ]{_CLOCK}", r"\1-\2-\3", "yyyy-MM-dd"),
)  # fmt: skip
_NO_DIGITS: Final = r"(?![\d.]|[eE]\d)"
EPOCH_FORMS: Final = tuple(
    TimeForm(rf"(1\d{{9}}){rest}", capture, pattern, 50)
    for rest, capture, pattern in (
        (rf"(\d{{3}})(?:\d{{3}}|\d{{6}})?(?:\.\d{{1,9}})?{_NO_DIGITS}", r"\1\2 +0000", EPOCH_MILLISECONDS),
        (rf"\.(\d{{3}})\d{{0,6}}{_NO_DIGITS}", r"\1\2 +0000", EPOCH_MILLISECONDS),
        (rf"(?:\.\d{{1,2}})?{_NO_DIGITS}", r"\1 +0000", EPOCH_SECONDS),
    )
)
"""Seconds, milliseconds, microseconds and nanoseconds since 1970."""
_TWO_WAYS: Final = (r"(\d{1,2})/(\d{1,2})/(\d{4})(?:, ?|[ T:])", r"(\d{1,2})-(\d{1,2})-(\d{4})(?:, ?|[ T:])")


@cache
def time_forms(*, day_first: bool) -> tuple[TimeForm, ...]:
    """All forms, the surest first. `day_first` says how `03/04/2026` is meant."""
    dates = [*_DATES]
    order = r"\3-\2-\1" if day_first else r"\3-\1-\2"
    dates += [_Date(rf"{each}{_CLOCK}", order, "yyyy-M-d") for each in _TWO_WAYS]
    found = [form for date in dates for form in _variants(date)]
    for each in (*_TWO_WAYS, r"(\d{4})-(\d{2})-(\d{2})[ T]"):
        swapped = order if each in _TWO_WAYS else r"\1-\2-\3"
        regex = rf"{each}(\d{{1,2}}:\d{{2}}:\d{{2}})(?:\.\d{{1,9}})?{_HALF}"
        found.append(TimeForm(regex, rf"{swapped} \4 \5", "yyyy-M-d h:mm:ss a", 30))
        regex = rf"{each}(\d{{1,2}}:\d{{2}})(?![:\d])"
        found.append(TimeForm(regex, rf"{swapped} \4", "yyyy-M-d H:mm", 35))
        regex = rf"{each}(\d:\d{{2}}:\d{{2}})(?![:\d])(?! ?[AaPp][Mm])"
        found.append(TimeForm(regex, rf"{swapped} \4", "yyyy-M-d H:mm:ss", 34))
    header = rf"{_MONTH} {{1,2}}(\d{{1,2}}) {_CLOCK}"
    for name, offset in _NAMED_ZONES.items():
        behind = rf" {name}\b(?! \d{{4}})"
        zoned = rf"{header}{_FRACTION}{behind}"
        found.append(TimeForm(zoned, rf"\1 \2 \3.\4 {offset}", "MMM d HH:mm:ss.SSS Z", 38))
        found.append(TimeForm(rf"{header}{behind}", rf"\1 \2 \3 {offset}", "MMM d HH:mm:ss Z", 39))
    found.append(TimeForm(rf"{header}{_FRACTION}(?! \d{{4}})", r"\1 \2 \3.\4", "MMM d HH:mm:ss.SSS", 40))
    found.append(TimeForm(header, r"\1 \2 \3", "MMM d HH:mm:ss", 41))
    return tuple(sorted(found, key=lambda form: form.rank))


def _variants(date: _Date) -> Iterator[TimeForm]:
    groups = re.compile(date.regex).groups
    if date.clock > 0:
        yield TimeForm(date.regex, rf"{date.capture} \{date.clock}", f"{date.format} HH:mm:ss", 20 + date.rank)
        return
    clock = rf"\{groups - 2}:\{groups - 1}:\{groups}" if date.clock < 0 else rf"\{groups}"
    more, most = groups + 1, groups + 2
    text = rf"{date.capture} {clock}"
    zoned = ((_UTC, 0, " +0000"), (_OFFSET, 2, None), (r"(?! ?[AaPp][Mm])", 0, ""))
    named = tuple((rf" {name}\b", 0, f" {offset}") for name, offset in _NAMED_ZONES.items())
    for number, (zone, _, fixed) in enumerate((*zoned, *named)):
        suffix = "" if number == 2 else " Z"
        rank = (10 if number == 2 else 0) + date.rank
        behind = fixed if fixed is not None else rf" \{most}\{most + 1}"
        yield TimeForm(
            rf"{date.regex}{_FRACTION}{zone}", rf"{text}.\{more}{behind}", f"{date.format} HH:mm:ss.SSS{suffix}", rank
        )
        behind = fixed if fixed is not None else rf" \{more}\{more + 1}"
        yield TimeForm(
            rf"{date.regex}{_NO_FRACTION}{zone}", rf"{text}{behind}", f"{date.format} HH:mm:ss{suffix}", rank + 1
        )


def is_day_first(texts: list[str]) -> bool:
    """How dates such as `03/04/2026` are meant: the day stands first where the first number is over 12 in one."""
    for text in texts:
        found = re.search(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]\d{4}", text)
        if found and int(found[1]) > 12:
            return True
        if found and int(found[2]) > 12:
            return False
    return False
