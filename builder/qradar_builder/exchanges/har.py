"""Reads HAR 1.2 files, as browsers and proxies export them, as exchanges to replay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from qradar_builder.exchanges.exchange import ANYTHING, REASONS, Exchange, ExpectedRequest, FormBody, JsonBody, TextBody
from qradar_builder.exchanges.har_file import read_entries
from qradar_builder.http.messages import HttpResponse
from qradar_builder.http.request_text import decoded_pairs, json_value
from qradar_builder.secrets.names import is_secret_name, may_be_number
from qradar_builder.secrets.replaced import Redaction
from qradar_builder.secrets.values import is_credential
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Collection

    from qradar_builder.exchanges.exchange import Expected, ExpectedBody, Fields
    from qradar_builder.exchanges.har_file import HarEntry

_PACKED = frozenset({"content-encoding", "content-length", "content-md5", "transfer-encoding"})
_BROWSERS_OWN = frozenset({"cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class HarReading:
    """Exchanges, when the first of them began (in epoch milliseconds), and notes on what is lost.

    `entries` are what all of it was read from, with its secrets.
    """

    exchanges: tuple[Exchange, ...]
    clock: int | None = None
    notes: tuple[str, ...] = ()
    entries: tuple[HarEntry, ...] = ()


def read_har(text: str, hosts: Collection[str] = ()) -> HarReading:
    """Read the exchanges with `hosts` (names, in any case), or with all hosts, in the order in which they began.

    Requests are compared by method, URL, query in any order, and body. Of headers, those that sign in must be there,
    with any value. Cookies, preflights and requests without an answer are left out. Secrets are replaced. Raises
    HarError.
    """
    reader = _Reader({host.lower() for host in hosts})
    every = read_entries(text)
    entries = [each for each in every if reader.wanted(each)]
    moments = [each.began for each in entries]
    if None not in moments:
        entries.sort(key=lambda entry: entry.began or 0)
    for each in entries:
        reader.learn(each)
    exchanges = tuple(reader.exchange(each) for each in entries)
    known = [each for each in moments if each is not None]
    if reader.preflights:
        reader.notes.append(f"skipped: {counted(reader.preflights, 'preflight')} of the browser")
    if any(each.is_later_http for each in entries):
        reader.notes.append(
            "header names are in lower case, as in HTTP/2; QRadar can receive other spellings over HTTP/1.1"
        )
    return HarReading(exchanges, min(known, default=None), tuple(map(reader.clean, reader.notes)), tuple(every))


class _Reader:
    def __init__(self, hosts: set[str]) -> None:
        self._hosts = hosts
        self._redaction = Redaction({})
        self.notes: list[str] = []
        self.preflights = 0

    def wanted(self, entry: HarEntry) -> bool:
        url = entry.url
        if url is None:
            return False
        names = {name.lower() for name, _ in entry.sent_headers}
        if self._hosts and url.host not in self._hosts:
            return False
        if entry.method == "OPTIONS" and "access-control-request-method" in names:
            self.preflights += 1
            return False
        if entry.status is None:
            self.notes.append(f"{url.base} is skipped: it has no response")
            return False
        return True

    def clean(self, note: str) -> str:
        """A note without secrets."""
        return self._redaction.text(note)

    def learn(self, entry: HarEntry) -> None:
        """Learn what is signed in with and what is handed out, so that it is known wherever else it stands."""
        redaction = self._redaction
        redaction.learn_headers(entry.sent_headers)
        redaction.learn_headers(entry.answered_headers)
        for name, value in entry.cookies:
            redaction.learn_headers([("Cookie", f"{name}={value}")])
        redaction.learn_url(entry.url_text)
        for pair in (*entry.query_fields, *entry.listed_fields):
            redaction.learn_form(urlencode([pair]))
        if entry.is_form:
            redaction.learn_form(entry.sent_text)
        else:
            redaction.learn_text(entry.sent_text)
        redaction.learn_text(entry.body()[0].decode("utf-8", "replace"))

    def exchange(self, entry: HarEntry) -> Exchange:
        answer = self._answer(entry)
        return Exchange(self._request(entry), answer)

    def _request(self, entry: HarEntry) -> ExpectedRequest:
        url = entry.url
        assert url is not None, "others are not accepted"
        headers: Fields = tuple(
            (name, ANYTHING)
            for name, value in entry.sent_headers
            if (is_secret_name(name) or is_credential(name, value)) and name.lower() not in _BROWSERS_OWN
        )
        return ExpectedRequest(
            method=entry.method,
            url=self._redaction.text(url.base),
            query=self._fields(decoded_pairs(url.query)),
            headers=headers,
            body=self._expected_body(entry),
            any_order=True,
        )

    def _expected_body(self, entry: HarEntry) -> ExpectedBody | None:
        if entry.is_form:
            return FormBody(self._fields(entry.form_fields))
        text = entry.sent_text
        if not text:
            return None
        found = json_value(text)
        if found is not None and isinstance(found[0], dict | list):
            return JsonBody(self._leaves(found[0]))
        return TextBody(self._literal(text))

    def _fields(self, pairs: tuple[tuple[str, str], ...]) -> Fields:
        return tuple((name, self._named(name, value, in_url=True)) for name, value in pairs)

    def _named(self, name: str, value: str, *, in_url: bool = False) -> Expected:
        is_secret = is_secret_name(name) or is_credential(name, value, in_url=in_url)
        return ANYTHING if is_secret else self._literal(value)

    def _leaves(self, value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: self._leaves(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self._leaves(each, name) for each in value]
        if isinstance(value, str):
            return self._named(name, value)
        return ANYTHING if isinstance(value, int) and value > 999 and may_be_number(name) else value

    def _literal(self, text: str) -> Expected:
        """The text; anything, where it holds a secret: the run that is replayed will have another."""
        return text if self._redaction.text(self._redaction.in_place(text)) == text else ANYTHING

    def _answer(self, entry: HarEntry) -> HttpResponse:
        body, lost = entry.body()
        if lost and entry.url is not None:
            self.notes.append(f"{entry.url.base} is replayed without its body: {lost}")
        headers = [each for each in entry.answered_headers if each[0].lower() not in _PACKED]
        if entry.media_type and not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", entry.media_type))
        clean = tuple((name, self._redaction.header(name, value)) for name, value in headers)
        assert entry.status is not None, "others are not accepted"
        # HTTP/2 has no reason phrases; QRadar, by HTTP/1.1, would have seen one.
        reason = entry.reason or REASONS.get(entry.status, "")
        return HttpResponse(entry.status, reason, clean, self._redaction.answer(body))
