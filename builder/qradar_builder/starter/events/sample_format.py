"""Tells the format of events: JSON, LEEF, CEF, name-value pairs, or text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.expressions.cef import cef_view
from qradar_builder.dsm.expressions.json.view import json_view
from qradar_builder.dsm.expressions.leef import leef_view
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.pairs import pairs_of

if TYPE_CHECKING:
    from collections import Counter

FORMAT_NAMES: Final = {
    EventFormat.JSON: "JSON",
    EventFormat.LEEF: "LEEF",
    EventFormat.CEF: "CEF",
    EventFormat.NVP: "name-value pairs",
    EventFormat.SYSLOG: "text",
}

_FEWEST_PAIRS: Final = 4
_MOST_LOOKED_AT: Final = 20_000


def format_of_event(payload: str) -> EventFormat:
    """The format of an event. JSON and the others may stand behind a syslog header."""
    if "LEEF:" in payload and leef_view(payload) is not None:
        return EventFormat.LEEF
    if "CEF:" in payload and cef_view(payload) is not None:
        return EventFormat.CEF
    # Behind an object of an array, a comma may be left, and behind that of a log of PHP an empty array.
    if payload.rstrip().removesuffix("[]").rstrip(" ,").endswith("}") and json_view(payload):
        return EventFormat.JSON
    start = payload[:_MOST_LOOKED_AT]
    pairs = pairs_of(start)
    if len(pairs) >= _FEWEST_PAIRS:
        # What stands before the first pair is a syslog header.
        size = len(start) - pairs[0].start()
        if sum(pair.end() - pair.start() for pair in pairs) * 3 >= size * 2:
            return EventFormat.NVP
    return EventFormat.SYSLOG


def told(counts: Counter[EventFormat]) -> str:
    """The counts in words: `28 JSON, 2 text`."""
    return ", ".join(f"{count} {FORMAT_NAMES[form]}" for form, count in counts.most_common())
