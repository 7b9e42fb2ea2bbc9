"""Finds in an API document the operations that begin and end a session."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.secrets.names import is_secret_name
from qradar_builder.starter.api.credentials import Carrier, Credential, Logout, Source
from qradar_builder.starter.api.flow import TokenCall
from qradar_builder.starter.api.slots import Where
from qradar_builder.starter.openapi.body import body_parameters
from qradar_builder.starter.openapi.document import UnknownReference
from qradar_builder.starter.openapi.example import Examples, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.starter.api.slots import Keys
    from qradar_builder.starter.openapi.document import ApiDocument

_LOGIN: Final = re.compile(r"log[_-]?in|log[_-]?on|sign[_-]?in|session|authenticat|/auth\b|token", re.IGNORECASE)
_LOGOUT: Final = re.compile(r"log[_-]?out|log[_-]?off|sign[_-]?out|revoke|end[_-]?session", re.IGNORECASE)
_TOKEN: Final = re.compile(
    r"^(?:(?:access|auth|session|api|bearer|id|user|security|csrf|xsrf)?[._-]?token|jwt|ticket|sid|session(?:[._-]?(?:id|key))?)$",
    re.IGNORECASE,
)
_USER: Final = re.compile(
    r"^(?:j_)?(?:user(?:[._-]?(?:name|id))?|login(?:[._-]?name)?|e?mail|account(?:[._-]?name)?)$", re.IGNORECASE
)
_PASSWORD: Final = re.compile(r"^(?:j_)?(?:pass(?:word|wd|phrase)?|pwd|secret|api[._-]?secret)$", re.IGNORECASE)
_CLIENT: Final = re.compile(r"^(client[._-]?(?:id|secret))$", re.IGNORECASE)
_MOST_DEPTH: Final = 4


def find_login(document: ApiDocument, carried: Credential, base: str, prefix: str) -> TokenCall | None:
    """The operation whose answer gives what a credential carries, with the one that ends the session.

    `base` is scheme, host and port as a template, and `prefix` the beginning of all paths.
    """
    for path, spec in _posts(document, _LOGIN):
        try:
            fields, as_json = _fields(document, spec)
            answer, status = _answer(document, spec)
            given = _given(document, answer, carried)
        except UnknownReference:
            continue
        if any("${/password}" in str(value) or "secret}" in str(value) for _, value in fields) and given is not None:
            call = TokenCall(
                f"{base}{prefix}{path}", tuple(fields), (given,), as_json=as_json, is_account=True, status=status
            )
            return replace(call, logout=_logout(document, path, f"{base}{prefix}"))
    return None


def _posts(document: ApiDocument, names: re.Pattern[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in document.root["paths"]:
        try:
            spec = document.object_at(document.root["paths"], path, "post")
        except UnknownReference:
            continue
        is_called_so = names.search(str(path)) or names.search(str(spec.get("operationId", "")))
        if spec and isinstance(path, str) and "{" not in path and is_called_so:
            yield path, spec


def _fields(document: ApiDocument, spec: dict[str, Any]) -> tuple[list[tuple[str, str | bool | int]], bool]:
    """The fields of the body as templates: of those that are known by no name, the ones that are required."""
    found: list[tuple[str, str | bool | int]] = []
    as_json = True
    for each in body_parameters(document, spec):
        slot = each["slot"]
        as_json = slot.where is Where.JSON
        name = "/".join(slot.keys)
        client = _CLIENT.match(slot.name)
        if _USER.match(slot.name):
            found.append((name, "${/username}"))
        elif client is not None:
            found.append((name, "${/client_secret}" if "secret" in slot.name.lower() else "${/client_id}"))
        elif _PASSWORD.match(slot.name) or is_secret_name(slot.name):
            found.append((name, "${/password}"))
        elif each.get("required") is True and "schema" in each:
            value = Examples(document).value(each["schema"], 0, slot.name)
            if isinstance(value, str | bool | int) and "${" not in str(value):
                found.append((name, value))
    return found, as_json


def _answer(document: ApiDocument, spec: dict[str, Any]) -> tuple[dict[str, Any], int]:
    responses = document.object_at(spec, "responses")
    key = next((each for each in ("200", "201", "204", "2XX", "302", "default") if each in responses), None)
    if key is None:
        return {}, 200
    return document.object_at(responses, key), int(key) if key.isdigit() else 200


def _given(document: ApiDocument, answer: dict[str, Any], carried: Credential) -> Credential | None:
    """What the answer gives for the credential, and where."""
    headers = [str(name) for name in document.object_at(answer, "headers")]
    if carried.carrier is Carrier.COOKIE:
        # The cookie of a security scheme has its name; a document seldom says which answer sets it.
        return replace(carried, source=Source.COOKIE, keys=(carried.name,))
    for name in headers:
        if name.lower() == carried.name.lower() or _TOKEN.match(name.lower().removeprefix("x-")):
            return replace(carried, source=Source.HEADER, keys=(name,))
    schema = answer.get("schema")
    if not document.is_swagger:
        content = document.object_at(answer, "content")
        kind = next((each for each in content if "json" in str(each).lower() or each == "*/*"), None)
        schema = None if kind is None else document.object_at(content, kind).get("schema")
    keys = None if schema is None else _token_place(Examples(document), schema)
    return None if keys is None else replace(carried, source=Source.BODY, keys=keys)


def _token_place(examples: Examples, schema: Any) -> Keys | None:
    """The keys that lead to a token in an answer; the nearest to its root."""
    level: list[tuple[Keys, Any]] = [((), schema)]
    for _ in range(_MOST_DEPTH):
        below: list[tuple[Keys, Any]] = []
        for keys, each in level:
            found = examples.merged(each)
            properties = found.get("properties")
            if keys and kind_of(found) == "string" and _TOKEN.match(keys[-1]):
                return keys
            if isinstance(properties, dict):
                below += [((*keys, str(name)), member) for name, member in properties.items()]
        # An access token goes before one that gets the next.
        level = sorted(below, key=lambda pair: "refresh" in pair[0][-1].lower())
    return None


def _logout(document: ApiDocument, login: str, start: str) -> Logout | None:
    for path, _ in _posts(document, _LOGOUT):
        return Logout("POST", start + path)
    paths = document.root["paths"]
    for path in paths:
        try:
            item = document.object_at(paths, path)
        except UnknownReference:
            continue
        if path == login and "delete" in item:
            return Logout("DELETE", start + path)
        for method in ("get", "delete"):
            if method in item and isinstance(path, str) and "{" not in path and _LOGOUT.search(path):
                return Logout(method.upper(), start + path)
    return None
