"""What is read from API documents: references, examples, operations, sign-in and pages."""

from __future__ import annotations

import copy
import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Auth, Pages, Role
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.openapi.document import UnknownReference, read_api_document
from qradar_builder.starter.openapi.example import Examples
from qradar_builder.starter.openapi.flow import openapi_source
from qradar_builder.starter.openapi.operations import list_operations
from qradar_builder.starter.wishes import Wishes

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


def example_of(*events, parameters=(), **more):
    answer = {"content": {"application/json": {"example": {"events": list(events), **more}}}}
    return {"responses": {"200": answer}, "parameters": list(parameters)}


OLD = {"id": "a1", "time": "2017-03-01T10:00:00Z", "type": "login"}


def test_examples_of_any_age_are_posted_in_the_first_poll(proposed):
    since = query("since", {"type": "string", "format": "date-time"})
    for parameters in ([], [since]):
        source, package = proposed({"/events": {"get": example_of(OLD, parameters=parameters)}})
        assert source.answers.state == {"bookmark": 1488362400000}
        assert package.files["tests/workflows/events-three-polls.events.txt"].count(b'"login"') == 4


@pytest.mark.parametrize("cursor", [None, ""])
def test_an_example_of_the_last_page_has_an_empty_cursor(proposed, cursor):
    parameters = [query("token", {"type": "string"}), query("cursor", {"type": "string"})]
    source, _ = proposed({"/events": {"get": example_of(OLD, parameters=parameters, next_cursor=cursor)}})
    assert source.flow.paging.kind is Pages.CURSOR
    assert source.flow.part(Role.PAGE).name == "cursor"


def test_a_cursor_that_the_example_leaves_out_is_found_in_the_schema(proposed):
    spec = operation(listing(next_cursor={"type": "string"}), parameters=[query("cursor", {"type": "string"})])
    spec["responses"]["200"]["content"]["application/json"]["example"] = {"events": [OLD]}
    source, _ = proposed({"/events": {"get": spec}})
    assert source.flow.paging.next == ("next_cursor",)


def test_a_list_alone_has_its_cursor_in_a_link_header(proposed):
    answer = {"type": "array", "items": {"$ref": "#/components/schemas/Event"}}
    source, _ = proposed({"/events": {"get": operation(answer, parameters=[query("after", {"type": "string"})])}})
    assert source.flow.paging.kind is Pages.LINK
    assert "Link header" in source.notes[0]


def test_a_page_parameter_that_nothing_leads_to_is_told(proposed):
    source, _ = proposed({"/events": {"get": operation(listing(), parameters=[query("marker", {"type": "string"})])}})
    assert source.flow.paging.kind is Pages.NONE
    assert "`marker`" in source.notes[0]


@pytest.mark.parametrize(
    ("kind", "words", "value"),
    [
        ("string", "An ISO 8601 compliant timestamp", "2026-01-05T08:00:00.000Z"),
        ("number", "A Unix timestamp", "1767600000"),
        ("integer", "Milliseconds of the Unix epoch", "1767600000000"),
    ],
)
def test_a_time_in_the_query_is_known_by_its_description(proposed, kind, words, value):
    parameters = [query("oldest", {"type": kind, "default": "7 days prior"}, description=words)]
    source, _ = proposed({"/events": {"get": operation(listing(), parameters=parameters)}})
    assert source.flow.part(Role.SINCE).value == value


def test_parameters_of_the_api_do_not_take_the_names_of_the_sign_in(proposed):
    names = ["username", "password", "since"]
    path = "/events/{username}/{password}/{since}/{since}"
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    source, package = proposed(
        {path: {"get": operation(listing(), parameters=parameters)}},
        security=[{"login": []}],
        components={"schemas": {"Event": EVENT}, "securitySchemes": {"login": {"type": "http", "scheme": "basic"}}},
    )
    assert [(own.name, own.secret) for own in source.flow.own] == [
        ("api_username", False),
        ("api_password", True),
        ("api_since", False),
    ]
    assert (
        "${/api_username}/${/api_password}/${/api_since}/${/api_since}"
        in package.files["fragments/get-events.yaml"].decode()
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": "#/components/schemas/Wide"}] * 40 + [EVENT]},
        {"type": "object", "properties": {f"p{n}": {"$ref": "#/components/schemas/Wide"} for n in range(30)}},
        {"allOf": 5, "oneOf": "x", "properties": [1], "enum": {}, "type": 7},
    ],
    ids=["allOf", "properties", "the schema"],
)
def test_a_schema_that_grows_without_end_is_given_up_in_time(read, schema):
    document = read({}, components={"schemas": {"Wide": schema, "Event": EVENT}})
    examples = Examples(document)
    reference = {"$ref": "#/components/schemas/Wide"}
    assert len(json.dumps(examples.value(reference, 0))) < 200_000
    assert examples.most_choices(reference) <= 2


def test_of_many_references_that_lead_nowhere_ten_are_told(read):
    missing = {"$ref": "events.yaml"}
    document = read({f"/events{number}": {"get": operation(missing)} for number in range(30)})
    findings = Findings()
    assert list_operations(document, findings) == []
    messages = [finding.message for finding in findings]
    assert len(messages) == 11
    assert "20 more operations refer to parts that are not in the document" in messages


def test_an_audit_trail_is_likelier_than_incidents(read):
    paths = {"/incidents": {"get": operation(listing())}, "/audit/records": {"get": operation(listing())}}
    assert [each.path for each in list_operations(read(paths), Findings())] == ["/audit/records", "/incidents"]


@pytest.mark.parametrize(
    "written", ["~1events~1{id}", "~1events~1%7Bid%7D", "%7E1events~1%7bid%7d", "%2Fevents%2F%7Bid%7D"]
)
def test_a_reference_is_decoded_as_a_uri_fragment_and_then_as_a_pointer(read, written):
    document = read({"/events/{id}": {"get": {"summary": "one event"}}})
    assert document.resolved({"$ref": f"#/paths/{written}"})["get"] == {"summary": "one event"}


def test_a_reference_with_a_blank_or_a_tilde_in_a_key_is_followed(read):
    document = read({"/a b~c é": {"summary": "x"}})
    assert document.resolved({"$ref": "#/paths/~1a%20b~0c%20%C3%A9"}) == {"summary": "x"}
