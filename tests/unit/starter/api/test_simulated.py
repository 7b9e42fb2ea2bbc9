"""The source that a new package has beside its workflow: it holds, and the workflow gets its events from it."""

import json

import pytest
import yaml

from qradar_builder.findings import Findings
from qradar_builder.simulation.history.faults import Plan
from qradar_builder.simulation.subjects import subjects_of
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.openapi.document import read_api_document
from qradar_builder.starter.openapi.flow import openapi_source
from qradar_builder.starter.openapi.operations import list_operations
from qradar_builder.starter.trial_run import write_tree
from qradar_builder.starter.wishes import Wishes

TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time"}
NUMBER = {"type": "integer"}
EVENT = {"type": "object", "properties": {"id": TEXT, "timestamp": TIME, "action": {**TEXT, "enum": ["login"]}}}
LIST = {"type": "array", "items": EVENT}
SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "oauth": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://api.example.com/token", "scopes": {}}},
    },
}
PAGES = {
    "cursor": (["cursor"], {"next_cursor": TEXT}),
    "page": (["page"], {"total_pages": NUMBER}),
    "offset": (["offset"], {"total": NUMBER}),
    "none": ([], {}),
}


def package_of(tmp_path, scheme, paging="none"):
    names, members = PAGES[paging]
    parameters = [{"name": "since", "in": "query", "schema": TIME}, {"name": "limit", "in": "query", "schema": NUMBER}]
    parameters += [{"name": name, "in": "query", "schema": TEXT if name == "cursor" else NUMBER} for name in names]
    body = {"type": "object", "properties": {"events": LIST, **members}}
    operation = {
        "operationId": "listEvents",
        "parameters": parameters,
        "security": [{"one": []}],
        "responses": {"200": {"content": {"application/json": {"schema": body}}}},
    }
    document = {
        "openapi": "3.0.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "paths": {"/events": {"get": operation}},
        "components": {"securitySchemes": {"one": scheme}},
    }
    path = tmp_path / "acme.json"
    path.write_text(json.dumps(document))
    findings = Findings()
    read = read_api_document(path, findings)
    assert read is not None, [each.message for each in findings]
    source = openapi_source(read, next(iter(list_operations(read, findings))), None)
    return make_package(Wishes("acme", "Acme"), source)


def events_of(package, folder):
    """How many events the new workflow gets from its source in three polls."""
    write_tree(folder, package.files)
    findings = Findings()
    subjects = subjects_of(folder, findings)
    assert [each.message for each in findings] == []
    past = subjects[0].historian().run(Plan(5))
    assert past.service.unknown == []
    return len(past.posted)


@pytest.mark.parametrize("paging", PAGES)
def test_the_workflow_gets_its_events_by_pages(tmp_path, paging):
    package = package_of(tmp_path, SCHEMES["bearer"], paging)
    source = yaml.safe_load(package.files["tests/sources/events.yaml"])
    assert ("paging" in source["lists"][0]) == (paging != "none")
    assert events_of(package, tmp_path / "package") > (20 if paging != "none" else 5)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_workflow_signs_in_to_its_source(tmp_path, scheme):
    package = package_of(tmp_path, SCHEMES[scheme])
    source = yaml.safe_load(package.files["tests/sources/events.yaml"])
    assert source["sign_in"]["kind"] == {"key": "api-key", "query": "api-key"}.get(scheme, scheme)
    assert events_of(package, tmp_path / "package") > 5


def test_a_sign_in_that_no_source_checks_is_told(tmp_path):
    package = package_of(tmp_path, {"type": "http", "scheme": "digest"})
    assert "tests/sources/events.yaml" not in package.files
    assert any("cannot check the sign-in" in note for note in package.notes)
