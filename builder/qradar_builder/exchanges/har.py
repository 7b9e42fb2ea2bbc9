"""Reads HAR 1.2 files, as browsers and proxies export them, as exchanges to replay."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from qradar_builder.exchanges.exchange import ANYTHING, REASONS, Exchange, ExpectedRequest, FormBody, JsonBody, TextBody
from qradar_builder.http.content_encoding import DamagedError, TooLargeError, decoded
from qradar_builder.http.messages import CallFailed, HttpResponse
from qradar_builder.http.request_text import decoded_pairs, json_value, shallow
from qradar_builder.http.url import read_url
from qradar_builder.secrets.names import is_secret_name, may_be_number
from qradar_builder.secrets.replaced import Redaction
from qradar_builder.secrets.values import is_credential

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from qradar_builder.exchanges.exchange import Expected, ExpectedBody, Fields
    from qradar_builder.http.messages import Headers

MAX_ENTRIES: Final = 10_000
"""How many exchanges a file may hold."""

_MAX_BODY = 64 * 1024 * 1024
_MAX_DEPTH = 30
_PACKED = frozenset({"content-encoding", "content-length", "content-md5", "transfer-encoding"})
_BROWSERS_OWN = frozenset({"cookie", "proxy-authorization"})


class HarError(ValueError):
    """The file is no HAR file; the message says why."""


@dataclass(frozen=True, slots=True)
class HarReading:
    """Exchanges, when the first of them began (in epoch milliseconds), and notes on what is lost."""

    exchanges: tuple[Exchange, ...]
    clock: int | None = None
    notes: tuple[str, ...] = ()


def read_har(content: bytes, hosts: Collection[str] = ()) -> HarReading:
    """Read the exchanges with `hosts` (names, in any case), or with all hosts, in the order in which they began.

    Requests are compared by method, URL, query in any order, and body. Of headers, those that sign in must be there,
    with any value. Cookies, preflights and requests without an answer are left out. Secrets are replaced. Throws
    HarError.
    """
    reader = _Reader({host.lower() for host in hosts})
    entries = [each for each in _entries(content) if reader.wanted(each)]
    moments = [_moment(each) for each in entries]
    if None not in moments:
        entries.sort(key=lambda entry: _moment(entry) or 0)
    for each in entries:
        reader.learn(each)
    exchanges = tuple(reader.exchange(each) for each in entries)
    known = [each for each in moments if each is not None]
    if any(_later_http(each) for each in entries):
        reader.notes.append(
            "header names are in lower case, as HTTP/2 has them; QRadar may see other spellings by HTTP/1.1"
        )
    return HarReading(exchanges, min(known, default=None), tuple(map(reader.clean, reader.notes)))


def _entries(content: bytes) -> list[dict[str, object]]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise HarError("the file is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise HarError(f"the file is not JSON: {error}") from None
    except (ValueError, RecursionError):
        raise HarError("the file is not JSON that can be read") from None
    if not shallow(document, _MAX_DEPTH):
        raise HarError("the file nests too deep, or is too large")
    entries = _object(_object(document).get("log")).get("entries")
    if not isinstance(entries, list):
        raise HarError("the file is no HAR file: it has no log.entries")
    if len(entries) > MAX_ENTRIES:
        raise HarError(f"the file holds {len(entries):,} exchanges; at most {MAX_ENTRIES:,} are read")
    return [each for each in entries if isinstance(each, dict)]


class _Reader:
    def __init__(self, hosts: set[str]) -> None:
        self._hosts = hosts
        self._redaction = Redaction({})
        self.notes: list[str] = []

    def wanted(self, entry: Mapping[str, object]) -> bool:
        request, response = _object(entry.get("request")), _object(entry.get("response"))
        try:
            url = read_url(_string(request.get("url")))
        except CallFailed:
            return False
        names = {name.lower() for name, _ in _headers(request)}
        preflight = request.get("method") == "OPTIONS" and "access-control-request-method" in names
        if preflight or (self._hosts and url.host not in self._hosts):
            return False
        status = response.get("status")
        if not isinstance(status, int) or not 200 <= status <= 599:
            self.notes.append(f"{url.base} is left out: it has no answer")
            return False
        return True

    def clean(self, note: str) -> str:
        """A note without secrets."""
        return self._redaction.text(note)

    def learn(self, entry: Mapping[str, object]) -> None:
        """Learn what is signed in with and what is handed out, so that it is known wherever else it stands."""
        redaction = self._redaction
        for message in (_object(entry.get("request")), _object(entry.get("response"))):
            redaction.learn_headers(_headers(message))
            for cookie in _objects(message.get("cookies")):
                redaction.learn_headers([("Cookie", f"{_string(cookie.get('name'))}={_string(cookie.get('value'))}")])
        request, response = _object(entry.get("request")), _object(entry.get("response"))
        redaction.learn_url(_string(request.get("url")))
        pairs = (*_objects(request.get("queryString")), *_objects(_object(request.get("postData")).get("params")))
        for pair in pairs:
            redaction.learn_form(urlencode([(_string(pair.get("name")), _string(pair.get("value")))]))
        text = _string(_object(request.get("postData")).get("text"))
        if _is_form(_object(request.get("postData"))):
            redaction.learn_form(text)
        else:
            redaction.learn_text(text)
        redaction.learn_text(
            self._body(_object(response.get("content")), _headers(response)).decode("utf-8", "replace")
        )

    def exchange(self, entry: Mapping[str, object]) -> Exchange:
        request, response = _object(entry.get("request")), _object(entry.get("response"))
        answer = self._answer(response, _string(request.get("url")))
        return Exchange(self._request(request), answer)

    def _request(self, request: Mapping[str, object]) -> ExpectedRequest:
        url = read_url(_string(request.get("url")))
        headers: Fields = tuple(
            (name, ANYTHING)
            for name, value in _headers(request)
            if (is_secret_name(name) or is_credential(name, value)) and name.lower() not in _BROWSERS_OWN
        )
        return ExpectedRequest(
            method=_string(request.get("method")).upper(),
            url=self._redaction.text(url.base),
            query=self._fields(decoded_pairs(url.query)),
            headers=headers,
            body=self._expected_body(_object(request.get("postData"))),
            any_order=True,
        )

    def _expected_body(self, post: Mapping[str, object]) -> ExpectedBody | None:
        text = _string(post.get("text"))
        if _is_form(post):
            params = _objects(post.get("params"))
            fields = tuple((_string(each.get("name")), _string(each.get("value"))) for each in params)
            # Browsers give the fields of a form encoded as often as not; the text is certain.
            return FormBody(self._fields(decoded_pairs(text) if text else fields))
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

    def _answer(self, response: Mapping[str, object], url: str) -> HttpResponse:
        content = _object(response.get("content"))
        body = self._body(content, _headers(response), url)
        headers = [each for each in _headers(response) if each[0].lower() not in _PACKED]
        kind = _string(content.get("mimeType"))
        if kind and not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", kind))
        clean = tuple((name, self._redaction.header(name, value)) for name, value in headers)
        status = response.get("status")
        assert isinstance(status, int), "others are not wanted"
        # HTTP/2 has no reason phrases; QRadar, by HTTP/1.1, would have seen one.
        reason = _string(response.get("statusText")) or REASONS.get(status, "")
        return HttpResponse(status, reason, clean, self._redaction.answer(body))

    def _body(self, content: Mapping[str, object], headers: Headers, url: str = "") -> bytes:
        """The body of an answer; what is lost is noted for the URL that is given, if any."""
        text, size = content.get("text"), content.get("size")
        if not isinstance(text, str):
            if isinstance(size, int) and size > 0 and url:
                self.notes.append(f"{read_url(url).base} is replayed without its body: the file does not hold it")
            return b""
        if content.get("encoding") != "base64":
            return text.encode("utf-8", "replace")
        try:
            body = b64decode("".join(text.split()), validate=True)
            # Some proxies keep a body as it was sent.
            return decoded(headers, body, _MAX_BODY)[1] if body[:2] == b"\x1f\x8b" else body
        except (ValueError, DamagedError, TooLargeError):
            if url:
                self.notes.append(f"{read_url(url).base} is replayed without its body: it cannot be decoded")
            return b""


def _headers(message: Mapping[str, object]) -> Headers:
    """The headers, without the pseudo headers of HTTP/2; Chrome parts repeated values by line ends."""
    return tuple(
        (name, part)
        for each in _objects(message.get("headers"))
        if (name := _string(each.get("name"))) and not name.startswith(":")
        for part in _string(each.get("value")).split("\n")
    )


def _is_form(post: Mapping[str, object]) -> bool:
    return _string(post.get("mimeType")).partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def _moment(entry: Mapping[str, object]) -> int | None:
    try:
        moment = datetime.fromisoformat(_string(entry.get("startedDateTime")))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int(aware.timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _later_http(entry: Mapping[str, object]) -> bool:
    version = _string(_object(entry.get("response")).get("httpVersion")).lower()
    return version.removeprefix("http/")[:2] in {"h2", "h3", "2", "2.", "3", "3."}


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[dict[str, object]]:
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
