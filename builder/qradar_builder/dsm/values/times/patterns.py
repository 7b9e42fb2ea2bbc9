"""Java date patterns under both classes that QRadar may read them with: their parts, and where the two part ways.

Which class reads them is not documented: see DATE_CLASS. Sources of the traps: what Joda-Time and SimpleDateFormat do
with the patterns of IBM's documentation ("Matcher"), of IBM's content packages and of real exports.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.values.times.classes import date_classes, shortened
from qradar_builder.dsm.values.times.epochs import EPOCH_MILLISECONDS, EPOCH_SECONDS, is_epoch_pattern
from qradar_builder.javalang.dates.advice import pattern_advice
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.guess import guesses
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings, Origin

SYSLOG_PATTERN: Final = "MMM dd HH:mm:ss"
"""The form of time that is read without a date pattern."""

SAFE_OFFSET: Final = (
    r"capture the time with a regex, add an offset of four digits with the capture `\1 +0000` (or with separate "
    "groups), and end the date pattern with ` Z`"
)
SAFE_EPOCH: Final = (
    rf"add ` +0000` to the digits with the capture `\1 +0000`, and write `{EPOCH_SECONDS}` or `{EPOCH_MILLISECONDS}`: "
    "then the time is right with SimpleDateFormat, and not set with Joda-Time"
)
SAFE_FRACTION: Final = "capture three digits of the fraction with a regex, and write `SSS`"
SAFE_BLANK: Final = r"capture the time without the second space, with a regex with groups and the capture `\1 \2`"
_FRACTION_TEXT: Final = re.compile(r"[0-9][.,]([0-9]+)")
_OFFSET_TEXT: Final = re.compile(r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\Z")
_ZONE_TEXT: Final = frozenset({"Z", "UTC", "GMT"})
_TRIED_AT: Final = 1_767_603_600_000
_PARTS: Final = re.compile(r"'(?P<quoted>(?:[^']|'')*)(?:'|\Z)|(?P<letter>[A-Za-z])(?P=letter)*|[^A-Za-z']+")

# What to write in place of a letter that only one of the classes knows.
_OTHER_LETTERS: Final = {
    "X": f"{SAFE_OFFSET}; a quoted 'Z' is not an offset",
    "L": "write `MM` or `MMM`",
    "C": "write `yyyy`",
    "x": "write the date with `yyyy`, `MM` and `dd`",
    **dict.fromkeys("uFWe", "remove the weekday: the date is enough"),
}


@dataclass(frozen=True, slots=True)
class PatternPart:
    """A run of one pattern letter, or a literal, which has none. `text` is the run, or what the literal stands for."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Trap:
    """What is risky in a pattern, and what to write instead."""

    message: str
    help: str


@lru_cache(maxsize=512)
def pattern_parts(pattern: str) -> tuple[PatternPart, ...]:
    """Take a pattern apart, as both classes do. Letters that neither knows are runs too."""
    return tuple(
        PatternPart(match["letter"] or "", match[0] if match["quoted"] is None else _literal(match["quoted"]))
        for match in _PARTS.finditer(pattern)
    )


def _literal(quoted: str) -> str:
    return quoted.replace("''", "'") or "'"


def letters_of(pattern: str) -> frozenset[str]:
    """The pattern letters that are used."""
    return frozenset(part.letter for part in pattern_parts(pattern)) - {""}


def check_date_pattern(pattern: str, origin: Origin, findings: Findings) -> None:
    """Report a date pattern that neither class takes, and what is risky in one that they take."""
    try:
        found = traps(pattern)
    except JavaDateError as error:
        findings.add("parsing/date-pattern", origin, error.message, help=pattern_advice(pattern, date_classes) or None)
        return
    for trap in found:
        findings.add("parsing/date-trap", origin, trap.message, help=trap.help)


def advice(pattern: str, text: str) -> tuple[str, ...]:
    """What to write instead where the classes do not agree on a text."""
    letters = letters_of(pattern)
    found = [trap.help for trap in traps(pattern)]
    fraction = _FRACTION_TEXT.search(text)
    if "S" in letters and fraction is not None and len(fraction[1]) != 3:
        found.append(SAFE_FRACTION)
    if "Z" in letters and _OFFSET_TEXT.search(text):
        found.append(SAFE_OFFSET)
    if "  " in text and "  " not in pattern:
        found.append(SAFE_BLANK)
    return tuple(dict.fromkeys(found))


def advice_on_text(text: str) -> tuple[str, ...]:
    """What to write for a text that no date pattern reads safely."""
    fraction = _FRACTION_TEXT.search(text)
    found = []
    if fraction is not None and len(fraction[1]) != 3:
        found.append(SAFE_FRACTION)
    if _OFFSET_TEXT.search(text):
        found.append(SAFE_OFFSET)
    return tuple(found)


def fitting(text: str) -> str | None:
    """A date pattern that both classes read a text with, to the same time, and that has no traps; None where none does.

    Tried in UTC, at a fixed time.
    """
    for pattern in guesses(text, optional=False, offsets="Z"):
        read = {date_class.read(text, _TRIED_AT, "UTC") for date_class in date_classes(pattern)}
        if len(read) == 1 and not isinstance(next(iter(read)), str) and not traps(pattern):
            return pattern
    return None


@lru_cache(maxsize=512)
def traps(pattern: str) -> tuple[Trap, ...]:
    """What the two classes may read differently in a pattern, or both read wrong.

    Raises JavaDateError where both refuse the pattern.
    """
    if is_epoch_pattern(pattern):
        return ()
    parts = pattern_parts(pattern)
    fields = {part.letter: part.text for part in parts if part.letter}
    return (
        *_refused(pattern, fields),
        *_hours(fields),
        *_dates(pattern, fields),
        *_fractions(fields),
        *_zones(parts, fields),
        *_counts(parts),
    )


def _refused(pattern: str, fields: dict[str, str]) -> Iterator[Trap]:
    for date_class in date_classes(pattern):
        if date_class.refusal is not None:
            yield Trap(
                f"{date_class.name} refuses the date pattern `{shortened(pattern)}`: {date_class.refusal}",
                next(
                    (_OTHER_LETTERS[letter] for letter in fields if letter in _OTHER_LETTERS),
                    "write a date pattern that both classes accept",
                ),
            )


def _hours(fields: dict[str, str]) -> Iterator[Trap]:
    for letter in "hK":
        if letter in fields and "a" not in fields:
            yield Trap(
                f"`{fields[letter]}` is for 12-hour clocks, but the pattern has no `a` for AM or PM",
                "write `HH` for the hours from 00 to 23, or add `a` for AM and PM",
            )
    if "m" in fields and not fields.keys() & set("HhkK"):
        yield Trap(f"`{fields['m']}` are minutes, and there is no hour", "months are `MM`, hours are `HH`")
    if "k" in fields:
        yield Trap(
            f"`{fields['k']}` counts from 1 to 24: Joda-Time does not read the hour 00",
            "write `HH` for the hours from 00 to 23",
        )


def _dates(pattern: str, fields: dict[str, str]) -> Iterator[Trap]:
    if "Y" in fields:
        yield Trap(
            f"`{fields['Y']}` is the year of the week in SimpleDateFormat, which then reads another day",
            "write `yyyy`",
        )
    if fields.get("y") in {"y", "yyy"}:
        yield Trap(
            f"`{fields['y']}` reads two digits as a year of the first century in one or both classes",
            "write `yyyy`, or `yy` for two digits",
        )
    if "w" in fields:
        yield Trap(
            f"`{fields['w']}` counts weeks from Monday in Joda-Time and from Sunday in SimpleDateFormat",
            "write the date with `yyyy`, `MM` and `dd`",
        )
    if "D" in fields and fields.keys() & set("Md"):
        yield Trap(f"`{fields['D']}` is the day of the year", "write `dd` for the day of the month")
    if has_no_date(pattern) and len(fields.get("s", "")) <= 2:
        yield Trap("the date pattern has no date", "capture the whole date, and read it with `yyyy`, `MM` and `dd`")
    if pattern == SYSLOG_PATTERN:
        yield Trap(
            "Joda-Time does not read a day that is padded with a space, such as `Mar  5`, with this date pattern",
            "remove the date pattern: QRadar reads this form without one, except in properties, which need one",
        )


def has_no_date(pattern: str) -> bool:
    """Whether a pattern has neither a year nor a month, a day of the year or a week."""
    return not letters_of(pattern) & set("yYxCMLDwW")


def _fractions(fields: dict[str, str]) -> Iterator[Trap]:
    digits = fields.get("S", "SSS")
    if len(digits) > 3:
        yield Trap(
            f"`{digits}` is a fraction of {counted(len(digits), 'digit')} in Joda-Time, and that many milliseconds in "
            "SimpleDateFormat",
            SAFE_FRACTION,
        )
    elif len(digits) < 3:
        yield Trap(
            f"`{digits}` is a part of a second in Joda-Time, and milliseconds in SimpleDateFormat: `.5` is 500 or 5 of "
            "them",
            SAFE_FRACTION,
        )


def _zones(parts: tuple[PatternPart, ...], fields: dict[str, str]) -> Iterator[Trap]:
    for part in parts:
        if not part.letter and part.text.strip() in _ZONE_TEXT and not fields.keys() & set("zZX"):
            yield Trap(
                f"the quoted `{part.text.strip()}` is literal text: the time is read in the zone of the "
                f"event processor",
                SAFE_OFFSET,
            )
    if "z" in fields:
        yield Trap(
            f"`{fields['z']}` reads names of zones: Joda-Time knows UTC, GMT and those of the United States, its "
            "versions up to 2.1 none, and the classes differ in summer",
            SAFE_OFFSET,
        )
    if len(fields.get("Z", "")) > 2:
        yield Trap(
            f"`{fields['Z']}` is a zone such as Europe/Berlin in Joda-Time, and an offset in SimpleDateFormat",
            SAFE_OFFSET,
        )


def _counts(parts: tuple[PatternPart, ...]) -> Iterator[Trap]:
    seen = set()
    for part in parts:
        letter, width = part.letter, len(part.text)
        if letter == "s" and width > 2:
            yield Trap(
                f"`{part.text}` is not an epoch time: Joda-Time reads seconds up to 59, and "
                f"SimpleDateFormat counts from "
                "midnight in the zone of the event processor",
                "no date pattern can read epoch seconds with both classes: use another time of the event, "
                f"{SAFE_EPOCH}, or remove DeviceTime",
            )
        elif letter and letter in "dHhkKm" and width > 2:
            yield Trap(f"`{part.text}` has more than two digits", f"write `{letter * 2}`")
        if letter and letter in seen:
            yield Trap(f"`{part.text}` appears twice", "months are `MM`, minutes are `mm`, seconds are `ss`")
        seen.add(letter)
