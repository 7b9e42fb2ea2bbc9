"""A name of an event that is not in the style of docs/naming-events.md."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.package import PackageSubject
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.model.content import QidRecord

_FEWEST = 3
"""With fewer names nothing is the habit of a log source type, and fewer words are no title."""
_LONGEST = 80
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)
_PREFIX = re.compile(r"[^:]*\S: \S")
_WORD = re.compile(r"[^\W\d_][\w'-]*")


def _check(subject: PackageSubject) -> Iterator[Problem]:
    for one in subject.content.types:
        ids: dict[str, set[str]] = defaultdict(set)
        for mapping in one.mappings:
            ids[mapping.qid.name].add(mapping.event_id)
        most_have_prefix = _most_have_prefix(one.qids)
        first: dict[str, QidRecord] = {}
        for record in one.qids:
            twin = first.setdefault(" ".join(_WORD.findall(record.name)).casefold() or record.name, record)
            why = _fault(record.name, ids[record.name], most_have_prefix=most_have_prefix)
            if why:
                yield Problem(origin=record.origin, message=f"`{fitted(record.name, _LONGEST)}` {why}")
            elif twin is not record and twin.name != record.name:
                yield Problem(
                    origin=record.origin,
                    message=f"`{fitted(record.name, _LONGEST)}` differs from another name only in case or punctuation",
                    related=[(twin.origin, "the other name")],
                )


def _most_have_prefix(records: Iterable[QidRecord]) -> bool:
    """Whether two of three names begin with a product and a colon, of enough names to say so."""
    have = [_PREFIX.match(record.name) is not None for record in records]
    return len(have) >= _FEWEST and 3 * sum(have) >= 2 * len(have)


def _fault(name: str, event_ids: set[str], *, most_have_prefix: bool) -> str:
    """What is wrong with a name; nothing where it is good."""
    words = [word for word in _WORD.findall(name) if word.casefold() not in _SMALL_WORDS]
    if not words or (name in event_ids and " " not in name):
        return "is an event id, and does not say what happened"
    if name.endswith("."):
        return "ends with a period"
    if len(words) >= _FEWEST and all(word[0].isupper() for word in words):
        return "has a capital letter at every word"
    if most_have_prefix and _PREFIX.match(name) is None:
        return "does not begin with the product and a colon, as most names of this log source type do"
    return ""


RULE = LintRule(
    id="qid/name-style",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    subject=PackageSubject,
    summary="The names of events have one style.",
    rationale=(
        "People search for events by their names, and read them in lists with the events of other products. They can "
        "find and compare names in one style. A name that is only an event id says nothing to an analyst."
    ),
    help="write it as `Product: what happened`, in lowercase after the colon and in the past tense",
    bad="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
  - {id: logout, qid: logout}
  - {id: E17, qid: denied}
qids:
  login: {name: 'Example: User Login Succeeded', category: User Login Success, severity: 1}
  logout: {name: 'Example: user logged out', category: General Audit Event, severity: 1}
  denied: {name: E17, category: User Login Failure, severity: 4}
""",
    good="""\
# file: log_source_types/example.yaml
name: Example
protocol: Syslog
parsing:
  EventName: {json: '/"code"'}
events:
  - {id: login, qid: login}
  - {id: logout, qid: logout}
  - {id: E17, qid: denied}
qids:
  login: {name: 'Example: user logged in', category: User Login Success, severity: 1}
  logout: {name: 'Example: user logged out', category: General Audit Event, severity: 1}
  denied: {name: 'Example: login denied', category: User Login Failure, severity: 4}
""",
    check=_check,
)
