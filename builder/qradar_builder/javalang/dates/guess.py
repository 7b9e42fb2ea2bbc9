"""Guesses date patterns from a text. Whether a guess reads the text is for the caller to try."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.words import MONTHS, WEEKDAYS
from qradar_builder.quick.patterns import late

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST: Final = 100
"""Longer texts are no dates."""

_MONTH: Final = "|".join([*MONTHS, *(name[:3] for name in MONTHS)])
_DAY: Final = "|".join([*WEEKDAYS, *(name[:3] for name in WEEKDAYS)])
_CLOCK: Final = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
    r"(?P<half>\s?(?:AM|PM))?"
)
_ZONE: Final = (
    r"(?P<gap>\s?)(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{3,4}|[A-Z][a-z]+/[A-Za-z_/]+)?"
    r"(?P<region>\[[A-Za-z_/]+\])?"
)
_DATES: Final = (
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})",
    r"(?P<year>\d{4})(?P<sep>)(?P<month>\d{2})(?P<day>\d{2})",
    rf"(?P<year>\d{{4}})(?P<sep>[-/. ])(?P<name>{_MONTH})(?P=sep)(?P<day>\d{{1,2}})",
    rf"(?P<day>\d{{1,2}})(?P<sep>[-/. ])(?P<name>{_MONTH})(?P=sep)(?P<year>\d{{4}}|\d{{2}})",
    rf"(?P<name>{_MONTH})(?P<sep>[-/. ])(?P<day>\d{{1,2}})(?P<after>,? )(?P<year>\d{{4}})",
    r"(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})",
    r"(?P<month>\d{1,2})(?P<sep>[-/.])(?P<day>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})",
)
_COMPACT = late(
    r"(?P<date>\d{8})(?P<middle>[T _-]?)(?P<clock>\d{6}|\d{4})(?:\.(?P<fraction>\d{1,9}))?(?P<zone>Z|[+-]\d{4})?"
)
_UNIX = late(rf"(?:{_DAY}) (?:{_MONTH}) (?P<day> \d|\d\d) \d{{2}}:\d{{2}}:\d{{2}}(?: (?P<zone>[A-Z]{{3,4}}))? \d{{4}}")
_EPOCH = late(r"-?\d{9,10}(?:\.\d+)?|\d{12,13}|\d{16}|\d{19}")
_RUNS = late(r"'[^']*'|(?P<letter>[A-Za-z])(?P=letter)*")
_LETTERS: Final = {"year": "y", "month": "M", "day": "d"}


def is_epoch(text: str) -> bool:
    """Whether a text is a number of seconds or milliseconds (or less) since 1970, by its digits."""
    return _EPOCH.fullmatch(text.strip()) is not None


def guesses(text: str, *, optional: bool = True, offsets: str = "X") -> Iterator[str]:
    """Patterns that may read a text, the likeliest first.

    With `optional` a fraction is in brackets, as only java.time knows them. `offsets` is the letter of offsets: `X` as
    java.time and SimpleDateFormat have it, or `Z`, with which an offset needs four digits.
    """
    if len(text) > LONGEST:
        return
    unix = _UNIX.fullmatch(text)
    if unix:
        day = "ppd" if unix["day"].startswith(" ") else "dd"
        yield f"EEE MMM {day} HH:mm:ss{' z' if unix['zone'] else ''} yyyy"
    for form in _forms():
        match = form.fullmatch(text)
        if match:
            yield from _of_form(match, optional, offsets)
    compact = _COMPACT.fullmatch(text)
    if compact:
        middle = "'T'" if compact["middle"] == "T" else compact["middle"]
        fraction = _fraction("." if compact["fraction"] else "", compact["fraction"] or "", optional)
        yield f"yyyyMMdd{middle}{'HHmmss'[: len(compact['clock'])]}{fraction}{_zone(compact['zone'] or '', offsets)}"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Dates as people and programs write them. They take long to compile, and few commands guess a date."""
    whole = rf"(?:(?P<weekday>{_DAY})(?P<comma>,? ))?(?P<date>%s)(?:(?P<middle>[^\d]{{1,4}}?){_CLOCK}{_ZONE})?"
    return tuple(re.compile(whole % date) for date in _DATES)


def _of_form(match: re.Match[str], optional: bool, offsets: str) -> Iterator[str]:
    weekday = f"{'EEE' if len(match['weekday']) == 3 else 'EEEE'}{match['comma']}" if match["weekday"] else ""
    date = _date(match)
    if match["hour"] is None:
        yield weekday + date
        return
    hour = ("h" if match["half"] else "H") * len(match["hour"])
    second = f":{'s' * len(match['second'])}" if match["second"] else ""
    fraction = _fraction(match["point"] or "", match["fraction"] or "", optional)
    half = f"{' ' if match['half'][0].isspace() else ''}a" if match["half"] else ""
    clock = f"{hour}:mm{second}{fraction}{half}"
    region = "'['VV']'" if match["region"] else ""
    zone = _zone(match["zone"] or "", offsets)
    yield f"{weekday}{date}{_quoted(match['middle'])}{clock}{match['gap']}{zone}{region}"


def _date(match: re.Match[str]) -> str:
    """The pattern of a date: letters in place of each part."""
    text, first = match["date"], match.start("date")
    pieces, position = [], 0
    for start, key, value in sorted(_parts(match)):
        pieces.append(text[position : start - first])
        wide = "MMM" if len(value) == len("Jan") else "MMMM"
        pieces.append(wide if key == "name" else _LETTERS[key] * len(value))
        position = start - first + len(value)
    return "".join(pieces)


def _parts(match: re.Match[str]) -> Iterator[tuple[int, str, str]]:
    for key, value in match.groupdict().items():
        if value is not None and key in ("name", *_LETTERS):
            yield match.start(key), key, value


def _fraction(point: str, digits: str, optional: bool) -> str:
    if not digits:
        return ""
    written = f"{point}{'S' * len(digits)}"
    return f"[{written}]" if optional else written


def _zone(text: str, offsets: str) -> str:
    if not text:
        return ""
    if text == "Z":
        return "X" if offsets == "X" else "'Z'"
    if text[0] in "+-":
        if offsets == "Z":
            return "Z"
        return {3: "X", 5: "XX", 6: "XXX"}[len(text)]
    return "VV" if "/" in text else "z"


def _quoted(text: str) -> str:
    return f"'{text}'" if any(each.isalpha() for each in text) else text


def runs_of(pattern: str) -> list[str]:
    """The runs of letters of a pattern, such as `yyyy`, without what is quoted."""
    return [match[0] for match in _RUNS.finditer(pattern) if match["letter"]]
