"""Makes a flow of an operation of an API document, with answers by its examples or schemas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.messages import CallFailed
from qradar_builder.http.url import read_url
from qradar_builder.starter.api.event_list import EventList, text_list, with_time
from qradar_builder.starter.api.event_time import epoch_ms, printed_form
from qradar_builder.starter.api.flow import Auth, Flow, Pages, Paging, QueryPart, Role, value_at
from qradar_builder.starter.api.pages import MINUTE, later_event, later_pages, made_page
from qradar_builder.starter.api.paging import paging_by_names, paging_by_url
from qradar_builder.starter.api.query_roles import cursor_parameter, time_roles
from qradar_builder.starter.api.scripts import Answers
from qradar_builder.starter.api.slots import Where, named
from qradar_builder.starter.api.text_answers import accepted, row_headers, text_notes
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.invented.flow import invented_sign_in
from qradar_builder.starter.openapi.body import takes_json
from qradar_builder.starter.openapi.example import Examples
from qradar_builder.starter.openapi.query import json_body, own_parameter, page_names, parameter_name, query_of, slot_of
from qradar_builder.starter.openapi.sign_in import document_sign_in
from qradar_builder.starter.source import PackageSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.api.slots import Slot
    from qradar_builder.starter.openapi.document import ApiDocument
    from qradar_builder.starter.openapi.operations import Operation

_FEWEST, _MOST = 3, 20
_IN_PATH: Final = re.compile(r"\{([^{}]*)\}")


def openapi_source(document: ApiDocument, operation: Operation, auth: Auth | None) -> PackageSource:
    """What a package is made from, out of an operation. `auth` replaces the sign-in that the document names."""
    scheme, host, port, prefix = _server(document)
    base = f"{scheme}://${{/host}}" + ("" if port is None else f":{port}")
    sign_in, note = document_sign_in(document, operation.spec, host, base, prefix)
    if auth is not None and auth is not sign_in.auth:
        sign_in, note = invented_sign_in(auth), ""
    events = _events(document, operation)
    found = _listed(operation, events)
    query, own = query_of(document, operation)
    examples = {_slot(part): part.value for part in query}
    paging, page_slot = _paging(document, operation, examples)
    roles = time_roles({slot: value for slot, value in examples.items() if slot != page_slot})
    since = next((slot for slot, role in roles.items() if role is Role.SINCE), None) if found.time_form else None
    parts = [_part(part, page_slot, since, roles) for part in query if _is_asked(part, page_slot, since, operation)]
    if page_slot is not None and page_slot not in examples:
        parts.append(QueryPart(page_slot.name, Role.PAGE, slot=page_slot))
    until = next((part for part in parts if part.role is Role.UNTIL), None)
    body = json_body(operation, parts, own) if takes_json(document, operation.spec) else None
    parts = [part for part in parts if part.role is not Role.FIXED or part.where is not Where.JSON]
    own += [own_parameter(name, document, operation) for name in dict.fromkeys(_IN_PATH.findall(operation.path))]
    path = _IN_PATH.sub(lambda each: f"${{/{parameter_name(each[1])}}}", operation.path)
    flow = Flow(
        host=host,
        path=prefix + path,
        items=operation.items,
        scheme=scheme,
        port=port,
        method=operation.method,
        query=tuple(parts),
        headers=(("Accept", accepted(found.form)),),
        body=body,
        time=found.time,
        time_form=found.time_form,
        since=printed_form(examples[since]) if since is not None else None,
        until=printed_form(until.value) if until is not None else None,
        paging=paging,
        sign_in=sign_in,
        own=tuple(own),
        answer=found.form,
    )
    flow, answers = _answered(flow, operation, events)
    origin = (
        f"Proposed from the API document: {operation.label}.",
        "The responses in the cases are its examples: compare them with real responses."
        if operation.is_given
        else "The responses in the cases are generated from its schemas: replace them with real responses.",
    )
    notes = [*([note] if note else []), *_notes(flow, operation, page_names(examples))]
    return PackageSource(
        EventFormat.JSON if flow.answer is None else EventFormat.SYSLOG,
        origin,
        flow=flow,
        answers=answers,
        made_up=not operation.is_given,
        notes=tuple(notes),
        headers=row_headers(flow, (*answers.first, *answers.later)),
    )


def _notes(flow: Flow, operation: Operation, turns: Sequence[str]) -> list[str]:
    """What is to be looked at. `turns` are the parameters that may ask for a page."""
    notes = []
    if flow.paging.kind is Pages.NONE and turns:
        what = ", ".join(f"`{name}`" for name in turns)
        notes.append(f"the workflow requests only the first page: the document does not say where {what} comes from")
    if flow.paging.kind is Pages.LINK and not operation.has_link:
        notes.append(f"the next page comes from a Link header, which the document does not mention: {operation.label}")
    if operation.method == "POST" and flow.has_bookmark and flow.since is None:
        notes.append("the document names no time in the body: if the API takes one, add the bookmark to the body")
    return [*notes, *text_notes(flow)]


def _slot(part: QueryPart) -> Slot:
    return named(part.name) if part.slot is None else part.slot


def _server(document: ApiDocument) -> tuple[str, str, int | None, str]:
    """Scheme, host, port if it is not the usual one, and the beginning of all paths."""
    root = document.root
    if document.is_swagger:
        schemes = root.get("schemes")
        scheme = "https" if not isinstance(schemes, list) or "https" in schemes or not schemes else str(schemes[0])
        url = f"{scheme}://{root.get('host') or 'api.example.com'}{root.get('basePath') or ''}"
    else:
        servers = root.get("servers")
        server = servers[0] if isinstance(servers, list) and servers and isinstance(servers[0], dict) else {}
        url = str(server.get("url", "/"))
        variables = server.get("variables")
        for name, each in variables.items() if isinstance(variables, dict) else ():
            default = each.get("default", "") if isinstance(each, dict) else ""
            url = url.replace(f"{{{name}}}", str(default))
        if "://" not in url:
            url = f"https://api.example.com/{url.lstrip('/')}"
    try:
        read = read_url(url)
    except CallFailed:
        return "https", "api.example.com", None, ""
    port = read.port if read.port != (443 if read.scheme == "https" else 80) else None
    return read.scheme, read.host, port, read.path.rstrip("/")


def _events(document: ApiDocument, operation: Operation) -> list[Any]:
    """At least three events: those of the example with later ones behind them, or all kinds that the schema has."""
    given = value_at(operation.body, operation.items)
    if operation.is_given or operation.item is None:
        events = list(given)[:_MOST]
        found = _listed(operation, events)
        flow = Flow("", "", operation.items, time=found.time, answer=found.form)
        while len(events) < _FEWEST:
            events.append(later_event(flow, events[-1]))
        return events
    examples = Examples(document)
    # Each kind comes twice, so that it can be told from what is unique.
    count = min(_MOST, max(_FEWEST, 2 * examples.most_choices(operation.item)))
    return [examples.value(operation.item, number) for number in range(count)]


def _listed(operation: Operation, events: list[Any]) -> EventList:
    if operation.form is None:
        return with_time(operation.items, events)
    return text_list(operation.form, value_at(operation.body, operation.items), operation.rows)


def _paging(document: ApiDocument, operation: Operation, examples: dict[Slot, str]) -> tuple[Paging, Slot | None]:
    if operation.has_link:
        return Paging(Pages.LINK), None
    where = Where.JSON if takes_json(document, operation.spec) else Where.QUERY
    by_url = paging_by_url(operation.body)
    found = (by_url, None) if by_url is not None else paging_by_names(examples, operation.body, where)
    if found[0].kind is Pages.NONE and operation.is_given:
        # An example often leaves out what its schema has.
        found = paging_by_names(examples, Examples(document).value(operation.schema, 0), where)
    if found[0].kind is Pages.NONE and not operation.items and cursor_parameter(examples):
        # A list alone has no place for a cursor but a header.
        return Paging(Pages.LINK), None
    return found


def _is_asked(part: QueryPart, page_slot: Slot | None, since: Slot | None, operation: Operation) -> bool:
    """Whether a parameter is sent: what drives the flow, and what is required."""
    required = {slot_of(each) for each in operation.parameters if each.get("required") is True}
    return part.role is Role.SIZE or _slot(part) in {page_slot, since, *required}


def _part(part: QueryPart, page_slot: Slot | None, since: Slot | None, roles: dict[Slot, Role]) -> QueryPart:
    slot = _slot(part)
    if slot == page_slot:
        return replace(part, role=Role.PAGE)
    if slot == since or roles.get(slot) is Role.UNTIL:
        return replace(part, role=roles[slot])
    return part


def _answered(flow: Flow, operation: Operation, events: list[Any]) -> tuple[Flow, Answers]:
    """Two pages, where there are pages, and the last event with the next poll."""
    *first, newest = events
    like, paging = operation.body, flow.paging
    half = len(first) if paging.kind is Pages.NONE else (len(first) + 1) // 2
    parts = [part for part in (first[:half], first[half:]) if part]
    ends_by_count = paging.kind in {Pages.NUMBER, Pages.OFFSET} and not paging.total and not paging.more
    if ends_by_count and flow.part(Role.SIZE) is not None:
        # A page that is not full is the last one.
        parts = [first[:-1], first[-1:]] if len(first) > 2 else [first, []]
        flow = replace(flow, case_size=str(len(parts[0])))
    elif ends_by_count:
        parts.append([])
    pages = [
        made_page(flow, like, part, number=number, of=len(parts), total=len(first))
        for number, part in enumerate(parts, 1)
    ]
    later, last = (later_pages(flow, like, event) for event in (newest, later_event(flow, newest)))
    return flow, Answers(tuple(pages), later, last, CLOCK, _state(flow, events))


def _state(flow: Flow, events: list[Any]) -> dict[str, Any]:
    """The bookmark before the first poll, where the examples are older than what a first run asks for."""
    times = [time for event in events if (time := epoch_ms(flow.time_of(event))) is not None]
    return {"bookmark": min(times)} if flow.has_bookmark and times and min(times) < CLOCK - 60 * MINUTE else {}
