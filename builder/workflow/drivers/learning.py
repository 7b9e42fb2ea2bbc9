"""Finds secrets in what is recorded: tokens in responses, passwords in requests, the values of cookies."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from typing import TYPE_CHECKING

from builder.workflow.drivers.headers import header
from builder.workflow.drivers.redaction import is_secret_name
from builder.workflow.drivers.request_text import decoded_pairs, json_value
from builder.workflow.drivers.request_url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder.workflow.drivers.messages import HttpRequest
    from builder.workflow.drivers.redaction import Redaction

_MIN_LENGTH = 8
"""Shorter values are not taken for secret by their name alone, as they may be words: `"token": "none"`."""

_IN_QUERY = re.compile(r"[?&]([\w.~-]{1,64})=([^&#\s\"'<>\\]{8,4096})")
_PASSWORD = re.compile(r"://[^/\s:@?#]{1,256}:([^/\s@?#]{4,256})@")


def learn_from_body(redaction: Redaction, body: bytes) -> None:
    """Learn what a body holds that is secret: fields of JSON by their names, and what URLs in it carry."""
    text = body.decode("utf-8", "replace")
    found = json_value(text)
    if found is None:
        _learn_from_urls(redaction, text)
        return
    leaves = list(_leaves(found[0]))
    _learn(redaction, leaves)
    for _, value in leaves:
        if isinstance(value, str):
            _learn_from_urls(redaction, value)
        elif isinstance(value, list):
            _learn_from_urls(redaction, "\n".join(item for item in value if isinstance(item, str)))


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


def _learn_from_urls(redaction: Redaction, text: str) -> None:
    """Learn the passwords of URLs in a text, and the parameters of their queries that are secret by name."""
    if "=" in text:
        _learn(redaction, _IN_QUERY.findall(text))
    if "@" in text:
        for password in _PASSWORD.findall(text):
            redaction.learn("password", password)


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
