"""Proves a proposed log source type by the parser itself, and drops what the samples do not show."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.parser import Parser
from qradar_builder.dsm.trial import Verdict
from qradar_builder.findings import Findings
from qradar_builder.package.inputs.definitions import package_definitions
from qradar_builder.starter.events.ids import CONSTANT_ID
from qradar_builder.starter.events.varied import varied
from qradar_builder.starter.log_source_type.mappings import SeenEvent, guess_mappings
from qradar_builder.starter.log_source_type.writer import Names, type_text
from qradar_builder.starter.not_provable import NotProvable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.explanation import Explanation
    from qradar_builder.starter.log_source_type.mappings import MappingProposal, QidProposal
    from qradar_builder.starter.log_source_type.proposal import TypeProposal

_ABSENT: Final = frozenset({"", "-", "--", "n/a", "null", "(null)"})
KEY: Final = "events"
"""The key of the log source type of a new package, and of its workflow."""

_MOST_OF_NONE: Final = 4
"""An expression stays where it gives so many values for one that stands for none, and no regex tells them apart."""
_MOST_ROUNDS: Final = 10
_EXTENSION: Final = "id: proof\nname: Proof\nversion: 1.0.0\nauthor: {name: Proof}\nqradar: {minimum: 7.5.0}\n"


@dataclass(frozen=True, slots=True)
class ProvenType:
    """A log source type of which each expression gives the value of a sample, and each mapping is hit by one."""

    proposal: TypeProposal
    mappings: list[MappingProposal]
    qids: list[QidProposal]
    explanations: list[Explanation]
    """How samples are read: of many those that differ, with one for each mapping."""


def prove(proposal: TypeProposal, payloads: Sequence[str], names: Names, clock: int) -> ProvenType:
    """Run the parser over the samples until all that is left of the proposal holds, and map what it finds.

    `clock` is when they are received, in epoch milliseconds. The proposal is changed.
    """
    mappings: list[MappingProposal] = []
    qids: list[QidProposal] = []
    shown = dict.fromkeys(payloads[place] for place in varied(payloads))
    for _ in range(_MOST_ROUNDS):
        definition = _definition(proposal, mappings, qids, names)
        parser = Parser(definition, now=lambda: clock)
        explanations = [parser.explain(payload) for payload in shown]
        if _drop(proposal, explanations):
            mappings, qids = [], []
        elif not mappings:
            seen = list(_seen(parser, proposal, payloads))
            for each in {(each.event_id, each.category): each for each in reversed(seen)}.values():
                shown.setdefault(each.payload)
            mappings, qids = guess_mappings(seen, proposal.titles, names.product)
            if not mappings:
                raise NotProvable("the parser does not find an event ID in any sample")
        else:
            return ProvenType(proposal, mappings, qids, explanations)
    raise NotProvable("the proposal for the log source type does not become stable")


def _seen(parser: Parser, proposal: TypeProposal, payloads: Sequence[str]) -> Iterator[SeenEvent]:
    """What is found in the samples that have an event id."""
    has_category = "EventCategory" in proposal.fields
    for payload in payloads:
        event = parser.parse(payload)
        if event.outcome is not Outcome.STORED:
            yield SeenEvent(event.event_id or "", event.event_category if has_category else None, payload)


def _definition(
    proposal: TypeProposal, mappings: list[MappingProposal], qids: list[QidProposal], names: Names
) -> TypeDefinition:
    """The type as the parser runs it: by way of the file, so that what is proven is what is written."""
    text = type_text(proposal, mappings, qids, names=names, heading=(), invented=False)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "log_source_types").mkdir()
        Path(folder, "extension.yaml").write_text(_EXTENSION, encoding="utf-8")
        Path(folder, "log_source_types", f"{KEY}.yaml").write_text(text, encoding="utf-8")
        findings = Findings()
        definitions = package_definitions(Path(folder), findings)
    if definitions is None:
        raise NotProvable(f"the proposed log source type has errors: {next(iter(findings)).message}")
    return definitions[KEY]


def _drop(proposal: TypeProposal, explanations: Sequence[Explanation]) -> bool:
    """Take out the expressions that gave no value, or gave one that stands for none. Whether there were any."""
    useful = _useful(explanations)
    fields = {
        name: [each for number, each in enumerate(expressions) if (name, number) in useful]
        for name, expressions in proposal.fields.items()
    }
    properties = [
        replace(
            each,
            expressions=tuple(
                one for number, one in enumerate(each.expressions) if (f"property {each.name}", number) in useful
            ),
        )
        for each in proposal.properties
    ]
    fields = {name: expressions for name, expressions in fields.items() if expressions}
    properties = [each for each in properties if each.expressions]
    if "EventName" not in fields:
        fields = {"EventName": [{"regex": r"\S", "capture": CONSTANT_ID}], **fields}
    is_changed = (fields, properties) != (proposal.fields, proposal.properties)
    proposal.fields, proposal.properties = fields, properties
    return is_changed


def _useful(explanations: Sequence[Explanation]) -> set[tuple[str, int]]:
    """The expressions that gave values, by name and place; few of them may stand for none."""
    good: Counter[tuple[str, int]] = Counter()
    bad: Counter[tuple[str, int]] = Counter()
    for explanation in explanations:
        fields = [(one.name, one.attempts) for one in explanation.fields]
        for name, attempts in (*fields, *((f"property {one.name}", one.attempts) for one in explanation.properties)):
            for number, attempt in enumerate(attempts):
                if attempt.verdict is Verdict.WON:
                    is_none = str(attempt.value).strip().lower() in _ABSENT
                    (bad if is_none else good)[name, number] += 1
    return {each for each in good if bad[each] * _MOST_OF_NONE <= good[each]}
