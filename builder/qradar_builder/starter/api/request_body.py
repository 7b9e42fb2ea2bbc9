"""Writes the body of a call, JSON or a form, with the bookmark, the page size and the page in their places."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.exchanges.exchange import Pattern
from qradar_builder.starter.api.flow import Empty, Pages, Role
from qradar_builder.starter.api.slots import Where, put

if TYPE_CHECKING:
    from qradar_builder.starter.api.flow import Flow, QueryPart

NOT_KEPT: Final = "not kept"
"""What a body has in place of a secret."""
VALUES: Final = {Role.SINCE: "${/since}", Role.UNTIL: "${/until}", Role.SIZE: "${/page_size}", Role.PAGE: "${/page}"}
"""What stands for a parameter of a role, as a template."""

_PAGE_PART: Final = "/page_part"
_MARK: Final = "\ue000"


def body_of(flow: Flow) -> dict[str, Any]:
    """The body of a call as the children of CallEndpoint; empty where it has none."""
    if flow.body is not None:
        return {"RequestBody": {"type": "application/json", "encoding": "UTF-8", "text": _json(flow)[0]}}
    fields = [field_of(flow, part) for part in flow.parts(Where.FORM)]
    return {"UrlEncodedFormRequestBody": {"Parameter": fields}} if fields else {}


def field_of(flow: Flow, part: QueryPart) -> dict[str, Any]:
    """A field of a form, or a parameter of a query. That of a cursor is left out before the first page is read."""
    written: dict[str, Any] = {"name": part.name, "value": VALUES.get(part.role, part.value)}
    if part.role is Role.PAGE and flow.paging.kind is Pages.CURSOR:
        written["omitIfEmpty"] = True
    return written


def page_texts(flow: Flow) -> tuple[str, str] | None:
    """What a JSON body has for the cursor before the first page, and after it; None where it needs no text for it."""
    if flow.body is None:
        return None
    texts = _json(flow)[1]
    return texts if texts[1] else None


def plain(value: Any) -> Any:
    """A JSON value as a body has it: without its secrets, and without what a workflow takes for a template."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, str):
        return value.replace("${", "$ {")
    return NOT_KEPT if isinstance(value, Pattern) else value


def _json(flow: Flow) -> tuple[str, tuple[str, str]]:
    """The JSON text as a template; and what its cursor is without one, and with one."""
    body = copy.deepcopy(flow.body)
    marks: dict[str, str] = {}
    page: tuple[str, str] = ("", "")
    for number, part in enumerate(flow.parts(Where.JSON)):
        if part.slot is not None:
            mark = f"{_MARK}{number}{_MARK}"
            body = put(body, part.slot.keys, mark)
            value = VALUES.get(part.role, part.value)
            marks[json.dumps(mark, ensure_ascii=False)] = f'"{value}"' if part.slot.is_text else value
    text = json.dumps(body, ensure_ascii=False)
    for part, (mark, value) in zip(flow.parts(Where.JSON), marks.items(), strict=True):
        if part.role is Role.PAGE and flow.paging.kind is Pages.CURSOR and part.empty is not Empty.BLANK:
            place, empty = mark, "null"
            if part.empty is Empty.OMITTED:
                key, empty = f"{json.dumps(part.name, ensure_ascii=False)}: {mark}", ""
                place = next(each for each in (f", {key}", f"{key}, ", key) if each in text)
            page = (empty, place.replace(mark, value))
            text = text.replace(place, f"${{{_PAGE_PART}}}")
        else:
            text = text.replace(mark, value)
    return text, page
