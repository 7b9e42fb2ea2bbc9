"""What an operation takes in its body: parameters with their places, as a JSON body and as a form."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Pages
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.openapi.document import read_api_document
from qradar_builder.starter.openapi.flow import openapi_source
from qradar_builder.starter.openapi.operations import list_operations
from qradar_builder.starter.wishes import Wishes

TIME = {"type": "string", "format": "date-time"}
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
EVENT = {
    "type": "object",
    "properties": {"id": TEXT, "timestamp": TIME, "action": {"type": "string", "enum": ["login", "logout"]}},
}
FORM = "application/x-www-form-urlencoded"


def members(**properties):
    return {"schema": {"type": "object", "properties": properties}}


def answer(**properties):
    schema = {"type": "object", "properties": {"events": {"type": "array", "items": EVENT}, **properties}}
    return {"200": {"content": {"application/json": {"schema": schema}}}}


CASES = {
    "page": (members(page=NUMBER, size=NUMBER), {}, Pages.NUMBER, '{"page": ${/page}, "size": ${/page_size}}'),
    "offset": (
        members(paging={"type": "object", "properties": {"offset": NUMBER, "limit": NUMBER}}),
        {"total": NUMBER},
        Pages.OFFSET,
        '{"paging": {"offset": ${/page}, "limit": ${/page_size}}}',
    ),
    "cursor": (
        members(cursor=TEXT, limit=NUMBER, filter={"type": "object", "properties": {"from": TIME, "user": TEXT}}),
        {"nextCursor": TEXT},
        Pages.CURSOR,
        '{${/page_part}"limit": ${/page_size}, "filter": {"from": "${/since}"}}',
    ),
    "what is required": (
        {
            "schema": {
                "type": "object",
                "required": ["tenant", "kinds", "full", "cursor"],
                "properties": {
                    "tenant": TEXT,
                    "cursor": TEXT,
                    "full": {"type": "boolean"},
                    "kinds": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
                    "since": TIME,
                    "note": TEXT,
                },
            }
        },
        {"next_cursor": TEXT},
        Pages.CURSOR,
        '{"kinds": ["a"], "tenant": "${/tenant}", "full": false, "cursor": "${/page}", "since": "${/since}"}',
    ),
    "an example": (
        {
            "example": {"query": "*", "startTime": "2026-01-05T08:00:00Z", "x": {"y": [1, 2]}},
            "schema": {"type": "object", "properties": {"query": TEXT, "startTime": TIME, "pageToken": TEXT}},
        },
        {"nextPageToken": TEXT},
        Pages.CURSOR,
        '{"x": {"y": [1, 2]}, "query": "*", "startTime": "${/since}"${/page_part}}',
    ),
}


@pytest.fixture
def proposed(tmp_path):
    """The flow and the fragment that asks for a page, of a document with one operation."""

    def proposed(root):
        path = tmp_path / "api.json"
        path.write_text(json.dumps(root), encoding="utf-8")
        findings = Findings()
        document = read_api_document(path, findings)
        source = openapi_source(document, list_operations(document, findings)[0], None)
        package = make_package(Wishes("acme", "Acme"), source)
        return source.flow, package.files["fragments/get-events.yaml"].decode()

    return proposed


def document(operation):
    return {"openapi": "3.1.0", "paths": {"/events/search": {"post": operation}}}


@pytest.mark.parametrize(("body", "answered", "kind", "text"), CASES.values(), ids=CASES)
def test_the_json_body_has_what_drives_the_flow(proposed, body, answered, kind, text):
    operation = {"requestBody": {"content": {"application/json": body}}, "responses": answer(**answered)}
    flow, fragment = proposed(document(operation))
    assert flow.paging.kind is kind
    assert text in fragment


def test_the_fields_of_a_form(proposed):
    body = members(since={**NUMBER, "description": "unix seconds"}, rows=NUMBER, cursor=TEXT)
    operation = {"requestBody": {"content": {FORM: body}}, "responses": answer(cursor=TEXT)}
    flow, fragment = proposed(document(operation))
    assert flow.paging.kind is Pages.CURSOR
    assert '{name: since, value: "${/since}"}' in fragment
    assert '{name: cursor, value: "${/page}", omitIfEmpty: true}' in fragment


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ([{"in": "body", "name": "b", "schema": members(page=NUMBER)["schema"]}], '{"page": ${/page}}'),
        ([{"in": "formData", "name": "page", "type": "integer"}], '{name: page, value: "${/page}"}'),
    ],
)
def test_the_body_of_swagger_2(proposed, parameters, text):
    responses = {"200": {"schema": answer()["200"]["content"]["application/json"]["schema"]}}
    operation = {"parameters": parameters, "responses": responses}
    flow, fragment = proposed({"swagger": "2.0", "paths": {"/events": {"post": operation}}})
    assert flow.paging.kind is Pages.NUMBER
    assert text in fragment


def test_a_post_without_a_body_sends_none(proposed):
    flow, fragment = proposed(document({"responses": answer()}))
    assert flow.body is None
    assert "RequestBody" not in fragment
