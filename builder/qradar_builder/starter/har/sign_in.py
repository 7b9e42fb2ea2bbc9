"""Recognises from recorded requests how an API is signed in. Of the secrets themselves nothing is kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.request_text import decoded_pairs, json_value
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.secrets.values import is_credential, looks_secret
from qradar_builder.starter.api.flow import Auth, SignIn, TokenCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.exchanges.har_file import HarEntry
    from qradar_builder.starter.api.slots import Keys

_FIELDS: Final = {
    "client_id": "${/client_id}",
    "clientid": "${/client_id}",
    "client_secret": "${/client_secret}",
    "clientsecret": "${/client_secret}",
    "username": "${/username}",
    "user": "${/username}",
    "login": "${/username}",
    "email": "${/username}",
    "password": "${/password}",
    "passwd": "${/password}",
}
_KEPT: Final = frozenset({"grant_type", "scope", "audience", "resource"})
_KEY_NAME: Final = re.compile(r"api|key|token|auth", re.IGNORECASE)
_BROWSERS_OWN: Final = frozenset({"cookie", "set-cookie", "proxy-authorization"})


def recorded_sign_in(entries: Sequence[HarEntry], url: str, host: str) -> tuple[SignIn, str]:
    """How the calls to a URL (without its query) sign in, and a note on what is to be looked at.

    `entries` are all of the HAR file, `host` is the host that becomes a parameter.
    """
    has_cookie = False
    for entry in entries:
        if entry.url is None or entry.url.base != url:
            continue
        for name, value in entry.sent_headers:
            lower = name.lower()
            has_cookie = has_cookie or lower == "cookie"
            if lower == "authorization":
                return _by_authorization(value, entries, host)
            is_key = is_secret_name(name) or is_credential(name, value)
            if lower not in _BROWSERS_OWN and is_key and _KEY_NAME.search(name):
                return SignIn(Auth.API_KEY, name=name), ""
        for name, value in decoded_pairs(entry.url.query):
            if is_secret_name(name) or is_credential(name, value, in_url=True):
                return SignIn(Auth.API_KEY_QUERY, name=name), ""
    if has_cookie:
        note = (
            "the recorded calls sign in with a cookie of the browser, which a workflow does not have: "
            "choose a sign-in with --auth"
        )
        return SignIn(Auth.NONE), note
    return SignIn(Auth.NONE), ""


def _by_authorization(value: str, entries: Sequence[HarEntry], host: str) -> tuple[SignIn, str]:
    scheme, _, credentials = value.partition(" ")
    lower = scheme.lower()
    if lower == "basic":
        return SignIn(Auth.BASIC), ""
    if lower == "digest":
        return SignIn(Auth.DIGEST), ""
    if lower == "hawk":
        return SignIn(Auth.HAWK), ""
    if lower == "eg1-hmac-sha256":
        return SignIn(Auth.AKAMAI), ""
    if lower == "bearer":
        found = _token_call(entries, credentials.strip(), host)
        if found is not None:
            call, left_out = found
            note = f"fields of the token request are omitted: {', '.join(left_out)}" if left_out else ""
            return SignIn(Auth.OAUTH, token_call=call), note
        note = "no call returned the bearer token: the package assumes that an administrator creates it"
        return SignIn(Auth.BEARER), note
    # As Okta's `SSWS key` or `Token key`; without a blank the whole value is the key.
    return SignIn(
        Auth.API_KEY, name="Authorization", prefix=f"{scheme} " if credentials and not looks_secret(scheme) else ""
    ), ""


def _token_call(entries: Sequence[HarEntry], token: str, host: str) -> tuple[TokenCall, list[str]] | None:
    """The call whose answer has the token, and the names of its fields that are not known."""
    for entry in entries:
        if entry.method != "POST" or len(token) < 4:
            continue
        answer = json_value(entry.body()[0].decode("utf-8", "replace"))
        keys = None if answer is None else _place_of(token, answer[0])
        if keys is None or entry.url is None:
            continue
        found = json_value(entry.sent_text) if entry.sent_text else None
        as_json = found is not None and isinstance(found[0], dict)
        given: list[tuple[str, Any]]
        if as_json and found is not None and isinstance(found[0], dict):
            given = list(found[0].items())
        else:
            given = list(entry.form_fields)
        basic = any(
            name.lower() == "authorization" and value.lower().startswith("basic ") for name, value in entry.sent_headers
        )
        fields = tuple(_fields(given, basic=basic))
        kept = {name for name, _ in fields} | ({"client_id", "client_secret"} if basic else set())
        left_out = [name for name, _ in given if name not in kept]
        base = entry.url.at("${/host}") if entry.url.host == host else entry.url.base
        return TokenCall(base, fields, keys, basic=basic, as_json=as_json), left_out
    return None


def _fields(given: list[tuple[str, Any]], *, basic: bool) -> Iterator[tuple[str, str]]:
    """The fields of the call for a token: what is known by its name becomes a parameter, and so does what is secret."""
    for name, value in given:
        known = _FIELDS.get(name.lower())
        if known is not None:
            if not (basic and "client" in known):
                yield name, known
        elif is_secret_name(name):
            yield name, "${/password}"
        elif name.lower() in _KEPT and isinstance(value, str):
            yield name, value


def _place_of(token: str, body: Any) -> Keys | None:
    waiting: list[tuple[Keys, Any]] = [((), body)]
    for _ in range(1000):
        if not waiting:
            return None
        keys, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting += [((*keys, str(key)), member) for key, member in value.items()]
        elif value == token:
            return keys
    return None
