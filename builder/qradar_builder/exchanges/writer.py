"""Writes exchanges as plain values for a case file; what is written reads back as the same exchanges."""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import regex

from qradar_builder.exchanges.exchange import (
    CALL_TIME,
    REASONS,
    Fault,
    FormBody,
    JsonBody,
    Pattern,
    TextBody,
    looks_like_pattern,
)
from qradar_builder.http.headers import header
from qradar_builder.http.request_text import shallow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.exchanges.exchange import Exchange, Expected, ExpectedRequest, Fields
    from qradar_builder.http.messages import HttpResponse

    Plain: TypeAlias = dict[str, object]

LONG_BODY = 2000
"""Bodies of more bytes go into files beside the case."""

_SUFFIXES = {"application/json": "json", "application/xml": "xml", "text/html": "html", "text/csv": "csv"}
_TEXT = "text/plain; charset=utf-8"


def written_exchange(exchange: Exchange, stem: str) -> tuple[Plain, dict[str, bytes]]:
    """The exchange as plain values, and the files that they name; the names of these begin with `stem`."""
    request = _request(exchange.request)
    takes = {} if exchange.takes == CALL_TIME else {"takes": exchange.takes}
    if isinstance(exchange.answer, Fault):
        return {"request": request, "fault": exchange.answer.kind, **takes}, {}
    response, files = _response(exchange.answer, stem)
    return {"request": request, "response": response, **takes}, files


def _request(request: ExpectedRequest) -> Plain:
    plain: Plain = {"method": request.method, "url": _written(request.url)}
    if request.query:
        plain["query"] = _fields(request.query)
    if request.headers:
        plain["headers"] = _fields(request.headers)
    if isinstance(request.body, JsonBody):
        plain["json"] = _leaves(request.body.value)
    elif isinstance(request.body, FormBody):
        plain["form"] = _fields(request.body.fields)
    elif isinstance(request.body, TextBody):
        plain["body"] = _written(request.body.text)
    return plain


def _written(value: Expected) -> str:
    """A value so that it reads back: a literal one that looks like a pattern becomes the pattern of itself."""
    if isinstance(value, Pattern):
        return str(value)
    return f"/{regex.escape(value)}/" if looks_like_pattern(value) else value


def _leaves(value: object) -> object:
    if isinstance(value, dict):
        return {key: _leaves(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_leaves(each) for each in value]
    return _written(value) if isinstance(value, str | Pattern) else value


def _fields(fields: Fields) -> object:
    return _named([(name, _written(value)) for name, value in fields])


def _named(pairs: Sequence[tuple[str, str]]) -> object:
    """A mapping where that keeps the order, else a list of single names with their values."""
    counts = Counter(name for name, _ in pairs)
    found: dict[str, object] = {}
    for index, (name, _) in enumerate(pairs):
        if name in found:
            continue
        values = [value for _, value in pairs[index : index + counts[name]]]
        if any(other != name for other, _ in pairs[index : index + counts[name]]):
            return [{other: value} for other, value in pairs]
        found[name] = values if counts[name] > 1 else values[0]
    return found


def _response(response: HttpResponse, stem: str) -> tuple[Plain, dict[str, bytes]]:
    plain: Plain = {"status": response.status}
    if response.reason != REASONS.get(response.status, ""):
        plain["reason"] = response.reason
    body, default, files = _body(response, stem)
    headers = list(response.headers)
    typed = [name for name, _ in headers if name.lower() == "content-type"]
    if len(typed) == 1 and headers[-1] == ("Content-Type", default):
        # The reader puts it there again.
        headers.pop()
    if headers:
        plain["headers"] = _named(headers)
    return plain | body, files


def _body(response: HttpResponse, stem: str) -> tuple[Plain, str, dict[str, bytes]]:
    """How the body is written, the content type that the reader takes for it, and the files."""
    body = response.body
    if not body:
        return {}, "", {}
    kind = header(response.headers, "content-type") or ""
    if len(body) > LONG_BODY:
        media = kind.partition(";")[0].strip().lower()
        name = f"{stem}.{_SUFFIXES.get(media, 'txt')}"
        return {"file": name}, media if media in _SUFFIXES else _TEXT, {name: body}
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(body).decode()}, "application/octet-stream", {}
    value = _faithful(text) if "charset" not in kind.lower() or "utf-8" in kind.lower() else None
    if value is not None:
        return {"json": value}, "application/json", {}
    if "\r" in text or not text.replace("\n", "").replace("\t", "").isprintable():
        return {"base64": b64encode(body).decode()}, "application/octet-stream", {}
    return {"text": text}, _TEXT, {}


class _UnfaithfulError(ValueError):
    """A JSON text that says more than its value does."""


def _faithful(text: str) -> object | None:
    """The object or list of a JSON text, where the text of it says the same, else None.

    QRadar keeps the text of numbers and the order of keys, so 1.10 and a key that stands twice must stay in the text.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_float=_float, parse_int=_int, parse_constant=_float)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict | list) or not shallow(value):
        return None
    return None if regex.search(r"[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)) else value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _UnfaithfulError
    return found


def _float(text: str) -> float:
    if repr(float(text)) != text or text in {"nan", "inf", "-inf", "NaN", "Infinity", "-Infinity"}:
        raise _UnfaithfulError
    return float(text)


def _int(text: str) -> int:
    if str(int(text)) != text:
        raise _UnfaithfulError
    return int(text)
