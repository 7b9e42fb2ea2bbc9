"""The parameters of a workflow that gets events: the host, what signs in, and the page size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.starter.api.flow import Auth, FlowParameter, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.starter.api.flow import Flow

NO_SECRET = "not-a-real-secret"  # noqa: S105 - as it says
"""The value of secret parameters in cases."""

_P = FlowParameter


def _secret(name: str, label: str, description: str) -> FlowParameter:
    return FlowParameter(name, label, description, NO_SECRET, secret=True)


_USER = (
    _P("username", "Username", "The user name for the API", "qradar"),
    _secret("password", "Password", "Its password"),
)
_CLIENT = (
    _P("client_id", "Client ID", "The client id of the API account", "qradar"),
    _secret("client_secret", "Client Secret", "The client secret of the API account"),
)
_SIGNER = (
    _secret("signing_key", "Signing Key", "The key that signs the tokens: a private key as PEM, or a shared secret"),
    _P("jwt_algorithm", "JWT Algorithm", "The algorithm of the key, such as RS256, ES256, or HS256", "HS256"),
)
_JWT = (
    _P("issuer", "Issuer", "The issuer of the tokens (claim iss)", "qradar"),
    _P("subject", "Subject", "The account that the tokens are for (claim sub)", "qradar"),
    _P("key_id", "Key ID", "The id of the signing key (kid)", "qradar"),
)
_OF = {
    Auth.NONE: (),
    Auth.JWT: (),
    Auth.BASIC: _USER,
    Auth.DIGEST: _USER,
    Auth.BEARER: (_secret("token", "Token", "The API token"),),
    Auth.API_KEY: (_secret("api_key", "API Key", "The key of the API"),),
    Auth.API_KEY_QUERY: (_secret("api_key", "API Key", "The key of the API"),),
    Auth.HAWK: (
        _P("key_id", "Key ID", "The id of the Hawk key", "qradar"),
        _secret("key", "Key", "The Hawk key"),
    ),
    Auth.SESSION: _USER,
    Auth.AKAMAI: (
        _secret("access_token", "Access Token", "The access token of the EdgeGrid client"),
        _secret("client_token", "Client Token", "The client token of the EdgeGrid client"),
        _secret("client_secret", "Client Secret", "The client secret of the EdgeGrid client"),
    ),
}

NAMES = frozenset(
    {"host", "page_size", *(each.name for several in (*_OF.values(), _CLIENT, _SIGNER, _JWT) for each in several)}
)
"""The names that parameters of every flow may have."""


def parameters_of(flow: Flow) -> list[FlowParameter]:
    """The parameters of a flow, each with its value in the cases."""
    return list(_parameters(flow))


def _parameters(flow: Flow) -> Iterator[FlowParameter]:
    yield FlowParameter("host", "Host", "The host name of the API, without https://", flow.host)
    yield from flow.own
    yield from flow.sign_in.own
    yield from _of_sign_in(flow)
    size = flow.part(Role.SIZE)
    if size is not None:
        what = "The number of events that one request retrieves"
        yield FlowParameter("page_size", "Page Size", what, flow.case_size or size.value, default=size.value)


def _of_sign_in(flow: Flow) -> Iterator[FlowParameter]:
    call, jwt = flow.sign_in.token_call, flow.sign_in.jwt
    if call is None and jwt is None:
        yield from _OF[flow.sign_in.auth]
        return
    asked = " ".join(str(value) for _, value in ((*call.fields,) if call is not None else ()))
    basic: tuple[FlowParameter, ...] = ()
    if call is not None and call.basic:
        basic = _USER if call.is_account else _CLIENT
    for parameter in (*_CLIENT, *_USER):
        if f"${{/{parameter.name}}}" in asked or parameter in basic:
            yield parameter
    if jwt is not None:
        claims = " ".join(value for _, value in (*jwt.header, *jwt.claims))
        yield from (each for each in _JWT if f"${{/{each.name}}}" in claims)
        key, algorithm = _SIGNER
        yield key
        yield replace(algorithm, default=jwt.algorithm)
