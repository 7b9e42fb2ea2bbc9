"""Proposes how a log source type parses events, from samples of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from builder.starter.columns import columns_of
from builder.starter.event_format import EventFormat
from builder.starter.field_guess import guess_category, guess_event_id, guess_fields, guess_title
from builder.starter.property_guess import guess_properties
from builder.starter.text_guess import text_category, text_event_id, text_fields
from builder.starter.time_guess import guess_device_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.starter.columns import Column
    from builder.starter.property_guess import PropertyProposal

CONSTANT_ID = "event"
"""The event id of all events where the samples show none."""

_ORDER = (
    "EventName",
    "EventCategory",
    "DeviceTime",
    "UserName",
    "SourceIp",
    "SourceIpv6",
    "SourcePort",
    "SourceMAC",
    "DestinationIp",
    "DestinationIpv6",
    "DestinationPort",
    "DestinationMAC",
    "Protocol",
)


@dataclass(slots=True)
class TypeProposal:
    """How events are parsed. `fields` has expressions by field, as the YAML has them, tried in order.

    `titles` are names for people by event id. `notes` say what the samples did not show.
    """

    fields: dict[str, list[dict[str, Any]]]
    properties: list[PropertyProposal] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def propose(payloads: Sequence[str], form: EventFormat, product: str, *, with_category: bool = True) -> TypeProposal:
    """Propose fields and properties. What is proposed need not hold: it is to be proven by the parser.

    `with_category` is false where the event categories of the samples are made up.
    """
    notes: list[str] = []
    if form is EventFormat.SYSLOG:
        columns: list[Column] = []
        event_id = text_event_id(payloads)
        category = None if event_id is None else text_category(payloads, event_id)
    else:
        columns = columns_of(payloads, form)
        event_id = guess_event_id(columns)
        category = guess_category(columns, event_id) if event_id is not None and with_category else None
    fields: dict[str, list[dict[str, Any]]] = {}
    if event_id is None:
        fields["EventName"] = [{"regex": "^.", "capture": CONSTANT_ID}]
        notes.append(f"no value looks like an event id: all events have the id `{CONSTANT_ID}`")
    else:
        fields["EventName"] = [event_id.expression]
    if category is not None:
        fields["EventCategory"] = [category.expression]
    time, note = guess_device_time(columns, payloads, form)
    if time:
        fields["DeviceTime"] = time
    if note:
        notes.append(note)
    used = [column for column in (event_id, category) if column is not None]
    guessed = guess_fields(columns, used)
    if form is EventFormat.SYSLOG:
        fields |= {name: list(expressions) for name, expressions in text_fields().items()}
    fields |= {name: [column.expression for column in found] for name, found in guessed.items()}
    used += [column for found in guessed.values() for column in found]
    title = None if event_id is None else guess_title([each for each in columns if each not in used], event_id)
    proposal = TypeProposal({name: fields[name] for name in _ORDER if name in fields}, notes=notes)
    proposal.properties = guess_properties(columns, [*used, *([title] if title else [])], payloads, product)
    if event_id is not None and title is not None:
        pairs = zip(event_id.values, title.values, strict=True)
        proposal.titles = {key: name for key, name in pairs if key is not None and name is not None}
    return proposal
