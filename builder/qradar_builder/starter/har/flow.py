"""Makes a flow of a recorded HAR file: the calls for events, their pages, their bookmark and their sign-in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.exchanges.exchange import JsonBody
from qradar_builder.http.url import read_url
from qradar_builder.source.files import display_name
from qradar_builder.starter.api.event_time import epoch_ms, printed_form
from qradar_builder.starter.api.flow import Auth, Empty, Flow, Pages, QueryPart, Role, value_at
from qradar_builder.starter.api.pages import MINUTE, Page, events_of, goes_on, later_event, later_pages, made_page
from qradar_builder.starter.api.paging import guess_paging
from qradar_builder.starter.api.query_roles import size_parameter, time_roles
from qradar_builder.starter.api.request_body import NOT_KEPT, plain
from qradar_builder.starter.api.scripts import Answers
from qradar_builder.starter.api.slots import Where, at
from qradar_builder.starter.api.text_answers import accepted, row_headers, text_notes
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.har.calls import likely_endpoint, read_recording
from qradar_builder.starter.har.sign_in import recorded_sign_in
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.invented.flow import invented_sign_in
from qradar_builder.starter.source import PackageSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.starter.api.flow import Paging, SignIn
    from qradar_builder.starter.api.recorded_call import Call
    from qradar_builder.starter.api.slots import Slot
    from qradar_builder.starter.har.calls import Endpoint

_MOST_PAGES: Final = 5


def har_source(path: Path, auth: Auth | None, findings: Findings) -> PackageSource | None:
    """What a package is made from, out of a HAR file. `auth` replaces the recorded way of signing in.

    None, with findings, where the file holds no API call that gives events.
    """
    name = display_name(path)
    recording = read_recording(path, findings)
    endpoint = None if recording is None else likely_endpoint(recording, name, findings)
    if recording is None or endpoint is None:
        return None
    paging, page_slot = guess_paging(endpoint.calls, endpoint.events.keys)
    host = read_url(endpoint.url).host
    sign_in, note = recorded_sign_in(recording.entries, endpoint.url, host)
    if auth is not None and auth is not sign_in.auth:
        sign_in, note = invented_sign_in(auth), ""
    flow = _flow(endpoint, paging, page_slot, sign_in)
    answers, is_completed = _answers(flow, endpoint, recording.clock)
    origin = [
        f"Proposed from recorded calls: {endpoint.method} {flow.path}. Secrets of the recording are removed.",
        "The responses of the first poll are recorded; the later polls return the last event, with later times.",
    ]
    if is_completed:
        origin.append("The last page is also invented: it was not recorded, or is not among the first pages.")
    notes = [*recording.notes, *([note] if note else [])]
    if page_slot is not None and not any(page_slot in call.asked for call in endpoint.calls):
        notes.append(f"no call asks for a second page: that `{page_slot.name}` asks for it is a guess by the answer")
    if endpoint.method == "POST" and flow.has_bookmark and flow.since is None:
        notes.append("no part of the body of the calls is a time: if the API takes one, add the bookmark to the body")
    if json.dumps(NOT_KEPT) in json.dumps(flow.body):
        notes.append(f"the secrets of that body are removed: replace `{NOT_KEPT}` with parameters")
    notes += text_notes(flow)
    return PackageSource(
        EventFormat.JSON if flow.answer is None else EventFormat.SYSLOG,
        tuple(origin),
        flow=flow,
        answers=answers,
        clock=answers.clock,
        notes=tuple(notes),
        headers=row_headers(flow, (*answers.first, *answers.later)),
    )


def _flow(endpoint: Endpoint, paging: Paging, page_slot: Slot | None, sign_in: SignIn) -> Flow:
    first = endpoint.calls[0]
    url = read_url(endpoint.url)
    asked = first.asked
    roles = time_roles({slot: value for slot, value in asked.items() if slot != page_slot})
    size = size_parameter(asked)
    if size is not None:
        roles[size] = Role.SIZE
    if page_slot is not None:
        roles[page_slot] = Role.PAGE
    has_time = endpoint.events.time_form is not None
    if not has_time:
        # Without the time of an event there is no bookmark to put there.
        roles = {slot: role for slot, role in roles.items() if role is not Role.SINCE}
    secret = sign_in.name if sign_in.auth is Auth.API_KEY_QUERY else None
    parts = list(_parts(endpoint.calls, roles, page_slot, secret))
    since = next((slot for slot, role in roles.items() if role is Role.SINCE), None)
    until = next((slot for slot, role in roles.items() if role is Role.UNTIL), None)
    body = first.exchange.request.body
    port = url.port if url.port != (443 if url.scheme == "https" else 80) else None
    return Flow(
        host=url.host,
        path=url.path,
        items=endpoint.events.keys,
        scheme=url.scheme,
        port=port,
        method=endpoint.method,
        query=tuple(parts),
        headers=(("Accept", accepted(endpoint.events.form)),),
        body=plain(body.value) if isinstance(body, JsonBody) else None,
        time=endpoint.events.time,
        time_form=endpoint.events.time_form,
        since=printed_form(asked[since]) if since is not None else None,
        until=printed_form(asked[until]) if until is not None else None,
        paging=paging,
        sign_in=sign_in,
        answer=endpoint.events.form,
    )


def _parts(
    calls: Sequence[Call], roles: Mapping[Slot, Role], page_slot: Slot | None, secret: str | None
) -> Iterator[QueryPart]:
    """The parameters of a call, in the order of one that asks for a page. Of a JSON body, only those that change."""
    asked = calls[0].asked
    slots = list(asked)
    if page_slot is not None and page_slot not in asked:
        slots = next((list(call.asked) for call in calls if page_slot in call.asked), [*slots, page_slot])
    for each in slots:
        # A later call says whether a page is a text or a number.
        slot = page_slot if page_slot is not None and each == page_slot else each
        role = roles.get(slot, Role.FIXED)
        if slot.name == secret or (slot.where is Where.JSON and role is Role.FIXED):
            continue
        value = asked.get(slot, "")
        empty = Empty.OMITTED
        if slot in asked and not value:
            body = calls[0].exchange.request.body
            is_null = isinstance(body, JsonBody) and at(body.value, slot.keys) is None
            empty = Empty.NULL if is_null else Empty.BLANK
        yield QueryPart(slot.name, role, value, None if slot.where is Where.QUERY else slot, empty)


def _answers(flow: Flow, endpoint: Endpoint, recorded: int | None) -> tuple[Answers, bool]:
    """The recorded pages up to the last one, that of the next poll, and whether the last one had to be made up.

    Answers before the first event play no part, and of a long recording the first pages do.
    """
    size = flow.part(Role.SIZE)
    per_page = int(size.value) if size is not None else None
    pages: list[Page] = []
    seen: set[str] = set()
    for call in endpoint.calls:
        asked = repr(sorted((slot.where, slot.keys, value) for slot, value in call.asked.items()))
        found = value_at(call.body, flow.items)
        if asked in seen or not isinstance(found, list) or not (found or pages):
            continue
        seen.add(asked)
        headers = tuple((name, value) for name, value in call.answer.headers if name == flow.paging.header)
        page = Page(call.body, headers if flow.paging.kind is Pages.LINK else (), call.form)
        pages.append(page)
        if len(pages) == _MOST_PAGES or not goes_on(flow, page, len(pages), per_page, _count(flow, pages)):
            break
    events = [event for page in pages for event in events_of(flow, page)]
    times = [time for event in events if (time := epoch_ms(flow.time_of(event))) is not None]
    last = events[-1]
    by = MINUTE + (max(times) - (epoch_ms(flow.time_of(last)) or 0) if times else 0)
    newer = later_event(flow, last, by)
    like = pages[-1].body
    is_completed = goes_on(flow, pages[-1], len(pages), per_page, _count(flow, pages))
    if is_completed:
        count = len(pages) + 1
        newer_still = later_event(flow, newer)
        pages.append(made_page(flow, like, [newer], number=count, of=count, total=len(events) + 1))
        newer = newer_still
        if goes_on(flow, pages[-1], count, per_page, _count(flow, pages)):
            # Pages are asked for until one is empty.
            pages.append(made_page(flow, like, [], number=count + 1, of=count + 1, total=len(events) + 1))
    until = flow.part(Role.UNTIL)
    clock = (epoch_ms(until.value) if until is not None else None) or recorded or CLOCK
    later, newest = (later_pages(flow, like, event) for event in (newer, later_event(flow, newer)))
    return Answers(tuple(pages), later, newest, clock, _state(flow, times)), is_completed


def _count(flow: Flow, pages: Sequence[Page]) -> int:
    return sum(len(events_of(flow, page)) for page in pages)


def _state(flow: Flow, times: list[int]) -> dict[str, Any]:
    """What the State must hold so that the first poll asks for what was recorded."""
    since = flow.part(Role.SINCE)
    if since is not None and flow.since is not None:
        moment = epoch_ms(since.value)
        return {} if moment is None else {"bookmark": moment}
    return {"bookmark": min(times)} if flow.has_bookmark and times else {}
