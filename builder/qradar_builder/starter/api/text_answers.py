"""Writes what a workflow does with an answer that is not JSON: it takes the events out of the text one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.answers.forms import TextForm, TextKind
from qradar_builder.starter.api.pages import events_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.starter.api.flow import Flow
    from qradar_builder.starter.api.pages import Page
    from qradar_builder.starter.events.headers import Header

_ACCEPTED: Final = {TextKind.CSV: "text/csv", TextKind.XML: "application/xml", TextKind.LINES: "application/x-ndjson"}
_WHOLE_ROW: Final = r"(?s)^((?:[^\"]*+\"[^\"]*+\")*+[^\"]*+)$"
"""A row whose quotes are closed: one that is not goes on in the next line."""


def accepted(form: TextForm | None) -> str:
    """The media type that a call asks for."""
    return "application/json" if form is None else _ACCEPTED[form.kind]


def row_headers(flow: Flow, pages: Iterable[Page]) -> dict[str, Header]:
    """The names of the values, by the events that are rows of them."""
    header = None if flow.answer is None else flow.answer.header
    if header is None:
        return {}
    return {event: header for page in pages for event in events_of(flow, page) if isinstance(event, str)}


def text_notes(flow: Flow) -> list[str]:
    """What is to be known of a workflow that reads text."""
    form = flow.answer
    if form is None:
        return []
    what = {
        TextKind.CSV: "the API returns CSV: the workflow posts each row as it is, and stops if the columns change",
        TextKind.XML: f"the API returns XML: the workflow posts each element `{form.element}` as it is",
        TextKind.LINES: "the API returns a JSON object in each line: the workflow posts them as they are",
    }
    return [what[form.kind]]


def check_of(form: TextForm) -> dict[str, str]:
    """What tells an answer that has events from another one: the pattern that one must match, and what is said else."""
    if form.kind is TextKind.CSV:
        return {
            "pattern": rf"^\uFEFF?({re.escape(form.columns)})\s*(?:\n|$)",
            "message": "the answer has other columns",
        }
    if form.kind is TextKind.XML:
        return {"pattern": r"^\uFEFF?\s*(<(?!!DOCTYPE html|html))", "message": "the answer is not XML"}
    return {"pattern": r"^\uFEFF?(\s*(?:\{|$))", "message": "the answer has no JSON objects"}


def split_of(form: TextForm) -> dict[str, Any]:
    """The pattern of the part of an answer that has the events, and the delimiter between them."""
    if form.kind is TextKind.CSV:
        return {"pattern": r"(?s)^[^\n]*\n(.*\S)", "delimiter": None}
    if form.kind is TextKind.LINES:
        return {"pattern": r"(?s)(\S.*)", "delimiter": None}
    tag = re.escape(form.element)
    if form.is_empty:
        element = rf"<{tag}\s[^>]*/>"
        return {
            "pattern": rf"(?s)({element}(?:.*{element})?)",
            "delimiter": rf"(?s)(?<=/>)(?:(?!<{tag}\s).)*+(?=<{tag}\s)",
        }
    return {
        "pattern": rf"(?s)(<{tag}[\s>].*</{tag}>)",
        "delimiter": rf"(?s)(?<=</{tag}>)(?:(?!<{tag}[\s>]).)*+(?=<{tag}[\s>])",
    }


def scalars_of(flow: Flow) -> list[dict[str, Any]]:
    """The actions that read what leads to the next page from around the events of XML."""
    form = flow.answer
    if form is None:
        return []
    keys = dict.fromkeys(each[0] for each in (flow.paging.next, flow.paging.more, flow.paging.total) if each)
    return [
        {
            "XPathQuery": {
                "xmlPath": "/response/body",
                "xPathQuery": f"//*[local-name()='{name}']/text()",
                "singleton": "true",
                "savePath": f"/answer/{name}",
            }
        }
        for name in keys
    ]


def whole_row() -> str:
    """The pattern of a row of CSV that does not go on in the next line."""
    return _WHOLE_ROW
