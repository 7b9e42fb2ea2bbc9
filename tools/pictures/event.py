"""The picture of an event, from its payload to its QID."""

from __future__ import annotations

from typing import Final

from qradar_builder import api
from qradar_builder.reference.categories import category
from tools.example import EXAMPLE
from tools.pictures.drawing import Box, Place, flow

_PAYLOAD: Final = '{"code":"denied","time":"2026-01-05T08:59:20Z","user":{"name":"bob"}}'
_CLOCK: Final = 1767603600000
"""When the event comes in: epoch milliseconds of 2026-01-05T09:00:00Z."""


def event_picture() -> str:
    """The picture as SVG. The values are those that the parser gives for a payload of the example package."""
    types = api.load_types(EXAMPLE)
    assert types.definitions is not None
    ((key, definition),) = types.definitions.items()
    (event,) = api.parse(types.parser(key, clock=_CLOCK), [_PAYLOAD])
    assert event.qid is not None
    assert event.event_id is not None
    fields = "\n".join(f"{name} = {value}" for name, value in {"EventName": event.event_id, **event.fields}.items())
    qid = event.qid
    steps = (
        Box("Payload", _PAYLOAD.replace(",", ", ")),
        Box("parsing", fields, arrow="the expressions of each field"),
        Box("events", f"event id {event.event_id}\nevent category {event.event_category}", arrow="its mapping"),
        Box(
            "QID record",
            f"{qid.name}\nseverity {event.severity}\nlow-level category {category(qid.category).name}",
            arrow="the record that it names",
        ),
    )
    return flow("From a payload to its QID.", [Place(f"An event of the log source type {definition.name}", steps)])
