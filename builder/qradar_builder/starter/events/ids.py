"""Proposes the event id: all candidates are scored together, by their names, their values, and what they tell."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.candidates import Candidate
from qradar_builder.starter.events.id_names import LAST_WORDS, LEVELS, SINGLE_WORDS, WHOLE_NAMES
from qradar_builder.starter.events.id_texts import METHODS, TEXTS
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.values import IPV4, is_number, is_personal, is_unique
from qradar_builder.starter.language.templates import assigned, mine
from qradar_builder.starter.language.vocabulary import is_known, tells_event
from qradar_builder.starter.language.words import word_set, words
from qradar_builder.starter.not_provable import WrongExpression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.starter.events.columns import Column

CONSTANT_ID: Final = "event"
"""The event id of events where the samples show none."""
MOST_IDS: Final = 400
"""How many different event ids there may be."""

_LONGEST_ID: Final = 100
_MOST_WORDS: Final = 12
_GOOD_ENOUGH: Final = 6.0
_CHOSEN: Final = 1000.0
_MOST_FALLBACKS: Final = 4
_SPREAD: Final = 4.0
_TEXT_NAMES: Final = word_set("name title description summary message msg text display details")
_MESSAGES: Final = word_set("message description summary title text details reason")
_OWN_NAMES: Final = word_set("event operation activity action rule alert signature threat attack detection audit")
_ELSEWHERE: Final = word_set(
    """
    user actor target source destination host device agent observer geo client process file resource object account
    location identity browser os network url image parent owner policy dns machine computer certificate threat
    artifact artifacts labels tags metadata request related evidence evidences asset members container parameters
    parameter params columns attributes fields extensions entities headers
    """
)
_NO_KINDS: Final = word_set(
    """
    user actor target source destination host device agent observer geo client process file resource object account
    location identity browser os network url image parent owner policy dns machine computer certificate country city
    time date timestamp zone domain ip address port mac hash version path size count content mime group severity level
    risk protocol member app application interface vendor product service
    """
)
_OWN: Final = word_set("event events activity action operation audit alert data detection evt")
_CORRELATING: Final = (("operation", "id"), ("activity", "id"))
"""Names of what ties events together, unless their values are words."""
_ADDRESS: Final = re.compile(rf"(?<![\w.]){IPV4}(?![\w.]*\d)")
_CODE: Final = re.compile(r"[A-Z]{1,6}[-_]?\d[0-9A-F]{1,6}")
_CODE_IN_NAME: Final = 12.0
_HEADER_WORDS: Final = {"$eventid$": 11.0, "$id$": 11.0, "$name$": 8.0}
_KEYWORD: Final = re.compile(r"[A-Za-z][\w .:/-]{2,60}")
_FEWEST_KEYWORDS: Final = 2
_VALUES: Final = (("value",), ("text",), ("localized", "value"))
"""Names of keys that have the value of the key above them."""
_WAYS: Final = word_set("login logon auth authentication grant content mime connection")
"""Types of these say how something is done, and not what."""
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
    presence = _presence(columns)
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


def name_score(column: Column) -> float | None:
    """What the name of a column says; None where it cannot be an event id."""
    if column.is_header:
        score = _HEADER_WORDS.get(column.path[-1])
        is_coded = column.path[-1] == "$name$" and all(map(_CODE.fullmatch, column.distinct))
        # Some products write their code where the name is to stand.
        return _CODE_IN_NAME if is_coded else score
    steps = column.words
    if len(steps) > 1 and steps[-1] in _VALUES:
        steps = steps[:-1]
    leaf = steps[-1]
    score = WHOLE_NAMES.get(" ".join(leaf))
    if score is None:
        score = WHOLE_NAMES.get(column.name.rpartition(".")[2])
    if score is None and " ".join(leaf[-2:]) in LAST_WORDS:
        # What stands before, as in `riskEventType`, says of which events.
        score = WHOLE_NAMES[" ".join(leaf[-2:])] - 1.0
    if score is None and not set(leaf) & _NO_KINDS:
        # Other names are made of the same words.
        score = max((SINGLE_WORDS.get(word, 0.0) for word in leaf), default=0.0) or None
    if score is None or (leaf[-1:] == ("type",) and set(leaf) & _WAYS):
        return None
    above = {word for step in steps[:-1] for word in step}
    parent = set(steps[-2]) if len(steps) > 1 else set()
    if parent & _OWN and steps[-1] in (("action",), ("name",), ("type",), ("code",), ("id",), ("kind",)):
        score = max(score, *(WHOLE_NAMES.get(f"{each.rstrip('s')} {leaf[0]}", score) for each in parent & _OWN))
    if above & _ELSEWHERE:
        score -= 3.5
    return score - 0.5 * (len(column.path) - 1)


def value_score(values: Sequence[str | None]) -> float | None:
    """What the values say: how many samples have one, how different they are, whether they are words.

    None where they cannot be event ids.
    """
    given = [value for value in values if value]
    counts = Counter(given)
    different, count = len(counts), len(given)
    if not given or different > MOST_IDS or any(len(value) > _LONGEST_ID or "\n" in value for value in counts):
        return None
    if sum(_names_one(value) for value in counts) * 5 > different:
        return None
    share = count / len(values)
    score = 4.0 * share
    if share < 0.5:
        score -= 1.0
    if count > 1:
        score += _SPREAD * _spread(counts) / math.log(count)
    if different == 1 and count > 2:
        score -= 5.0
    length = sum(len(value.split()) for value in counts) / different
    if length > _MOST_WORDS:
        return None
    score -= 3.0 if length > _MOST_WORDS // 2 else 0.0
    points = _points_of_numbers(counts, count)
    if points is None:
        return None
    score += points
    if (
        different == count
        and count >= 12
        and sum(tells_event(each) or is_code(each) for each in counts) * 2 < different
    ):
        score -= 2.0
    return score


def _spread(counts: Counter[str]) -> float:
    """How much values tell, in nats: that of as many values that are as frequent, and their own entropy, halved."""
    total = counts.total()
    entropy = -sum(count / total * math.log(count / total) for count in counts.values())
    return (math.log(len(counts)) + entropy) / 2


def _may_name_person(text: str) -> bool:
    """Whether a text for people has a name in it: none of its words is known, or two unknown ones stand together."""
    unknown = [not is_known(word) for word in words(text) if word.isalpha()]
    return "@" in text or "\\" in text or (bool(unknown) and all(unknown)) or any(map(all, pairwise(unknown)))


def _may_name_persons(column: Column) -> bool:
    """Whether a column with texts has names of persons: one is enough where nothing says that it is of events."""
    parent = set(column.words[-2]) if len(column.words) > 1 else set()
    persons = sum(_may_name_person(value) for value in column.distinct)
    return persons * 5 > len(column.distinct) if parent & _OWN else persons > 0


def _counts_up(column: Column) -> bool:
    """Whether an `id` counts things, and names no kind."""
    numbers = [value for value in column.distinct if is_number(value)]
    return len(numbers) == len(column.distinct) and len(numbers) * 4 > len(column.given) and len(column.given) > 2


def _points_of_numbers(counts: Counter[str], count: int) -> float | None:
    """Numbers tell less than words; those with a free range tell nothing, and the answer is None."""
    numbers = [int(float(value)) for value in counts if is_number(value)]
    different = len(counts)
    if len(numbers) < different or different == 1:
        return 0.0
    is_padded = len({len(value) for value in counts}) == 1 and any(value.startswith("0") for value in counts)
    if is_padded:
        return 0.0
    is_free = max(map(len, counts)) > 7 or (different * 10 >= count * 9 and max(numbers) - min(numbers) > 100_000)
    if is_free and count >= 3:
        return None
    return -0.5 if 100 < max(numbers) < 100_000 else -1.5


def _names_one(value: str) -> bool:
    """Whether a value names a single thing or a person, and tells nothing that happened."""
    return (
        is_unique(value)
        or bool(_ADDRESS.search(value))
        or (is_personal(value) and "." not in value and not tells_event(value))
        or "@" in value
    )


def _presence(columns: Sequence[Column]) -> list[tuple[bool, ...]]:
    """Which samples have a value in which column, for the columns that some have and some have not."""
    found = {tuple(value is not None for value in column.values) for column in columns}
    return sorted(each for each in found if any(each) and not all(each))[:60]


def explained(values: Sequence[str | None], presence: Sequence[Sequence[bool]]) -> float:
    """How much of what other columns have and have not is told by these values: 0 to 1, by the adjusted share.

    Where each value stands once there is no evidence, and the answer is 0.
    """
    count, different = len(values), len(set(values))
    if not presence or count - different < 2 or different < 2:
        return 0.0
    within = total = 0.0
    for has in presence:
        mean = sum(has) / count
        total += count * mean * (1 - mean)
        groups: dict[str | None, list[bool]] = {}
        for value, each in zip(values, has, strict=True):
            groups.setdefault(value, []).append(each)
        within += sum(sum(group) * (1 - sum(group) / len(group)) for group in groups.values())
    if not total:
        return 0.0
    return max(0.0, 1 - (within / (count - different)) / (total / (count - 1)))


def is_code(value: str) -> bool:
    """Whether an id is a code that says nothing to people."""
    return re.fullmatch(r"[A-Za-z]{1,6}[-_]?\d+|\d+", value) is not None
