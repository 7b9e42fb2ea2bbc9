"""Events as rows of a list, and what the samples prove of a log source type."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.event import Outcome, category_name
from qradar_builder.preview.protocol.events import CoverageAnswer, ExpressionCoverage, MappingCoverage, Row
from qradar_builder.text.shown import UNSHOWN, cut, masked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.dsm.event import Event
    from qradar_builder.preview.events.samples import Sample
    from qradar_builder.preview.package.findings import PathsInPackage
    from qradar_builder.testing.events.coverage import EventCoverage, Proof

PREVIEW: Final = 160
"""How much of a payload a row shows, in characters."""
_LONGEST: Final = 1000


def row(index: int, sample: Sample, event: Event) -> Row:
    """The row of an event."""
    qid = event.qid
    return Row(
        index=index,
        origin=sample.origin,
        source=sample.source,
        place=sample.place,
        outcome=event.outcome.value,
        event_id=_short(event.event_id),
        event_category=_short(event.event_category),
        qid=None if qid is None else qid.number,
        qid_name=None if qid is None else qid.name,
        low_level_category=None if qid is None else category_name(qid.category) or str(qid.category),
        severity=event.severity,
        preview=masked(sample.payload.text[:PREVIEW], UNSHOWN),
    )


def coverage_answer(coverage: EventCoverage, events: Iterable[Event], paths: PathsInPackage) -> CoverageAnswer:
    """What the samples prove."""
    outcomes = Counter(event.outcome for event in events)
    return CoverageAnswer(
        samples=coverage.samples,
        outcomes={each.value: outcomes[each] for each in Outcome},
        expressions=[_expression(proof, paths) for proof in (*coverage.fields, *coverage.properties)],
        mappings=[
            MappingCoverage(
                event_id=mapping.event_id,
                event_category=mapping.category,
                qid_name=mapping.qid.name,
                file=place[0],
                line=place[1],
                hits=hits,
            )
            for mapping, hits in coverage.mappings.items()
            for place in (paths.place(mapping.origin),)
        ],
    )


def _expression(proof: Proof, paths: PathsInPackage) -> ExpressionCoverage:
    file, line = paths.place(proof.origin)
    return ExpressionCoverage(
        name=proof.name,
        kind=str(proof.kind),
        expression=cut(proof.text, _LONGEST),
        file=file,
        line=line,
        tried=proof.tried,
        matched=proof.matched,
        won=proof.won,
        refused=cut(proof.refused, _LONGEST),
    )


def _short(text: str | None) -> str | None:
    return None if text is None else cut(text, _LONGEST)
