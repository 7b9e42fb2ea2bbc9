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
    from collections.abc import Iterator, Sequence

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
    "AEST": "+1000",
    "AEDT": "+1100",
    "NZST": "+1200",
    "NZDT": "+1300",
    "KST": "+0900",
    "HKT": "+0800",
    "SGT": "+0800",
}
_ZONE_NAME: Final = re.compile(rf"\b(?:{'|'.join(_NAMED_ZONES)})\b")
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
_SHORT_YEAR: Final = r"(?<![\d/])(\d{2})/(\d{2})/(\d{2})"
_SHORT_DATE: Final = re.compile(rf"{_SHORT_YEAR}[,;]?[ ,;T]\d{{2}}:\d{{2}}", re.ASCII)
_OLDEST: Final = 10
_NEWEST: Final = 40
_SHORT_ORDERS: Final = ((2, 0, 1), (2, 1, 0), (0, 1, 2))
"""Which of the three numbers are year, month, and day: month first, day first, year first."""
_TWO_WAYS: Final = (r"(\d{1,2})/(\d{1,2})/(\d{4})(?:, ?|[ T:])", r"(\d{1,2})-(\d{1,2})-(\d{4})(?:, ?|[ T:])")


@dataclass(frozen=True, slots=True)
class TimeHints:
    """What the samples show of their times. `day_first` says how `03/04/2026` is meant.

    `short_year` is what is captured of a date such as `03/04/26`; it is empty where there is none. `zones` are names of
    zones.
    """

    day_first: bool = False
    short_year: str = ""
    zones: frozenset[str] = frozenset()


@cache
def time_forms(hints: TimeHints) -> tuple[TimeForm, ...]:
    """All forms that the samples may have, the surest first."""
    dates = [*_DATES]
    order = r"\3-\2-\1" if hints.day_first else r"\3-\1-\2"
    dates += [_Date(rf"{each}{_CLOCK}", order, "yyyy-M-d") for each in _TWO_WAYS]
    if hints.short_year:
        dates.append(_Date(rf"{_SHORT_YEAR}[,;]?[ ,;T]{_CLOCK}", hints.short_year, "yyyy-MM-dd", 2))
    zones = [(name, offset) for name, offset in _NAMED_ZONES.items() if name in hints.zones]
    found = [form for date in dates for form in _variants(date, zones)]
    for each in (*_TWO_WAYS, r"(\d{4})-(\d{2})-(\d{2})[ T]"):
        swapped = order if each in _TWO_WAYS else r"\1-\2-\3"
        regex = rf"{each}(\d{{1,2}}:\d{{2}}:\d{{2}})(?:\.\d{{1,9}})?{_HALF}"
        found.append(TimeForm(regex, rf"{swapped} \4 \5", "yyyy-M-d h:mm:ss a", 30))
        regex = rf"{each}(\d{{1,2}}:\d{{2}})(?![:\d])"
        found.append(TimeForm(regex, rf"{swapped} \4", "yyyy-M-d H:mm", 35))
        regex = rf"{each}(\d:\d{{2}}:\d{{2}})(?![:\d])(?! ?[AaPp][Mm])"
        found.append(TimeForm(regex, rf"{swapped} \4", "yyyy-M-d H:mm:ss", 34))
    header = rf"{_MONTH} {{1,2}}(\d{{1,2}}) {_CLOCK}"
    for name, offset in zones:
        behind = rf" {name}\b(?! \d{{4}})"
        zoned = rf"{header}{_FRACTION}{behind}"
        found.append(TimeForm(zoned, rf"\1 \2 \3.\4 {offset}", "MMM d HH:mm:ss.SSS Z", 38))
        found.append(TimeForm(rf"{header}{behind}", rf"\1 \2 \3 {offset}", "MMM d HH:mm:ss Z", 39))
    found.append(TimeForm(rf"{header}{_FRACTION}(?! \d{{4}})", r"\1 \2 \3.\4", "MMM d HH:mm:ss.SSS", 40))
    found.append(TimeForm(header, r"\1 \2 \3", "MMM d HH:mm:ss", 41))
    return tuple(sorted(found, key=lambda form: form.rank))


def _variants(date: _Date, zones: Sequence[tuple[str, str]]) -> Iterator[TimeForm]:
    groups = re.compile(date.regex).groups
    if date.clock > 0:
        yield TimeForm(date.regex, rf"{date.capture} \{date.clock}", f"{date.format} HH:mm:ss", 20 + date.rank)
        return
    clock = rf"\{groups - 2}:\{groups - 1}:\{groups}" if date.clock < 0 else rf"\{groups}"
    more, most = groups + 1, groups + 2
    text = rf"{date.capture} {clock}"
    zoned = ((_UTC, 0, " +0000"), (_OFFSET, 2, None), (r"(?! ?[AaPp][Mm])", 0, ""))
    named = tuple((rf" {name}\b", 0, f" {offset}") for name, offset in zones)
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


def hints_of(texts: Sequence[str]) -> TimeHints:
    """What texts show of their times."""
    zones = frozenset(name for text in texts for name in _ZONE_NAME.findall(text))
    return TimeHints(_is_day_first(texts), _short_year(texts), zones)


def _is_day_first(texts: Sequence[str]) -> bool:
    """How dates such as `03/04/2026` are meant: the day stands first where the first number is over 12 in one."""
    for text in texts:
        found = re.search(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]\d{4}", text)
        if found and int(found[1]) > 12:
            return True
        if found and int(found[2]) > 12:
            return False
    return False


def _short_year(texts: Sequence[str]) -> str:
    """How dates such as `03/04/26` are meant: each of them is a date of this century until now, in one order."""
    found = [tuple(map(int, each.groups())) for text in texts if (each := _SHORT_DATE.search(text))]
    for year, month, day in _SHORT_ORDERS:
        fits = all(_OLDEST <= each[year] <= _NEWEST and 0 < each[month] < 13 and 0 < each[day] < 32 for each in found)
        if found and fits:
            return rf"20\{year + 1}-\{month + 1}-\{day + 1}"
    return ""
