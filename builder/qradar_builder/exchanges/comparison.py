"""Compares a request with the one that is expected, and shows what differs."""

from __future__ import annotations

import json
from difflib import unified_diff
from typing import TYPE_CHECKING

from qradar_builder.exchanges.exchange import FormBody, JsonBody, Pattern
from qradar_builder.http.request_text import body_text, decoded_pairs, json_value
from qradar_builder.http.url import read_url
from qradar_builder.text.shown import cut, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.exchanges.exchange import Expected, ExpectedBody, ExpectedRequest, Fields
    from qradar_builder.http.messages import HttpRequest

_MAX_LINES = 400
_MAX_LINE = 500
_CONTEXT = 3


def difference(expected: ExpectedRequest, request: HttpRequest) -> str | None:
    """None where the request is as expected, else a unified diff from what is expected to what was sent."""
    wanted, sent = _pages(expected, request)
    if wanted == sent:
        return None
    return "\n".join(_diff(wanted, sent))


def shown(request: HttpRequest) -> str:
    """A request on one line, without headers and body."""
    return f"{request.method} {escaped(request.url)}"


def _pages(expected: ExpectedRequest, request: HttpRequest) -> tuple[list[str], list[str]]:
    """Both requests as lines. Where a pattern matches, the line of what is expected shows the value that was sent."""
    url = read_url(request.url)
    wanted_url = _settled_text(_plain_url(expected.url), url.base)
    wanted, sent = [f"{expected.method} {wanted_url}"], [f"{request.method} {url.base}"]
    query = decoded_pairs(url.query)
    for page, pairs in zip((wanted, sent), _settled(expected.query, query), strict=True):
        ordered = sorted(pairs, key=lambda pair: pair[0]) if expected.any_order else pairs
        page.extend(_fields("query", ordered))
    headers = _settled(*_named_headers(expected.headers, request))
    for page, pairs in zip((wanted, sent), headers, strict=True):
        page.extend(_fields("header", sorted(pairs, key=lambda pair: pair[0].lower())))
    if expected.body is not None:
        for page, lines in zip((wanted, sent), _bodies(expected.body, request), strict=True):
            page.extend(lines)
    return wanted, sent


def _plain_url(expected: Expected) -> Expected:
    """The URL in the form in which that of a request is shown."""
    return expected if isinstance(expected, Pattern) else read_url(expected).base


def _named_headers(expected: Fields, request: HttpRequest) -> tuple[Fields, list[tuple[str, str]]]:
    """The headers that are expected, and those of the same names that were sent, in one spelling of the names."""
    spelling: dict[str, str] = {}
    for name, _ in expected:
        spelling.setdefault(name.lower(), name)
    wanted = tuple((spelling[name.lower()], value) for name, value in expected)
    sent = [(spelling[name.lower()], value) for name, value in request.headers if name.lower() in spelling]
    return wanted, sent


def _settled(expected: Fields, sent: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Both sides as text. A value that is sent settles one expected value at most, literal ones first."""
    values = list(sent)
    free = list(values)
    for pair in expected:
        if pair in free:
            free.remove(pair)
    wanted = []
    for name, value in expected:
        text = str(value)
        if isinstance(value, Pattern):
            match = next((each for each in free if each[0] == name and value.matches(each[1])), None)
            if match is not None:
                free.remove(match)
                text = match[1]
        wanted.append((name, text))
    return wanted, values


def _settled_text(expected: Expected, sent: str) -> str:
    return sent if isinstance(expected, Pattern) and expected.matches(sent) else str(expected)


def _bodies(expected: ExpectedBody, request: HttpRequest) -> tuple[list[str], list[str]]:
    text = body_text(request.headers, request.body or b"")
    if isinstance(expected, FormBody):
        wanted, sent = _settled(expected.fields, decoded_pairs(text))
        return _fields("form", wanted), _fields("form", sent)
    if isinstance(expected, JsonBody):
        found = json_value(text)
        if found is None:
            return _json_lines(expected.value), _text_lines(text)
        return _json_lines(_settled_json(expected.value, found[0])), _json_lines(found[0])
    return _text_lines(_settled_text(expected.text, text)), _text_lines(text)


def _settled_json(expected: object, sent: object) -> object:
    """The expected value, with each pattern that matches replaced by what was sent. As deep as what is expected."""
    if isinstance(expected, Pattern):
        if isinstance(sent, dict | list):
            return expected
        text = sent if isinstance(sent, str) else json.dumps(sent)
        return sent if expected.matches(text) else expected
    if isinstance(expected, dict) and isinstance(sent, dict):
        return {key: _settled_json(value, sent[key]) if key in sent else value for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(sent, list):
        pairs = zip(expected, sent, strict=False)
        return [_settled_json(value, other) for value, other in pairs] + expected[len(sent) :]
    return expected


def _json_lines(value: object) -> list[str]:
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, default=str)
    return ["body (JSON)", *text.split("\n")]


def _text_lines(text: str) -> list[str]:
    return ["body", *(escaped(line) for line in text.split("\n"))]


def _fields(kind: str, pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{kind} {escaped(name)}: {escaped(value)}" for name, value in pairs]


def _diff(wanted: list[str], sent: list[str]) -> Iterable[str]:
    """A diff whose work is bounded: of long requests, the lines around the first difference."""
    same = next(
        (number for number, pair in enumerate(zip(wanted, sent, strict=False)) if pair[0] != pair[1]),
        min(len(wanted), len(sent)),
    )
    start = max(0, same - _CONTEXT)
    left, right = wanted[start : start + _MAX_LINES], sent[start : start + _MAX_LINES]
    for line in unified_diff(left, right, "expected", "sent", lineterm="", n=_CONTEXT):
        if not line.startswith("@@"):
            yield cut(line, _MAX_LINE)
    if max(len(wanted), len(sent)) > start + _MAX_LINES:
        yield "… and what follows"
