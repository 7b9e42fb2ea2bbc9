"""Writes the simulated source of an API, so that the new workflow can be proven against it."""

from __future__ import annotations

import copy
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.findings import Findings
from qradar_builder.simulation.history.faults import Plan
from qradar_builder.simulation.history.history import Historian
from qradar_builder.simulation.service.reading import check_workflow_of, read_source
from qradar_builder.starter.answers.forms import MARK, TextKind
from qradar_builder.starter.api.credentials import Carrier, Source
from qradar_builder.starter.api.event_time import printed_form
from qradar_builder.starter.api.file_templates import rendered
from qradar_builder.starter.api.flow import Auth, Moments, Pages, Role, value_at
from qradar_builder.starter.api.pages import UNIQUE, events_of, with_value
from qradar_builder.starter.api.parameters import parameters_of
from qradar_builder.starter.api.slots import Where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.starter.api.flow import Flow, Paging, QueryPart, TimeForm, TokenCall
    from qradar_builder.starter.api.scripts import Answers
    from qradar_builder.starter.api.slots import Keys
    from qradar_builder.workflow.engine.compile import CompiledWorkflow

_PLACE: Final = "tests/sources/events.yaml"
_HOLE: Final = re.compile(r"\$\{/([A-Za-z_]\w*)\}")
_SIZE: Final = 10
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_METHODS: Final = ("GET", "POST", "PUT", "DELETE", "PATCH")
_PAGES: Final = {
    Pages.CURSOR: "cursor",
    Pages.NUMBER: "page",
    Pages.OFFSET: "offset",
    Pages.URL: "cursor",
    Pages.LINK: "link",
}
_SIMPLE: Final = {
    Auth.NONE: {"kind": "none"},
    Auth.BASIC: {"kind": "basic", "user": "${username}", "password": "${password}"},
    Auth.BEARER: {"kind": "bearer", "token": "${token}"},
}


def source_files(
    flow: Flow, answers: Answers, checked: CompiledWorkflow, origin: tuple[str, ...]
) -> tuple[dict[str, bytes], str]:
    """The file of the source by its path in the package, and a note on why there is none.

    It is tried: it has no findings, and the first polls of the workflow get all its events from it.
    """
    values = {each.name: each.example for each in parameters_of(flow)}
    if flow.part(Role.SIZE) is not None:
        values["page_size"] = str(_SIZE)
    sign_in = _sign_in(flow, values)
    events = events_of(flow, answers.first[0]) if answers.first else []
    if sign_in is None:
        return {}, f"there is no {_PLACE}: a source cannot check the sign-in of this API"
    if not events or "${" in answers.first[0].answer().body.decode("utf-8", "replace"):
        return {}, f"there is no {_PLACE}: no answer shows what it would be like"
    source = {
        "description": "A model of the API, to prove the workflow against: qradar-builder prove",
        "workflow": "events",
        "parameters": values,
        "sign_in": sign_in,
        "events": _events(flow, events[0]),
        "lists": [_list(flow, answers.first[0].body, values)],
    }
    logout = None if flow.sign_in.token_call is None else flow.sign_in.token_call.logout
    if logout is not None:
        source["fixed"] = [{"path": _path_of(logout.url, values), "method": logout.method, "body": {}}]
    text = rendered("source.yaml.j2", source=source, note=origin)
    problem = _problem(text, checked)
    if problem is not None:
        return {}, f"there is no {_PLACE}: {problem}"
    return {_PLACE: text.encode("utf-8", "replace")}, ""


def _problem(text: str, checked: CompiledWorkflow) -> str | None:
    """What is wrong with a source: a finding, or that the workflow does not get its events."""
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _PLACE)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        source = read_source(path, Path(folder), findings)
        if source is not None:
            check_workflow_of(source, checked.workflow, findings)
    if source is None or findings.errors:
        return next(iter(findings)).message
    past = Historian(checked, source).run(Plan(3))
    if past.service.unknown:
        return f"it would lack {past.service.unknown[0]}"
    if not past.posted:
        return "the workflow gets no events from it"
    return None


def _sign_in(flow: Flow, values: Mapping[str, str]) -> dict[str, Any] | None:
    """The sign-in of a source; None for one that a source does not check."""
    sign_in, call = flow.sign_in, flow.sign_in.token_call
    if sign_in.auth in _SIMPLE:
        return dict(_SIMPLE[sign_in.auth])
    if sign_in.auth is Auth.API_KEY:
        return {"kind": "api-key", "header": sign_in.name, "scheme": "", "key": f"{sign_in.prefix}${{api_key}}"}
    if sign_in.auth is Auth.API_KEY_QUERY:
        return {"kind": "api-key", "query": sign_in.name, "key": f"{sign_in.prefix}${{api_key}}"}
    return None if call is None or sign_in.jwt is not None else _of_call(call, values)


def _of_call(call: TokenCall, values: Mapping[str, str]) -> dict[str, Any] | None:
    """The sign-in by a call that gives one credential, in the body or as a cookie."""
    is_plain = len(call.credentials) == 1 and call.status == 200 and call.method in _METHODS[:3]
    if not is_plain or (call.logout is not None and call.logout.method not in _METHODS):
        return None
    credential = call.credentials[0]
    user, secret = ("user", "password") if call.is_account else ("client_id", "client_secret")
    made: dict[str, Any] = {
        "kind": "session" if call.is_account else "oauth",
        "path": _path_of(call.url, values),
        "method": call.method,
        user: "${username}" if call.is_account else "${client_id}",
        secret: f"${{{secret}}}",
        "expires": 3600,
    }
    if credential.carrier is Carrier.COOKIE:
        name = credential.keys[0] if credential.keys else ""
        is_same = credential.source is Source.COOKIE and credential.name in {"", name}
        return {**made, "cookie": name, "answer": {}} if is_same else None
    if credential.source is not Source.BODY:
        return None
    made["answer"] = with_value({"expires_in": "${expires}"}, credential.keys, "${token}")
    if credential.carrier is Carrier.HEADER:
        made |= {"header": credential.name, "scheme": credential.prefix.strip()}
    elif credential.carrier is Carrier.QUERY:
        made["query"] = credential.name
    return made


def _path_of(url: str, values: Mapping[str, str]) -> str:
    """The path of a template of a URL, with the values of the parameters in it."""
    filled = _HOLE.sub(lambda found: values.get(found[1], found[1]), url)
    path = re.sub(r"^[a-z]+://[^/]*", "", filled).partition("?")[0]
    return path or "/"


def _events(flow: Flow, like: Any) -> dict[str, Any]:
    """The events of a source: one like another, with its own ID and time."""
    if isinstance(like, str):
        return _text_events(flow, like)
    event = copy.deepcopy(like)
    posted = value_at(event, flow.posted) if flow.posted else event
    made: dict[str, Any] = {}
    if isinstance(posted, dict):
        name = next((each for each in UNIQUE if each in posted), "id")
        found = posted.get(name)
        if isinstance(found, int) and not isinstance(found, bool):
            made["id"] = "number"
        elif isinstance(found, str) and _UUID.fullmatch(found):
            made["id"] = "uuid"
        event = with_value(event, (*flow.posted, name), "${id}")
    else:
        event = with_value(event, flow.posted, f"{posted} ${{id}}")
    if flow.time and flow.time_form is not None:
        event = with_value(event, flow.time, f"${{time.{_written(flow.time_form, value_at(event, flow.time))}}}")
        if flow.time_form.step >= 1000:
            made["precision"] = "s"
    return {**made, "template": event}


def _text_events(flow: Flow, like: str) -> dict[str, Any]:
    """The events of a source that are texts: one like another, with its own time, and its ID after the first value."""
    made: dict[str, Any] = {}
    form, span = flow.answer, None if flow.answer is None else flow.answer.time_span(like)
    if span is not None and flow.time_form is not None:
        text = f"${{time.{_written(flow.time_form, like[slice(*span)])}}}"
        if flow.time_form.step >= 1000:
            made["precision"] = "s"
        before, after = like[: span[0]], text + like[span[1] :]
    else:
        before, after = "", like
    if form is not None and form.kind is TextKind.XML:
        name = re.escape(form.element)
        head = re.match(rf"<{name}", before + after)
        assert head is not None, "the events are elements of this name"
        whole = before + after
        return {**made, "template": f'{whole[: head.end()]} source-id="${{id}}"{whole[head.end() :]}'}
    return {**made, "template": _row_with_id(before, after)}


def _row_with_id(before: str, after: str) -> str:
    """A row whose first value, or the last one where that is the time, is an ID."""
    if before:
        return "${id}" + before[before.find(",") if "," in before else 0 :] + after
    start = after.rfind(",") + 1
    return f"{after[:start]}${{id}}"


def _written(form: TimeForm, like: Any) -> str:
    """The format of a time, as it is in an event."""
    if form.kind is not Moments.TEXT:
        return "ms" if form.kind is Moments.MILLISECONDS else "s"
    printed = printed_form(str(like))
    return "iso" if printed is None else printed.pattern


def _format(form: TimeForm | None) -> str:
    if form is None or form.kind is Moments.TEXT:
        return "iso" if form is None else form.pattern
    return "ms" if form.kind is Moments.MILLISECONDS else "s"


def _list(flow: Flow, like: Any, values: Mapping[str, str]) -> dict[str, Any]:
    """The endpoint that lists the events."""
    made: dict[str, Any] = {"path": _path_of(flow.path, values), "method": flow.method}
    for role, name, form in ((Role.SINCE, "from", flow.since), (Role.UNTIL, "to", flow.until)):
        part = flow.part(role)
        if part is not None:
            made[name] = {**_place(part), "format": _format(form)}
    if flow.answer is None:
        return {**made, **_pages(flow), "body": _body(flow, like)}
    kind, frame = flow.answer.content({"events": [MARK], **_leading(flow)})
    text = frame.decode("utf-8", "replace")
    # A body that has the events alone is a list, and these are lines.
    body = text.replace(MARK, "${events}") + ("\n" if text == MARK else "")
    return {**made, **_pages(flow), "body": body, "joined_by": "\n", "content_type": kind, "last": "empty"}


def _leading(flow: Flow) -> dict[str, str]:
    """What leads to the next page, by the names of the elements that have it."""
    paging = flow.paging
    return {keys[0]: f"${{{name}}}" for keys, name in _names(paging) if keys}


def _pages(flow: Flow) -> dict[str, Any]:
    """How the pages follow one another, and their size."""
    size, page = flow.part(Role.SIZE), flow.part(Role.PAGE)
    kind = "token" if flow.keeps_cursor else _PAGES.get(flow.paging.kind)
    made: dict[str, Any] = {}
    if size is not None:
        made["size"] = {**_place(size), "default": _SIZE}
    elif kind is not None:
        made["size"] = {"parameter": "limit", "default": _SIZE}
    if kind is not None:
        made["paging"] = {"kind": kind, **({"parameter": "cursor"} if page is None else _place(page))}
    if kind == "link":
        made["paging"]["header"] = flow.paging.header
    if kind == "page":
        made["paging"]["first"] = min(flow.paging.first, 1)
    return made


def _body(flow: Flow, like: Any) -> Any:
    """An answer like another one, with names for what leads to the next page."""
    body = with_value(copy.deepcopy(like), flow.items, "${events}")
    for keys, name in _names(flow.paging):
        if keys:
            body = with_value(body, keys, f"${{{name}}}")
    return body


def _names(paging: Paging) -> tuple[tuple[Keys, str], ...]:
    """The places of what leads to the next page, with its name in a source."""
    return (
        (paging.next, "next" if paging.kind is Pages.CURSOR else "next_path" if paging.relative else "next_url"),
        (paging.more, "more"),
        (paging.total, "total" if paging.kind is Pages.OFFSET else "pages" if paging.first else "last_page"),
    )


def _place(part: QueryPart) -> dict[str, Any]:
    """Where a parameter is."""
    if part.slot is None or part.where is not Where.JSON:
        place = {} if part.where is Where.QUERY else {"in": "form"}
        return {"parameter": part.name, **place}
    return {"parameter": "/" + "/".join(key.strip("[]") for key in part.slot.keys), "in": "json"}
