"""Recognises from recorded requests how an API is signed in. Of the secrets themselves nothing is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.request_text import decoded_pairs, json_value
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.secrets.values import is_credential, looks_secret
from qradar_builder.starter.api.credentials import Carrier, Logout, Source
from qradar_builder.starter.api.flow import Auth, SignIn, TokenCall
from qradar_builder.starter.api.sign_in_files import ASSERTION
from qradar_builder.starter.events.values import is_personal
from qradar_builder.starter.har.origins import origins_of
from qradar_builder.starter.har.tokens import signed_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.exchanges.har_file import HarEntry
    from qradar_builder.starter.api.credentials import Credential, JwtForm
    from qradar_builder.starter.api.flow import FlowParameter

_FIELDS: Final = {
    "client_id": "${/client_id}",
    "clientid": "${/client_id}",
    "client_secret": "${/client_secret}",
    "clientsecret": "${/client_secret}",
    "username": "${/username}",
    "user": "${/username}",
    "login": "${/username}",
    "email": "${/username}",
    "user_name": "${/username}",
    "userid": "${/username}",
    "user_id": "${/username}",
    "loginname": "${/username}",
    "account": "${/username}",
    "j_username": "${/username}",
    "j_password": "${/password}",
    "pwd": "${/password}",
    "pass": "${/password}",
    "password": "${/password}",
    "passwd": "${/password}",
}
_KEPT: Final = frozenset({"grant_type", "scope", "audience", "resource", "client_assertion_type"})
_OF_SCHEME: Final = {
    "basic": Auth.BASIC,
    "digest": Auth.DIGEST,
    "hawk": Auth.HAWK,
    "eg1-hmac-sha256": Auth.AKAMAI,
}
_LOGIN: Final = re.compile(r"log[_-]?in|log[_-]?on|sign[_-]?in|session|authenticat|/auth\b|token", re.IGNORECASE)
_LOGOUT: Final = re.compile(r"log[_-]?out|log[_-]?off|sign[_-]?out|revoke", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Za-z][\w-]{0,15}")
_MOST_FIELDS: Final = 50
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
        begun = _begun(entry, entries, host)
        if begun is not None:
            return begun
        for name, value in entry.sent_headers:
            lower = name.lower()
            has_cookie = has_cookie or lower == "cookie"
            if lower == "authorization":
                return _by_authorization(value)
            is_key = is_secret_name(name) or is_credential(name, value)
            if lower not in _BROWSERS_OWN and is_key and _KEY_NAME.search(name):
                return SignIn(Auth.API_KEY, name=name), ""
        for name, value in decoded_pairs(entry.url.query):
            if is_secret_name(name) or is_credential(name, value, in_url=True):
                return SignIn(Auth.API_KEY_QUERY, name=name), ""
    if has_cookie:
        note = (
            "the recorded calls sign in with a cookie of the browser, and no recorded call returned it: "
            "record the sign-in as well, or choose a sign-in with --auth"
        )
        return SignIn(Auth.NONE), note
    return SignIn(Auth.NONE), ""


def _by_authorization(value: str) -> tuple[SignIn, str]:
    """By an Authorization header whose value no call returned."""
    scheme, _, credentials = value.partition(" ")
    lower = scheme.lower()
    if lower in _OF_SCHEME:
        return SignIn(_OF_SCHEME[lower]), ""
    if lower == "bearer":
        signed = signed_token(credentials)
        if signed is not None:
            form, own, omitted = signed
            note = f"claims of the token that are not text are omitted: {', '.join(omitted)}" if omitted else ""
            return SignIn(Auth.JWT, jwt=form, own=own), note
        note = "no call returned the bearer token: the package assumes that an administrator creates it"
        return SignIn(Auth.BEARER), note
    # As Okta's `SSWS key` or `Token key`; without a blank the whole value is the key.
    return SignIn(
        Auth.API_KEY, name="Authorization", prefix=f"{scheme} " if credentials and not looks_secret(scheme) else ""
    ), ""


def _begun(call: HarEntry, entries: Sequence[HarEntry], host: str) -> tuple[SignIn, str] | None:
    """A sign-in whose credentials an earlier call returned; None where no call did."""
    origins = [each for each in origins_of(call, entries) if _is_sign_in(each.entry)]
    if not origins:
        return None
    # Of several calls, the one that is sent a password; else the one that returns most.
    entry = max(
        (each.entry for each in origins),
        key=lambda entry: (_sends_password(entry), sum(each.entry is entry for each in origins)),
    )
    credentials = tuple(each.credential for each in origins if each.entry is entry)
    others = sorted({each.credential.name for each in origins if each.entry is not entry and each.credential.name})
    is_plain = len(credentials) == 1 and credentials[0].source is Source.BODY
    logout = _logout(call, entry, entries, host)
    is_token = is_plain and credentials[0].carrier is Carrier.BEARER and entry.method == "POST"
    is_account = not is_token or (logout is not None and _sends_password(entry))
    call_for_token, own, left_out, jwt = _token_call(entry, credentials, host, is_account=is_account)
    notes = []
    if left_out:
        notes.append(f"fields of the token request are omitted: {', '.join(left_out)}")
    if others:
        notes.append(f"other calls return {', '.join(others)}, which the workflow does not send")
    if any(each.source is Source.HEADER for each in credentials) and entry.is_later_http:
        notes.append("QRadar finds a header only in the spelling of the server: check that of the sign-in")
    if is_account:
        call_for_token = replace(call_for_token, logout=logout)
    sign_in = SignIn(Auth.SESSION if is_account else Auth.OAUTH, token_call=call_for_token, jwt=jwt, own=own)
    return sign_in, "; ".join(notes)


def _is_sign_in(entry: HarEntry) -> bool:
    """Whether a call may be one that signs in: it sends something, or asks for a session by its name."""
    return entry.url is not None and (entry.method == "POST" or _LOGIN.search(entry.url.path) is not None)


def _sends_password(entry: HarEntry) -> bool:
    names = [name.rpartition("/")[2] for name, _ in _given(entry)[0]]
    return any(_FIELDS.get(name.lower()) == "${/password}" for name in names) or _has_basic(entry)


def _has_basic(entry: HarEntry) -> bool:
    return any(
        name.lower() == "authorization" and value.lower().startswith("basic ") for name, value in entry.sent_headers
    )


def _given(entry: HarEntry) -> tuple[list[tuple[str, Any]], bool]:
    """The fields that a call sends, those inside others with their path; and whether they are JSON."""
    found = json_value(entry.sent_text) if entry.sent_text else None
    if found is None or not isinstance(found[0], dict):
        return [*(entry.form_fields or _query_fields(entry))], False
    fields: list[tuple[str, Any]] = []
    waiting: list[tuple[str, Any]] = list(found[0].items())
    while waiting and len(fields) < _MOST_FIELDS:
        name, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting = [(f"{name}/{key}", member) for key, member in value.items()] + waiting
        else:
            fields.append((name, value))
    return fields, True


def _query_fields(entry: HarEntry) -> tuple[tuple[str, str], ...]:
    return () if entry.url is None else decoded_pairs(entry.url.query)


def _token_call(
    entry: HarEntry, credentials: tuple[Credential, ...], host: str, *, is_account: bool
) -> tuple[TokenCall, tuple[FlowParameter, ...], list[str], JwtForm | None]:
    """The call that returns credentials, its own parameters, the fields that are not known, and what it signs."""
    given, as_json = _given(entry)
    basic = _has_basic(entry)
    jwt: JwtForm | None = None
    own: tuple[FlowParameter, ...] = ()
    fields: list[tuple[str, str | bool | int]] = []
    for name, value in given:
        signed = signed_token(value) if isinstance(value, str) and "assertion" in name.lower() else None
        if signed is not None:
            jwt, own, _ = signed
            fields.append((name, f"${{{ASSERTION}}}"))
        else:
            fields += _fields([(name, value)], basic=basic, is_account=is_account)
    kept = {name for name, _ in fields} | ({"client_id", "client_secret"} if basic else set())
    assert entry.url is not None, "others are no sign-in"
    url = entry.url.at("${/host}") if entry.url.host == host else entry.url.base
    call = TokenCall(
        url,
        tuple(fields),
        credentials,
        basic=basic,
        as_json=as_json,
        is_account=is_account,
        method=entry.method,
        status=entry.status or 200,
        in_query=bool(given) and not as_json and not entry.form_fields,
    )
    return call, own, [name for name, _ in given if name not in kept], jwt


def _logout(call: HarEntry, login: HarEntry, entries: Sequence[HarEntry], host: str) -> Logout | None:
    """The later call that ends the session."""
    place = next((number for number, each in enumerate(entries) if each is call), 0)
    for each in entries[place:]:
        if each.url is None or each.method not in {"GET", "POST", "DELETE"}:
            continue
        is_same = login.url is not None and each.method == "DELETE" and each.url.base == login.url.base
        if is_same or _LOGOUT.search(each.url.path):
            url = each.url.at("${/host}") if each.url.host == host else each.url.base
            return Logout(each.method, url)
    return None


def _fields(given: list[tuple[str, Any]], *, basic: bool, is_account: bool) -> Iterator[tuple[str, str | bool | int]]:
    """The fields of the call for a token: what is known by its name becomes a parameter, and so does what is secret."""
    for name, value in given:
        leaf = name.rpartition("/")[2]
        known = _FIELDS.get(leaf.lower())
        if known is not None:
            if not (basic and "client" in known):
                yield name, known
        elif is_secret_name(leaf):
            yield name, "${/password}"
        elif (leaf.lower() in _KEPT and isinstance(value, str)) or (is_account and _is_setting(value)):
            yield name, value


def _is_setting(value: Any) -> bool:
    """Whether a field of a sign-in is the same for all: a truth value, a number, a word that names nobody."""
    if isinstance(value, str):
        return _WORD.fullmatch(value) is not None and not is_personal(value) and not looks_secret(value)
    return isinstance(value, bool | int)
