"""Finds secrets in what is recorded: tokens in responses, passwords in requests, the values of cookies."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING

from builder.workflow.drivers.headers import header
from builder.workflow.drivers.redaction import is_secret_name
from builder.workflow.drivers.request_text import decoded_pairs, json_value
from builder.workflow.drivers.request_url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.workflow.drivers.redaction import Redaction
    from builder.workflow.effects import HttpRequest

_MIN_LENGTH = 8
"""Shorter values are not taken for secret by their name alone, as they may be words: `"token": "none"`."""


def learn_from_body(redaction: Redaction, body: bytes) -> None:
    """Learn the fields of a JSON body whose names say that they hold a secret."""
    found = json_value(body.decode("utf-8", "replace"))
    if found is not None:
        _learn(redaction, _leaves(found[0]))


def learn_from_cookies(redaction: Redaction, headers: Iterable[tuple[str, str]]) -> None:
    """Learn the values of the cookies that a response sets."""
    cookies = (value.partition(";")[0].partition("=") for name, value in headers if name.lower() == "set-cookie")
    for name, _, value in cookies:
        if len(value.strip()) >= _MIN_LENGTH:
            redaction.learn(name.strip(), value.strip().strip('"'))


def learn_from_request(redaction: Redaction, request: HttpRequest) -> None:
    """Learn what a request signs in with."""
    headers = request.headers
    _learn(redaction, decoded_pairs(read_url(request.url).query))
    _learn(redaction, (each for each in headers if each[0].lower() not in {"authorization", "cookie"}))
    scheme, _, credentials = (header(headers, "authorization") or "").partition(" ")
    if scheme.lower() == "basic":
        password = _decoded(credentials).partition(":")[2]
        redaction.learn("password", password)
    elif scheme.lower() == "bearer" and len(credentials) >= _MIN_LENGTH:
        redaction.learn("token", credentials)
    cookies = (part.partition("=") for part in (header(headers, "cookie") or "").split(";"))
    for name, _, value in cookies:
        if len(value.strip()) >= _MIN_LENGTH:
            redaction.learn(name.strip(), value.strip())
    body = request.body or b""
    if "form-urlencoded" in (header(headers, "content-type") or ""):
        _learn(redaction, decoded_pairs(body.decode("utf-8", "replace")))
    else:
        learn_from_body(redaction, body)


def _learn(redaction: Redaction, pairs: Iterable[tuple[str, object]]) -> None:
    for name, value in pairs:
        if isinstance(value, str) and len(value) >= _MIN_LENGTH and is_secret_name(name):
            redaction.learn(name, value)


def _leaves(value: object) -> Iterator[tuple[str, object]]:
    """The fields of all objects in a JSON value."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield from current.items()
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def _decoded(credentials: str) -> str:
    try:
        return b64decode(credentials, validate=True).decode("utf-8", "replace")
    except (Error, ValueError):
        return ""
