"""Finds where what signs a call in came from: the earlier answer that has it, and the place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.request_text import decoded_pairs, json_value
from qradar_builder.secrets.names import is_secret_name
from qradar_builder.secrets.values import is_credential
from qradar_builder.starter.api.credentials import Carrier, Credential, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.exchanges.har_file import HarEntry
    from qradar_builder.starter.api.slots import Keys

_FEWEST: Final = 4
_MOST_VALUES: Final = 1000
_NO_SIGN: Final = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-length", "content-type",
        "cookie", "host", "origin", "pragma", "referer", "user-agent", "proxy-authorization", "if-none-match",
    }
)  # fmt: skip
_SCHEME: Final = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z-]{1,30}) +)?(?P<token>\S+)")


@dataclass(frozen=True, slots=True)
class Origin:
    """A credential that a call carries, and the entry whose answer has it."""

    entry: HarEntry
    credential: Credential


def origins_of(call: HarEntry, entries: Sequence[HarEntry]) -> list[Origin]:
    """What a call carries that an earlier answer gave, in the order in which it stands in the call."""
    earlier = entries[: next((place for place, each in enumerate(entries) if each is call), len(entries))]
    found = []
    for value, carried in _carried(call):
        # The last answer that has it is the one that it was taken from.
        for entry in reversed(earlier):
            place = _place(entry, value, carried)
            if place is not None:
                found.append(Origin(entry, place))
                break
    return found


def place_in_json(value: str, body: Any) -> Keys | None:
    """The keys that lead to a text in a JSON body, those nearest to its root first."""
    waiting: list[tuple[Keys, Any]] = [((), body)]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return None
        keys, each = waiting.pop(0)
        if isinstance(each, dict):
            waiting += [((*keys, str(key)), member) for key, member in each.items()]
        elif each == value and keys:
            return keys
    return None


def _carried(call: HarEntry) -> Iterator[tuple[str, Credential]]:
    """The values that may sign the call in, with what carries them."""
    for name, value in call.sent_headers:
        lower = name.lower()
        found = _SCHEME.fullmatch(value)
        if lower in _NO_SIGN or found is None or len(found["token"]) < _FEWEST:
            continue
        scheme, token = found["scheme"] or "", found["token"]
        if lower == "authorization" and scheme.lower() == "bearer":
            yield token, Credential(carrier=Carrier.BEARER)
        elif lower != "authorization" or scheme.lower() not in {"basic", "digest", "hawk"}:
            yield token, Credential(carrier=Carrier.HEADER, name=name, prefix=f"{scheme} " if scheme else "")
    for name, value in call.sent_cookies:
        if len(value) >= _FEWEST:
            yield value, Credential(carrier=Carrier.COOKIE, name=name)
    for name, value in decoded_pairs(call.url.query if call.url is not None else ""):
        if len(value) >= _FEWEST and (is_secret_name(name) or is_credential(name, value, in_url=True)):
            yield value, Credential(carrier=Carrier.QUERY, name=name)


def _place(entry: HarEntry, value: str, carried: Credential) -> Credential | None:
    """Where the answer of an entry has a value."""
    for name, given in entry.given_cookies:
        if given == value:
            return _from(carried, Source.COOKIE, (name,))
    if carried.carrier is Carrier.COOKIE:
        # Scripts of a page set cookies that no workflow can know.
        return None
    for name, given in entry.answered_headers:
        if given == value and name.lower() != "set-cookie":
            return _from(carried, Source.HEADER, (name,))
    text = entry.body()[0].decode("utf-8", "replace")
    if value not in text:
        return None
    body = json_value(text)
    if body is not None:
        keys = place_in_json(value, body[0])
        if keys is not None:
            return _from(carried, Source.BODY, keys)
        return _from(carried, Source.TEXT, ()) if body[0] == value else None
    element = re.search(rf"<([A-Za-z][\w.:-]{{0,60}})>\s*{re.escape(value)}\s*<", text)
    if element is not None:
        return _from(carried, Source.TEXT, (element[1],))
    return _from(carried, Source.TEXT, ()) if text.strip() == value else None


def _from(carried: Credential, source: Source, keys: Keys) -> Credential:
    return Credential(source, keys, carried.carrier, carried.name, carried.prefix)
