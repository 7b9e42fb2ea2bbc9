"""Sessions and signed tokens that an API document tells of."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Auth
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.openapi.document import read_api_document
from qradar_builder.starter.openapi.flow import openapi_source
from qradar_builder.starter.openapi.operations import list_operations
from qradar_builder.starter.wishes import Wishes

TEXT = {"type": "string"}
EVENT = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "timestamp": {"type": "string", "format": "date-time"},
        "action": {"type": "string", "enum": ["login", "logout"]},
    },
}
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def schema(**properties):
    return {"schema": {"type": "object", "properties": properties}}


def login(answer=None, kind=JSON, **properties):
    fields = properties or {"username": TEXT, "password": TEXT}
    return {
        "operationId": "login",
        "requestBody": {"content": {kind: schema(**fields)}},
        "responses": {"200": answer or {"content": {JSON: schema(token=TEXT, expires=TEXT)}}},
    }


TOKENS = schema(refresh_token=TEXT, access_token=TEXT)
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
COOKIE = {"type": "apiKey", "in": "cookie", "name": "SESSIONID"}
HEADER = {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}
OUT = {"responses": {"204": {"description": "Ended"}}}

SESSIONS = {
    "a bearer token in a body": (
        BEARER,
        {"/auth/login": {"post": login()}, "/auth/logout": {"post": OUT}},
        ["/token_response/body/token", 'BearerAuthentication: {token: "${/access_token}"}', "/v2/auth/logout"],
    ),
    "a token deeper in a body": (
        BEARER,
        {
            "/session": {
                "post": login(
                    {"content": {JSON: schema(data=schema(refresh_token=TEXT, access_token=TEXT)["schema"])}}
                ),
                "delete": OUT,
            }
        },
        ["/token_response/body/data/access_token", "method: DELETE"],
    ),
    "a cookie": (
        COOKIE,
        {"/login": {"post": login({"description": "Signed in"}, FORM)}},
        ['RequestCookie: [{name: SESSIONID, value: "${/access_token}"}]', '{name: password, value: "${/password}"}'],
    ),
    "a header": (
        HEADER,
        {"/login": {"post": login({"headers": {"X-Auth-Token": {"schema": TEXT}}}, user=TEXT, pwd=TEXT)}},
        ["/token_response/headers/X-Auth-Token", '{"user": "${/username}", "pwd": "${/password}"}'],
    ),
}


@pytest.fixture
def proposed(tmp_path):
    """The sign-in of a document with an operation for events, and all of the workflow."""

    def proposed(scheme, paths=None):
        answer = schema(events={"type": "array", "items": EVENT}, next_cursor=TEXT)
        events = {"security": [{"one": []}], "responses": {"200": {"content": {JSON: answer}}}}
        root = {
            "openapi": "3.1.0",
            "servers": [{"url": "https://api.example.com/v2"}],
            "paths": {"/audit/events": {"get": events}, **(paths or {})},
            "components": {"securitySchemes": {"one": scheme}},
        }
        path = tmp_path / "api.json"
        path.write_text(json.dumps(root), encoding="utf-8")
        findings = Findings()
        document = read_api_document(path, findings)
        operation = next(each for each in list_operations(document, findings) if each.path == "/audit/events")
        source = openapi_source(document, operation, None)
        package = make_package(Wishes("acme", "Acme"), source)
        texts = [each.decode() for name, each in package.files.items() if name.startswith(("fragments", "workflows"))]
        return source.flow.sign_in, "".join(texts)

    return proposed


@pytest.mark.parametrize(("scheme", "paths", "texts"), SESSIONS.values(), ids=SESSIONS)
def test_an_operation_that_signs_in_begins_the_session(proposed, scheme, paths, texts):
    sign_in, written = proposed(scheme, paths)
    assert sign_in.auth is Auth.SESSION
    assert [text for text in texts if text not in written] == []


@pytest.mark.parametrize("scheme", [BEARER, COOKIE, HEADER], ids=["bearer", "cookie", "header"])
def test_without_such_an_operation_there_is_no_session(proposed, scheme):
    sign_in, _ = proposed(scheme, {"/tokens": {"post": {"operationId": "createToken", "responses": {}}}})
    assert sign_in.auth is not Auth.SESSION


@pytest.mark.parametrize(
    ("description", "algorithm"),
    [
        ("A JWT that you sign with ES256 and your private key, with iss and exp", "ES256"),
        ("A self-signed JSON Web Token", "RS256"),
    ],
)
def test_a_token_that_the_client_signs(proposed, description, algorithm):
    sign_in, written = proposed({**BEARER, "description": description})
    assert sign_in.auth is Auth.JWT
    assert sign_in.jwt.algorithm == algorithm
    assert "CreateJWTAccessToken" in written


def test_a_grant_for_a_signed_token(proposed):
    flows = {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}
    sign_in, written = proposed({"type": "oauth2", "description": "OAuth 2 JWT bearer grant", "flows": flows})
    assert sign_in.auth is Auth.OAUTH
    assert '{name: assertion, value: "${/assertion}"}' in written


def test_a_grant_for_a_user_with_a_password(proposed):
    flows = {"password": {"tokenUrl": "https://login.example.net/token", "scopes": {}}}
    sign_in, written = proposed({"type": "oauth2", "flows": flows})
    assert sign_in.auth is Auth.OAUTH
    assert "{name: grant_type, value: password}" in written
    assert "url: https://login.example.net/token" in written
