"""Proposes the event category, and the column that has names for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.columns import words_of
from qradar_builder.starter.events.outcome_columns import outcome_column
from qradar_builder.starter.events.outcomes import outcome_of
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.row_roles import RESULT
from qradar_builder.starter.events.values import is_personal
from qradar_builder.starter.language.vocabulary import tells_event
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.events.columns import Column

_LONGEST: Final = 100
_FINER: Final = 1.4
_OF_OTHERS: Final = word_set("user actor source host device agent client account identity machine computer owner")
"""What has names that say who or where, and not what happened."""
_CODE: Final = re.compile(r"[A-Z]{1,6}[-_]?\d[0-9A-F]{1,6}")
_SERIAL: Final = re.compile(r"\d{7}")
"""A number of a single event."""
_NAMES: Final = (
    r"^(?:event\.?)?(?:category|cat|eventcategory|categoryname)$",
    r"(?:^|\.)(?:category|cat|eventcategory|categoryname)$",
    r"^(?:type|eventtype|logtype|class|subtype)$",
    r"^(?:module|facility|kind)$",
)
_TAG: Final = r"[\w./-]{1,48}(?:\[\d{1,10}\])?:"
_TEXTS: Final = (
    rf" {_TAG} \[?(?:[A-Z][A-Z0-9_]*[-_]\d+|\d{{3,9}})\]? (\w+): ",
    r" ([A-Za-z][\w./-]{1,47})(?:\[\d{1,10}\])?: ",
)
_STATUS: Final = r" HTTP/\d(?:\.\d)?\" ([1-5])\d\d\b"
_STATUS_CLASS: Final = r"\1xx"
_TITLES: Final = (
    r"^\$name\$$",
    r"(?:^|\.)(?:eventname|eventtitle|title|displaymessage|displayname|signature|eventdescription)$|event\.name$",
    r"^(?:name|description|summary|action)$",
)


def category_column(
    columns: Sequence[Column], ids: Sequence[Column], values: Sequence[str | None], others: Sequence[Column] = ()
) -> Column | None:
    """The column of the event category: an outcome first; else what is as good as an event id and tells more.

    At last one with fewer kinds than event ids in all samples. `others` are the candidates that are no event id.
    """
    free = [column for column in columns if column not in ids and not column.is_header]
    outcome = outcome_column(free)
    if outcome is not None and not _is_told(outcome, values):
        return outcome
    finer = finer_column(others, values)
    if outcome is None and finer is not None:
        return finer
    kinds = max(len(set(values)), 2)
    for pattern in _NAMES:
        fitting = [
            column
            for column in free
            if re.search(pattern, column.name)
            and len(column.given) == len(column.values)
            and len(column.distinct) <= kinds
            and not any(is_personal(value) or len(value) > _LONGEST for value in column.distinct)
        ]
        if fitting:
            return min(fitting, key=lambda column: (len(column.path), column.name))
    return outcome


def other_kinds(category: Column, columns: Sequence[Column]) -> list[Column]:
    """The columns with the same meaning as the category in rows of other kinds, which have it at another place."""
    if category.path != (RESULT,):
        return []
    others = [column for column in columns if column.path == (RESULT,) and column is not category]
    return [each for each in others if not any(a and b for a, b in zip(each.values, category.values, strict=True))]


def finer_column(columns: Sequence[Column], ids: Sequence[str | None]) -> Column | None:
    """The first column by which events of one id differ, in words that tell what happened."""
    return next((column for column in columns if not column.is_header and _tells_more(column, ids)), None)


def _tells_more(column: Column, ids: Sequence[str | None]) -> bool:
    """Whether events of one id differ in the column, by words that tell what happened."""
    if any(_OF_OTHERS & set(step) for step in column.words[:-1]):
        return False
    pairs, kinds = set(zip(ids, column.values, strict=True)), len(set(ids))
    told = sum(
        (tells_event(value) and not is_personal(value) and not _SERIAL.search(value))
        or _CODE.fullmatch(value) is not None
        for value in column.distinct
    )
    return (
        len(pairs) >= max(_FINER * kinds, kinds + 2)
        and len(column.given) * 2 >= len(ids)
        and told * 2 > len(column.distinct)
        and all(len(value) <= _LONGEST for value in column.distinct)
    )


def _is_told(outcome: Column, ids: Sequence[str | None]) -> bool:
    """Whether the ids tell the outcome already: each stands twice or more, or says by its words that it failed."""
    pairs = set(zip(ids, outcome.values, strict=True))
    if len(pairs) > len(set(ids)):
        return False
    failed = [key for key, value in pairs if value and outcome_of(value) == "failure"]
    return len(ids) >= 2 * len(pairs) or (bool(failed) and all(key and outcome_of(key) == "failure" for key in failed))


def text_category(payloads: Sequence[str], ids: Sequence[str | None]) -> dict[str, Any] | None:
    """An expression for the category of text events, which every sample matches.

    It is the class of the status in access logs, and what stands before the message in others.
    """
    statuses = found_by(_STATUS, payloads, _STATUS_CLASS)
    if None not in statuses and len(set(statuses)) > 1:
        return {"regex": _STATUS, "capture": _STATUS_CLASS}
    for pattern in _TEXTS:
        values = found_by(pattern, payloads)
        if None not in values and 1 < len(set(values)) <= max(len(set(ids)), 2) and values != tuple(ids):
            return {"regex": pattern}
    return None


def title_column(columns: Sequence[Column], ids: Sequence[str | None]) -> Column | None:
    """The column with a name for people: one for each event id, which tells what happened."""
    for pattern in _TITLES:
        fitting = []
        for column in columns:
            name = column.path[-1] if column.is_header else column.name
            if re.search(pattern, name) and _is_one_for_each(ids, column):
                fitting.append(column)
        if fitting:
            return min(fitting, key=lambda column: (len(column.path), column.name))
    return None


def _is_one_for_each(ids: Sequence[str | None], title: Column) -> bool:
    names: dict[str, str] = {}
    for key, value in zip(ids, title.values, strict=True):
        if key is None:
            continue
        if value is None or not words_of(value) or len(value) > _LONGEST or not tells_event(value):
            return False
        if names.setdefault(key, value) != value:
            return False
    # The same name for all says nothing.
    return len(set(names.values())) > 1 or len(names) == 1
