"""Answers of XML, CSV and lines that an API document tells of."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.answers.forms import TextKind
from qradar_builder.starter.api.flow import Pages
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.openapi.document import ApiDocument, read_api_document
from qradar_builder.starter.openapi.flow import openapi_source
from qradar_builder.starter.openapi.operations import list_operations
from qradar_builder.starter.openapi.xml_example import xml_example
from qradar_builder.starter.wishes import Wishes

TEXT, TIME = {"type": "string"}, {"type": "string", "format": "date-time"}
EVENT = {
    "type": "object",
    "xml": {"name": "event"},
    "properties": {
        "id": {"type": "string", "xml": {"attribute": True}},
        "timestamp": TIME,
        "action": {"type": "string", "enum": ["login", "logout"]},
    },
}
WRAPPED = {
    "type": "object",
    "xml": {"name": "feed"},
    "properties": {"nextCursor": TEXT, "events": {"type": "array", "xml": {"wrapped": True}, "items": EVENT}},
}
FLAT = {"type": "object", "properties": {"event": {"type": "array", "items": EVENT}}}
CSV = "time,action,user\n2026-01-05T09:00:00Z,login,alice\n2026-01-05T09:01:00Z,logout,bob\n"
LINES = '{"time":"2026-01-05T09:00:00Z","action":"login"}\n{"time":"2026-01-05T09:01:00Z","action":"logout"}\n'

ESCAPED = "<response><c>&lt;&amp;&gt;</c></response>"

CASES = [
    ("application/xml", {"schema": WRAPPED}, TextKind.XML, Pages.CURSOR),
    ("text/xml", {"schema": FLAT}, TextKind.XML, Pages.NONE),
    ("text/csv", {"example": CSV}, TextKind.CSV, Pages.NONE),
    ("application/x-ndjson", {"example": LINES}, TextKind.LINES, Pages.NONE),
]


def document_of(tmp_path, content):
    cursor = {"name": "cursor", "in": "query", "schema": TEXT}
    spec = {"parameters": [cursor], "responses": {"200": {"content": content}}}
    path = tmp_path / "api.json"
    path.write_text(json.dumps({"openapi": "3.1.0", "paths": {"/events": {"get": spec}}}), encoding="utf-8")
    return read_api_document(path, Findings())


@pytest.mark.parametrize(("kind", "media", "form", "pages"), CASES, ids=[each[0] for each in CASES])
def test_a_workflow_posts_the_events_of_a_text(tmp_path, kind, media, form, pages):
    document = document_of(tmp_path, {kind: media})
    source = openapi_source(document, list_operations(document, Findings())[0], None)
    assert source.flow.answer.kind is form
    assert source.flow.paging.kind is pages
    assert source.flow.has_bookmark
    package = make_package(Wishes("acme", "Acme"), source)
    assert b"login" in package.files["tests/workflows/events-three-polls.events.txt"]


def test_json_goes_before_other_forms(tmp_path):
    schema = {"type": "array", "items": EVENT}
    document = document_of(tmp_path, {"text/csv": {"example": CSV}, "application/json": {"schema": schema}})
    assert list_operations(document, Findings())[0].form is None


def test_csv_without_an_example_tells_no_events(tmp_path):
    findings = Findings()
    assert list_operations(document_of(tmp_path, {"text/csv": {"schema": TEXT}}), findings) == []
    assert "has an example with events" in next(iter(findings)).message


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (
            {"type": "object", "properties": {"a b": TEXT, "c": {"const": "<&>"}}},
            "<response><c>&lt;&amp;&gt;</c></response>",
        ),
        ({"type": "object", "xml": {"name": "no name"}}, None),
        ({"$ref": "#/components/schemas/Loop"}, None),
    ],
)
def test_names_and_texts_are_those_of_xml(schema, text):
    loop = {"type": "object", "xml": {"name": "!"}, "properties": {"l": {"$ref": "#/components/schemas/Loop"}}}
    document = ApiDocument("api.json", {"openapi": "3.1.0", "components": {"schemas": {"Loop": loop}}}, "")
    assert xml_example(document, schema) == text
