"""Differences by meaning as HTML: changes by class with their effect, and what they do to payloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.shown import shown_value
from qradar_builder.report.comparison.events import events_heading, kind_lines, move_lines
from qradar_builder.report.comparison.words import (
    HEADINGS,
    STEP,
    change_text,
    counts_text,
    left_out_text,
    side_text,
    steps,
)
from qradar_builder.report.html.rendering import fragment, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from qradar_builder.comparison.compare import Comparison, Judged
    from qradar_builder.comparison.payloads import EventChanges
    from qradar_builder.report.comparison.words import ChangeText

MOST_CHANGES: Final = 1000
"""How many changes of a class are shown."""
_WORDS: Final = {Level.BREAKING: "bad", Level.FEATURE: "good", Level.FIX: "plain"}
_TITLE: Final = "Differences by meaning"


@dataclass(frozen=True, slots=True)
class _Card:
    path: str
    change: ChangeText
    effect: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Class:
    heading: str
    look: str
    count: int
    cards: tuple[_Card, ...]
    left_out: int


def comparison_page(comparison: Comparison, events: EventChanges | None = None) -> str:
    """A page of its own; `events` is what the changes do to payloads, where there were any."""
    return page(f"{_TITLE}: {counts_text(comparison)}", comparison_fragment(comparison, events))


def comparison_fragment(comparison: Comparison, events: EventChanges | None = None) -> Markup:
    """The same without a page around it. Its first heading is of level 1."""
    counts = counts_text(comparison)
    values = {
        "title": _TITLE,
        "old": side_text(comparison.old),
        "new": side_text(comparison.new),
        "counts": counts[0].upper() + counts[1:],
        "classes": list(_classes(comparison)),
        "left_out": left_out_text(comparison.left_out),
        "events": None if events is None else _events(events),
    }
    return fragment("comparison", values)


def _classes(comparison: Comparison) -> Iterator[_Class]:
    for level, heading in HEADINGS.items():
        changes = comparison.of(level)
        if changes:
            cards = tuple(_card(each) for each in changes[:MOST_CHANGES])
            yield _Class(heading, _WORDS[level], len(changes), cards, len(changes) - len(cards))


def _card(each: Judged) -> _Card:
    path = STEP.join(f"{kind} {label}".rstrip() for kind, label in steps(each.change.path)) or "extension"
    return _Card(path, change_text(each), each.verdict.effect, each.verdict.kind)


def _events(events: EventChanges) -> dict[str, object]:
    examples = [
        {
            "source": shown_value(event.source),
            "number": event.number,
            "rows": [
                {
                    "what": f"{each.aspect} {shown_value(each.name)}" if each.name else str(each.aspect),
                    "old": shown_value(each.old, each.name),
                    "new": shown_value(each.new, each.name),
                }
                for each in event.differences
            ],
        }
        for event in events.shown
    ]
    return {
        "heading": events_heading(events),
        "lines": [*move_lines(events), *kind_lines(events)],
        "examples": examples,
        "left_out": events.changed - len(examples),
    }
