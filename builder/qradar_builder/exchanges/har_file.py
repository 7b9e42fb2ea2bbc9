"""What a HAR 1.2 file holds, entry by entry and as it was recorded: with its secrets, so none of it may be kept."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Final

from qradar_builder.http.content_encoding import DamagedError, TooLargeError, decoded
from qradar_builder.http.messages import CallFailed
from qradar_builder.http.request_text import decoded_pairs, shallow
from qradar_builder.http.url import read_url
from qradar_builder.reference.http_statuses import is_final
from qradar_builder.text.times import NotATime, read_iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.http.messages import Headers
    from qradar_builder.http.url import RequestUrl

MAX_ENTRIES: Final = 10_000
"""How many exchanges a file may hold."""

_MAX_BODY: Final = 64 * 1024 * 1024
_MAX_DEPTH: Final = 30


class HarError(ValueError):
    """The file is no HAR file; the message says why. `place` is the line and column from 1, the start if unknown."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.place = (line, column)


class HarEntry:
    """A request with its answer, if it had one. What is missing, or of another type than HAR has, is empty."""

    def __init__(self, entry: Mapping[str, object]) -> None:
        self._entry = entry
        self._request = _object(entry.get("request"))
        self._response = _object(entry.get("response"))
        self._post = _object(self._request.get("postData"))
        self._content = _object(self._response.get("content"))

    @property
    def began(self) -> int | None:
        """When the request was sent, in epoch milliseconds."""
        try:
            return read_iso(_string(self._entry.get("startedDateTime")), utc=True)
        except NotATime:
            return None

    @property
    def method(self) -> str:
        """The method, in upper case."""
        return _string(self._request.get("method")).upper()

    @property
    def url_text(self) -> str:
        """The URL as it is in the file."""
        return _string(self._request.get("url"))

    @property
    def url(self) -> RequestUrl | None:
        """The URL; None where no request can go there."""
        try:
            return read_url(self.url_text)
        except CallFailed:
            return None

    @property
    def sent_headers(self) -> Headers:
        """The headers of the request."""
        return _headers(self._request)

    @property
    def cookies(self) -> tuple[tuple[str, str], ...]:
        """The cookies of the request and of the answer."""
        return (*_pairs(self._request.get("cookies")), *_pairs(self._response.get("cookies")))

    @property
    def sent_cookies(self) -> tuple[tuple[str, str], ...]:
        """The cookies of the request: those of its header, else those that the file lists."""
        texts = [value for name, value in self.sent_headers if name.lower() == "cookie"]
        pairs = [part.strip().partition("=") for text in texts for part in text.split(";")]
        return tuple((name, value) for name, _, value in pairs if name) or _pairs(self._request.get("cookies"))

    @property
    def given_cookies(self) -> tuple[tuple[str, str], ...]:
        """The cookies of the answer: those of its headers, else those that the file lists."""
        texts = [value for name, value in self.answered_headers if name.lower() == "set-cookie"]
        pairs = [text.partition(";")[0].strip().partition("=") for text in texts]
        return tuple((name, value) for name, _, value in pairs if name) or _pairs(self._response.get("cookies"))

    @property
    def query_fields(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the query, as the file lists them beside the URL."""
        return _pairs(self._request.get("queryString"))

    @property
    def is_form(self) -> bool:
        """Whether the body of the request is a form."""
        return _string(self._post.get("mimeType")).partition(";")[0].strip().lower() == _FORM

    @property
    def sent_text(self) -> str:
        """The body of the request."""
        return _string(self._post.get("text"))

    @property
    def listed_fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of a form, as the file lists them beside the text: encoded as often as not."""
        return _pairs(self._post.get("params"))

    @property
    def form_fields(self) -> tuple[tuple[str, str], ...]:
        """The fields of a form, decoded: those of the text, which is certain, else those that the file lists."""
        return decoded_pairs(self.sent_text) if self.sent_text else self.listed_fields

    @property
    def status(self) -> int | None:
        """The status of the answer; None where there was none."""
        status = self._response.get("status")
        return status if is_final(status) else None

    @property
    def reason(self) -> str:
        """The reason phrase of the answer, which HTTP/2 does not have."""
        return _string(self._response.get("statusText"))

    @property
    def answered_headers(self) -> Headers:
        """The headers of the answer."""
        return _headers(self._response)

    @property
    def media_type(self) -> str:
        """The media type of the answer, as the file names it beside the headers."""
        return _string(self._content.get("mimeType"))

    @property
    def is_later_http(self) -> bool:
        """Whether the answer came by HTTP/2 or later."""
        version = _string(self._response.get("httpVersion")).lower()
        return version.removeprefix("http/")[:2] in {"h2", "h3", "2", "2.", "3", "3."}

    def body(self) -> tuple[bytes, str]:
        """The body of the answer, and why it is lost; that is empty where it is not."""
        text, size = self._content.get("text"), self._content.get("size")
        if not isinstance(text, str):
            return b"", "the file does not contain it" if isinstance(size, int) and size > 0 else ""
        if self._content.get("encoding") != "base64":
            return text.encode("utf-8", "replace"), ""
        try:
            body = b64decode("".join(text.split()), validate=True)
            # Some proxies keep a body as it was sent.
            return decoded(self.answered_headers, body, _MAX_BODY)[1] if body[:2] == b"\x1f\x8b" else body, ""
        except (ValueError, DamagedError, TooLargeError):
            return b"", "it cannot be decoded"


_FORM: Final = "application/x-www-form-urlencoded"


def read_entries(text: str) -> list[HarEntry]:
    """Read the entries of a HAR file, in their order there. Raises HarError."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise HarError(f"is not JSON: {error.msg}", error.lineno, error.colno) from None
    except (ValueError, RecursionError):
        raise HarError("is not JSON that can be read") from None
    if not shallow(document, _MAX_DEPTH):
        raise HarError("the file is nested too deep, or is too large")
    entries = _object(_object(document).get("log")).get("entries")
    if not isinstance(entries, list):
        raise HarError("the file is not a HAR file: it does not contain log.entries")
    if len(entries) > MAX_ENTRIES:
        raise HarError(f"the file contains {len(entries):,} exchanges, but the limit is {MAX_ENTRIES:,}")
    return [HarEntry(each) for each in entries if isinstance(each, dict)]


def _headers(message: Mapping[str, object]) -> Headers:
    """The headers, without the pseudo headers of HTTP/2; Chrome parts repeated values by line ends."""
    return tuple(
        (name, part)
        for name, value in _pairs(message.get("headers"))
        if name and not name.startswith(":")
        for part in value.split("\n")
    )


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((_string(each.get("name")), _string(each.get("value"))) for each in _objects(value))


def _object(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[dict[str, object]]:
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
