"""Which expressions, event mappings and QID records of a log source type the samples prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.lsx.compiler import KINDS
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.dsm.trial import Verdict
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.dsm.definition import EventMapping, PropertyRule, Qid, TypeDefinition
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.lsx.model import Matcher
    from qradar_builder.findings import Origin
    from qradar_builder.testing.events.expression_trials import Tried


@dataclass(slots=True, eq=False)
class Proof:
    """An expression, and how the samples came out on it."""

    name: str
    """The field or property, and the place of the expression in it, from 1: `UserName 2`."""
    kind: str
    text: str
    origin: Origin
    subject: Matcher | PropertyRule
    tried: int = 0
    """How many samples it was for."""
    matched: int = 0
    """How many it has a value in."""
    won: int = 0
    """How many it gave the value of."""
    refused: str = ""
    """Why a value that it found was none, where that happened."""


class EventCoverage:
    """Watches samples of one log source type become events. It keeps nothing of them but counts."""

    def __init__(self, definition: TypeDefinition) -> None:
        self.samples = 0
        """How many payloads became events."""
        self.fields = tuple(sorted(_fields(definition), key=_place))
        properties = sorted(_properties(definition, {proof.name for proof in self.fields}), key=_place)
        self.properties = tuple(proof for proof in properties if proof.kind != Kind.AQL)
        self.left_out = tuple(proof for proof in properties if proof.kind == Kind.AQL)
        """Expressions that only a console runs."""
        self.mappings: dict[EventMapping, int] = dict.fromkeys(definition.mappings, 0)
        """How many samples each mapping was hit by."""
        self._proofs = {id(proof.subject): proof for proof in (*self.fields, *self.properties)}
        self._by_event = {(mapping.event_id, mapping.category): mapping for mapping in definition.mappings}

    @property
    def qids(self) -> dict[Qid, int]:
        """How many samples each QID record was found for, of those that mappings lead to."""
        found: dict[Qid, int] = {}
        for mapping, hits in self.mappings.items():
            found[mapping.qid] = found.get(mapping.qid, 0) + hits
        return found

    def count(self, event: Event, tried: Iterable[Tried]) -> None:
        """Count a sample: the mapping that it hit, and what came of the expressions that are for it."""
        self.count_mapping(event)
        for one in tried:
            is_matched = one.verdict in {Verdict.WON, Verdict.LATE}
            self.add(one.subject, 1, is_matched, one.verdict is Verdict.WON, one.refused)

    def count_mapping(self, event: Event) -> None:
        """Count a sample and the mapping that it hit, and no expressions."""
        self.samples += 1
        mapping = self._mapping(event)
        if mapping is not None:
            self.mappings[mapping] += 1

    def add(self, subject: Matcher | PropertyRule, tried: int, matched: int, won: int, refused: str) -> None:
        """Count what came of an expression in some samples: see `Proof`."""
        proof = self._proofs.get(id(subject))
        if proof is not None:
            proof.tried += tried
            proof.matched += matched
            proof.won += won
            proof.refused = proof.refused or refused

    def _mapping(self, event: Event) -> EventMapping | None:
        if event.outcome is not Outcome.PARSED:
            return None
        event_id, category = event.event_id or "", event.event_category or ""
        # The second way is that of LEEF_EVENT_ID.
        for key in ((event_id, category), (f"{event_id},{category}", category)):
            mapping = self._by_event.get(key)
            if mapping is not None and mapping.qid is event.qid:
                return mapping
        return None


def _fields(definition: TypeDefinition) -> Iterator[Proof]:
    for group in () if definition.extension is None else definition.extension.groups:
        numbers: dict[str, int] = {}
        for matcher in sorted(group.matchers, key=lambda matcher: matcher.order):
            number = numbers[matcher.field] = numbers.get(matcher.field, 0) + 1
            kind = KINDS[matcher.pattern.type or PatternType.JAVA]
            # What nobody has written, as the stand-in for EventName, has no place.
            if matcher.origin.locate().file:
                yield Proof(f"{matcher.field} {number}", kind, matcher.pattern.text, matcher.origin, matcher)


def _properties(definition: TypeDefinition, taken: set[str]) -> Iterator[Proof]:
    """The expressions of properties that are enabled. A name that a field has taken gets another one."""
    for prop in definition.properties:
        for rule in prop.rules:
            if rule.expression.enabled:
                name = f"{prop.name} {rule.rank}"
                name = f"{name} (property)" if name in taken else name
                yield Proof(name, rule.expression.kind, _text(rule), rule.origin, rule)


def _text(rule: PropertyRule) -> str:
    return (rule.expression.calculated or rule.expression).text


def _place(proof: Proof) -> tuple[str, int, int]:
    place = proof.origin.locate()
    return place.file, place.line, place.column
