"""URLs as QRadar makes them: the query is encoded as a form and appended, and Java's rules say what is legal."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from qradar_builder.http.form import form_encoded
from qradar_builder.http.url import split_url
from qradar_builder.javalang.uri import UriError, read_uri
from qradar_builder.javalang.utf_16 import utf_8
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.run_choices import ILLEGAL_URL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.reference.choice import Note


def with_query(url: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The URL with parameters appended to the query that it may have. A fragment is not sent."""
    url = url.partition("#")[0]
    if not pairs:
        return url
    joint = "" if url.endswith(("?", "&")) else "&" if "?" in url else "?"
    return f"{url}{joint}{form_encoded(pairs)}"


def checked_url(url: str, note: Note) -> str:
    """The URL with letters beyond ASCII encoded. Raises ActionError for what Java does not take, in its words."""
    check_legal(url, note)
    parts = split_url(url)
    if parts is None:
        raise ActionError(f"The URL {described(url)} has no scheme", "url", "start the URL with https://")
    if not parts.is_http or not parts.server or parts.server.endswith(":"):
        # As for https://https://host.
        advice = f"{described(url)} does not contain a host that can be reached over HTTP"
        raise ActionError("Client Protocol Exception: null", "url", advice)
    return url if url.isascii() else quote(utf_8(url), safe="!#$%&'()*+,/:;=?@[]~")


def check_legal(url: str, note: Note) -> None:
    """Raises ActionError for a text that is no URI, in the words of Java's."""
    if not url.isascii():
        note(ILLEGAL_URL)
    try:
        read_uri(url)
    except UriError as error:
        note(ILLEGAL_URL)
        wrong = url[error.index : error.index + 1]
        advice = (
            f"{wrong!r} is not allowed there; use QueryParameter or url_encode(…)" if wrong else "write a complete URL"
        )
        if error.reason.endswith("in authority"):
            advice = "a host must not contain characters such as spaces or braces; check the values of its templates"
        raise ActionError(f"{error.reason} at index {error.index}: {url}", "url", advice) from None
