"""Proposes the expressions of DeviceTime: the event's own time before those of its receipt and of its change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.dsm.values.times.epochs import is_epoch_pattern
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.starter.events.candidates import Candidate, choose, cut, starts_of
from qradar_builder.starter.events.pairs import BEFORE, found_by
from qradar_builder.starter.events.time_forms import EPOCH_FORMS, TimeForm, hints_of, time_forms
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.starter.events.candidates import Choice
    from qradar_builder.starter.events.columns import Column

_OWN: Final = word_set(
    """
    event occurred occurrence happened activity detection detected action logged observed
    """
)
_TIMES: Final = word_set(
    """
    time timestamp date datetime when occurred created published generated utc started timegenerated eventtime zeit
    creation creationtime reported timecreated systemtime devtime logtime at on rt ts epoch
    """
)
_LATER: Final = word_set(
    """
    received receipt receive ingest ingested ingestion update updated modified modification expiry expiration
    expires expire end ended last index indexed sent stored processed processing changed closed resolved not valid
    issued first seen install installed boot login logon password deadline until due birth format analyzed fetched
    imported
    """
)
_PLAIN_WORDS: Final = word_set("log start begin stamp gmt local iso device ms millis seconds iso8601 unix")
_EPOCH: Final = re.compile(r"1[0-9]{9}(?:[0-9]{3}|[0-9]{6}|[0-9]{9})?(?:\.[0-9]+)?")
_WEEKDAY: Final = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?"
_UTC: Final = word_set("utc gmt")
_ZONE_WORDS: Final = word_set("tz timezone zone offset")
_ANY_TIME: Final = re.compile(r"\d{1,2}:\d{2}")
_DATE_ONLY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK_ONLY: Final = re.compile(r"\d{2}:\d{2}:\d{2}(?:\.\d+)?")
_HEADER: Final = r"^(?:<\d{1,3}>)?(?:1 )?"
_ANCHORS: Final = (
    _HEADER,
    r"\b(?:time|timestamp|date|datetime|event_?time|rt|start)[=:]\s?[\"'\[]?",
    r"\[",
    r"(?<![\d:.])",
)
_UNNAMED: Final = 4.0
_BEHIND_TEXT: Final = 0.6
_EPOCH_ANCHORS: Final = (r"^(?:<\d{1,3}>)?(?:1 )?", r"\baudit\(")
_MOST_LOOKED_AT: Final = 120
_FEW: Final = 60
_START: Final = 1500
_LONGEST_TIME: Final = 100
_HINTED: Final = 400


def time_choice(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> tuple[Choice, list[str]]:
    """The expressions of DeviceTime, and notes on times that no expression can take."""
    texts = [value[:_LONGEST_TIME] for column in columns for value in column.given[:20]]
    texts += [each[:_START] for each in payloads[:: max(1, len(payloads) // _HINTED)]]
    forms = time_forms(hints_of(texts))
    ranked = sorted(
        ((rank, column) for column in columns if (rank := _rank(column)) is not None), key=lambda each: each[0]
    )
    candidates: list[Candidate] = []
    for rank, column in ranked[:40]:
        candidates += _of_column(column, columns, payloads, forms, rank)
    candidates += _of_parts(columns, payloads)
    candidates += _of_texts(payloads, forms, has_text=has_text)
    candidates += [
        _by_form(TimeForm(anchor + form.pattern, form.capture, form.format, form.rank), payloads, (8.0, place, number))
        for place, anchor in enumerate(_EPOCH_ANCHORS)
        for number, form in enumerate(EPOCH_FORMS)
    ]
    choice = choose(candidates, bool, is_checked=True)
    notes = []
    epochs = [column for _, column in ranked if all(map(_EPOCH.fullmatch, column.given))]
    covered = {place for each in choice.chosen for place, value in enumerate(each.values) if value}
    if epochs and len(covered) < len(payloads):
        notes.append(
            f"`{epochs[0].path[-1]}` is an epoch time that no date pattern can read: these events get the time "
            "of their syslog header or of their receipt, unless you can configure the product to write its "
            "times as text"
        )
    elif not choice.chosen:
        notes.append("no date pattern can read a time of the samples: the package does not set DeviceTime")
    return choice, notes


def comment_on_time(expressions: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """What is to be known of expressions of DeviceTime."""
    pattern = expressions[0].get("format", "")
    if is_epoch_pattern(pattern):
        return (
            "The time of the event, as seconds or milliseconds since 1970. If your QRadar does not read this date",
            "pattern, the events have the time of their syslog header or of their receipt.",
        )
    if "y" not in pattern:
        return ("The time of the syslog header, which has no year and no zone.",)
    if not pattern.endswith("Z"):
        return ("The time of the event. It has no zone: QRadar reads it in the zone of the event processor.",)
    return (
        "The time of the event. QRadar can read date patterns with either Java date class; both read this form",
        "in the same way: three digits of a second or none, and an offset of four digits.",
    )


def _rank(column: Column) -> tuple[float, ...] | None:
    leaf, above = set(column.words[-1]), {word for step in column.words[:-1] for word in step}
    texts = column.given[:_MOST_LOOKED_AT]
    timed = sum(bool(_ANY_TIME.search(text)) or _EPOCH.fullmatch(text) is not None for text in texts)
    # In lists, a time with a zone counts more than one that stands before it: see the times of texts.
    if column.is_placed or not texts or timed * 2 < len(texts) or any(len(text) > 60 for text in texts):
        return None
    if leaf & _TIMES:
        score = 1.0
        if leaf & {"timestamp", "datetime"} or leaf == {"time"} or leaf & _OWN:
            score = 0.5
        if leaf & _OWN and leaf & {"time", "timestamp", "date", "datetime", "occurred", "at"}:
            score = 0.0
    elif leaf & {"start", "begin", "end"}:
        score = 2.0
    else:
        score = _UNNAMED
    if leaf - _TIMES - _OWN - _PLAIN_WORDS:
        # It is the time of something that a further word names.
        score += 0.15
    if leaf & _LATER:
        score += 3.0
    if above & _LATER:
        score += 1.0
    share = len(column.given) / max(len(column.values), 1)
    if leaf == {"timestamp"} and set(column.words[-2] if len(column.words) > 1 else ()) & {"properties", "event"}:
        return (0.4, -share)
    return (score + 0.4 * (len(column.path) - 1), -share)


def _of_column(
    column: Column,
    columns: Sequence[Column],
    payloads: Sequence[str],
    forms: Sequence[TimeForm],
    rank: tuple[float, ...],
) -> Iterator[Candidate]:
    written = _in_format(column, columns)
    if written is not None:
        yield Candidate(written, column.values, (*rank, -1.0), column)
        return
    if column.is_header:
        return
    texts = column.given[:_MOST_LOOKED_AT]
    zone = _zone_of(column, columns)
    is_utc = bool(set(column.words[-1]) & _UTC or (column.place is not None and column.place.header.is_utc))
    weekdays = any(re.match(r"[\[ ]{0,2}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", text) for text in texts)
    if all(map(_EPOCH.fullmatch, texts)):
        yield from _of_epochs(column, payloads, rank)
        return
    for number, form in enumerate(forms):
        if is_utc and not form.format.endswith("Z"):
            form = replace(form, capture=f"{form.capture} +0000", format=f"{form.format} Z")  # noqa: PLW2901 - the same
        compiled = re.compile(form.pattern, re.ASCII)
        if not any(compiled.match(re.sub(rf"^[\[ ]{{0,2}}{_WEEKDAY}", "", text)) for text in texts):
            continue
        found = None
        if zone is not None and not form.format.endswith("Z"):
            found = _with_zone(column, zone, form, payloads, (*rank, number - 0.5))
            if found is not None:
                yield found
        found = cut(
            column, r"\[? ?" + _WEEKDAY * bool(weekdays) + form.pattern, payloads, (*rank, number), form.capture
        )
        if found is not None:
            yield _read(found, form)


def _of_epochs(column: Column, payloads: Sequence[str], rank: tuple[float, ...]) -> Iterator[Candidate]:
    """Epoch times of a column whose name says that it has times. A time as text counts more."""
    if rank[0] >= _UNNAMED:
        return
    for number, form in enumerate(EPOCH_FORMS):
        found = cut(column, form.pattern, payloads, (rank[0] + _BEHIND_TEXT, *rank[1:], number), form.capture)
        if found is not None:
            yield _read(found, form)


def _read(found: Candidate, form: TimeForm) -> Candidate:
    values = tuple(None if value is None or not form.reads(value) else value for value in found.values)
    return Candidate(found.expression | {"format": form.format}, values, found.rank, found.column)


def _in_format(column: Column, columns: Sequence[Column]) -> dict[str, Any] | None:
    """LEEF has the date pattern beside the time."""
    beside = next((each for each in columns if each.name == "devtimeformat" and len(each.distinct) == 1), None)
    if column.name != "devtime" or beside is None:
        return None
    pattern = beside.distinct[0]
    try:
        times = compile_device_time(pattern)
    except JavaDateError:
        return None
    if any(times.read(text, 1_767_603_600_000, "UTC").epoch_ms is None for text in column.given):
        return None
    return column.expression | {"format": pattern}


def _zone_of(column: Column, columns: Sequence[Column]) -> Column | None:
    """A column that has the offset of the times of another."""
    for each in columns:
        fits = set(each.words[-1]) & _ZONE_WORDS and each.form is column.form and each.given
        if fits and all(re.fullmatch(r"(?:UTC|GMT)?[+-]\d{2}:?\d{2}", value) for value in each.given):
            return each
    return None


def _with_zone(
    column: Column, zone: Column, form: TimeForm, payloads: Sequence[str], rank: tuple[float, ...]
) -> Candidate | None:
    groups = re.compile(form.pattern).groups
    for start in starts_of(column)[:1]:
        for behind in starts_of(zone)[:1]:
            begun = behind.replace(BEFORE, r"[\t ,;|&]")
            pattern = rf"{start}{form.pattern}[^\n]{{0,400}}?{begun}[\"']?(?:UTC|GMT)?([+-]\d{{2}}):?(\d{{2}})"
            capture = rf"{form.capture} \{groups + 1}\{groups + 2}"
            format_ = f"{form.format} Z"
            reader = compile_device_time(format_)
            values = tuple(
                value if value and reader.read(value, 1_767_603_600_000, "UTC").epoch_ms is not None else None
                for value in found_by(pattern, payloads, capture)
            )
            if any(values):
                return Candidate({"regex": pattern, "capture": capture, "format": format_}, values, rank, column)
    return None


def _of_parts(columns: Sequence[Column], payloads: Sequence[str]) -> Iterator[Candidate]:
    """A date and a time of their own, and perhaps an offset, with whatever stands between."""
    dates = [
        each for each in columns if each.given and all(map(_DATE_ONLY.fullmatch, each.given)) and not each.is_header
    ]
    clocks = [
        each for each in columns if each.given and all(map(_CLOCK_ONLY.fullmatch, each.given)) and not each.is_header
    ]
    for date in dates[:3]:
        for clock in [each for each in clocks if each.form is date.form][:3]:
            if date.place is not None or clock.place is not None:
                yield from _of_places(date, clock, payloads)
                continue
            zone = _zone_of(date, columns)
            for first, second, capture in ((date, clock, r"\1 \2"), (clock, date, r"\2 \1")):
                begun = starts_of(second)[0].replace(BEFORE, r"[\t ,;|&\"]")
                groups = [r"(\d{4}-\d{2}-\d{2})", r"(\d{2}:\d{2}:\d{2})"]
                if first is clock:
                    groups.reverse()
                pattern = rf"{starts_of(first)[0]}{groups[0]}[^\n]{{0,400}}?{begun}\"?{groups[1]}"
                if zone is not None:
                    behind = starts_of(zone)[0].replace(BEFORE, r"[\t ,;|&]")
                    zoned = rf"{pattern}[^\n]{{0,400}}?{behind}\"?([+-]\d{{2}}):?(\d{{2}})"
                    form = TimeForm(zoned, rf"{capture} \3\4", "yyyy-MM-dd HH:mm:ss Z", 0)
                    yield _by_form(form, payloads, (0.9, 0.0))
                yield _by_form(TimeForm(pattern, capture, "yyyy-MM-dd HH:mm:ss", 0), payloads, (0.9, 1.0))


def _of_places(date: Column, clock: Column, payloads: Sequence[str]) -> Iterator[Candidate]:
    """A date and a time in the columns of a row, whose times may be known to be in UTC."""
    if date.place is None or clock.place is None:
        return
    parts = [(date.place, r'"?(\d{4}-\d{2}-\d{2})'), (clock.place, r'"?(\d{2}:\d{2}:\d{2})')]
    is_turned = date.place.number > clock.place.number
    (first, own), (second, following) = reversed(parts) if is_turned else parts
    pattern = first.with_next(own, second, following)
    if pattern is not None:
        zone = (" +0000", " Z") if first.header.is_utc else ("", "")
        capture = (r"\2 \1" if is_turned else r"\1 \2") + zone[0]
        yield _by_form(TimeForm(pattern, capture, "yyyy-MM-dd HH:mm:ss" + zone[1], 0), payloads, (0.2, 0.0))


def _by_form(form: TimeForm, payloads: Sequence[str], rank: tuple[float, ...]) -> Candidate:
    found = Candidate(
        {"regex": form.pattern, "capture": form.capture}, found_by(form.pattern, payloads, form.capture), rank
    )
    return _read(found, form)


def _of_texts(payloads: Sequence[str], forms: Sequence[TimeForm], *, has_text: bool) -> Iterator[Candidate]:
    """Times wherever they stand in text: those with a year first, and of them what stands at the start."""
    start = 6.0 if has_text else 30.0
    looked_at = [payload[:_START] for payload in payloads[:: max(1, len(payloads) // _FEW)]]
    for number, form in enumerate(forms):
        compiled = re.compile(form.pattern, re.ASCII)
        if not any(compiled.search(payload) for payload in looked_at):
            continue
        for place, anchor in enumerate(_ANCHORS):
            whole = TimeForm(anchor + form.pattern, form.capture, form.format, form.rank)
            # Of times without a year, one with a fraction is the event's own, wherever it stands.
            kind = float(form.rank // 10 if form.rank < 40 else form.rank)
            rank = (start + (0 if form.rank < 40 else 1), 0.0, kind, float(place), float(number))
            yield _by_form(whole, payloads, rank)
