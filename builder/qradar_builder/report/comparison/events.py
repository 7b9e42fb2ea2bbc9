"""What a change does to payloads, in the words and forms of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.shown import json_value, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.comparison.payloads import ChangedEvent, EventChanges, EventDifference
    from qradar_builder.comparison.shown import Json

_MOST: Final = 20
"""How many kinds of differences people see."""


def events_heading(events: EventChanges) -> str:
    """How many payloads give another event."""
    return f"Events: {events.changed:,} of {events.total:,} payload{'' if events.total == 1 else 's'} changed"


def move_lines(events: EventChanges) -> Iterator[str]:
    """How many events went from one outcome or QID record to another, the most frequent first."""
    for (aspect, old, new), count in events.moves.most_common(_MOST):
        yield f"{_times(count)}: {aspect} {shown_value(old)} → {shown_value(new)}"


def kind_lines(events: EventChanges) -> Iterator[str]:
    """How many events differ in another aspect, the most frequent first."""
    counted_apart = {aspect for aspect, _, _ in events.moves}
    for (aspect, name), count in events.kinds.most_common(_MOST):
        if aspect in counted_apart:
            continue
        yield f"{_times(count)}: another {aspect}{f' {shown_value(name)}' if name else ''}"


def event_lines(event: ChangedEvent) -> Iterator[str]:
    """A payload whose event is another one: where it is, then each difference."""
    yield f"{shown_value(event.source)}, payload {event.number:,}"
    for each in event.differences:
        name = f"{each.aspect} {shown_value(each.name)}" if each.name else str(each.aspect)
        yield f"  {name}: {shown_value(each.old, each.name)} → {shown_value(each.new, each.name)}"


def events_json(events: EventChanges) -> dict[str, Json]:
    """All of it for machines."""
    differences: list[Json] = [
        {"aspect": str(aspect), "name": name, "events": count} for (aspect, name), count in events.kinds.most_common()
    ]
    moves: list[Json] = [
        {"aspect": str(aspect), "old": json_value(old), "new": json_value(new), "events": count}
        for (aspect, old, new), count in events.moves.most_common()
    ]
    examples: list[Json] = [
        {"file": each.source, "number": each.number, "differences": [_difference(one) for one in each.differences]}
        for each in events.shown
    ]
    return {
        "payloads": events.total,
        "changed": events.changed,
        "moves": moves,
        "differences": differences,
        "examples": examples,
    }


def _difference(each: EventDifference) -> Json:
    return {
        "aspect": str(each.aspect),
        "name": each.name,
        "old": json_value(each.old, each.name),
        "new": json_value(each.new, each.name),
    }


def _times(count: int) -> str:
    return f"{count:,} event{'' if count == 1 else 's'}"
