"""What is remarkable about an answer that a workflow has not looked at: its status, its form, its cookies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.text.shown import cut
from qradar_builder.workflow.engine.paths.shape import html_page, html_title, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.http.messages import HttpResponse

_BAD: Final = 400
_MOVED: Final = range(300, 400)
_LOOKED_AT: Final = 20_000
_ERRORS: Final = ("error_description", "message", "error", "detail", "title", "errorMessage", "msg", "reason")
_SHOWN: Final = 120
_WHAT_TO_DO: Final = {
    401: "check the credentials",
    403: "check the permissions of the account",
    404: "check the URL and its parameters",
    429: "the service limits the number of calls: wait, or poll less often",
}


def answer_hints(response: HttpResponse, path: str, looked_at: bool, redact: Callable[[str], str]) -> Iterator[str]:
    """What is remarkable about an answer that was saved at a path.

    `looked_at` says whether the workflow reads its status at all, `redact` takes secrets out of what is cut.
    """
    status = f"{response.status} {response.reason}".strip()
    text = response.body[:_LOOKED_AT].decode("utf-8", "replace")
    if response.status >= _BAD or response.status in _MOVED:
        said = _said(text, redact)
        unseen = "" if looked_at else f", and no condition checks `{path}/status_code`"
        advice = _WHAT_TO_DO.get(response.status, "")
        yield f"received status {status}{unseen}{f': {said}' if said else ''}{f'; {advice}' if advice else ''}"
        return
    if not response.body:
        yield f"received status {status} with an empty body, so `{path}/body` is ''"
        return
    title = html_title(text)
    kind = next((value for name, value in response.headers if name.lower() == "content-type"), "")
    if title is not None:
        yield (
            f"received status {status} with {html_page(title)}, not with data: the response may come from "
            f"a login page or a proxy"
        )
    elif "json" not in kind.lower() and text.lstrip()[:1] not in ("{", "["):
        called = f"of the type `{redact(kind)[:_SHOWN]}`" if kind else "without a Content-Type"
        yield f"received status {status} with a body {called}, which is saved as text"


def cookie_hint(response: HttpResponse, path: str, schema: SchemaVersion) -> str:
    """What is kept of several Set-Cookie headers; empty where there are not several."""
    names = [value.partition("=")[0].strip() for name, value in response.headers if name.lower() == "set-cookie"]
    if len(names) < 2:
        return ""
    listed = ", ".join(f"`{name}`" for name in names[:8])
    kept = f"`{path}/headers/Set-Cookie` keeps only the last one, `{names[-1]}`"
    if schema >= SchemaVersion.V2_1:
        return (
            f"set {len(names)} cookies ({listed}): {kept}; `{path}/cookies` contains all of them, available from V2_1"
        )
    return f"set {len(names)} cookies ({listed}): {kept}; from V2_1, `{path}/cookies` contains all of them"


def _said(text: str, redact: Callable[[str], str]) -> str:
    """What the body of an error says."""
    title = html_title(text)
    if title is not None:
        return html_page(title)
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(body, dict):
        return f"the body is {shape_of(body)}"
    inner = body.get("error")
    for source in (body, inner if isinstance(inner, dict) else {}):
        for name in _ERRORS:
            if isinstance(source.get(name), str):
                return f"`{name}` is “{cut(redact(source[name]), _SHOWN)}”"
    return f"the body is {shape_of(body)}"
