"""Reads from an API document how an operation is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.http.url import split_url
from qradar_builder.starter.api.flow import Auth, SignIn, TokenCall
from qradar_builder.starter.openapi.document import UnknownReference

if TYPE_CHECKING:
    from qradar_builder.starter.openapi.document import ApiDocument

_OF_HTTP = {"basic": Auth.BASIC, "bearer": Auth.BEARER, "digest": Auth.DIGEST, "hawk": Auth.HAWK}


def document_sign_in(document: ApiDocument, spec: dict[str, Any], host: str, base: str) -> tuple[SignIn, str]:
    """How an operation is signed in, and a note on what is to be looked at.

    The first way that a workflow knows is taken. `host` becomes a parameter; `base` is scheme, host and port as a
    template.
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
        auth = _OF_HTTP.get(str(scheme.get("scheme", "")).lower())
        return None if auth is None else SignIn(auth)
    if kind == "apikey" and scheme.get("in") in {"header", "query"} and isinstance(scheme.get("name"), str):
        auth = Auth.API_KEY if scheme["in"] == "header" else Auth.API_KEY_QUERY
        return SignIn(auth, name=scheme["name"])
    if kind == "oauth2":
        flows = scheme.get("flows")
        flow = flows.get("clientCredentials") if isinstance(flows, dict) else None
        flow = scheme if scheme.get("flow") == "application" else flow
        url = flow.get("tokenUrl") if isinstance(flow, dict) else None
        if isinstance(url, str) and url:
            scope = " ".join(str(each) for each in scopes)
            fields = (("grant_type", "client_credentials"), *((("scope", scope),) if scope else ()))
            return SignIn(Auth.OAUTH, token_call=TokenCall(_template(url, host, base), fields, basic=True))
    return None


def _template(url: str, host: str, base: str) -> str:
    if "://" not in url:
        return f"{base}/{url.lstrip('/')}"
    parts = split_url(url)
    name, colon, port = (parts.server if parts is not None else "").partition(":")
    if parts is None or name != host:
        return url
    query = "" if parts.query is None else f"?{parts.query}"
    return f"{parts.scheme}://${{/host}}{colon}{port}{parts.path}{query}"
