"""Tells from a recorded JSON Web Token how a workflow signs one like it. Of its key nothing is known."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.http.request_text import json_value
from qradar_builder.secrets.values import looks_secret
from qradar_builder.starter.api.credentials import JwtForm
from qradar_builder.starter.api.flow import FlowParameter
from qradar_builder.starter.events.values import is_personal, is_unique

if TYPE_CHECKING:
    from collections.abc import Iterator

_JWT: Final = re.compile(r"(eyJ[\w-]{5,})\.(eyJ[\w-]{5,})\.[\w-]{10,}")
_LONGEST_LIFE: Final = 3600
_ALGORITHM: Final = re.compile(r"(?:HS|RS|ES)(?:256|384|512)")
_PARAMETERS: Final = {"iss": "${/issuer}", "sub": "${/subject}", "kid": "${/key_id}"}
_LITERAL: Final = frozenset({"aud", "scope", "scopes", "typ"})


def signed_token(text: str) -> tuple[JwtForm, tuple[FlowParameter, ...], list[str]] | None:
    """How a token is signed that the client made for a short time; its own parameters; the claims that are omitted.

    None for what is no such token: one that lives longer was given to the client by somebody.
    """
    found = _JWT.fullmatch(text.strip())
    if found is None:
        return None
    header, claims = _decoded(found[1]), _decoded(found[2])
    algorithm = header.get("alg")
    begun, ended = claims.get("iat", claims.get("nbf")), claims.get("exp")
    if not isinstance(algorithm, str) or _ALGORITHM.fullmatch(algorithm) is None or not isinstance(ended, int):
        return None
    if not isinstance(begun, int) or not 0 < ended - begun <= _LONGEST_LIFE:
        return None
    own: dict[str, FlowParameter] = {}
    omitted: list[str] = []
    head = (("alg", "${/jwt_algorithm}"), *_pairs({key: header[key] for key in header if key != "alg"}, own, omitted))
    times = {"iat": "${time() / 1000}", "nbf": "${time() / 1000}", "exp": f"${{time() / 1000 + {ended - begun}}}"}
    body = tuple(
        pair
        for name, value in claims.items()
        for pair in ([(name, times[name])] if name in times else _pairs({name: value}, own, omitted))
    )
    return JwtForm(algorithm, head, body), tuple(own.values()), omitted


def _pairs(values: dict[str, Any], own: dict[str, FlowParameter], omitted: list[str]) -> Iterator[tuple[str, str]]:
    """The claims as templates: what names an account or a key is a parameter."""
    for name, value in values.items():
        if name in _PARAMETERS and isinstance(value, str):
            yield name, _PARAMETERS[name]
        elif name == "jti":
            yield name, "${random_string(32)}"
        elif not isinstance(value, str) or not value:
            # A claim of the workflow is a text.
            omitted.append(name)
        elif name in _LITERAL and ("://" in value or not is_unique(value)) and "${" not in value:
            yield name, value
        else:
            key = "claim_" + (re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower() or "other")
            is_plain = re.fullmatch(r"[\w.-]{1,30}", value) is not None
            is_known = is_plain and not is_personal(value) and not looks_secret(value)
            label = key.replace("_", " ").title()
            what = f"The claim {name} of the tokens"
            own[key] = FlowParameter(key, label, what, "example", default=value if is_known else None)
            yield name, f"${{/{key}}}"


def _decoded(part: str) -> dict[str, Any]:
    try:
        text = urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
    except ValueError:
        return {}
    found = json_value(text)
    return found[0] if found is not None and isinstance(found[0], dict) else {}
