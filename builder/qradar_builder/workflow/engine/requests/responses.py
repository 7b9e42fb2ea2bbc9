"""What a CallEndpoint saves of a response.

Source: IBM documentation, topic CallEndpoint; that a header which stands twice keeps its last value is seen in QRadar.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.charset import codec_of
from qradar_builder.jpath import JsonError, Missing, lenient
from qradar_builder.jpath.json import values as json_values
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.paths.shape import html_page, html_title
from qradar_builder.workflow.run_choices import BAD_JSON, BODY_CHARSET, BODY_FORM, COOKIES_NOT_KEPT, EMPTY_BODY

if TYPE_CHECKING:
    from qradar_builder.http.messages import Headers, HttpResponse
    from qradar_builder.jpath import JsonValue
    from qradar_builder.reference.choice import Note

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_JSON_TYPE = re.compile(r"[^;]*?/(?:[^;]*\+)?json\s*(?:;|\Z)", re.IGNORECASE)
_COOKIE = re.compile(r"\s*([^=;,\s]+)\s*=\s*([^;]*)")
_WORD = re.compile(r"[^/\\;#={}\[\]:, \t\f\r\n\"']+")
_MARK: Final = "\ufeff"


def saved_response(response: HttpResponse, schema: SchemaVersion, note: Note) -> dict[str, Any]:
    """The value of a response: `status_code`, `status_message`, `headers`, from V2_1 on `cookies`, and `body`.

    Raises ActionError where the body is called JSON and is not.
    """
    saved: dict[str, Any] = {
        "status_code": response.status,
        "status_message": response.reason,
        "headers": dict(response.headers),
    }
    if schema >= SchemaVersion.V2_1:
        saved["cookies"] = _cookies(response.headers)
        if saved["cookies"]:
            note(COOKIES_NOT_KEPT)
    saved["body"] = _body(response, note)
    return saved


def _cookies(headers: Headers) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in headers:
        if name.lower() == "set-cookie" and (cookie := _COOKIE.match(value)):
            found[cookie[1]] = {"name": cookie[1], "value": cookie[2].strip()}
    return found


def _body(response: HttpResponse, note: Note) -> JsonValue:
    if not response.body:
        note(EMPTY_BODY)
        return ""
    kind = next((value for name, value in reversed(response.headers) if name.lower() == "content-type"), "")
    text = _text(response.body, kind, note)
    if _JSON_TYPE.match(kind):
        return _json(text.removeprefix(_MARK), response, note)
    if text.lstrip(f"{_MARK} \t\r\n")[:1] in ("{", "["):
        note(BODY_FORM)
        try:
            return json_values.loads(text.removeprefix(_MARK))
        except JsonError:
            return text
    return text


def _text(octets: bytes, kind: str, note: Note) -> str:
    named = _CHARSET.search(kind)
    if named is None:
        if not octets.isascii():
            note(BODY_CHARSET)
        return octets.decode("utf-8", "replace")
    codec = codec_of(named[1])
    if codec is None:
        note(BODY_CHARSET)
    return octets.decode(codec or "utf-8", "replace")


def _json(text: str, response: HttpResponse, note: Note) -> JsonValue:
    try:
        return json_values.loads(text)
    except JsonError:
        pass
    if not text.strip():
        note(EMPTY_BODY)
        return ""
    found = lenient(text)
    if found is not Missing:
        note(BODY_FORM)
        return found
    if _WORD.fullmatch(text.strip()):
        # To Gson a bare word is a text.
        note(BODY_FORM)
        return text.strip()
    note(BAD_JSON)
    status = f"{response.status} {response.reason}".strip()
    message = (
        f"MalformedJsonException: the body of the response ({status}) has a JSON Content-Type, but is {described(text)}"
    )
    title = html_title(text)
    page = "" if title is None else f"the body is {html_page(title)}: "
    raise ActionError(
        message, "savePath", f"{page}the response may come from a proxy or a login page instead of the service"
    )
