"""Says what to write instead where a date pattern is refused or does not read a text. What it suggests it has tried."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.guess import LONGEST, guesses, is_epoch, runs_of
from qradar_builder.quick.patterns import late
from qradar_builder.text.shown import counted, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CLOCK_LETTERS: Final = frozenset("HhKkmsSAnNBa")
_DATE_LETTERS: Final = frozenset("yuYMLDdQqwWe")
_ZONE_LETTERS: Final = frozenset("zZXxVOv")
_FRACTION = late(r":\d{1,2}[.,](\d+)")
_OFFSET = late(r":\d{2}(?:[.,]\d+)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2}|UTC|GMT)(?:\[[^\]]*\])?$")
_CLOCK = late(r"\d{1,2}:\d{2}")
_REST: Final = 30
_MIDNIGHT: Final = "T00:00:00"
_QUOTES = late(r"('[^']*')")
_UNKNOWN = late(r"[bCfiIjJlorRtTPU]+")
_STRFTIME: Final = {
    "%Y": "yyyy",
    "%y": "yy",
    "%m": "MM",
    "%d": "dd",
    "%H": "HH",
    "%I": "hh",
    "%M": "mm",
    "%S": "ss",
    "%p": "a",
    "%z": "XX",
    "%Z": "z",
    "%b": "MMM",
    "%B": "MMMM",
    "%a": "EEE",
    "%A": "EEEE",
    "%j": "DDD",
    "%T": "HH:mm:ss",
    "%F": "yyyy-MM-dd",
    "%L": "SSS",
    "%f": "SSSSSS",
}
_STRFTIME_PART = late(r"%[A-Za-z]|[A-Z]")
_SWAPPED: Final = {"Y": "y", "D": "d"}


def pattern_advice(pattern: str, compiles: Callable[[str], object]) -> str:
    """What to write in place of a pattern that is refused; empty where nothing is known.

    `compiles` takes a pattern and raises JavaDateError where it is refused, too.
    """
    if len(pattern) > LONGEST:
        return ""
    if "%" in pattern:
        converted = _STRFTIME_PART.sub(lambda part: _STRFTIME.get(part[0], f"'{part[0]}'"), pattern)
        if _holds(compiles, converted):
            return f"it has the form of strftime; in Java, write `{converted}`"
        return "it has the form of strftime, which Java does not support"
    pieces = _QUOTES.split(pattern)
    pieces = [each if each.startswith("'") else re.sub(r"(?<=[.,])f+", _as_fraction, each) for each in pieces]
    quoted = "".join(each if each.startswith("'") else _UNKNOWN.sub(r"'\g<0>'", each) for each in pieces)
    corrected = _as_java(quoted)
    for candidate in (corrected, quoted):
        if candidate != pattern and _holds(compiles, candidate):
            mistakes = "".join(f"; {each}" for each in _letters(runs_of(quoted))) if candidate == corrected else ""
            return f"put literal letters in single quotes: `{candidate}`{mistakes}"
    if re.search(r"[{}#]", quoted):
        candidate = re.sub(r"[{}#]+", r"'\g<0>'", quoted)
        return f"put `{{`, `}}`, and `#` in single quotes: `{candidate}`" if _holds(compiles, candidate) else ""
    if pattern.count("'") % 2:
        return "add the closing quote; write a literal quote twice (`''`)"
    return ""


def moment_advice(pattern: str) -> str:
    """What to write in place of a pattern that is taken, but gives no moment whatever it reads."""
    letters = "; ".join(_letters(runs_of(pattern)))
    return letters or "add the missing part to the pattern and the date, such as `'T'HH:mm:ss` and `T00:00:00`"


def text_advice(pattern: str, text: str, parse: Callable[[str, str], object]) -> str:
    """What to do where a pattern does not read a text; empty where nothing is known.

    `parse` takes a pattern and a text, and raises JavaDateError where that is refused. What is suggested was tried.
    """
    if not text.strip():
        return "the text is empty: put the action in an If, for example with `not empty(/path)`"
    if text.strip().lower() in ("null", "none", "nil"):
        return "the text is not a date: the service did not return a time here; put the action in an If"
    if is_epoch(text):
        return _epoch_advice(text.strip())
    reasons = list(_reasons(pattern, text))
    suggestion = next((each for each in candidates(pattern, text) if _reads(parse, each, text)), None)
    if suggestion is not None:
        reasons.append(f"`{suggestion}` reads this text")
    elif not _has(pattern, _CLOCK_LETTERS) and _reads(parse, f"{pattern}'T'HH:mm:ss", text + _MIDNIGHT):
        reasons.append(f"add a time to `date` (`…{_MIDNIGHT}`), and write the pattern `{pattern}'T'HH:mm:ss`")
    elif any(_reads(parse, f"{each}'T'HH:mm:ss", text + _MIDNIGHT) for each in guesses(text)):
        fitting = next(each for each in guesses(text) if _reads(parse, f"{each}'T'HH:mm:ss", text + _MIDNIGHT))
        reasons.append(f"add a time to `date` (`…{_MIDNIGHT}`), and write the pattern `{fitting}'T'HH:mm:ss`")
    return "; ".join(reasons or _how_far(pattern, text, parse))


def _how_far(pattern: str, text: str, parse: Callable[[str, str], object]) -> Iterator[str]:
    """How far a pattern reads a text, where nothing better is known."""
    try:
        parse(pattern, text)
    except JavaDateError as error:
        rest = cut(text[error.index :], _REST)
        if "unparsed text" in error.message:
            yield f"the pattern stops at index {error.index}, before `{rest}`: extend it, or cut the text"
        elif error.index:
            yield f"the pattern reads the text up to index {error.index}, where `{rest}` does not fit"


def candidates(pattern: str, text: str) -> Iterator[str]:
    """Patterns that may read a text: near to the one that was written first, then made from the text alone."""
    fraction = _FRACTION.search(text)
    near = dict.fromkeys((pattern, _as_java(pattern), _without_halves(_as_java(pattern))))
    for each in near:
        yield from () if each == pattern else (each,)
        bare = re.sub(r"\[?[.,]S+\]?", "", each)
        written = re.search(r"[.,](S+)", each)
        widths = sorted({len(fraction[1]) if fraction else 0, len(written[1]) if written else 0} - {0}, reverse=True)
        optional = "".join(f"[.{'S' * width}]" for width in widths if width <= 9)
        if optional:
            with_fraction = re.sub(r"ss(?!s)", f"ss{optional}", bare)
            yield with_fraction
            yield from _with_zone(with_fraction)
        yield from _with_zone(each)
    bare = text.strip()
    before, behind = " " * (len(text) - len(text.lstrip())), " " * (len(text) - len(text.rstrip()))
    for each in (pattern.strip(), *guesses(bare)):
        yield f"{before}{each}{behind}"


def _with_zone(pattern: str) -> Iterator[str]:
    bare = re.sub(r"\s?(?:'Z'|\[?(?:Z+|X+|x+|z+)\]?)$", "", pattern)
    for zone in ("X", "XXX", "XX", " XXX", " XX", " z", ""):
        if bare + zone != pattern:
            yield bare + zone


def _reasons(pattern: str, text: str) -> Iterator[str]:
    """How a pattern and a text differ, and which letters are likely meant."""
    yield from _letters(runs_of(pattern))
    if not _has(pattern, _CLOCK_LETTERS):
        yield "the pattern has no time" if not _CLOCK.search(text) else "the pattern has no time, and the text has one"
    elif not _has(pattern, _DATE_LETTERS):
        has = "has one" if re.search(r"\d{4}|\d[-/.]\d", text) else "also has none"
        yield f"the pattern has no date, and the text {has}"
    fraction, written = _FRACTION.search(text), next((run for run in runs_of(pattern) if run[0] == "S"), "")
    if fraction and len(fraction[1]) != len(written) and _has(pattern, frozenset("s")):
        has = f"reads exactly {len(written)}" if written else "reads none"
        advice = f"`[.{'S' * min(len(fraction[1]), 9)}]` in brackets is optional"
        yield f"the text has {counted(len(fraction[1]), 'digit')} of a fraction, and the pattern {has}: {advice}"
    elif written and not fraction and _CLOCK.search(text):
        yield f"the text has no fraction: write `[.{written}]`, which is optional"
    offset = _OFFSET.search(text)
    if offset and not _has(pattern, _ZONE_LETTERS) and not (offset[1] == "Z" and "'Z'" in pattern):
        yield f"the pattern does not read the zone `{offset[1]}` of the text"
    elif not offset and _has(pattern, _ZONE_LETTERS) and _CLOCK.search(text):
        yield "the text has no zone: remove its letter, and set `timeZone`"
    elif offset and offset[1] == "Z" and "'Z'" not in pattern and "Z" in {run[0] for run in runs_of(pattern)}:
        yield "the letter `Z` reads offsets such as +0000; `X` reads `Z`"
    if re.search(r"\d\s?(?:am|pm)\b", text):
        yield "Java reads AM and PM only in upper case: use `upper(…)` for the text"


def _letters(runs: list[str]) -> Iterator[str]:
    letters = {run[0] for run in runs}
    for run in runs:
        letter = run[0]
        if letter == "Y":
            yield f"`{run}` is the year of the week: write `{'y' * len(run)}`"
        elif letter == "D" and letters & set("ML"):
            yield f"`{run}` is the day of the year: write `dd`"
        elif letter in "hK" and "a" not in letters and "B" not in letters:
            yield f"`{run}` is the hour of a half day: write `HH`"
        elif letter == "S" and "s" not in letters:
            yield f"`{run}` is a fraction of a second: seconds are `ss`"
    clock = [run[0] for run in runs if run[0] in "HhKkms"]
    if clock and clock[0] == "m" and len(clock) > 1:
        yield "`mm` are minutes: the month is `MM`"
    if "M" in letters and "m" not in letters and letters & set("Hh"):
        yield "`MM` is the month: minutes are `mm`"


def _as_java(pattern: str) -> str:
    """A pattern with the letters that are likely meant, by the place of each."""
    pieces = _QUOTES.split(pattern)
    seen_hour = False
    whole = []
    for piece in pieces:
        if piece.startswith("'"):
            whole.append(piece)
            continue
        changed = []
        for run in re.findall(r"([A-Za-z])(\1*)|([^A-Za-z]+)", piece):
            letter = run[0]
            if not letter:
                changed.append(run[2])
                continue
            seen_hour = seen_hour or letter in "HhKk"
            new = _SWAPPED.get(letter, letter)
            if letter in "mM":
                new = "m" if seen_hour and len(run[1]) < 2 else "M"
            changed.append(new * (len(run[1]) + 1))
        whole.append("".join(changed))
    return "".join(whole)


def _without_halves(pattern: str) -> str:
    letters = {run[0] for run in runs_of(pattern)}
    return pattern if letters & set("aB") else pattern.replace("h", "H").replace("K", "H")


def _epoch_advice(text: str) -> str:
    digits = len(text.partition(".")[0].lstrip("-"))
    if digits <= 10:
        return (
            "the text is a number of seconds since 1970, not a date: you do not need ParseDate; "
            'milliseconds are <Set path="…" value="${/path * 1000}"/>'
        )
    if digits <= 13:
        return "the text is already a number of milliseconds since 1970: you do not need ParseDate"
    return "the text is a number of microseconds or nanoseconds since 1970: divide it to get milliseconds"


def _as_fraction(run: re.Match[str]) -> str:
    return "S" * len(run[0])


def _has(pattern: str, letters: frozenset[str]) -> bool:
    return any(run[0] in letters for run in runs_of(pattern))


def _reads(parse: Callable[[str, str], object], pattern: str, text: str) -> bool:
    try:
        parse(pattern, text)
    except JavaDateError:
        return False
    return True


def _holds(compiles: Callable[[str], object], pattern: str) -> bool:
    try:
        compiles(pattern)
    except JavaDateError:
        return False
    return True
