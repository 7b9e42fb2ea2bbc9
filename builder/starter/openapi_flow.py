"""Makes a flow of an operation of an API document, with answers by its examples or schemas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from builder.starter.event_format import EventFormat
from builder.starter.event_list import with_time
from builder.starter.event_time import printed_form
from builder.starter.flow import Auth, Flow, FlowParameter, Pages, Paging, QueryPart, Role, value_at
from builder.starter.flow_scripts import Answers
from builder.starter.invented import CLOCK
from builder.starter.invented_flow import invented_sign_in
from builder.starter.new_package import Source
from builder.starter.openapi_example import Examples, kind_of
from builder.starter.openapi_sign_in import document_sign_in
from builder.starter.pages import later_event, later_pages, made_page
from builder.starter.paging_guess import paging_by_names, paging_by_url
from builder.starter.query_roles import CURSOR, OFFSET, PAGE_NUMBER, SINCE, SIZE, UNTIL, time_roles
from builder.workflow.drivers.request_url import read_url
from builder.workflow.effects import CallFailed

if TYPE_CHECKING:
    from builder.starter.openapi_document import ApiDocument
    from builder.starter.openapi_operations import Operation

_SINCE: Final = "2026-01-05T08:00:00.000Z"
_UNTIL: Final = "2026-01-05T09:00:00.000Z"
_FEWEST, _MOST = 3, 20
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_IN_PATH: Final = re.compile(r"\{([^{}]*)\}")


def openapi_source(document: ApiDocument, operation: Operation, auth: Auth | None) -> Source:
    """What a package is made from, out of an operation. `auth` replaces the sign-in that the document names."""
    scheme, host, port, prefix = _server(document)
    base = f"{scheme}://${{/host}}" + ("" if port is None else f":{port}")
    sign_in, note = document_sign_in(document, operation.spec, host, base)
    if auth is not None and auth is not sign_in.auth:
        sign_in, note = invented_sign_in(auth), ""
    events = _events(document, operation)
    found = with_time(operation.items, events)
    query, own = _query(document, operation)
    examples = {part.name: part.value for part in query}
    paging, page_parameter = _paging(operation, examples)
    roles = time_roles({name: value for name, value in examples.items() if name != page_parameter})
    since = next((name for name, role in roles.items() if role is Role.SINCE), None) if found.time_form else None
    parts = [
        _part(part, page_parameter, since, roles) for part in query if _is_asked(part, page_parameter, since, operation)
    ]
    if page_parameter is not None and page_parameter not in examples:
        parts.append(QueryPart(page_parameter, Role.PAGE))
    until = next((part for part in parts if part.role is Role.UNTIL), None)
    own += [_own(name, document, operation) for name in _IN_PATH.findall(operation.path)]
    path = _IN_PATH.sub(lambda each: f"${{/{_parameter_name(each[1])}}}", operation.path)
    flow = Flow(
        host=host,
        path=prefix + path,
        items=operation.items,
        scheme=scheme,
        port=port,
        method=operation.method,
        query=tuple(parts),
        headers=(("Accept", "application/json"),),
        body="{}" if operation.method == "POST" else None,
        time=found.time,
        time_form=found.time_form,
        since=printed_form(examples[since]) if since is not None else None,
        until=printed_form(until.value) if until is not None else None,
        paging=paging,
        sign_in=sign_in,
        own=tuple(own),
    )
    flow, answers = _answered(flow, operation, events)
    origin = (
        f"Proposed from the API document: {operation.label}.",
        "The answers in the cases are its examples: compare them with real ones."
        if operation.is_given
        else "The answers in the cases are made up by its schemas: put real ones in their place.",
    )
    notes = [note] if note else []
    if flow.body is not None:
        notes.append("the operation is a POST: its body is empty, and is to be written in fragments/get-events.yaml")
    return Source(
        EventFormat.JSON,
        origin,
        flow=flow,
        answers=answers,
        made_up=not operation.is_given,
        notes=tuple(notes),
    )


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
        found = with_time(operation.items, events)
        flow = Flow("", "", operation.items, time=found.time)
        while len(events) < _FEWEST:
            events.append(later_event(flow, events[-1]))
        return events
    examples = Examples(document)
    # Each kind comes twice, so that it can be told from what is unique.
    count = min(_MOST, max(_FEWEST, 2 * examples.most_choices(operation.item)))
    return [examples.value(operation.item, number) for number in range(count)]


def _query(document: ApiDocument, operation: Operation) -> tuple[list[QueryPart], list[FlowParameter]]:
    """The parameters of the query, each with an example, and the parameters of the workflow that required ones need."""
    parts: list[QueryPart] = []
    own: list[FlowParameter] = []
    for parameter in operation.parameters:
        if parameter.get("in") != "query":
            continue
        name = parameter["name"]
        value = _example(document, parameter)
        if value is None and parameter.get("required") is True:
            own.append(_own(name, document, operation))
            value = f"${{/{own[-1].name}}}"
        parts.append(
            QueryPart(name, Role.SIZE if SIZE.search(name) and (value or "").isdigit() else Role.FIXED, value or "")
        )
    return parts, own


def _example(document: ApiDocument, parameter: dict[str, Any]) -> str | None:
    """What a parameter of the query may be: for what is known by its name, else only what the document says."""
    name, schema = parameter["name"], _schema(document, parameter)
    is_number = kind_of(schema) in {"integer", "number"}
    said = next(
        (each for each in (parameter.get("example"), schema.get("example"), schema.get("default")) if each is not None),
        None,
    )
    is_time = schema.get("format") == "date-time" or (said is not None and printed_form(str(said)) is not None)
    if is_time and (SINCE.search(name) or UNTIL.search(name)):
        usual = _UNTIL if UNTIL.search(name) and not SINCE.search(name) else _SINCE
        return str(said) if said is not None and printed_form(str(said)) else usual
    if SIZE.search(name) and is_number:
        most = schema.get("maximum")
        return str(said if isinstance(said, int) else min(100, most) if isinstance(most, int) else 100)
    if PAGE_NUMBER.search(name) and is_number:
        return str(said if isinstance(said, int) else 1)
    if OFFSET.search(name) and is_number:
        return str(said if isinstance(said, int) else 0)
    if CURSOR.search(name):
        return ""
    several = schema.get("enum")
    if said is None and isinstance(several, list) and several:
        said = several[0]
    return None if said is None or isinstance(said, dict | list) else str(said)


def _schema(document: ApiDocument, parameter: dict[str, Any]) -> dict[str, Any]:
    """The schema of a parameter; that of Swagger 2 is the parameter itself."""
    return parameter if document.is_swagger else Examples(document).merged(parameter.get("schema"))


def _paging(operation: Operation, examples: dict[str, str]) -> tuple[Paging, str | None]:
    if operation.has_link:
        return Paging(Pages.LINK), None
    by_url = paging_by_url(operation.body)
    return (by_url, None) if by_url is not None else paging_by_names(examples, operation.body)


def _is_asked(part: QueryPart, page_parameter: str | None, since: str | None, operation: Operation) -> bool:
    """Whether a parameter is sent: what drives the flow, and what is required."""
    required = {each["name"] for each in operation.parameters if each.get("required") is True}
    return part.role is Role.SIZE or part.name in {page_parameter, since, *required}


def _part(part: QueryPart, page_parameter: str | None, since: str | None, roles: dict[str, Role]) -> QueryPart:
    if part.name == page_parameter:
        return replace(part, role=Role.PAGE)
    if part.name == since or roles.get(part.name) is Role.UNTIL:
        return replace(part, role=roles[part.name])
    return part


def _own(name: str, document: ApiDocument, operation: Operation) -> FlowParameter:
    parameter = next((each for each in operation.parameters if each["name"] == name), {"name": name})
    example = Examples(document).value(_schema(document, parameter), 0, name)
    text = "example" if example is None or isinstance(example, dict | list) else str(example)
    own = _parameter_name(name)
    label = own.replace("_", " ").title()
    described = parameter.get("description")
    description = (
        " ".join(described.split()) if isinstance(described, str) and described.split() else f"{label} of the API"
    )
    return FlowParameter(own, label, description[:300], re.sub(r"[^\w.@:-]", "-", text))


def _parameter_name(name: str) -> str:
    words = _NO_NAME.sub("_", _CAMEL.sub("_", name)).strip("_").lower()
    return f"api_{words}" if not words or words in {"host", "page", "url", "event", "response", "page_size"} else words


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
    return flow, Answers(tuple(pages), later_pages(flow, like, newest), CLOCK)
