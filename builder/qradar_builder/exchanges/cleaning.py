"""Takes the secrets out of recorded exchanges, so that what replays them sends placeholders."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.exchanges.exchange import (
    ANYTHING,
    Exchange,
    ExpectedRequest,
    Fault,
    FormBody,
    JsonBody,
    Pattern,
    TextBody,
)
from qradar_builder.http.headers import header
from qradar_builder.http.messages import HttpResponse
from qradar_builder.http.request_text import body_text, decoded_pairs, json_value
from qradar_builder.http.url import read_url
from qradar_builder.secrets.messages import (
    credentials_of_form,
    credentials_of_headers,
    credentials_of_text,
    credentials_of_url,
    pieces_of,
)
from qradar_builder.secrets.names import is_private_header, may_be_number
from qradar_builder.secrets.values import SHORTEST, is_common, is_credential, is_scheme, looks_secret

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from qradar_builder.exchanges.exchange import Expected, ExpectedBody, Fields
    from qradar_builder.http.messages import Headers, HttpRequest
    from qradar_builder.secrets.replaced import Redaction


class Cleaner:
    """Takes secrets out of exchanges.

    A secret that the workflow has from a parameter or a response is replaced in both places, so the replay sends its
    placeholder. One that comes from elsewhere, as from the text of the workflow, is matched by any value. A parameter
    that a credential was made of is secret, too.
    """

    def __init__(self, redaction: Redaction, parameters: Mapping[str, str], private: Collection[str] = ()) -> None:
        """`private` are the parameters that are secret whatever their values are."""
        self.redaction = redaction
        self._parameters = parameters
        self._private = frozenset(private)
        self._names = {
            value: name for name, value in parameters.items() if len(value) >= SHORTEST and not is_common(value)
        }
        self._unexplained: set[str] = set()
        for name, value in parameters.items():
            if is_credential(name, value) and value in self._names:
                redaction.learn(name, value)

    def learn(self, request: HttpRequest, answer: HttpResponse | Fault) -> None:
        """Learn what an exchange signs in with, and what it hands out."""
        before = len(self.redaction.placeholders)
        text = "" if request.body is None else body_text(request.headers, request.body)
        is_form = "form-urlencoded" in (header(request.headers, "content-type") or "").lower()
        for name, credential in self._credentials(request, text, is_form=is_form):
            for piece in pieces_of(credential) & self._names.keys():
                self.redaction.learn(name if piece == credential else self._names[piece], piece)
        self.redaction.learn_headers(request.headers)
        self.redaction.learn_url(request.url)
        if is_form:
            self.redaction.learn_form(text)
        else:
            self.redaction.learn_text(text)
        for value in list(self.redaction.placeholders)[before:]:
            if not any(value in each for each in self._parameters.values()):
                self._unexplained.add(self.redaction.placeholders[value])
        if isinstance(answer, HttpResponse):
            self.redaction.learn_headers(answer.headers)
            self.redaction.learn_text(body_text(answer.headers, answer.body))

    @staticmethod
    def _credentials(request: HttpRequest, text: str, *, is_form: bool) -> Iterator[tuple[str, str]]:
        yield from credentials_of_headers(request.headers)
        yield from credentials_of_url(request.url)
        yield from credentials_of_form(text) if is_form else credentials_of_text(text)
        yield from ((name, value) for name, value in request.headers if is_private_header(name))

    def parameters(self) -> dict[str, str]:
        """The parameters without secrets."""
        clean = {}
        for name, value in self._parameters.items():
            text = self.redaction.text(value)
            if text == value and value and (name in self._private or is_credential(name, value)):
                text = self.redaction.placeholder(name, value)
            clean[name] = text
        return clean

    def exchange(self, request: HttpRequest, answer: HttpResponse | Fault) -> Exchange:
        """An exchange without secrets."""
        url = read_url(request.url)
        expected = ExpectedRequest(
            method=request.method,
            url=self._value(url.base),
            query=self._fields(decoded_pairs(url.query), in_url=True),
            headers=tuple((name, self._header(name, value)) for name, value in request.headers),
            body=self._expected_body(request),
        )
        return Exchange(expected, answer if isinstance(answer, Fault) else self._response(answer))

    def _fields(self, pairs: Headers, *, in_url: bool = False) -> Fields:
        return tuple((self.redaction.text(name), self._named(name, value, in_url=in_url)) for name, value in pairs)

    def _named(self, name: str, value: str, *, in_url: bool = False) -> Expected:
        """What is expected under a name: any value, where it is a credential that is not known otherwise."""
        clean = self._value(value)
        return ANYTHING if clean == value and is_credential(name, value, in_url=in_url) else clean

    def _value(self, text: str) -> Expected:
        clean = self.redaction.text(text)
        return ANYTHING if any(each in clean for each in self._unexplained) else clean

    def _header(self, name: str, value: str) -> Expected:
        scheme, _, credentials = value.partition(" ")
        if "authorization" not in name.lower() or not credentials or scheme.lower() == "bearer":
            return self._named(name, value)
        if scheme.lower() != "basic":
            # A signature is made with the secret itself, so the placeholder's will be another.
            known = is_scheme(scheme) or not (looks_secret(scheme) or self.redaction.text(scheme) != scheme)
            return Pattern(f"{re.escape(scheme)} .*" if known else ".*")
        clean = self.redaction.text(value)
        try:
            pair = b64decode(clean.partition(" ")[2]).decode("utf-8", "replace")
        except Error:
            return clean
        return Pattern("Basic .*") if isinstance(self._value(pair), Pattern) or clean == value else clean

    def _expected_body(self, request: HttpRequest) -> ExpectedBody | None:
        if request.body is None:
            return None
        text = body_text(request.headers, request.body)
        if "form-urlencoded" in (header(request.headers, "content-type") or "").lower():
            return FormBody(self._fields(decoded_pairs(text), in_url=True))
        found = json_value(text)
        if found is not None and isinstance(found[0], dict | list):
            return JsonBody(self._leaves(found[0]))
        return TextBody(self._value(self.redaction.in_place(text)))

    def _leaves(self, value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {self.redaction.text(key): self._leaves(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self._leaves(each, name) for each in value]
        if isinstance(value, str):
            clean = self._named(name, value)
            # JSON and XML may stand in a text again.
            return self._value(self.redaction.in_place(value)) if clean == value else clean
        is_pin = isinstance(value, int) and not isinstance(value, bool) and may_be_number(name)
        return ANYTHING if is_pin and len(str(value)) >= SHORTEST else value

    def _response(self, response: HttpResponse) -> HttpResponse:
        body = self.redaction.answer(response.body)
        headers = []
        for name, value in response.headers:
            length = name.lower() == "content-length" and value == str(len(response.body))
            headers.append((name, str(len(body)) if length else self.redaction.header(name, value)))
        return replace(response, headers=tuple(headers), body=body)
