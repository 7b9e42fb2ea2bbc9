"""Replays a recorded case once before it is written, and loosens what could not come out the same.

A value that is signed with a secret differs once the secret is a placeholder; no list of names can say which values
these are, but a rehearsal shows it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.exchanges.comparison import difference
from qradar_builder.exchanges.exchange import ANYTHING, FormBody, JsonBody, Pattern, TextBody
from qradar_builder.exchanges.replay import ReplayTransport
from qradar_builder.http.request_text import body_text, decoded_pairs, json_value
from qradar_builder.http.url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.exchanges.exchange import Exchange, ExpectedBody, ExpectedRequest, Fields
    from qradar_builder.exchanges.replay import ReplayClock
    from qradar_builder.http.messages import HttpRequest, HttpResponse


class Rehearsal:
    """A replay that takes another value in the same place, and then expects any value there."""

    def __init__(self, exchanges: Sequence[Exchange], clock: ReplayClock) -> None:
        self._exchanges = list(exchanges)
        self._replay = ReplayTransport(self._exchanges, clock)
        self._done = 0

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The exchanges as they replay."""
        return tuple(self._exchanges)

    def send(self, request: HttpRequest) -> HttpResponse:
        """As a replay does; a request that differs in more than values fails as there."""
        if self._done < len(self._exchanges):
            exchange = self._exchanges[self._done]
            if difference(exchange.request, request) is not None:
                loose = loosened(exchange.request, request)
                if difference(loose, request) is None:
                    self._exchanges[self._done] = replace(exchange, request=loose)
            self._done += 1
        return self._replay.send(request)

    def finish(self) -> None:
        """As a replay does."""
        self._replay.finish()


def loosened(expected: ExpectedRequest, request: HttpRequest) -> ExpectedRequest:
    """What is expected, with any value wherever the request has another one of the same name, in the same place."""
    query = decoded_pairs(read_url(request.url).query)
    names = {name.lower() for name, _ in expected.headers}
    headers = [each for each in request.headers if each[0].lower() in names]
    return replace(
        expected,
        query=_loose_fields(expected.query, query),
        headers=_loose_fields(expected.headers, headers),
        body=None if expected.body is None else _loose_body(expected.body, request),
    )


def _loose_fields(expected: Fields, sent: Iterable[tuple[str, str]]) -> Fields:
    values = list(sent)
    if [name.lower() for name, _ in expected] != [name.lower() for name, _ in values]:
        return expected
    return tuple(
        (name, value if _fits(value, other) else ANYTHING)
        for (name, value), (_, other) in zip(expected, values, strict=True)
    )


def _loose_body(expected: ExpectedBody, request: HttpRequest) -> ExpectedBody:
    text = body_text(request.headers, request.body or b"")
    if isinstance(expected, FormBody):
        return FormBody(_loose_fields(expected.fields, decoded_pairs(text)))
    if isinstance(expected, JsonBody):
        found = json_value(text)
        return expected if found is None else JsonBody(_loose_json(expected.value, found[0]))
    return expected if _fits(expected.text, text) else TextBody(ANYTHING)


def _loose_json(expected: object, sent: object) -> object:
    if isinstance(expected, dict) and isinstance(sent, dict):
        return {key: _loose_json(value, sent[key]) if key in sent else value for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(sent, list) and len(expected) == len(sent):
        return [_loose_json(value, other) for value, other in zip(expected, sent, strict=True)]
    if isinstance(expected, dict | list) or isinstance(sent, dict | list):
        return expected
    return expected if _fits(expected, sent) else ANYTHING


def _fits(expected: object, sent: object) -> bool:
    if isinstance(expected, Pattern):
        return expected.matches(sent if isinstance(sent, str) else json.dumps(sent))
    return type(expected) is type(sent) and expected == sent
