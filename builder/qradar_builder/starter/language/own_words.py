"""What an event says about itself: its values without the names of keys, and a name that no person is in."""

from __future__ import annotations

import re
from typing import Final

from qradar_builder.starter.language.templates import kept_words

_MOST: Final = 4000
_WORD: Final = re.compile(r"[^\W\d_]+")
_CASES: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DIGITS: Final = re.compile(r"\d{3}")
_LEADING_ON: Final = frozenset(
    {"by", "for", "from", "to", "of", "in", "on", "at", "with", "the", "a", "and", "is", "was"}
)
_MESSAGES: Final = tuple(
    re.compile(rf"\b(?:{names})\"?\s*[=:]\s*\"?([^\"^|\t]{{1,300}})", re.IGNORECASE)
    for names in ("message|msg|displayMessage", "description|summary|title", "reason")
)
_QUOTED_KEY: Final = re.compile(r"\"[^\"\\]{1,100}\"\s*:")
_PAIR_KEY: Final = re.compile(r"(?<![\w.-])[A-Za-z_][\w.-]{0,60}=")


def event_text(payload: str) -> str:
    """The payload without the names of its keys."""
    return _PAIR_KEY.sub(" ", _QUOTED_KEY.sub(" ", payload[:_MOST]))


def message_of(payload: str) -> str:
    """The text for people in an event; an empty one where none is named so."""
    found = next((match for each in _MESSAGES if (match := each.search(payload[:_MOST]))), None)
    return found[1] if found else ""


def told_name(payload: str) -> str:
    """The words of an event's message, or of all of its text, that tell what happened, without names."""
    message = message_of(payload)
    return " ".join(kept_words(message) if message else kept_words(event_text(payload), has_header=True))


def plain_name(text: str) -> str:
    """A text as a name: as it stands where all words tell what happened; else those that do, if there are two."""
    kept = kept_words(_CASES.sub(" ", text).replace("_", " ").replace(".", " "))
    if len(kept) == len(_WORD.findall(_CASES.sub(" ", text))) and not _DIGITS.search(text):
        return text.strip()
    while kept and kept[-1].lower() in _LEADING_ON:
        kept = kept[:-1]
    return " ".join(kept) if len(kept) > 1 else ""
