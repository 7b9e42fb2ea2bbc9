"""Reads exchanges from plain values, as they come out of a case file."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias, cast

import regex

from qradar_builder.exchanges.exchange import (
    CALL_TIME,
    FAULTS,
    REASONS,
    Exchange,
    ExpectedRequest,
    Fault,
    FormBody,
    JsonBody,
    TextBody,
    read_expected,
)
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.http.request_text import MAX_DEPTH, decoded_pairs, shallow
from qradar_builder.http.url import read_url
from qradar_builder.reference.http_statuses import FINAL, is_final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qradar_builder.exchanges.exchange import Expected, ExpectedBody
    from qradar_builder.http.messages import Headers

    Where: TypeAlias = tuple[str | int, ...]
    """The keys and list indexes that lead to a value."""

_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD")
_REQUEST = ("method", "url", "query", "headers", "body", "json", "form")
_RESPONSE = ("status", "reason", "headers", "cookies", "json", "text", "file", "base64")
_TYPES = {".json": "application/json", ".xml": "application/xml", ".html": "text/html", ".csv": "text/csv"}
_NOT_IN_A_COOKIE = frozenset(";,\r\n")


class ExchangeError(ValueError):
    """A value of a case that cannot stand there. `where` leads to it."""

    def __init__(self, where: Where, message: str) -> None:
        super().__init__(f"{shown_path(where)}: {message}" if where else message)
        self.where = where
        self.message = message


def shown_path(where: Where) -> str:
    """A path as people write it: `exchanges[1].request.url`."""
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in where).removeprefix(".")


def read_exchanges(plain: object, read_file: Callable[[str], bytes], where: Where = ()) -> tuple[Exchange, ...]:
    """Read a list of exchanges. `read_file` gives the content of a file that a response names, or throws OSError.

    Throws ExchangeError at the first value that cannot stand where it stands.
    """
    if not isinstance(plain, list):
        raise ExchangeError(where, f"must be a list of exchanges, not {_kind(plain)}")
    return tuple(read_exchange(each, read_file, (*where, index)) for index, each in enumerate(plain))


def read_exchange(plain: object, read_file: Callable[[str], bytes], where: Where = ()) -> Exchange:
    """Read one exchange: `request` with either `response` or `fault`, and `takes`; else as `read_exchanges`."""
    found = _mapping(plain, where, ("request", "response", "fault", "takes"))
    takes = found.get("takes", CALL_TIME)
    if not isinstance(takes, int) or isinstance(takes, bool) or takes < CALL_TIME:
        raise ExchangeError((*where, "takes"), "must be a number of milliseconds, at least 1")
    if "request" not in found:
        raise ExchangeError(where, "has no `request`")
    if ("response" in found) == ("fault" in found):
        raise ExchangeError(where, "must have either `response` or `fault`")
    request = _request(found["request"], (*where, "request"))
    if "response" in found:
        return Exchange(request, _response(found["response"], read_file, (*where, "response")), takes)
    fault = found["fault"]
    if fault not in FAULTS:
        raise ExchangeError((*where, "fault"), f"must be one of {', '.join(FAULTS)}")
    return Exchange(request, Fault(str(fault)), takes)


def _request(plain: object, where: Where) -> ExpectedRequest:
    found = _mapping(plain, where, _REQUEST)
    for key in ("method", "url"):
        if key not in found:
            raise ExchangeError(where, f"has no `{key}`")
    method = _text(found["method"], (*where, "method"))
    if method not in _METHODS:
        raise ExchangeError((*where, "method"), f"must be one of {', '.join(_METHODS)}")
    url = _expected(found["url"], (*where, "url"))
    query: tuple[tuple[str, Expected], ...] = ()
    if isinstance(url, str):
        try:
            read = read_url(url)
        except CallFailed as error:
            raise ExchangeError((*where, "url"), error.message) from None
        url, query = read.base, decoded_pairs(read.query)
    query += tuple(_fields(found.get("query", {}), (*where, "query")))
    headers = tuple(_fields(found.get("headers", {}), (*where, "headers")))
    return ExpectedRequest(method, url, query, headers, _expected_body(found, where))


def _expected_body(found: Mapping[str, object], where: Where) -> ExpectedBody | None:
    key = _one_of(found, ("body", "json", "form"), where)
    if key == "body":
        return TextBody(_expected(found[key], (*where, key)))
    if key == "json":
        return JsonBody(_json(found[key], (*where, key), _expected))
    if key == "form":
        return FormBody(tuple(_fields(found[key], (*where, key))))
    return None


def _response(plain: object, read_file: Callable[[str], bytes], where: Where) -> HttpResponse:
    found = _mapping(plain, where, _RESPONSE)
    status = found.get("status")
    if not is_final(status):
        raise ExchangeError((*where, "status"), f"must be a number from {FINAL[0]} to {FINAL[-1]}")
    reason = _text(found.get("reason", REASONS.get(status, "")), (*where, "reason"))
    headers = tuple(_pairs(found.get("headers", {}), (*where, "headers")))
    headers += tuple(_cookies(found.get("cookies", {}), (*where, "cookies")))
    kind, body = _body(found, read_file, where)
    if kind and not any(name.lower() == "content-type" for name, _ in headers):
        headers += (("Content-Type", kind),)
    return HttpResponse(status, reason, headers, body)


def _body(found: Mapping[str, object], read_file: Callable[[str], bytes], where: Where) -> tuple[str, bytes]:
    """The content type and the body."""
    key = _one_of(found, ("json", "text", "file", "base64"), where)
    if key is None:
        return "", b""
    here = (*where, key)
    if key == "json":
        value = _json(found[key], here, lambda text, _: text)
        return "application/json", json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    text = _text(found[key], here)
    if key == "text":
        return "text/plain; charset=utf-8", text.encode("utf-8", "replace")
    if key == "base64":
        try:
            return "application/octet-stream", b64decode("".join(text.split()), validate=True)
        except ValueError:
            raise ExchangeError(here, "is not Base64") from None
    try:
        content = read_file(text)
    except OSError as error:
        raise ExchangeError(here, f"{text} cannot be read: {error.strerror or error}") from None
    return _TYPES.get(PurePosixPath(text).suffix.lower(), "text/plain; charset=utf-8"), content


def _cookies(plain: object, where: Where) -> Iterator[tuple[str, str]]:
    for name, value in _pairs(plain, where):
        if not name or _NOT_IN_A_COOKIE & {*name, *value} or "=" in name:
            raise ExchangeError((*where, name), "cannot be a cookie")
        yield "Set-Cookie", f"{name}={value}"


def _fields(plain: object, where: Where) -> Iterator[tuple[str, Expected]]:
    for name, value, here in _entries(plain, where):
        yield name, _expected(value, here)


def _pairs(plain: object, where: Where) -> Headers:
    return tuple((name, _text(value, here)) for name, value, here in _entries(plain, where))


def _entries(plain: object, where: Where) -> Iterable[tuple[str, object, Where]]:
    """Names with their values: `{name: value}`, `{name: [value, value]}`, or `[{name: value}, {name: value}]`."""
    if isinstance(plain, list):
        for index, each in enumerate(plain):
            if not isinstance(each, dict) or len(each) != 1:
                raise ExchangeError((*where, index), "must be a mapping with one name and its value")
            yield from _entries(each, (*where, index))
        return
    if not isinstance(plain, dict):
        raise ExchangeError(where, f"must be a mapping of names to values, not {_kind(plain)}")
    for key, value in plain.items():
        name = _text(key, where)
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield name, each, (*where, name, index)
        else:
            yield name, value, (*where, name)


def _mapping(plain: object, where: Where, known: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(plain, dict):
        raise ExchangeError(where, f"must have {', '.join(known)}; it is {_kind(plain)}")
    for key in plain:
        if key not in known:
            raise ExchangeError((*where, str(key)), f"is not a known key; the known keys are {', '.join(known)}")
    return cast("dict[str, object]", plain)


def _one_of(found: Mapping[str, object], keys: tuple[str, ...], where: Where) -> str | None:
    given = [key for key in keys if key in found]
    if len(given) > 1:
        raise ExchangeError(where, f"has both `{given[0]}` and `{given[1]}`")
    return given[0] if given else None


def _expected(plain: object, where: Where) -> Expected:
    try:
        return read_expected(_text(plain, where))
    except (regex.error, RecursionError) as error:
        raise ExchangeError(where, f"is not a regular expression: {error}") from None


def _text(plain: object, where: Where) -> str:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, str | int):
        return str(plain)
    raise ExchangeError(where, f"must be text, not {_kind(plain)}; put it in quotes")


def _json(plain: object, where: Where, leaf: Callable[[str, Where], object]) -> object:
    """A JSON value, whose texts are passed through `leaf`."""
    if not shallow(plain):
        raise ExchangeError(where, f"is nested deeper than {MAX_DEPTH} levels, or is too large")
    return _leaves(plain, where, leaf)


def _leaves(plain: object, where: Where, leaf: Callable[[str, Where], object]) -> object:
    if isinstance(plain, dict):
        for key in plain:
            if not isinstance(key, str):
                raise ExchangeError(where, f"the key {key} must be text; put it in quotes")
        return {key: _leaves(value, (*where, key), leaf) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_leaves(value, (*where, index), leaf) for index, value in enumerate(plain)]
    if isinstance(plain, str):
        return leaf(plain, where)
    if plain is None or isinstance(plain, bool | int) or (isinstance(plain, float) and plain - plain == 0):
        return plain
    raise ExchangeError(where, f"{_kind(plain)} is not JSON; put it in quotes")


def _kind(plain: object) -> str:
    names = {dict: "a mapping of names to values", list: "a list", str: "a text", type(None): "nothing"}
    return names.get(type(plain), f"a {type(plain).__name__}")
