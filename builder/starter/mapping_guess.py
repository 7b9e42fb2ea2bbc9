"""Proposes event mappings and QID records for the event ids and categories that the parser has found in samples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from builder.model.events import NAME_LIMIT
from builder.starter.category_guess import guess_category, short_name
from builder.starter.columns import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_MAPPINGS: Final = 500
"""How many mappings are proposed."""

_NO_KEY: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY: Final = 60
_LETTERS: Final = re.compile(r"[A-Za-z]{3}")
_CODE: Final = re.compile(r"[A-Za-z]{1,6}[-_]?\d+|\d+")
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


def guess_mappings(
    seen: Iterable[SeenEvent], titles: Mapping[str, str], product: str
) -> tuple[list[MappingProposal], list[QidProposal]]:
    """A mapping for each different pair, and a record for each event id."""
    mappings: dict[tuple[str, str | None], MappingProposal] = {}
    qids: dict[str, QidProposal] = {}
    keys: set[str] = set()
    names: set[str] = set()
    for event in seen:
        pair = (event.event_id, event.category)
        if pair in mappings or (event.event_id, event.category or "unknown") in _RESERVED:
            continue
        if len(mappings) >= MOST_MAPPINGS:
            break
        if event.event_id not in qids:
            qids[event.event_id] = _record(event, titles.get(event.event_id), product, keys, names)
        mappings[pair] = MappingProposal(*pair, qids[event.event_id].key)
    ordered = sorted(mappings.values(), key=_order)
    used = list(dict.fromkeys(mapping.event_id for mapping in ordered))
    return ordered, [qids[event_id] for event_id in used]


def _order(mapping: MappingProposal) -> tuple[bool, int, str, str]:
    """Numbers by their value, and before names."""
    is_number = mapping.event_id.isascii() and mapping.event_id.isdigit() and len(mapping.event_id) < 20
    return not is_number, int(mapping.event_id) if is_number else 0, mapping.event_id, mapping.category or ""


def _record(event: SeenEvent, title: str | None, product: str, keys: set[str], names: set[str]) -> QidProposal:
    words = words_of(event.event_id)
    says_something = _LETTERS.search(event.event_id) is not None and _CODE.fullmatch(event.event_id) is None
    if title is not None:
        name = _sentence(title)
    elif says_something:
        name = _sentence(event.event_id)
    else:
        name = f"{product} {words_of(event.category or '')} {event.event_id}"
    name = _other(" ".join(name.split())[: NAME_LIMIT - 20], names, " ")
    told = [f"{words_of(title or '')} {words}", words_of(_free_text(event)), words_of(event.category or "")]
    guess = guess_category(told)
    key = _NO_KEY.sub("-", name.lower())[:_LONGEST_KEY].strip("-") or "event"
    return QidProposal(_other(key, keys, "-"), name, short_name(guess.category), guess.severity, guess.is_sure)


def _sentence(text: str) -> str:
    """A name as people write it: `LOGIN_SUCCESS` becomes `Login success`. What has blanks stays as it is."""
    if " " in text.strip():
        return text.strip()
    words = words_of(text)
    return words[:1].upper() + words[1:]


def _free_text(event: SeenEvent) -> str:
    """The message of an event: what stands behind `message` or `msg`, else behind the event id."""
    found = re.search(r"\b(?:message|msg)\"?\s*[=:]\s*\"?([^\"^]{1,300})", event.payload)
    return found[1] if found else event.payload.rpartition(event.event_id)[2][:300]


def _other(text: str, taken: set[str], between: str) -> str:
    """The text, with a number where it is taken."""
    number, other = 1, text
    while other.lower() in taken:
        number += 1
        other = f"{text}{between}{number}"
    taken.add(other.lower())
    return other
