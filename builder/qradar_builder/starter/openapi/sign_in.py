"""Reads from an API document how an operation is signed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.url import split_url
from qradar_builder.starter.api.credentials import Carrier, Credential, Source
from qradar_builder.starter.api.flow import Auth, SignIn, TokenCall
from qradar_builder.starter.api.sign_in_files import ASSERTION
from qradar_builder.starter.invented.flow import usual_jwt
from qradar_builder.starter.openapi.document import UnknownReference
from qradar_builder.starter.openapi.login import find_login

if TYPE_CHECKING:
    from qradar_builder.starter.openapi.document import ApiDocument

_JWT_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_COOKIE_NOTE: Final = (
    "the document does not say which answer sets the session cookie: it is probably the operation that signs in"
)
_ALGORITHM: Final = re.compile(r"\b(?:HS|RS|ES)(?:256|384|512)\b")
_SIGNED: Final = re.compile(
    r"self-?signed|private key|sign(?:ed)? (?:it |the token |a jwt )?(?:with|by|using)|HS256|RS256|ES256", re.IGNORECASE
)
_TOKEN: Final = re.compile(r"\bJWT\b|JSON Web Token|\biss\b", re.IGNORECASE)
_ASSERTION: Final = re.compile(r"jwt[- ]bearer|jwt grant|assertion|service account", re.IGNORECASE)
_OF_SESSION: Final = re.compile(r"session|token|ticket|\bsid\b|authorization", re.IGNORECASE)
_OF_HTTP = {"basic": Auth.BASIC, "bearer": Auth.BEARER, "digest": Auth.DIGEST, "hawk": Auth.HAWK}


def document_sign_in(
    document: ApiDocument, spec: dict[str, Any], host: str, base: str, prefix: str = ""
) -> tuple[SignIn, str]:
    """How an operation is signed in, and a note on what is to be looked at.

    The first way that a workflow knows is taken. `host` becomes a parameter; `base` is scheme, host and port as a
    template, and `prefix` the beginning of all paths.
    """
    wanted = spec.get("security", document.root.get("security"))
    names = [
        (str(name), scopes)
        for requirement in (wanted if isinstance(wanted, list) else [])
        if isinstance(requirement, dict)
        for name, scopes in requirement.items()
    ]
    places = ("securityDefinitions",) if document.is_swagger else ("components", "securitySchemes")
    for name, scopes in names:
        try:
            scheme = document.object_at(document.root, *places, name)
        except UnknownReference:
            continue
        begun = _by_session(document, scheme, base, prefix)
        if begun is not None:
            return begun, _COOKIE_NOTE if begun.credentials[0].source is Source.COOKIE else ""
        found = _of_scheme(scheme, scopes if isinstance(scopes, list) else [], host, base)
        if found is not None:
            return found, ""
    if names:
        note = f"a workflow does not support the sign-in `{names[0][0]}`: it uses a bearer token instead"
        return SignIn(Auth.BEARER), note
    return SignIn(Auth.NONE), ""


def _of_scheme(scheme: dict[str, Any], scopes: list[Any], host: str, base: str) -> SignIn | None:
    kind = str(scheme.get("type", "")).lower()
    if kind == "basic":
        return SignIn(Auth.BASIC)
    if kind == "http":
        if _is_signed(scheme):
            algorithm = _ALGORITHM.search(str(scheme.get("description", "")))
            return SignIn(Auth.JWT, jwt=usual_jwt(algorithm[0] if algorithm is not None else "RS256"))
        auth = _OF_HTTP.get(str(scheme.get("scheme", "")).lower())
        return None if auth is None else SignIn(auth)
    if kind == "apikey" and scheme.get("in") in {"header", "query"} and isinstance(scheme.get("name"), str):
        auth = Auth.API_KEY if scheme["in"] == "header" else Auth.API_KEY_QUERY
        return SignIn(auth, name=scheme["name"])
    return _of_oauth(scheme, scopes, host, base) if kind == "oauth2" else None


def _of_oauth(scheme: dict[str, Any], scopes: list[Any], host: str, base: str) -> SignIn | None:
    """By the grant for a client, else by that for a user with a password."""
    flows = scheme.get("flows")
    flows = flows if isinstance(flows, dict) else {}
    scope = " ".join(str(each) for each in scopes)
    scoped = (("scope", scope),) if scope else ()
    url = _token_url(scheme, flows, "clientCredentials", "application")
    if url is not None:
        if _ASSERTION.search(str(scheme.get("description", ""))):
            fields = (("grant_type", _JWT_GRANT), ("assertion", f"${{{ASSERTION}}}"), *scoped)
            return SignIn(Auth.OAUTH, token_call=TokenCall(_template(url, host, base), fields), jwt=usual_jwt())
        fields = (("grant_type", "client_credentials"), *scoped)
        return SignIn(Auth.OAUTH, token_call=TokenCall(_template(url, host, base), fields, basic=True))
    url = _token_url(scheme, flows, "password", "password")
    if url is None:
        return None
    account = (("username", "${/username}"), ("password", "${/password}"))
    fields = (("grant_type", "password"), *account, *scoped)
    return SignIn(Auth.OAUTH, token_call=TokenCall(_template(url, host, base), fields, basic=True))


def _token_url(scheme: dict[str, Any], flows: dict[str, Any], name: str, old_name: str) -> str | None:
    """The URL that gives tokens for a grant; Swagger 2 has one grant for a scheme."""
    flow = scheme if scheme.get("flow") == old_name else flows.get(name)
    url = flow.get("tokenUrl") if isinstance(flow, dict) else None
    return url if isinstance(url, str) and url else None


def _by_session(document: ApiDocument, scheme: dict[str, Any], base: str, prefix: str) -> SignIn | None:
    """A session, where the document has an operation that begins one."""
    kind, name = str(scheme.get("type", "")).lower(), scheme.get("name")
    carried = None
    if kind == "http" and str(scheme.get("scheme", "")).lower() == "bearer":
        carried = Credential(carrier=Carrier.BEARER)
    elif kind == "apikey" and isinstance(name, str):
        where = str(scheme.get("in", ""))
        if where == "cookie":
            carried = Credential(carrier=Carrier.COOKIE, name=name)
        elif where in {"header", "query"} and _OF_SESSION.search(f"{name} {scheme.get('description', '')}"):
            carried = Credential(carrier=Carrier.HEADER if where == "header" else Carrier.QUERY, name=name)
            if name.lower() == "authorization" and "bearer" in str(scheme.get("description", "")).lower():
                carried = Credential(carrier=Carrier.BEARER)
    call = None if carried is None else find_login(document, carried, base, prefix)
    return None if call is None else SignIn(Auth.SESSION, token_call=call)


def _is_signed(scheme: dict[str, Any]) -> bool:
    """Whether the client itself signs the bearer tokens."""
    description = str(scheme.get("description", ""))
    is_bearer = str(scheme.get("scheme", "")).lower() == "bearer"
    return is_bearer and _SIGNED.search(description) is not None and _TOKEN.search(description) is not None


def _template(url: str, host: str, base: str) -> str:
    if "://" not in url:
        return f"{base}/{url.lstrip('/')}"
    parts = split_url(url)
    name, colon, port = (parts.server if parts is not None else "").partition(":")
    if parts is None or name != host:
        return url
    query = "" if parts.query is None else f"?{parts.query}"
    return f"{parts.scheme}://${{/host}}{colon}{port}{parts.path}{query}"
