"""The golden file of an event case: every event that its samples become, in order, as a JSON array.

Each item is the event as `parse` prints it, with the name of its sample and the beginning of its payload before it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.dsm.event import Event

Entry = dict[str, Any]

_PAYLOAD = 200
_MAX_DIFFERENCES = 10
_MAX_LINES = 60
_MAX_WIDTH = 400
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class GoldenError(Exception):
    """A golden file that is none; the text says why."""


def golden_entry(sample: str, payload: str, event: Event) -> Entry:
    """What a golden file says of an event. The order in which values are found means nothing."""
    written = event.as_json()
    ordered = {name: dict(sorted(written[name].items())) for name in ("fields", "properties")}
    return {"sample": sample, "payload": payload[:_PAYLOAD], **written, **ordered}


def golden_text(entries: Iterable[Entry]) -> str:
    """The text of a golden file."""
    text = json.dumps(list(entries), indent=2, ensure_ascii=False)
    # Half a surrogate pair cannot be written as UTF-8.
    return _HALF_PAIR.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def read_golden(text: str) -> dict[str, list[Entry]]:
    """The events of a golden file by their samples. Raises GoldenError."""
    try:
        entries = json.loads(text) if text.strip() else []
    except (ValueError, RecursionError) as error:
        raise GoldenError(f"it is not JSON: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise GoldenError("it is not an array of events")
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(str(entry.get("sample")), []).append(entry)
    return found


def golden_difference(expected: list[Entry], obtained: list[Entry]) -> str:
    """What differs between the events of a sample, event by event; empty where nothing does."""
    parts: list[str] = []
    count = max(len(expected), len(obtained))
    for place in range(count):
        before, after = expected[place : place + 1], obtained[place : place + 1]
        lines = _difference(before, after)
        if lines:
            title = [f"event {place + 1}:"] if count > 1 else []
            parts.append("\n".join([*title, *lines]))
    more = [f"… and {len(parts) - _MAX_DIFFERENCES} more differences"] if len(parts) > _MAX_DIFFERENCES else []
    return "\n".join(parts[:_MAX_DIFFERENCES] + more)


def _difference(before: list[Entry], after: list[Entry]) -> list[str]:
    if before == after:
        return []
    if not before or not after:
        entry, sign = (after[0], "+") if after else (before[0], "-")
        return [cut(f"{sign} {entry.get('payload')}", _MAX_WIDTH)]
    # Few cases differ from their golden files.
    from difflib import unified_diff  # noqa: PLC0415 - see above

    left, right = golden_text(before), golden_text(after)
    lines = unified_diff(left.splitlines(), right.splitlines(), lineterm="", n=1)
    return [cut(line, _MAX_WIDTH) for line in lines if not line.startswith(("---", "+++", "@@"))][:_MAX_LINES]
