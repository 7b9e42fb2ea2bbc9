"""What the console answers: JSON, or an error that becomes a problem with advice by IBM's unique code."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection.advice import advice_for
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.streamed import streamed_rows
from qradar_builder.text.shown import UNSHOWN, cut, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.connection.calls import Call
    from qradar_builder.http.messages import HttpResponse
    from qradar_builder.secrets.shown import Secrets

_MOST: Final = 300
"""How many characters of the console's own words are shown."""
_NOT_JSON: Final = "the answer is not JSON"
_START: Final = 1024
"""How many bytes of a long answer tell what it is."""


def answer_of(call: Call, response: HttpResponse) -> Any:
    """The JSON of an answer; None for an empty one. Raises ConsoleError, `unsure` where it may be done."""
    if not response.body.strip():
        return None
    _refuse_html(call, response)
    with _json_of(call):
        return json.loads(response.body)


def rows_of(call: Call, response: HttpResponse, name: str) -> Iterator[dict[str, Any]]:
    """The objects in the array `name` of an answer that is in a file; none of an empty one. Raises ConsoleError."""
    assert response.file is not None, "the request says where it goes"
    with response.file.open("rb") as file:
        start = file.read(_START).strip()
    if not start:
        return
    _refuse_html(call, replace(response, body=start))
    with _json_of(call):
        yield from streamed_rows(response.file, name)


def _refuse_html(call: Call, response: HttpResponse) -> None:
    if is_html(response):
        message = f"{call.name}: {_NOT_JSON} but HTML: a proxy or a sign-in page answered instead of the console"
        raise ConsoleError("console/not-json", message, call=call, unsure=not call.is_repeatable)


@contextmanager
def _json_of(call: Call) -> Iterator[None]:
    """Where JSON is read. Raises ConsoleError where it is none."""
    try:
        yield
    except (ValueError, RecursionError):
        message = f"{call.name}: {_NOT_JSON}, or is cut short"
        raise ConsoleError(
            "console/not-json", message, call=call, unsure=not call.is_repeatable, passing=True
        ) from None


def is_html(response: HttpResponse) -> bool:
    """Whether an answer is a page for a browser."""
    kinds = [value.lower() for name, value in response.headers if name.lower() == "content-type"]
    return any("html" in kind for kind in kinds) or response.body.lstrip()[:1] == b"<"


def failure_of(call: Call, response: HttpResponse, secrets: Secrets) -> ConsoleError:
    """The problem that an answer with another status than 2xx is."""
    status = response.status
    if 300 <= status < 400 or (is_html(response) and status not in {401, 403}):
        message = f"{call.name}: status {status} with a page for a browser, not an answer of the console"
        unsure = not call.is_repeatable and status >= 500
        return ConsoleError("console/not-json", message, call=call, status=status, unsure=unsure)
    code, said = _envelope(response.body)
    said = cut(masked(secrets.redact(said).replace("\n", " "), UNSHOWN), _MOST)
    rule, advice = _meaning(call, status, code)
    number = f"{status}/{code}" if code is not None else str(status)
    message = f"{call.name}: status {number}" + (f": {said}" if said else "")
    unsure = not call.is_repeatable and status >= 500
    if unsure:
        message += "; it is not known whether the console did it"
    return ConsoleError(
        rule, message, help=advice, call=call, status=status, code=code, unsure=unsure, wait=_wait(response)
    )


def _meaning(call: Call, status: int, code: int | None) -> tuple[str, str | None]:
    if status == 401:
        return "console/token-refused", None
    if (known := advice_for(call, status, code)) is not None:
        return known
    if status == 403:
        return "console/permission", f"give the service of the token a role and a profile that may {call.step}"
    if status == 429:
        return "console/busy", None
    return ("console/fault" if status >= 500 else "console/refused"), None


def _envelope(body: bytes) -> tuple[int | None, str]:
    """IBM's unique code and the message of an error."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(found, dict):
        return None, ""
    code = found.get("code")
    texts = [text for name in ("message", "description") if isinstance(text := found.get(name), str) and text.strip()]
    return (code if isinstance(code, int) and not isinstance(code, bool) else None), next(iter(texts), "")


def _wait(response: HttpResponse) -> float:
    """How many seconds the console asks to wait; 0 where it does not."""
    for name, value in response.headers:
        if name.lower() == "retry-after" and value.strip().isdecimal():
            return float(value.strip()[:6])
    return 0.0
