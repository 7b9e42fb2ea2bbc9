"""A comparison as JSON, for machines: version 1 of the format, which docs/diff.md describes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.effects.rule import Level
from qradar_builder.comparison.shown import NAMED, json_value
from qradar_builder.report.comparison.events import events_json
from qradar_builder.report.comparison.words import path_text
from qradar_builder.secrets.shown import without_credentials

if TYPE_CHECKING:
    from qradar_builder.comparison.compare import Comparison, Judged
    from qradar_builder.comparison.model import Reading
    from qradar_builder.comparison.payloads import EventChanges
    from qradar_builder.comparison.shown import Json

VERSION = 1


def comparison_json(comparison: Comparison, events: EventChanges | None = None) -> str:
    """The comparison as one object; `events` is what it does to payloads, where there were any."""
    changes: list[Json] = [_change(each) for each in comparison.changes]
    document: dict[str, Json] = {
        "version": VERSION,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "class": None if comparison.level is None else str(comparison.level),
        "counts": {str(level): len(comparison.of(level)) for level in reversed(Level)},
        "changes": changes,
        "renames": {str(kind): dict(labels) for kind, labels in comparison.renames.items()},
        "not_compared": [str(subject) for subject in comparison.left_out],
    }
    if events is not None:
        document["events"] = events_json(events)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _side(reading: Reading) -> dict[str, Json]:
    return {
        "name": without_credentials(reading.name),
        "form": reading.form,
        "extension": reading.extension,
        "version": reading.version,
    }


def _change(each: Judged) -> dict[str, Json]:
    change = each.change
    hidden = each.secret and change.attribute in NAMED
    steps: list[Json] = []
    for step in change.path:
        row: dict[str, Json] = {"kind": str(step.kind), "label": without_credentials(step.label)}
        if step.place is not None:
            row["place"] = step.place
        steps.append(row)
    name = change.attribute or ""
    labels = change.operation is Operation.RENAMED
    return {
        "kind": each.verdict.kind,
        "class": str(each.level),
        "operation": str(change.operation),
        "what": path_text(change.path),
        "path": steps,
        "attribute": change.attribute,
        "old": without_credentials(str(change.old)) if labels else json_value(change.old, name, hidden=hidden),
        "new": without_credentials(str(change.new)) if labels else json_value(change.new, name, hidden=hidden),
        "effect": each.verdict.effect,
    }
