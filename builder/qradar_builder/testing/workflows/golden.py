"""The golden file of a case: every event that it posts, in order, as text that can be read and compared.

    run 1
    - {"id":1}
    from host.example.com
    - a payload
      of two lines

A payload begins after `- `, its further lines after two spaces. `from` holds for the events after it up to the next
one; without a name it is the log source itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.shown import cut
from qradar_builder.workflow.engine.effects import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MAX_DIFFERENCES = 10
_MAX_LINES = 60
_MAX_WIDTH = 400


@dataclass(frozen=True, slots=True)
class _Posted:
    run: int
    number: int
    event: Event


def golden_text(runs: Sequence[Sequence[Event]]) -> str:
    """The text of a golden file; empty where no run posts anything."""
    if not any(runs):
        return ""
    lines: list[str] = []
    for number, events in enumerate(runs, 1):
        lines.append(f"run {number}")
        source: str | None = None
        for event in events:
            if event.source != source:
                source = event.source
                lines.append(f"from {source or ''}".rstrip())
            lines.append("- " + event.payload.replace("\n", "\n  "))
    return "\n".join(lines) + "\n"


def golden_difference(expected: str, obtained: str) -> str:
    """What differs between two golden texts, event by event; empty where nothing does."""
    wanted, found = list(_read(expected)), list(_read(obtained))
    parts: list[str] = []
    for run in sorted({each.run for each in (*wanted, *found)}):
        left = [each.event for each in wanted if each.run == run]
        right = [each.event for each in found if each.run == run]
        parts += _run_differences(run, left, right)
    more = [f"… and {len(parts) - _MAX_DIFFERENCES} more differences"] if len(parts) > _MAX_DIFFERENCES else []
    if not parts and expected != obtained:
        return "the golden file has another format than this version writes"
    return "\n".join(parts[:_MAX_DIFFERENCES] + more)


def _run_differences(run: int, left: list[Event], right: list[Event]) -> list[str]:
    parts: list[str] = []
    common = _common_end(left, right)
    for number in range(max(len(left), len(right)) - common):
        before = left[number] if number < len(left) - common else None
        after = right[number] if number < len(right) - common else None
        if before != after:
            parts.append(f"run {run}, event {number + 1}:\n" + _difference(before, after))
    return parts


def _common_end(left: list[Event], right: list[Event]) -> int:
    """How many events at the end are the same, where one list is longer than the other."""
    if len(left) == len(right):
        return 0
    count = 0
    while count < min(len(left), len(right)) and left[-1 - count] == right[-1 - count]:
        count += 1
    return count


def _difference(before: Event | None, after: Event | None) -> str:
    if before is None or after is None:
        event, sign = (after, "+ ") if after is not None else (before, "- ")
        assert event is not None
        return f"{sign}{cut(event.payload, _MAX_WIDTH)}"
    lines = [f"- from {before.source}", f"+ from {after.source}"] if before.source != after.source else []
    if before.payload != after.payload:
        left, right = _page(before.payload), _page(after.payload)
        if left == right:
            # The same JSON, written otherwise.
            left, right = before.payload.splitlines(), after.payload.splitlines()
        # Few cases differ from their golden files.
        from difflib import unified_diff  # noqa: PLC0415 - see above

        lines += [
            line for line in unified_diff(left, right, lineterm="", n=1) if not line.startswith(("---", "+++", "@@"))
        ]
    return "\n".join(cut(line, _MAX_WIDTH) for line in lines[:_MAX_LINES])


def _page(payload: str) -> list[str]:
    """A payload as lines: JSON with a line for each member."""
    try:
        return json.dumps(json.loads(payload), indent=1, ensure_ascii=False).split("\n")
    except (ValueError, RecursionError):
        return payload.splitlines()


def _read(text: str) -> Iterator[_Posted]:
    """The events of a golden text. Lines that are no part of one are passed over."""
    run, number = 1, 0
    source: str | None = None
    payload: list[str] | None = None
    for line in [*text.split("\n"), "run 0"]:
        if payload is not None and line.startswith("  "):
            payload.append(line[2:])
            continue
        if payload is not None:
            number += 1
            yield _Posted(run, number, Event("\n".join(payload), source))
            payload = None
        if line.startswith("- "):
            payload = [line[2:]]
        elif line.startswith("run ") and line[4:].isdecimal():
            run, number, source = int(line[4:]), 0, None
        elif line == "from" or line.startswith("from "):
            source = line[5:] or None
