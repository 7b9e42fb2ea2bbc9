"""Joins two parts to an event id, where one is not enough: by one expression that reads both."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.candidates import Candidate, starts_of
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.pairs import BEFORE, found_by
from qradar_builder.starter.language.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.events.columns import Column
    from qradar_builder.starter.events.ids import IdProposal

_KEYED: Final = ("json", "cef", "leef", "nvp")
_BROAD: Final = word_set("category class type module subject object resource target component service area facility")
_PAIR: Final = re.compile(r"\{([^{}]+)\} ?\{([^{}]+)\}")
_VALUE: Final = r"([^\"'\t ,;|&\])}]+)"
_BETWEEN: Final = r"[^\r\n]{0,400}?"
_TEXT: Final = r'([^"\\]{1,100})"'
_BETWEEN_IN_JSON: Final = r"[^{}]{0,600}?"
"""Both are members of the same object, which may be on several lines."""


def with_second_part(ids: IdProposal, second: Column, payloads: Sequence[str]) -> IdProposal | None:
    """The proposal with the first of its columns joined to another one; None where no expression reads both.

    What lacks the second part keeps the expression that it has.
    """
    first = next(iter(ids.columns), None)
    if first is None or not ids.expressions or ids.expressions[0] != first.expression:
        return None
    found = joined(first, second, payloads)
    if found is None:
        return None
    expressions, texts = found
    is_whole = all(text is not None for text, own in zip(texts, first.values, strict=True) if own)
    values = tuple(text or own for text, own in zip(texts, ids.values, strict=True))
    rest = ids.expressions[1:] if is_whole else ids.expressions
    return replace(ids, expressions=[*expressions, *rest], values=values, columns=[*ids.columns, second])


def given_pair(text: str, columns: Sequence[Column], payloads: Sequence[str]) -> Candidate | None:
    """The candidate that somebody asks for as `{category} {action}`; None where the text is no such pair of columns."""
    found = _PAIR.fullmatch(text.strip())
    if found is None:
        return None
    one, other = (_named(name.strip(), columns) for name in found.groups())
    texts = None if one is None or other is None else joined(one, other, payloads)
    return None if texts is None else Candidate(texts[0][0], texts[1], (0,))


def _named(name: str, columns: Sequence[Column]) -> Column | None:
    names = ((str(next(iter(each.expression.values()))), ".".join(each.path), each.label) for each in columns)
    fitting = [column for column, known in zip(columns, names, strict=True) if name in known]
    return min(fitting, key=lambda column: (len(column.path), column.name), default=None)


def joined(
    one: Column, other: Column, payloads: Sequence[str]
) -> tuple[list[dict[str, Any]], tuple[str | None, ...]] | None:
    """The expressions that read two columns as one text with a blank between, and the text in each sample.

    The broader of the two is first. None where nothing reads both, or finds other values than the columns have.
    """
    is_broad = bool(set(other.words[-1]) & _BROAD) and not set(one.words[-1]) & _BROAD
    first, second = (other, one) if is_broad else (one, other)
    wanted = tuple(f"{a} {b}" if a and b else None for a, b in zip(first.values, second.values, strict=True))
    if not any(wanted):
        return None
    keyed = _keyed(first, second)
    # Where a part is missing, the other one alone would be an event id with a blank.
    if keyed is not None and all(bool(a) == bool(b) for a, b in zip(first.values, second.values, strict=True)):
        return [keyed], wanted
    expressions: list[dict[str, Any]] = []
    texts: list[str | None] = [None] * len(payloads)
    for each in _patterns(first, second):
        found = found_by(each["regex"], payloads, each["capture"])
        if any(text is not None and text != right for text, right in zip(found, wanted, strict=True)):
            continue
        if any(text is not None and texts[place] is None for place, text in enumerate(found)):
            expressions.append(each)
            texts = [old or new for old, new in zip(texts, found, strict=True)]
    return (expressions, tuple(texts)) if expressions else None


def _keyed(first: Column, second: Column) -> dict[str, Any] | None:
    """Keys and keypaths go between braces in one expression."""
    kind = next(iter(first.expression))
    if kind not in _KEYED or next(iter(second.expression)) != kind:
        return None
    others = [{key: value for key, value in each.expression.items() if key != kind} for each in (first, second)]
    names = [str(each.expression[kind]) for each in (first, second)]
    if others[0] != others[1] or any(set(name) & set("{}") for name in names):
        return None
    return {kind: f"{{{names[0]}}} {{{names[1]}}}", **others[0]}


def _patterns(first: Column, second: Column) -> list[dict[str, Any]]:
    """Regular expressions of both, in either order in which they may stand."""
    found: list[dict[str, Any]] = []
    for one, other, capture in ((first, second, r"\1 \2"), (second, first, r"\2 \1")):
        if one.place is not None and other.place is not None:
            text = one.place.with_next(_last_group(one), other.place, _last_group(other))
            if text is not None:
                found.append({"regex": text, "capture": capture})
            continue
        starts = starts_of(one)[:1], starts_of(other)[:1]
        if all(starts) and one.place is None and other.place is None:
            behind = starts[1][0].replace(BEFORE, r"[\t ,;|&\"']")
            if one.form is EventFormat.JSON and other.form is EventFormat.JSON:
                # Texts with their quotes, so that no payload makes the search slow.
                before, behind = starts[0][0].removesuffix("?"), behind.removesuffix("?")
                text = f"{before}{_TEXT}{_BETWEEN_IN_JSON}{behind}{_TEXT}"
            else:
                quote = "[\"']?"
                text = f"{starts[0][0]}{_group(one)}{quote}{_BETWEEN}{behind}{_group(other)}"
            found.append({"regex": text, "capture": capture})
    return found


def _group(column: Column) -> str:
    """The value of a column as a group: what its own regular expression captures."""
    pattern = column.expression.get("regex")
    if isinstance(pattern, str) and pattern.endswith(")") and pattern.count("(") > 0:
        return pattern[pattern.rindex("(") :]
    return _VALUE


def _last_group(column: Column) -> str:
    """The pattern of a value at its place, with what may stand before it inside of quotes."""
    assert column.place is not None, "others have none"
    return column.place.value_patterns(column.given)[0]
