"""Chooses the API calls of a HAR file, and groups them by what they ask: endpoint by endpoint, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.exchanges.api_calls import is_part_of_a_page, json_answer
from qradar_builder.exchanges.har import read_har
from qradar_builder.exchanges.har_file import HarError
from qradar_builder.findings import Location
from qradar_builder.http.messages import HttpResponse
from qradar_builder.http.request_text import body_text
from qradar_builder.http.url import read_url
from qradar_builder.source.files import decode, display_name, read_bytes
from qradar_builder.starter.answers.forms import EVENTS
from qradar_builder.starter.answers.reading import read_text
from qradar_builder.starter.api.event_list import event_lists, likelihood, text_list
from qradar_builder.starter.api.flow import value_at
from qradar_builder.starter.api.recorded_call import Call
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qradar_builder.exchanges.exchange import Exchange
    from qradar_builder.exchanges.har_file import HarEntry
    from qradar_builder.findings import Findings
    from qradar_builder.starter.api.event_list import EventList

MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest HAR file that is read, in bytes."""

_MOST_NOTES: Final = 5


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The calls of an endpoint that were answered well, in their order, and the list of events in the answers."""

    method: str
    url: str
    calls: tuple[Call, ...]
    events: EventList


@dataclass(frozen=True, slots=True)
class Recording:
    """What a HAR file holds: all JSON calls, and all entries as they were recorded, with their secrets.

    `clock` is when it began, in epoch milliseconds.
    """

    calls: tuple[Call, ...]
    entries: tuple[HarEntry, ...]
    clock: int | None
    notes: tuple[str, ...] = ()


def read_recording(path: Path, findings: Findings) -> Recording | None:
    """Read a HAR file. None, with a finding, where it is none, or holds no API call."""
    name = display_name(path)
    content = read_bytes(path, name, findings, limit=MOST_BYTES)
    text = None if content is None else decode(content, name, findings)
    if text is None:
        return None
    try:
        reading = read_har(text)
    except HarError as error:
        findings.add("starter/har", Location(name, *error.place), str(error))
        return None
    calls = tuple(call for exchange in reading.exchanges if (call := _call(exchange)) is not None)
    if not calls:
        count = counted(len(reading.exchanges), "exchange")
        message = f"none of the {count} that can be used has an answer of JSON, or XML or CSV with events"
        if reading.notes:
            message += f": {'; '.join(reading.notes[:_MOST_NOTES])}"
        findings.add("starter/no-call", Location(name), message)
        return None
    return Recording(calls, reading.entries, reading.clock, reading.notes)


def _call(exchange: Exchange) -> Call | None:
    found = json_answer(exchange)
    if found is not None:
        return Call(exchange, found)
    if not isinstance(exchange.answer, HttpResponse) or is_part_of_a_page(exchange):
        return None
    text = read_text(body_text(exchange.answer.headers, exchange.answer.body))
    if text is None:
        return None
    form, body, rows = text
    return Call(exchange, body, form, tuple(rows))


def likely_endpoint(recording: Recording, name: str, findings: Findings) -> Endpoint | None:
    """The endpoint that most likely gives events. None, with a finding, where none of them gives a list of objects."""
    ranked = []
    for place, calls in enumerate(_grouped(recording.calls)):
        found = _best_list(calls)
        if found is not None:
            first = calls[0]
            size = sum(len(value_at(call.body, found.keys) or ()) for call in calls)
            rank = likelihood(found, read_url(first.url).path.lstrip("/"), size)
            endpoint = Endpoint(first.exchange.request.method, first.url, tuple(calls), found)
            ranked.append((rank, len(calls), -place, endpoint))
    if not ranked:
        urls = ", ".join(dict.fromkeys(call.url for call in recording.calls[:5]))
        message = f"none of the {counted(len(recording.calls), 'API call')} is answered with a list of objects: {urls}"
        findings.add("starter/no-call", Location(name), message)
        return None
    return max(ranked, key=lambda each: each[:3])[-1]


def _grouped(calls: Iterable[Call]) -> Iterable[list[Call]]:
    groups: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        if call.answer.status == 200 and call.exchange.request.method in {"GET", "POST"}:
            groups.setdefault((call.exchange.request.method, call.url), []).append(call)
    return groups.values()


def _best_list(calls: list[Call]) -> EventList | None:
    """The list of objects in the answers: the likeliest of the first answer that has one."""
    for call in calls:
        if call.form is not None:
            return text_list(call.form, call.body[EVENTS], call.rows)
        found = list(event_lists(call.body))
        if found:
            return max(found, key=lambda each: (likelihood(each, "", 1), -len(each.keys)))
    return None
