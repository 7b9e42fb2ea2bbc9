"""What is read from API documents: references, examples, operations, sign-in and pages."""

from __future__ import annotations

import copy
import json

import pytest

from builder.findings import Findings
from builder.starter.flow import Auth, Pages, Role
from builder.starter.new_package import make_package
from builder.starter.openapi_document import UnknownReference, read_api_document
from builder.starter.openapi_example import Examples
from builder.starter.openapi_flow import openapi_source
from builder.starter.openapi_operations import list_operations
from builder.starter.wishes import Wishes

EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "timestamp": {"type": "string", "format": "date-time"},
        "action": {"type": "string", "enum": ["user.created", "user.deleted"]},
        "ip_address": {"type": ["string", "null"]},
        "parent": {"$ref": "#/components/schemas/Event"},
    },
}


def operation(answer, **more):
    return {"responses": {"200": {"content": {"application/json": {"schema": answer}}}}, **more}


def listing(**properties):
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Event"}}
    return {"type": "object", "properties": {"events": items, **properties}}


@pytest.fixture
def read(tmp_path):
    """An API document with some paths; other parts of it may be given."""

    def read(paths, **more):
        root = {"openapi": "3.1.0", "paths": paths, "components": {"schemas": {"Event": EVENT}}, **more}
        path = tmp_path / "api.json"
        path.write_text(json.dumps(root), encoding="utf-8")
        findings = Findings()
        document = read_api_document(path, findings)
        assert document is not None, [finding.message for finding in findings]
        return document

    return read


@pytest.fixture
def proposed(read):
    """The source of the likeliest operation of some paths, out of which a package has been made."""

    def proposed(paths, **more):
        document = read(paths, **more)
        source = openapi_source(document, list_operations(document, Findings())[0], None)
        return source, make_package(Wishes("acme", "Acme"), source)

    return proposed


def query(name, schema, **more):
    return {"name": name, "in": "query", "schema": schema, **more}


PAGES = [
    ([query("cursor", {"type": "string"})], {"next_cursor": {"type": "string"}}, Pages.CURSOR),
    ([query("page", {"type": "integer"}), query("size", {"type": "integer"})], {}, Pages.NUMBER),
    ([query("page", {"type": "integer"})], {"total_pages": {"type": "integer"}}, Pages.NUMBER),
    ([query("offset", {"type": "integer"})], {"total": {"type": "integer"}}, Pages.OFFSET),
    ([query("offset", {"type": "integer"})], {}, Pages.OFFSET),
    ([], {"next": {"type": "string", "format": "uri"}}, Pages.URL),
    ([], {}, Pages.NONE),
]


@pytest.mark.parametrize(("parameters", "body", "kind"), PAGES, ids=lambda each: str(each)[:30])
def test_pages_are_recognised_by_names(proposed, parameters, body, kind):
    source, _ = proposed({"/events": {"get": operation(listing(**body), parameters=parameters)}})
    assert source.flow.paging.kind is kind


def test_a_link_header_is_recognised(proposed):
    spec = operation(listing())
    spec["responses"]["200"]["headers"] = {"Link": {"schema": {"type": "string"}}}
    source, _ = proposed({"/events": {"get": spec}})
    assert source.flow.paging.kind is Pages.LINK


def test_times_in_the_query_are_the_bookmark_and_the_end(proposed):
    time = {"type": "string", "format": "date-time"}
    parameters = [query("startTime", time), query("endTime", time, required=True), query("note", {"type": "string"})]
    source, _ = proposed({"/events": {"get": operation(listing(), parameters=parameters)}})
    assert [(part.name, part.role) for part in source.flow.query] == [
        ("startTime", Role.SINCE),
        ("endTime", Role.UNTIL),
    ]


def test_what_the_path_and_required_parameters_need_becomes_a_parameter(proposed):
    parameters = [
        {
            "name": "orgId",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
            "description": "The organisation",
        },
        query("region", {"type": "string"}, required=True),
        query("kind", {"type": "string", "enum": ["audit", "alert"]}, required=True),
    ]
    source, package = proposed({"/orgs/{orgId}/events": {"get": operation(listing(), parameters=parameters)}})
    assert [own.name for own in source.flow.own] == ["region", "org_id"]
    fragment = package.files["fragments/get-events.yaml"].decode()
    assert "url: https://${/host}/orgs/${/org_id}/events" in fragment
    assert '{name: region, value: "${/region}"}' in fragment
    assert "{name: kind, value: audit}" in fragment


SCHEMES = [
    ({"type": "http", "scheme": "basic"}, Auth.BASIC),
    ({"type": "http", "scheme": "bearer"}, Auth.BEARER),
    ({"type": "apiKey", "in": "header", "name": "X-Key"}, Auth.API_KEY),
    ({"type": "apiKey", "in": "query", "name": "key"}, Auth.API_KEY_QUERY),
    ({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}}, Auth.OAUTH),
    ({"type": "oauth2", "flows": {"implicit": {"authorizationUrl": "https://x/y", "scopes": {}}}}, Auth.BEARER),
    ({"type": "openIdConnect", "openIdConnectUrl": "https://x/y"}, Auth.BEARER),
]


@pytest.mark.parametrize(("scheme", "auth"), SCHEMES, ids=lambda each: str(each)[:40])
def test_the_sign_in_is_that_of_the_document(proposed, scheme, auth):
    components = {"schemas": {"Event": EVENT}, "securitySchemes": {"one": scheme}}
    spec = operation(listing(), security=[{"one": []}])
    source, _ = proposed({"/events": {"get": spec}}, components=components)
    assert source.flow.sign_in.auth is auth


def test_swagger_2_is_read_as_well(tmp_path):
    root = {
        "swagger": "2.0",
        "host": "api.example.net:8443",
        "basePath": "/api",
        "securityDefinitions": {"one": {"type": "basic"}},
        "security": [{"one": []}],
        "definitions": {"Event": copy.deepcopy(EVENT)},
        "paths": {
            "/alerts": {
                "get": {
                    "parameters": [{"name": "limit", "in": "query", "type": "integer", "default": 50}],
                    "responses": {"200": {"schema": {"type": "array", "items": {"$ref": "#/definitions/Event"}}}},
                }
            }
        },
    }
    root["definitions"]["Event"]["properties"]["parent"]["$ref"] = "#/definitions/Event"
    path = tmp_path / "api.json"
    path.write_text(json.dumps(root), encoding="utf-8")
    document = read_api_document(path, Findings())
    assert document is not None
    source = openapi_source(document, list_operations(document, Findings())[0], None)
    make_package(Wishes("acme", "Acme"), source)
    assert (source.flow.host, source.flow.port, source.flow.path) == ("api.example.net", 8443, "/api/alerts")
    assert source.flow.sign_in.auth is Auth.BASIC


def test_the_likeliest_operation_comes_first(read):
    plain = {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}
    document = read(
        {
            "/users": {"get": operation(plain)},
            "/events/{id}": {"get": operation(listing())},
            "/events": {"get": operation(listing()), "post": operation(listing())},
            "/one": {"get": operation({"type": "object", "properties": {"a": {"type": "string"}}})},
        }
    )
    found = [f"{each.method} {each.path}" for each in list_operations(document, Findings())]
    assert found == ["GET /events", "POST /events", "GET /events/{id}", "GET /users"]


def test_an_operation_with_a_broken_reference_is_passed_over_where_there_are_others(read):
    broken = operation({"$ref": "https://example.com/other.yaml#/Event"})
    document = read({"/broken": {"get": broken}, "/events": {"get": operation(listing())}})
    findings = Findings()
    assert [each.path for each in list_operations(document, findings)] == ["/events"]
    assert not len(findings)


@pytest.mark.parametrize(
    "reference", ["#/components/schemas/Nope", "other.yaml#/Event", "https://example.com/x.json", "#/paths/9", "#"]
)
def test_a_reference_that_is_not_in_the_document_is_refused(read, reference):
    with pytest.raises(UnknownReference):
        read({}).resolved({"$ref": reference})


def test_references_in_a_circle_end(read):
    components = {"schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}}
    document = read({}, components=components)
    with pytest.raises(UnknownReference):
        document.resolved({"$ref": "#/components/schemas/A"})


def test_a_schema_that_holds_itself_ends(read):
    tree = {"type": "object", "properties": {name: {"$ref": "#/components/schemas/Tree"} for name in "abcdefgh"}}
    document = read({}, components={"schemas": {"Tree": tree}})
    assert isinstance(Examples(document).value({"$ref": "#/components/schemas/Tree"}, 0), dict)


def test_examples_of_the_document_come_before_made_up_ones(proposed):
    spec = operation(listing())
    given = {
        "events": [{"when": "2026-01-05T08:15:00Z", "code": "A-1"}, {"when": "2026-01-05T08:16:00Z", "code": "B-2"}]
    }
    spec["responses"]["200"]["content"]["application/json"]["example"] = given
    source, package = proposed({"/events": {"get": spec}})
    assert source.flow.time == ("when",)
    assert not source.made_up
    assert b"A-1" in package.files["log_source_types/events.yaml"]
