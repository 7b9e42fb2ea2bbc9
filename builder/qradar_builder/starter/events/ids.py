"""Proposes the event id: all candidates are scored together, by their names, their values, and what they tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.candidates import Candidate
from qradar_builder.starter.events.id_names import LEVELS
from qradar_builder.starter.events.id_texts import METHODS, TEXTS
from qradar_builder.starter.events.name_scores import OWN, name_score
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.value_scores import explained, presence_of, value_score
from qradar_builder.starter.events.values import is_number
from qradar_builder.starter.language.templates import assigned, mine
from qradar_builder.starter.language.vocabulary import is_known, tells_event
from qradar_builder.starter.language.words import word_set, words
from qradar_builder.starter.not_provable import WrongExpression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.starter.events.columns import Column

CONSTANT_ID: Final = "event"
"""The event id of events where the samples show none."""

_GOOD_ENOUGH: Final = 6.0
_CHOSEN: Final = 1000.0
_MOST_FALLBACKS: Final = 4
_TEXT_NAMES: Final = word_set("name title description summary message msg text display details")
_MESSAGES: Final = word_set("message description summary title text details reason")
_OWN_NAMES: Final = word_set("event operation activity action rule alert signature threat attack detection audit")
_CORRELATING: Final = (("operation", "id"), ("activity", "id"))
"""Names of what ties events together, unless their values are words."""
_KEYWORD: Final = re.compile(r"[A-Za-z][\w .:/-]{2,60}")
_FEWEST_KEYWORDS: Final = 2
_METHODS: Final = frozenset(METHODS.split("|"))
_COMMANDS: Final = word_set("command cmd")
_VERBS: Final = word_set("action operation activity verb method event")


@dataclass(slots=True)
class IdProposal:
    """The expressions of EventName with what they give together in each sample.

    `runners_up` are other expressions with how many kinds each would tell apart. `columns` are those that are used, and
    `others` those that are good as well.
    """

    expressions: list[dict[str, Any]]
    values: tuple[str | None, ...]
    columns: list[Column] = field(default_factory=list)
    others: list[Column] = field(default_factory=list)
    runners_up: list[tuple[str, int]] = field(default_factory=list)
    is_constant: bool = False
    is_mined: bool = False


@dataclass(frozen=True, eq=False)
class Scored:
    """A candidate with its score: the higher, the likelier it tells the kinds of events apart."""

    candidate: Candidate
    score: float
    label: str


def given_id(text: str, columns: Sequence[Column], payloads: Sequence[str]) -> Candidate:
    """The candidate that somebody asks for: a key, a keypath or a regular expression. Raises WrongExpression."""
    named = [
        column for column in columns if text in {str(next(iter(column.expression.values()))), ".".join(column.path)}
    ]
    named = named or [column for column in columns if text in {column.path[-1], column.label}]
    if named:
        # Of several keys of the name, the likeliest: the order of keys decides nothing.
        column = max(named, key=lambda each: (name_score(each) or 0.0, each.name))
        return Candidate(column.expression, tuple(value or None for value in column.values), (0,), column)
    try:
        groups = re.compile(text, re.ASCII).groups
    except re.error as error:
        raise WrongExpression(f"no sample has the key `{text}`, and it is not a regular expression: {error}") from None
    if not groups:
        raise WrongExpression(f"no sample has the key `{text}`, and as a regular expression it has no group")
    values = found_by(text, payloads)
    if not any(values):
        raise WrongExpression(f"the regular expression `{text}` finds nothing in any sample")
    return Candidate({"regex": text}, values, (0,))


def propose_ids(
    columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool, wanted: Candidate | None = None
) -> IdProposal:
    """The best candidate, fallbacks for the events that lack it, templates of text, and at last a constant.

    `wanted` is one that was chosen: it stands first.
    """
    scored = _ranked(columns, payloads, has_text=has_text)
    if wanted is not None:
        rest = [each for each in scored if each.candidate.expression != wanted.expression]
        scored = [Scored(wanted, _CHOSEN, ""), *rest]
    chosen: list[Candidate] = []
    values: list[str | None] = [None] * len(payloads)
    for each in scored:
        fresh = [place for place, value in enumerate(each.candidate.values) if value and values[place] is None]
        needed = _GOOD_ENOUGH if not chosen else _GOOD_ENOUGH - 0.5
        if not fresh or each.score < needed or len(chosen) > _MOST_FALLBACKS:
            continue
        chosen.append(each.candidate)
        for place in fresh:
            values[place] = each.candidate.values[place]
    expressions = [each.expression for each in chosen]
    is_mined = _add_templates(columns, payloads, values, expressions, has_text=has_text)
    lacking = [place for place, value in enumerate(values) if value is None]
    is_constant = not expressions
    if lacking:
        for each in scored:
            fresh = [place for place in lacking if each.candidate.values[place] and values[place] is None]
            if fresh and each.score > 0 and each.candidate not in chosen and len(expressions) < 100:
                expressions.append(each.candidate.expression)
                chosen.append(each.candidate)
                is_constant = False
                for place in fresh:
                    values[place] = each.candidate.values[place]
        if any(value is None for value in values):
            expressions.append({"regex": r"\S", "capture": CONSTANT_ID})
            values = [value or CONSTANT_ID for value in values]
    used = [each.column for each in chosen if each.column is not None]
    others = [each for each in scored if each.candidate not in chosen]
    runners = [(each.candidate.text, len(set(each.candidate.values) - {None})) for each in others[:3]]
    good = [
        each.candidate.column for each in others if each.score >= _GOOD_ENOUGH and each.candidate.column is not None
    ]
    return IdProposal(expressions, tuple(values), used, good, runners, is_constant=is_constant, is_mined=is_mined)


def _ranked(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> list[Scored]:
    """All candidates, the likeliest first. What says less than the sentence beside it is left out."""
    scored = sorted(_scored(columns, payloads, has_text=has_text), key=lambda each: (-each.score, each.label))
    if not all(_messages(columns, range(len(payloads)))):
        return scored
    return [each for each in scored if not _says_less(each.candidate)]


def _says_less(candidate: Candidate) -> bool:
    """Whether a candidate is the method of a request, or an `id` that is no number: it may name the device."""
    column = candidate.column
    is_name = column is not None and column.words[-1] == ("id",) and not all(map(is_number, column.distinct))
    return is_name or _METHODS.issuperset(filter(None, candidate.values))


def _add_templates(
    columns: Sequence[Column],
    payloads: Sequence[str],
    values: list[str | None],
    expressions: list[dict[str, Any]],
    *,
    has_text: bool,
) -> bool:
    """Templates for the events that have no id yet: of their text, or of their message."""
    lacking = [place for place, value in enumerate(values) if value is None]
    if not lacking:
        return False
    texts = [payloads[place] for place in lacking]
    messages = _messages(columns, lacking)
    if sum(map(bool, messages)) * 2 >= len(lacking) and (not has_text or all(messages)):
        texts = messages
    elif not has_text:
        # Some products write a sentence, and then an object.
        texts = [text.partition("{")[0] for text in texts]
    templates = mine(texts)
    ids, wins = assigned(templates, [payloads[place] for place in lacking])
    expressions += [{"regex": each.regex, "capture": each.id} for each in templates if wins[each.regex]]
    for place, found in zip(lacking, ids, strict=True):
        values[place] = found
    return bool(wins)


def _messages(columns: Sequence[Column], places: Sequence[int]) -> list[str]:
    """The text for people in each of the events, empty where one has none: that of the column which most have."""
    fitting = [
        column
        for column in columns
        if (set(column.words[-1]) & _MESSAGES or column.path[-1] == "$name$")
        and any(" " in value for value in column.given)
    ]
    fitting.sort(key=lambda each: (-sum(bool(each.values[place]) for place in places), len(each.path), each.name))
    return [next(filter(None, (column.values[place] for column in fitting)), "") for place in places]


def _scored(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> Iterator[Scored]:
    presence = presence_of(columns)
    for column in columns:
        name = _placed_score(column) if column.is_placed else name_score(column)
        if name is None or (column.words[-1] in _CORRELATING and not any(map(tells_event, column.distinct))):
            continue
        leaf = set(column.words[-1])
        if leaf & _TEXT_NAMES and not leaf & _OWN_NAMES and _may_name_persons(column):
            continue
        points = value_score(column.values)
        if points is None or (column.words[-1] == ("id",) and not column.is_header and _counts_up(column)):
            continue
        points -= _doubt(column, has_text=has_text)
        bonus = 3.0 * explained(column.values, presence)
        candidate = Candidate(column.expression, tuple(value or None for value in column.values), (0,), column)
        yield Scored(candidate, name + points + bonus, column.name)
    if has_text:
        for pattern, name in TEXTS:
            values = found_by(pattern, payloads)
            points = value_score(values) if any(values) else None
            if points is not None:
                yield Scored(Candidate({"regex": pattern}, values, (0,)), name + points, pattern)


def _doubt(column: Column, *, has_text: bool) -> float:
    """What the values take from the points: numbers where verbs are expected, and levels."""
    lost = 0.0
    if column.words[-1][-1:] and column.words[-1][-1] in _VERBS and all(map(is_number, column.distinct)):
        # Small numbers in a text count its operations.
        lost += 12.0 if has_text and all(len(value) < 3 for value in column.distinct) else 5.0
    if column.distinct and all(value.lower() in LEVELS for value in column.distinct):
        # A level is the same in events that have nothing to do with each other.
        lost += 100.0
    if set(column.words[-1]) & _COMMANDS and sum("/" in value or "\\" in value for value in column.distinct) > 0:
        # A command as somebody typed it, and no name of one.
        lost += 12.0
    return lost


def _placed_score(column: Column) -> float | None:
    """What the values of a place say, which has no name: they are words that tell events, and some stand twice."""
    different = column.distinct
    told = sum(_KEYWORD.fullmatch(value) is not None and tells_event(value) for value in different)
    if len(different) < _FEWEST_KEYWORDS or told * 2 < len(different) or len(different) == len(column.given) > 3:
        return None
    return 5.0 if all(value.isupper() or "_" in value for value in different) else 3.5


def _may_name_person(text: str) -> bool:
    """Whether a text for people has a name in it: none of its words is known, or two unknown ones stand together."""
    unknown = [not is_known(word) for word in words(text) if word.isalpha()]
    return "@" in text or "\\" in text or (bool(unknown) and all(unknown)) or any(map(all, pairwise(unknown)))


def _may_name_persons(column: Column) -> bool:
    """Whether a column with texts has names of persons: one is enough where nothing says that it is of events."""
    parent = set(column.words[-2]) if len(column.words) > 1 else set()
    persons = sum(_may_name_person(value) for value in column.distinct)
    return persons * 5 > len(column.distinct) if parent & OWN else persons > 0


def _counts_up(column: Column) -> bool:
    """Whether an `id` counts things, and names no kind."""
    numbers = [value for value in column.distinct if is_number(value)]
    return len(numbers) == len(column.distinct) and len(numbers) * 4 > len(column.given) and len(column.given) > 2
