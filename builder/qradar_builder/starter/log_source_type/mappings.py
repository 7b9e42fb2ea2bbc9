"""Proposes event mappings and QID records for the event ids and categories that the parser has found in samples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from qradar_builder.model.events import NAME_LIMIT
from qradar_builder.starter.events.columns import words_of
from qradar_builder.starter.events.ids import CONSTANT_ID
from qradar_builder.starter.events.meaning import UNKNOWN, guess_category, short_name
from qradar_builder.starter.events.outcomes import may_have_failed, outcome_of
from qradar_builder.starter.events.value_scores import is_code
from qradar_builder.starter.events.values import is_personal
from qradar_builder.starter.language.own_words import event_text, told_name
from qradar_builder.starter.language.vocabulary import tells_event
from qradar_builder.starter.language.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST_MAPPINGS: Final = 500
"""How many mappings are proposed."""

_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY: Final = 60
_LETTERS: Final = re.compile(r"[A-Za-z]{3}")
_MOST_LOOKED_AT: Final = 50
_RESERVED: Final = {("unknown", "Stored"), ("unknown", "unknown")}


@dataclass(frozen=True, slots=True)
class QidProposal:
    """A QID record by its key. `is_sure` is false where nothing told what the event is."""

    key: str
    name: str
    category: str
    severity: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class MappingProposal:
    """An event id and an event category, None for `unknown`, with the key of their QID record."""

    event_id: str
    category: str | None
    qid: str


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """What the parser found in a sample: event id and category, and its text."""

    event_id: str
    category: str | None
    payload: str


@dataclass(slots=True)
class Taken:
    """Keys and names of records that are there, in lowercase letters."""

    keys: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def guess_mappings(
    seen: Iterable[SeenEvent], titles: Mapping[str, str], product: str, taken: Taken | None = None
) -> tuple[list[MappingProposal], list[QidProposal]]:
    """A mapping for each different pair, and a record for each id, or for each pair where the category is an outcome.

    Ids and categories that look like the name of a person, a host or one thing are left without a mapping. `taken` has
    the keys and names of records that are there; those of the new ones are added to it.
    """
    by_pair: dict[tuple[str, str | None], list[str]] = {}
    for event in seen:
        pair = (event.event_id, event.category)
        if pair in by_pair:
            count = len(by_pair[pair])
            # Of the events beyond those that are looked at, the first one that may have failed counts as well.
            if count < _MOST_LOOKED_AT or (
                count == _MOST_LOOKED_AT and may_have_failed(event_text(event.payload), event.payload)
            ):
                by_pair[pair].append(event.payload)
        elif (
            len(by_pair) < MOST_MAPPINGS
            and not _is_reserved(pair)
            and not any(_names_one(each) for each in pair if each)
        ):
            by_pair[pair] = [event.payload]
    mappings: list[MappingProposal] = []
    qids: dict[tuple[str, str | None], QidProposal] = {}
    taken = taken or Taken()
    for pair in sorted(by_pair, key=_order):
        payloads = by_pair[pair]
        outcome = _outcome(pair)
        record = (pair[0], outcome)
        if record not in qids:
            others = [
                payload for other, each in by_pair.items() if (other[0], _outcome(other)) == record for payload in each
            ]
            qids[record] = _record(pair, outcome, titles.get(pair[0]), others or payloads, product, taken)
        mappings.append(MappingProposal(*pair, qids[record].key))
    return mappings, list(qids.values())


def _is_reserved(pair: tuple[str, str | None]) -> bool:
    return (pair[0], pair[1] or "unknown") in _RESERVED


def _names_one(text: str) -> bool:
    return is_personal(text) and not tells_event(text) and not is_code(text)


def _outcome(pair: tuple[str, str | None]) -> str | None:
    """The outcome that the category tells: it makes a record of its own."""
    category = pair[1] or ""
    if re.fullmatch(r"[1-5](?:\d\d|xx)", category):
        return "failure" if category >= "400" else "success"
    return {"true": "success", "false": "failure"}.get(category.lower()) or outcome_of(category)


def _order(pair: tuple[str, str | None]) -> tuple[bool, int, str, str]:
    """Numbers by their value, and before names."""
    event_id, category = pair
    is_number = event_id.isascii() and event_id.isdigit() and len(event_id) < 20
    return not is_number, int(event_id) if is_number else 0, event_id, category or ""


def _record(  # noqa: PLR0917 - a record is made of all of these
    pair: tuple[str, str | None],
    outcome: str | None,
    title: str | None,
    payloads: Sequence[str],
    product: str,
    taken: Taken,
) -> QidProposal:
    event_id, category = pair
    says_something = _LETTERS.search(event_id) is not None and not is_code(event_id)
    if title is not None:
        name = _sentence(title)
    elif says_something:
        name = _sentence(event_id)
    else:
        name = f"{product} {'' if outcome else words_of(category or '')} {event_id}"
    if outcome == "failure" and outcome_of(name) is None:
        name = f"{name} ({outcome})"
    name = _other(" ".join(name.split())[: NAME_LIMIT - 20], taken.names, " ")
    key = _NO_KEY.sub("-", folded(name).lower())[:_LONGEST_KEY].strip("-") or "event"
    key = _other(key, taken.keys, "-")
    if event_id == CONSTANT_ID:
        return QidProposal(key, name, "Unknown", UNKNOWN.severity, is_sure=False)
    texts = [event_text(payload) for payload in payloads]
    failed = any(may_have_failed(*each) for each in zip(texts, payloads, strict=True))
    own = f"{words_of(title or '')} {words_of(event_id)}"
    told = [
        own,
        *(words_of(told_name(each)) for each in payloads[:1]),
        words_of(category or ""),
    ]
    if outcome is None and not failed and any(outcome_of(text) == "success" for text in texts):
        outcome = "success"
    guess = guess_category(told, outcome, failed=failed)
    return QidProposal(key, name, short_name(guess.category), guess.severity, guess.is_sure)


def _sentence(text: str) -> str:
    """A name as people write it: `LOGIN_SUCCESS` becomes `Login success`. What has blanks stays as it is."""
    if " " in text.strip():
        return text.strip()
    words = words_of(text)
    return words[:1].upper() + words[1:]


def _other(text: str, taken: set[str], between: str) -> str:
    """The text, with a number where it is taken."""
    number, other = 1, text
    while other.lower() in taken:
        number += 1
        other = f"{text}{between}{number}"
    taken.add(other.lower())
    return other
