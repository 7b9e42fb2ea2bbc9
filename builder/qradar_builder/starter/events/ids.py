"""Proposes the event id: all candidates are scored together, by their names, their values, and what they tell."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.candidates import Candidate
from qradar_builder.starter.events.pairs import found_by
from qradar_builder.starter.events.values import is_number, is_personal, is_unique
from qradar_builder.starter.language.templates import assigned, mine
from qradar_builder.starter.language.vocabulary import is_known, tells_event
from qradar_builder.starter.language.words import word_set, words
from qradar_builder.starter.not_provable import WrongExpression

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.starter.events.columns import Column

CONSTANT_ID: Final = "event"
"""The event id of events where the samples show none."""
MOST_IDS: Final = 200
"""How many different event ids there may be."""

_LONGEST_ID: Final = 100
_MOST_WORDS: Final = 12
_GOOD_ENOUGH: Final = 6.0
_CHOSEN: Final = 1000.0
_MOST_FALLBACKS: Final = 4
_NAMES: Final[dict[str, float]] = {
    "event name": 10, "event simple name": 10.5, "operation name": 10, "activity display name": 10, "event action": 10,
    "event type": 9, "event code": 11.5, "event id": 8.6, "activity type": 9.5, "activity name": 9.5, "operation": 9.5,
    "activity": 9, "action": 8, "action type": 9, "action name": 9, "signature id": 8.5, "message id": 8.2,
    "log id": 8, "verb": 8, "event": 7.8, "alert type": 8, "alert name": 7.5, "event sub type": 6.5,
    "event subtype": 6.5, "type": 6.5, "kind": 5, "method": 5, "request method": 5, "http method": 5.2, "name": 5,
    "title": 5.8, "signature": 7.5, "rule name": 5.5, "rule id": 5.5, "code": 6, "log type": 5, "subtype": 6,
    "sub type": 6, "category": 5, "subcategory": 6, "category name": 5, "event category": 5.5, "command": 5,
    "operation type": 8.5, "type name": 6.5, "event class": 6, "event type name": 9, "detection name": 6.5,
    "threat name": 5.5, "incident type": 7, "finding type": 7, "audit type": 8, "event description": 6,
    "description": 4, "summary": 4.5, "message": 3.5, "reason": 3, "query type": 4, "disposition": 4.5,
    "status": 3, "result": 3, "class": 4, "object type": 3.5, "module": 3.5, "program": 3.5, "channel": 2.5,
    "event action name": 10, "operation id": 6, "procedure": 6, "function": 5, "task": 5, "policy name": 4,
    "attack type": 6, "attack name": 6, "alert": 6, "attack": 6, "detect name": 6.5, "event title": 8,
    "log message id": 8, "msg": 4, "event kind": 5, "event dataset": 4, "record type": 6.5, "audit event": 8,
    "id": 3, "display message": 5, "event display name": 9, "event type id": 8, "security event type": 8,
    "log sub type": 7, "log subtype": 7, "event operation": 9, "req type": 6, "eventid": 8.6, "eventtype": 9,
    "logid": 8, "event number": 8, "sub event type": 7, "act": 8, "detection type": 7, "notification type": 8,
    "template id": 5, "trigger type": 6, "action id": 7, "method name": 9, "type id": 6, "activity id": 5,
    "action method": 6, "event class id": 8, "operations": 7, "event types": 7, "user action": 8, "audit action": 9,
    "resource type": 3.5, "service name": 2.5, "malware name": 4, "level": 0.5, "severity": 0.5,
}  # fmt: skip
"""How much a name of a key says that it holds the event id."""

_TEXT_NAMES: Final = word_set("name title description summary message msg text display reason details")
_OWN_NAMES: Final = word_set("event operation activity action rule alert signature threat attack detection audit")
_ELSEWHERE: Final = word_set(
    """
    user actor target source destination host device agent observer geo client process file resource object account
    location identity browser os network url image parent owner policy dns machine computer certificate threat
    artifact artifacts labels tags metadata request related evidence evidences asset members container
    """
)
_WORDS: Final = {
    "event": 4.5, "action": 5.0, "operation": 5.5, "activity": 4.5, "type": 3.5, "code": 3.5, "name": 1.5, "kind": 3.0,
    "category": 3.0, "alert": 3.5, "verb": 4.0, "rule": 2.5, "signature": 4.0, "kb": 2.0, "title": 3.0, "mode": 2.0,
    "command": 3.0, "reason": 2.0, "msgid": 5.0, "state": 1.5, "result": 1.5,
}  # fmt: skip
_NO_KINDS: Final = word_set(
    """
    user actor target source destination host device agent observer geo client process file resource object account
    location identity browser os network url image parent owner policy dns machine computer certificate country city
    time date timestamp zone domain ip address port mac hash version path size count content mime group severity level
    risk protocol member app application interface vendor product service
    """
)
_OWN: Final = word_set("event events activity action operation audit alert data detection evt")
_HEADER_WORDS: Final = {"$eventid$": 11.0, "$id$": 11.0, "$name$": 8.0}
_TAG: Final = r"[\w./-]{1,48}(?:\[\d{1,10}\])?:"
_TEXTS: Final = (
    (r"%([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)?-\d-[A-Z0-9_]+)", 10.0),
    (rf" {_TAG} \[?([A-Z][A-Z0-9_]*[-_]\d+)\b", 8.5),
    (rf" {_TAG} \[?(\d{{3,9}})\b(?![.:/])", 7.0),
    (r"\b(?:[Ee]vent|[Mm]sg|[Mm]essage|[Ll]og|[Rr]ule)[_ ]?(?:ID|Id|id)[=: ]{1,2}\"?([\w-]+)", 8.5),
    (r'"(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PROPFIND) [^"\s]+ HTTP/', 8.0),
    (r"\b(TCP_[A-Z_]+|NONE)/\d{3}\b", 8.0),
    (r"\b([A-Z]{2,5}-?\d{3,6}): ", 8.5),
    (r"^(?:<\d{1,3}>)?([A-Z][A-Za-z]{1,20}_[A-Za-z_]{2,30}) ", 8.0),
)


@dataclass(slots=True)
class IdProposal:
    """The expressions of EventName with what they give together in each sample.

    `runners_up` are other expressions with how many kinds each would tell apart. `columns` are those that are used.
    """

    expressions: list[dict[str, Any]]
    values: tuple[str | None, ...]
    columns: list[Column] = field(default_factory=list)
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
    named = named or [column for column in columns if text == column.path[-1]]
    if named:
        # Of several keys of the name, the likeliest: the order of keys decides nothing.
        column = max(named, key=lambda each: (name_score(each) or 0.0, each.name))
        return Candidate(column.expression, tuple(value or None for value in column.values), (0,), column)
    try:
        groups = re.compile(text, re.ASCII).groups
    except re.error as error:
        raise WrongExpression(f"no sample has the key `{text}`, and it is no regular expression: {error}") from None
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
    scored = sorted(_scored(columns, payloads, has_text=has_text), key=lambda each: (-each.score, each.label))
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
    others = [each for each in scored if each.candidate not in chosen][:3]
    runners = [(each.candidate.text, len(set(each.candidate.values) - {None})) for each in others]
    return IdProposal(expressions, tuple(values), used, runners, is_constant=is_constant, is_mined=is_mined)


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
    if not has_text:
        message = _message_column(columns, lacking)
        if message is None:
            return False
        texts = [message.values[place] or "" for place in lacking]
    templates = mine(texts)
    ids, wins = assigned(templates, [payloads[place] for place in lacking])
    expressions += [{"regex": each.regex, "capture": each.id} for each in templates if wins[each.regex]]
    for place, found in zip(lacking, ids, strict=True):
        values[place] = found
    return bool(wins)


def _message_column(columns: Sequence[Column], lacking: Sequence[int]) -> Column | None:
    """The column with a text for people in all of the events."""
    fitting = [
        column
        for column in columns
        if set(column.words[-1]) & {"message", "description", "summary", "title", "text", "details", "reason"}
        and all(column.values[place] for place in lacking)
        and any(" " in value for value in column.given)
    ]
    return min(fitting, key=lambda column: (len(column.path), column.name), default=None)


def _scored(columns: Sequence[Column], payloads: Sequence[str], *, has_text: bool) -> Iterator[Scored]:
    presence = _presence(columns)
    for column in columns:
        name = name_score(column)
        if name is None:
            continue
        leaf = set(column.words[-1])
        if leaf & _TEXT_NAMES and not leaf & _OWN_NAMES and any(_may_name_person(value) for value in column.distinct):
            continue
        points = value_score(column.values)
        if points is None:
            continue
        bonus = 3.0 * explained(column.values, presence)
        candidate = Candidate(column.expression, tuple(value or None for value in column.values), (0,), column)
        yield Scored(candidate, name + points + bonus, column.name)
    if has_text:
        for pattern, name in _TEXTS:
            values = found_by(pattern, payloads)
            points = value_score(values) if any(values) else None
            if points is not None:
                yield Scored(Candidate({"regex": pattern}, values, (0,)), name + points, pattern)


def name_score(column: Column) -> float | None:
    """What the name of a column says; None where it cannot be an event id."""
    if column.is_header:
        return _HEADER_WORDS.get(column.path[-1])
    leaf = column.words[-1]
    score = _NAMES.get(" ".join(leaf))
    if score is None:
        score = _NAMES.get(column.name.rpartition(".")[2])
    if score is None and not set(leaf) & _NO_KINDS:
        # Other names are made of the same words.
        score = max((_WORDS.get(word, 0.0) for word in leaf), default=0.0) or None
    if score is None:
        return None
    above = {word for step in column.words[:-1] for word in step}
    parent = set(column.words[-2]) if len(column.words) > 1 else set()
    if parent & _OWN and column.words[-1] in (("action",), ("name",), ("type",), ("code",), ("id",), ("kind",)):
        score = max(score, _NAMES.get(f"{next(iter(parent & _OWN))} {column.words[-1][0]}", score))
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
        score += 3.0 * math.log(different) / math.log(count)
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
    if different == count and count >= 12:
        score -= 2.0
    return score


def _may_name_person(text: str) -> bool:
    """Whether a text for people has a name in it: none of its words is known, or two unknown ones stand together."""
    unknown = [not is_known(word) for word in words(text) if word.isalpha()]
    return "@" in text or "\\" in text or (bool(unknown) and all(unknown)) or any(map(all, pairwise(unknown)))


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
    return is_unique(value) or (is_personal(value) and "." not in value and not tells_event(value)) or "@" in value


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
