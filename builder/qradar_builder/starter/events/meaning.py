"""Tells the low-level category and the severity of an event by the words that it is told in.

A phrase hits where all of its words stand in the text, as whole words and in any order; the one with most words
counts. Each has a category for success and, where that is another one, for failure.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from qradar_builder.reference.categories import category
from qradar_builder.starter.events.outcomes import has_failure, outcome_of
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Guess:
    """A low-level category by its name, and a severity. `is_sure` is false where no word told anything."""

    category: str
    severity: int
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with what they mean: where it went well or went through, where it failed, where neither is said."""

    words: frozenset[str]
    success: Guess
    failure: Guess | None
    attempt: Guess | None


UNSURE: Final = Guess("System / Information", 1, is_sure=False)
UNKNOWN: Final = Guess("Unknown / Unknown", 3, is_sure=False)
"""For events that nothing tells apart."""
_FAILED: Final = Guess("System / Error", 3, is_sure=False)
_UNAUTHORIZED: Final = Guess("Access / Unauthorized Access Attempt", 5)
_REMOVAL: Final = re.compile(r"\b(?:delet(?:e|ed|ion)|remov(?:e|ed|al)|destroy(?:ed)?)\b")
_ACCESS_DENIED: Final = Guess("Access / Access Denied", 4)
_DENIED: Final = re.compile(r"\b(?:denied|unauthori[sz]ed|forbidden|not (?:allowed|permitted|authori[sz]ed))\b")
_PENDING: Final = re.compile(r"\b(?:pending|attempt(?:ed)?|requested|scheduled|queued|in progress)\b")
_DONE: Final = " Activity Succeeded"
_NOT_YET: Final = (
    "System / Successful ",
    "Authentication / Password Change Succeeded",
    "Authentication / User Account ",
)
_NOT_CONFIGURED: Final = "System / Failed Configuration Modification"
_OUTCOMES: Final = frozenset({"fail", "error", "success", "succeed"})
_MOST_CHARACTERS: Final = 300
_THREAT: Final = 6
_WORD: Final = re.compile(r"[a-z0-9]+")
_SUCCESS: Final = re.compile(
    r"Succe|Permit|Allow|Grant|Opened|Established|Started|Added|Removed|Change|Assigned|Created|Deleted|Installed|"
    r"Uninstalled|Applied|Authorization|Logout|Closed|Addition|Deletion|Boot"
)
_FAILURE: Final = re.compile(r"Fail|Den(?:y|ied)|Error|Invalid|Expired|Locked|Violation")


def guess_category(texts: Sequence[str], outcome: str | None = None, *, failed: bool = False) -> Guess:
    """The category that words in small letters tell. The first text that tells anything counts.

    `outcome` is `success` or `failure` where a field of the event says so. `failed` says that there is a word of a
    failure anywhere in the event: then no category of a success is given.
    """
    for text in texts:
        phrase = _phrase_in(text[:_MOST_CHARACTERS])
        if phrase is None:
            continue
        told = outcome or _told(text)
        if told is None and phrase.attempt is not None:
            # A login of which nothing says how it ended.
            told = next((each for each in map(_told, texts) if each is not None), None)
        if told == "failure":
            if _DENIED.search(text) and (phrase.failure or phrase.success).category.startswith(
                ("Audit / ", "System / ")
            ):
                return _UNAUTHORIZED if _REMOVAL.search(text) else _ACCESS_DENIED
            if phrase.failure is not None and phrase.failure.category == _NOT_CONFIGURED:
                return Guess(f"Audit / {_verb(text)} Activity Failed", phrase.failure.severity)
            return phrase.failure or (_FAILED if _is_success(phrase.success) else phrase.success)
        if told is None and phrase.attempt is not None:
            return phrase.attempt
        if failed and _is_success(phrase.success):
            return UNSURE
        return _pending(text, phrase.success) if told is None and _PENDING.search(text) else phrase.success
    return _FAILED if outcome == "failure" else UNSURE


def _pending(text: str, done: Guess) -> Guess:
    """What has been asked for and is not done."""
    if done.category.endswith(_DONE):
        return Guess(f"{done.category.removesuffix(_DONE)} Activity Attempted", done.severity)
    if done.category.startswith(_NOT_YET):
        return Guess(f"Audit / {_verb(text)} Activity Attempted", done.severity)
    return done


def _verb(text: str) -> str:
    """What was to be done with a thing, as the categories of audits name it."""
    found = {base for word in _WORD.findall(text) for base in _bases().get(word, ())}
    return next((verb for verb in ("Create", "Delete", "Read") if verb.lower() in found), "Update")


def _told(text: str) -> str | None:
    return "failure" if has_failure(text) else (outcome_of(text) if outcome_of(text) == "success" else None)


def _is_success(guess: Guess) -> bool:
    return _SUCCESS.search(guess.category) is not None and _FAILURE.search(guess.category) is None


def _phrase_in(text: str) -> Phrase | None:
    """The phrase with most words of those that stand in a text; of several, the first of the table."""
    found: dict[str, int] = {}
    for place, word in enumerate(_WORD.findall(text)):
        for base in _bases().get(word) or {word}:
            found.setdefault(base, place)
    fitting = [phrase for phrase in _phrases() if phrase.words <= found.keys()]
    return max(fitting, key=lambda phrase: _weight(phrase, found), default=None)


def _weight(phrase: Phrase, found: Mapping[str, int]) -> tuple[bool, int, int, int, int]:
    """A threat counts most; then more words tell more; of as many, what is said first, and together."""
    severity = phrase.success.severity
    places = [found[word] for word in phrase.words]
    return severity >= _THREAT, len(phrase.words - _OUTCOMES), -min(places), min(places) - max(places), severity


@cache
def _table() -> dict[str, object]:
    text = files("qradar_builder.starter.events").joinpath("phrases.json").read_text(encoding="utf-8")
    table: dict[str, object] = json.loads(text)
    return table


@cache
def _bases() -> dict[str, frozenset[str]]:
    """The words of the table that another form of them stands for."""
    found: dict[str, set[str]] = {}
    listed = _table()["words"]
    assert isinstance(listed, dict)
    for base, forms in listed.items():
        for form in (base, *forms.split()):
            found.setdefault(form, {form}).add(base)
    return {form: frozenset(bases) for form, bases in found.items()}


@cache
def _phrases() -> tuple[Phrase, ...]:
    listed = _table()["phrases"]
    assert isinstance(listed, list)
    return tuple(_phrase(row) for row in listed)


def _phrase(row: dict[str, object]) -> Phrase:
    failure = row.get("failure")
    attempt = row.get("attempt")
    severity = row["severity"]
    assert isinstance(severity, int)
    worse = row.get("failure_severity", 3)
    assert isinstance(worse, int)
    return Phrase(
        frozenset(str(row["words"]).split()),
        Guess(str(row["category"]), severity),
        None if failure is None else Guess(str(failure), worse),
        None if attempt is None else Guess(str(attempt), severity, is_sure=False),
    )


def short_name(qualified: str) -> str:
    """The name of a low-level category, with its high-level category only where it would be ambiguous without."""
    name = qualified.partition(" / ")[2]
    try:
        return name if category(name).qualified_name == qualified else qualified
    except UnknownName:
        return qualified
