"""A session with a console: sends calls, repeats those that can be repeated, and pages through lists."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import quote

from qradar_builder.console.connection.answers import answer_of, failure_of, rows_of
from qradar_builder.console.connection.problems import ConsoleError
from qradar_builder.console.connection.seen import SeenNumbers
from qradar_builder.http.messages import CallFailed, HttpRequest
from qradar_builder.secrets.shown import Secrets
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.text.shown import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qradar_builder.console.connection.calls import Call
    from qradar_builder.console.connection.profile import Profile
    from qradar_builder.http.messages import HttpResponse
    from qradar_builder.http.transport import Transport

Query: TypeAlias = "Mapping[str, str] | None"
"""Parameters of a query, not yet encoded."""
Place: TypeAlias = "Mapping[str, int | str] | None"
"""Parameters of a path."""

ATTEMPTS: Final = 4
"""How often a call is sent that can be repeated."""
PAGE: Final = 500
"""How many items of a list one call asks for."""
_MOST_ITEMS: Final = 2_000_000
_LONGEST_WAIT: Final = 60.0
_SILENCE: Final = 5.0
"""After so many seconds of reading, a person hears how far it is."""
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_NEVER_AGAIN: Final = frozenset({"tls", "dns", "budget"})
_CONTENT_RANGE: Final = re.compile(r"items\s+(?:(\d+)-(\d+)|\*)/(\d+|\*)")
_OF_QRADAR: Final = " (QRadar: "
"""From here on, the message of a failed call says what a workflow would log."""


class Session:
    """Calls to one console, with one token and one version of the API. For one thread.

    `sleep` and `clock` are in seconds; `hear` learns what goes on, in a few words.
    """

    def __init__(
        self,
        profile: Profile,
        token: str,
        transport: Transport,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        hear: Callable[[str], None] | None = None,
    ) -> None:
        self.profile = profile
        self.version: str | None = None
        self.sleep = sleep
        self.clock = clock
        self.hear = hear or _ignore
        self.secrets = Secrets([token])
        """What is in no text: the token, and the secrets of what is sent."""
        self._token = token
        self._transport = transport
        self._written_at: float | None = None
        self._read: Counter[str] = Counter()
        """How many items of each list were read."""
        self._told_at = clock()

    def get(self, call: Call, *, query: Query = None, at: Place = None, span: tuple[int, int] | None = None) -> Any:
        """The JSON answer to a GET, or the part of it from one place to another. Raises ConsoleError."""
        headers = None if span is None else {"Range": f"items={span[0]}-{span[1]}"}
        return self.send(call, query=query, at=at, headers=headers)

    def rows(self, call: Call, at: Place, name: str, take: Callable[[Iterator[dict[str, Any]]], None]) -> None:
        """Let `take` have the objects in the array `name` of the answer to a GET, which can be very many.

        `take` begins anew where the call is repeated. Raises ConsoleError.
        """
        request = self._request(call, {}, None, {}, at or {})
        with scratch_folder() as folder:
            request = replace(request, to=folder / "answer.json")
            self._sent(call, request, lambda response: take(rows_of(call, response, name)))

    def send(
        self,
        call: Call,
        *,
        query: Query = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        at: Place = None,
    ) -> Any:
        """The JSON answer to a call. `body` is JSON, or the path of a file. Raises ConsoleError."""
        request = self._request(call, query or {}, body, headers or {}, at or {})
        return self._sent(call, request, lambda response: answer_of(call, response))

    def download(self, call: Call, to: Path, *, at: Place = None) -> None:
        """Write what a GET answers with to a file. It begins as a ZIP does. Raises ConsoleError."""
        request = self._request(call, {}, None, {"Accept": "application/zip, */*"}, at or {})
        self._sent(call, replace(request, to=to), lambda response: _check_zip(call, response))

    def items(self, call: Call, *, query: Query = None) -> Iterator[dict[str, Any]]:
        """All items of a list, page by page. An item that moves to a later page is given once. Raises ConsoleError."""
        first, known = 0, SeenNumbers()
        while True:
            span = {"Range": f"items={first}-{first + PAGE - 1}"}
            request = self._request(call, query or {}, None, span, {})
            page, total = self._sent(call, request, lambda response: _page(call, response))
            self._tell_read(call, len(page))
            for item in page:
                number = item.get("id")
                if not isinstance(number, int) or known.is_new(number):
                    yield item
            first += len(page)
            if len(page) < PAGE or (total is not None and first >= total):
                return
            if first >= _MOST_ITEMS:
                raise ConsoleError("console/answer", f"{call.name}: the list has no end", call=call)

    def _tell_read(self, call: Call, count: int) -> None:
        """Tell how much was read, at times: a list can take many calls, as can its parts."""
        self._read[call.name] += count
        if self.clock() - self._told_at >= _SILENCE:
            self._told_at = self.clock()
            self.hear(f"{call.name}: {counted(self._read[call.name], 'item')} read so far")

    def _request(
        self, call: Call, query: Mapping[str, str], body: Any, headers: Mapping[str, str], path: Mapping[str, int | str]
    ) -> HttpRequest:
        given = {*query, *(name for name in headers if name != "Accept")}
        assert given <= {*call.query, *call.headers}, f"{call.name} takes no {given}"
        target = call.path
        for name, value in path.items():
            target = target.replace(f"{{{name}}}", quote(str(value), safe=""))
        assert "{" not in target, f"{call.name} needs its path"
        if query:
            target += "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        sent = {"SEC": self._token, "Accept": "application/json", **headers}
        if self.version is not None:
            sent["Version"] = self.version
        file = body if isinstance(body, Path) else None
        content = None if body is None or file else json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            sent["Content-Type"] = call.mime
        return HttpRequest(call.method, f"{self.profile.base}{target}", tuple(sent.items()), content, file=file)

    def _sent(self, call: Call, request: HttpRequest, read: Callable[[HttpResponse], Any]) -> Any:
        for attempt in range(1, ATTEMPTS + 1):
            self._pace(call)
            try:
                return read(self._once(call, request))
            except ConsoleError as error:
                if attempt == ATTEMPTS or not call.is_repeatable or not _may_pass(error):
                    raise
                wait = min(_LONGEST_WAIT, max(2.0 ** (attempt - 1), error.wait))
                self.hear(f"{error.message}; trying again in {wait:g} s")
            self.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, call: Call, request: HttpRequest) -> HttpResponse:
        try:
            response = self._transport.send(request)
        except CallFailed as error:
            raise _unreachable(call, error) from None
        except OSError as error:
            where = error.filename or "the folder of temporary files"
            message = f"{call.name}: {where} cannot be used: {error.strerror or error}"
            raise ConsoleError("console/scratch", message, call=call, unsure=not call.is_repeatable) from None
        if not 200 <= response.status < 300:
            raise failure_of(call, response, self.secrets)
        return response

    def _pace(self, call: Call) -> None:
        """Wait until the next call that writes may be sent."""
        if call.method == "GET":
            return
        if self._written_at is not None and self.profile.pace:
            left = self._written_at + self.profile.pace - self.clock()
            if left > 0:
                self.sleep(left)
        self._written_at = self.clock()


@contextmanager
def opened(
    profile: Profile, token: str, *, proxy_password: str = "", hear: Callable[[str], None] | None = None
) -> Iterator[Session]:
    """A session over the network. Raises ConsoleError where the proxy or the CA file cannot be used."""
    from qradar_builder.http.network.live import live_transport  # noqa: PLC0415 - checks of profiles need no network
    from qradar_builder.http.network.options import LiveOptionError  # noqa: PLC0415 - as above

    try:
        with live_transport(profile.network(proxy_password)) as transport:
            yield Session(profile, token, transport, hear=hear)
    except LiveOptionError as error:
        raise ConsoleError("console/profile", str(error)) from None


def _ignore(text: str) -> None:
    """Nobody listens."""


def _check_zip(call: Call, response: HttpResponse) -> None:
    assert response.file is not None, "the request says where it goes"
    with response.file.open("rb") as file:
        if file.read(2) != b"PK":
            raise ConsoleError("console/answer", f"{call.name}: the answer is not a ZIP", call=call)


def _page(call: Call, response: HttpResponse) -> tuple[list[dict[str, Any]], int | None]:
    found = answer_of(call, response)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ConsoleError("console/answer", f"{call.name}: the answer is not a list of objects", call=call)
    for name, value in response.headers:
        if name.lower() == "content-range" and (said := _CONTENT_RANGE.search(value)) is not None:
            return found, None if said[3] == "*" else int(said[3])
    # Who ignores the range gives the whole list at once.
    return found, len(found) if len(found) != PAGE else None


def _may_pass(error: ConsoleError) -> bool:
    """Whether another attempt may do better."""
    return error.passing or error.status in _AGAIN


def _unreachable(call: Call, error: CallFailed) -> ConsoleError:
    text = error.message.partition(_OF_QRADAR)[0]
    rule = "console/certificate" if error.kind == "tls" and "is not trusted" in text else "console/unreachable"
    text = text.partition(". Specify the file of the CA")[0]
    # Before there was a connection the console cannot have done anything.
    unsure = not call.is_repeatable and error.kind not in _NEVER_AGAIN and not text.startswith("no connection")
    if unsure:
        rule = "console/unsure"
        text += f"; it is not known whether the console did {call.name}"
    return ConsoleError(rule, text, call=call, unsure=unsure, passing=error.kind not in _NEVER_AGAIN)
