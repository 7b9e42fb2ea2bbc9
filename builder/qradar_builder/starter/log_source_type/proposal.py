"""Proposes how a log source type parses events, from samples of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.addresses import address_choices
from qradar_builder.starter.events.categories import (
    category_column,
    finer_column,
    other_kinds,
    text_category,
    title_column,
)
from qradar_builder.starter.events.columns import columns_of
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.ids import CONSTANT_ID, given_id, propose_ids
from qradar_builder.starter.events.joined_ids import given_pair, with_second_part
from qradar_builder.starter.events.other_fields import other_choices
from qradar_builder.starter.events.outcome_columns import outcome_column
from qradar_builder.starter.events.times import time_choice
from qradar_builder.starter.events.users import user_choice
from qradar_builder.starter.events.varied import varied
from qradar_builder.starter.language.own_words import plain_name
from qradar_builder.starter.log_source_type.properties import guess_properties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qradar_builder.starter.events.candidates import Choice
    from qradar_builder.starter.events.headers import Header
    from qradar_builder.starter.log_source_type.properties import PropertyProposal

_ORDER: Final = (
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
_TEXT: Final = frozenset({EventFormat.NVP, EventFormat.SYSLOG})


@dataclass(slots=True)
class TypeProposal:
    """How events are parsed. `fields` has expressions by field, as the YAML has them, tried in order.

    `titles` are names for people by event id. `notes` say what the samples did not show, `runners_up` what else could
    be the event id, and `left` which expressions were looked at and left, with the reason.
    """

    fields: dict[str, list[dict[str, Any]]]
    properties: list[PropertyProposal] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    runners_up: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def propose(
    payloads: Sequence[str],
    forms: Sequence[EventFormat],
    product: str,
    *,
    with_category: bool = True,
    event_id: str | None = None,
    headers: Mapping[str, Header] | None = None,
) -> TypeProposal:
    """Propose fields and properties. What is proposed need not hold: it is to be proven by the parser.

    `forms` are the formats of the payloads. `with_category` is false where the event categories of the samples are
    made up. `event_id` is the expression that was chosen for the event id: WrongExpression where it finds none.
    `headers` has the names of the values for the payloads that are rows of them.
    """
    places = varied(payloads)
    payloads, forms = [payloads[place] for place in places], [forms[place] for place in places]
    columns = columns_of(payloads, forms, [(headers or {}).get(payload) for payload in payloads])
    has_text = bool(_TEXT & set(forms))
    wanted = None
    if event_id is not None:
        wanted = given_pair(event_id, columns, payloads) or given_id(event_id, columns, payloads)
    ids = propose_ids(columns, payloads, has_text=has_text, wanted=wanted)
    proposal = TypeProposal({"EventName": ids.expressions})
    if ids.is_constant:
        proposal.notes.append(f"no value looks like an event ID: all events have the ID `{CONSTANT_ID}`")
    used = [*ids.columns]
    category = None
    if with_category and not ids.is_constant:
        category = category_column(columns, ids.columns, ids.values, [*ids.columns[1:], *ids.others])
    if category is not None and event_id is None and outcome_column([category]) is not None:
        # The category has the outcome: what else tells events apart goes into the event id.
        rest = [column for column in ids.others if column is not category]
        finer = finer_column(rest, ids.values)
        ids = (None if finer is None else with_second_part(ids, finer, payloads)) or ids
        proposal.fields["EventName"] = ids.expressions
        used = [*ids.columns]
    if category is not None:
        outcomes = [category, *other_kinds(category, columns)]
        used += outcomes
        proposal.fields["EventCategory"] = [each.expression for each in outcomes]
    elif has_text and not ids.is_constant and not ids.is_mined:
        expression = text_category(payloads, ids.values)
        if expression is not None:
            proposal.fields["EventCategory"] = [expression]
    time, notes = time_choice(columns, payloads, has_text=has_text)
    proposal.notes += notes
    choices = {"DeviceTime": time}
    choices |= address_choices(columns, payloads, has_text=has_text)
    choices["UserName"] = user_choice([each for each in columns if each not in used], payloads, has_text=has_text)
    choices |= other_choices(columns, payloads, has_text=has_text)
    for name, choice in choices.items():
        _take(proposal, name, choice)
        used += [each.column for each in choice.chosen if each.column is not None]
    proposal.fields = {name: proposal.fields[name] for name in _ORDER if name in proposal.fields}
    proposal.runners_up = [f"{text}: {kinds} kinds" for text, kinds in ids.runners_up]
    title = title_column([each for each in columns if each not in used], ids.values)
    proposal.properties = guess_properties(columns, [*used, *([title] if title else [])], payloads, product)
    if title is not None:
        pairs = zip(ids.values, title.values, strict=True)
        named = {key: plain_name(name) for key, name in pairs if key is not None and name is not None}
        proposal.titles = {key: name for key, name in named.items() if name}
    return proposal


def _take(proposal: TypeProposal, name: str, choice: Choice) -> None:
    if choice.chosen:
        proposal.fields[name] = [each.expression for each in choice.chosen]
    proposal.left += [f"{name}: {reason}" for reason in choice.left]
