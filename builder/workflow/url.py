"""URLs as QRadar makes them: the query is encoded as a form and appended, and Java's rules say what is legal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from builder.jpath.java_text import utf_8
from builder.workflow.drivers.form import form_encoded
from builder.workflow.failure import ActionError, described
from builder.workflow.semantics import ILLEGAL_URL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builder.reference.choice import Note

_ILLEGAL = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]|%(?![0-9a-fA-F]{2})")
_PARTS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)")
_BRACKET = re.compile(r"[\[\]]")
_SCHEMES: Final = ("http", "https")


def with_query(url: str, pairs: Sequence[tuple[str, str]]) -> str:
    """The URL with parameters appended to the query that it may have. A fragment is not sent."""
    url = url.partition("#")[0]
    if not pairs:
        return url
    joint = "" if url.endswith(("?", "&")) else "&" if "?" in url else "?"
    return f"{url}{joint}{form_encoded(pairs)}"


def checked_url(url: str, note: Note) -> str:
    """The URL with letters beyond ASCII encoded. Raises ActionError for what Java does not take, in its words."""
    parts = _PARTS.match(url)
    if parts is None:
        raise ActionError(f"The URL {described(url)} has no scheme", "url", "begin it with https://")
    wrong = _ILLEGAL.search(url) or _BRACKET.search(url, parts.start("path"), parts.end("path"))
    if wrong is not None or not url.isascii():
        note(ILLEGAL_URL)
    if wrong is not None:
        where = "path" if wrong.start() < parts.end() else "query"
        what = "Malformed escape pair" if wrong[0] == "%" else f"Illegal character in {where}"
        advice = f"{wrong[0]!r} cannot stand in a URL; use QueryParameter or url_encode(…)"
        raise ActionError(f"{what} at index {wrong.start()}: {url}", "url", advice)
    host = (parts["authority"] or "").rpartition("@")[2]
    if parts["scheme"].lower() not in _SCHEMES or not host or host.endswith(":"):
        # As for https://https://host.
        advice = f"{described(url)} names no host that is reached by HTTP"
        raise ActionError("Client Protocol Exception: null", "url", advice)
    return url if url.isascii() else quote(utf_8(url), safe="!#$%&'()*+,/:;=?@[]~")
