"""What an edit changes in the events of the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.event import Outcome
from qradar_builder.preview.events.rows import row
from qradar_builder.preview.protocol.editing import Change, ParsingDiff

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.dsm.event import Event
    from qradar_builder.preview.events.samples import Sample

_GOOD = frozenset({Outcome.PARSED, Outcome.BUILT_IN})


def parsing_diff(samples: Sequence[Sample], before: Sequence[Event], after: Sequence[Event]) -> ParsingDiff:
    """The events that are won, lost or changed."""
    won: list[Change] = []
    lost: list[Change] = []
    changed: list[Change] = []
    for index, (sample, old, new) in enumerate(zip(samples, before, after, strict=False)):
        fields = list(_differing(old, new))
        if not fields:
            continue
        change = Change(index=index, before=row(index, sample, old), after=row(index, sample, new), fields=fields)
        was, is_now = old.outcome in _GOOD, new.outcome in _GOOD
        (changed if was is is_now else won if is_now else lost).append(change)
    return ParsingDiff(won=won, lost=lost, changed=changed)


def _differing(old: Event, new: Event) -> Iterator[str]:
    if old.event_id != new.event_id:
        yield "EventName"
    if old.event_category != new.event_category:
        yield "EventCategory"
    if old.outcome is not new.outcome:
        yield "outcome"
    if _qid(old) != _qid(new):
        yield "QID"
    if old.severity != new.severity:
        yield "severity"
    if old.log_source_time != new.log_source_time and old.fields.get("DeviceTime") == new.fields.get("DeviceTime"):
        yield "time"
    if old.fields != new.fields:
        yield from (name for name in {**old.fields, **new.fields} if old.fields.get(name) != new.fields.get(name))
    if old.properties != new.properties:
        both = {**old.properties, **new.properties}
        yield from (name for name in both if old.properties.get(name) != new.properties.get(name))


def _qid(event: Event) -> tuple[str, int, int] | None:
    return None if event.qid is None else (event.qid.name, event.qid.category, event.qid.severity)
