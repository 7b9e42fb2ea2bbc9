"""Tokens that a client signs, and tokens that somebody gave to it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode

import pytest

from qradar_builder.starter.har.tokens import signed_token

HEAD = {"alg": "RS256", "kid": "key-1"}
CLAIMS = {"iss": "me", "aud": "https://api.example.com/token", "iat": 1767603000, "exp": 1767603600}


def token(header, claims):
    parts = [urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in (header, claims)]
    return ".".join([*parts, "c2lnbmF0dXJlLW9mLXRoZS1yZWNvcmRpbmc"])


def test_claims_are_templates_or_parameters():
    claims = {
        **CLAIMS,
        "nbf": 1767603000,
        "sub": "jane",
        "jti": "x1",
        "role": "reader",
        "team": ["a"],
        "who": "j@x.org",
    }
    form, own, omitted = signed_token(token(HEAD, claims))
    assert form.algorithm == "RS256"
    assert form.header == (("alg", "${/jwt_algorithm}"), ("kid", "${/key_id}"))
    assert dict(form.claims) == {
        "iss": "${/issuer}",
        "aud": "https://api.example.com/token",
        "iat": "${time() / 1000}",
        "exp": "${time() / 1000 + 600}",
        "nbf": "${time() / 1000}",
        "sub": "${/subject}",
        "jti": "${random_string(32)}",
        "role": "${/claim_role}",
        "who": "${/claim_who}",
    }
    assert [(each.name, each.default) for each in own] == [("claim_role", "reader"), ("claim_who", None)]
    assert omitted == ["team"]


@pytest.mark.parametrize(
    "text",
    [
        token(HEAD, {**CLAIMS, "exp": CLAIMS["iat"] + 86400}),
        token(HEAD, {"iss": "x", "exp": 1767603600}),
        token({"alg": "none"}, CLAIMS),
        token(HEAD, {**CLAIMS, "exp": "soon"}),
        token(HEAD, {**CLAIMS, "iat": True}),
        "eyJhbGci.eyJpc3Mi.c2lnbmF0dXJl",
        "eyJhbGciOiJub25l.eyJpc3MiOiJ4.c2lnbmF0dXJlLW9m",
        "abc",
        "",
    ],
)
def test_other_tokens_were_given_to_the_client(text):
    assert signed_token(text) is None
