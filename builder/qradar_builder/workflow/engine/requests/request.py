"""What a CallEndpoint sends: the request as it goes out, before any authentication signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.http.messages import HttpRequest, Tls
from qradar_builder.workflow.engine.failure import ActionError, described
from qradar_builder.workflow.engine.requests.bodies import compile_body, compile_pairs
from qradar_builder.workflow.engine.requests.url import checked_url, with_query
from qradar_builder.workflow.run_choices import QUERY_AFTER_QUERY, REPEATED_HEADER

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.model.workflow.document import Element
    from qradar_builder.workflow.engine.context import Context

_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH"})
_BODIES = ("RequestBody", "UrlEncodedFormRequestBody", "XmlRequestBody")


def compile_request(element: Element, context: Context) -> Callable[[dict[str, Any]], HttpRequest]:
    """What gives the request of a call from the State. It raises ActionError and JPathError."""
    method = context.text(element, "method")
    url, headers = _compile_url(element, context), _compile_headers(element, context)
    described_body = next((child for child in element.children if child.name in _BODIES), None)
    body = None if described_body is None else compile_body(described_body, context)
    tls = _compile_tls(element.child("SSLConfiguration"), context)

    def request(state: dict[str, Any]) -> HttpRequest:
        verb = method_named(method(state))
        address, given, octets = url(state), headers(state), None
        if body is not None:
            kind, octets = body(state)
            if all(name.lower() != "content-type" for name, _ in given):
                given.append(("Content-Type", kind))
        return HttpRequest(verb, address, tuple(given), octets, tls(state))

    return request


def method_named(text: str) -> str:
    """A method. Raises ActionError where there is none of that name."""
    if text in _METHODS:
        return text
    advice = f"write {text.upper()}" if text.upper() in _METHODS else "write GET, POST, PUT, DELETE or PATCH"
    raise ActionError(f"There is no method {described(text)}", "method", advice)


def _compile_url(element: Element, context: Context) -> Callable[[dict[str, Any]], str]:
    url, query = context.text(element, "url"), compile_pairs(list(element.all("QueryParameter")), context)
    note = context.environment.note

    def address(state: dict[str, Any]) -> str:
        base, parameters = url(state), query(state)
        if parameters and "?" in base:
            note(QUERY_AFTER_QUERY)
        return checked_url(with_query(base, parameters), note)

    return address


def _compile_headers(element: Element, context: Context) -> Callable[[dict[str, Any]], list[tuple[str, str]]]:
    headers = compile_pairs(list(element.all("RequestHeader")), context)
    cookies = compile_pairs(list(element.all("RequestCookie")), context)
    note = context.environment.note

    def given(state: dict[str, Any]) -> list[tuple[str, str]]:
        rows, jar = headers(state), cookies(state)
        if len({name.lower() for name, _ in rows}) < len(rows):
            note(REPEATED_HEADER)
        if jar:
            rows.append(("Cookie", "; ".join(f"{name}={value}" for name, value in jar)))
        return rows

    return given


def _compile_tls(element: Element | None, context: Context) -> Callable[[dict[str, Any]], Tls]:
    if element is None:
        usual = Tls()
        return lambda _: usual
    protocol = context.text(element, "protocol", Tls().protocol)
    untrusted = context.text(element, "allowUntrustedServerCertificate", "false")
    return lambda state: Tls(protocol(state), allow_untrusted=untrusted(state).strip().lower() == "true")
