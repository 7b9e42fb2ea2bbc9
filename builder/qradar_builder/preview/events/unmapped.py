"""Pairs of event id and event category without a mapping, each with the QID record that is proposed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.preview.protocol.events import QidProposal, UnmappedPair
from qradar_builder.starter.log_source_type.mappings import SeenEvent, guess_mappings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.dsm.event import Event
    from qradar_builder.preview.events.samples import Sample

_MOST: Final = 200
"""How many pairs are shown, the most frequent first."""
_EACH: Final = 20
"""How many payloads of a pair are looked at."""
_LONGEST: Final = 100_000


def unmapped_pairs(read: Iterable[tuple[Sample, Event]], product: str) -> list[UnmappedPair]:
    """The pairs with the number of their samples. `product` is the name of the log source type."""
    payloads: dict[tuple[str, str], list[str]] = {}
    counts: dict[tuple[str, str], int] = {}
    for sample, event in read:
        if event.lacks_mapping and event.event_id is not None:
            pair = event.event_id, event.event_category or ""
            counts[pair] = counts.get(pair, 0) + 1
            if len(payloads.setdefault(pair, [])) < _EACH and len(sample.payload.text) <= _LONGEST:
                payloads[pair].append(sample.payload.text)
    chosen = sorted(counts, key=lambda pair: (-counts[pair], pair))[:_MOST]
    return [
        UnmappedPair(
            event_id=pair[0],
            event_category=pair[1],
            count=counts[pair],
            proposal=_proposal(pair, payloads[pair], product),
        )
        for pair in chosen
    ]


def _proposal(pair: tuple[str, str], payloads: list[str], product: str) -> QidProposal:
    seen = [SeenEvent(pair[0], pair[1] or None, payload) for payload in payloads or [""]]
    mappings, records = guess_mappings(seen, {}, product)
    if not mappings:
        # What looks like the name of one person or thing is no kind of event.
        review = "the event ID or category looks like the name of one person or thing: check the expressions first"
        return QidProposal(
            qid_name=f"{product} {pair[0]}"[:200], low_level_category="Unknown", severity=3, review=review
        )
    record = records[0]
    review = "" if record.is_sure else "nothing in the event says what it is: check the category and the severity"
    return QidProposal(
        qid_name=record.name, low_level_category=record.category, severity=record.severity, review=review
    )
