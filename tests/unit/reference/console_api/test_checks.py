"""A call is checked against the description: parameters, required ones, types, and the body with its fields."""

import pytest

from qradar_builder.reference.console_api.checks import check_call
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.required_fields import REQUIRED_FIELDS

QIDS = "/data_classification/qid_records"
EXTENSIONS = "/config/extension_management/extensions"
TYPES = "/config/event_sources/log_source_management/log_source_types"
RECORD = {"log_source_type_id": 4001, "name": "Login", "low_level_category_id": 3046}

GOOD = [
    ("GET", QIDS, {"query": [("filter", 'uuid="a"'), ("fields", "id")], "headers": {"range": "items=0-9", "SEC": "t"}}),
    ("POST", QIDS, {"body": RECORD}),
    ("POST", QIDS, {"body": RECORD | {"description": None}}),
    ("POST", f"{EXTENSIONS}/3", {"query": [("action_type", "PREVIEW"), ("overwrite", "true")]}),
    ("POST", EXTENSIONS, {"body": b"PK"}),
    ("DELETE", f"{EXTENSIONS}/3", {}),
]
BAD = [
    ("GET", "/no/path", {}, "path: /no/path is not in version 26.0 of the API with the method GET"),
    ("PUT", QIDS, {}, f"path: {QIDS} is not in version 26.0 of the API with the method PUT"),
    ("GET", f"{QIDS}/x", {}, "path: qid_record_id must be an integer"),
    ("GET", f"{QIDS}/99999999999999999999", {}, "path: qid_record_id must be an integer"),
    ("GET", QIDS, {"query": [("sort", "+id")]}, "query: sort is not a parameter of GET"),
    ("GET", QIDS, {"query": [("fields", "id"), ("fields", "name")]}, "query: fields is given twice"),
    ("GET", f"{QIDS}/1", {"headers": {"Range": "items=0-1"}}, "header: Range is not a parameter"),
    ("POST", f"{EXTENSIONS}/3", {}, "query: action_type is required"),
    ("POST", f"{EXTENSIONS}/3", {"query": [("action_type", "INSTALL"), ("overwrite", "1")]}, "must be true or false"),
    ("GET", QIDS, {"body": {}}, "body is not part of GET"),
    ("POST", QIDS, {}, "body is required"),
    ("POST", QIDS, {"body": []}, "body: / must be an object, not a list"),
    ("POST", QIDS, {"body": RECORD | {"qid": 3}}, "body: /qid is not a field of the API"),
    ("POST", QIDS, {"body": RECORD | {"severity": "3"}}, "body: /severity must be of type integer, not a string"),
    ("POST", QIDS, {"body": RECORD | {"severity": True}}, "body: /severity must be of type integer, not a boolean"),
    ("POST", QIDS, {"body": RECORD | {"severity": 2**64}}, "an integer of more than 64 bits"),
    ("POST", QIDS, {"body": RECORD | {"name": None}}, "body: /name is required"),
    ("POST", QIDS, {"body": b"PK"}, "body must be JSON"),
    ("POST", EXTENSIONS, {"body": {}}, "body must be a file"),
    ("POST", TYPES, {"body": {"name": "a", "protocol_types": [{"id": 1}]}}, "/protocol_types[0]/id is not a field"),
    ("POST", TYPES, {"body": {"name": "a", "protocol_types": 1}}, "/protocol_types must be a list, not an integer"),
    ("POST", "/staged_config/deploy_status", {"body": {"type": "SOME"}}, "must be one of INCREMENTAL, FULL"),
    ("PATCH", "/reference_data_collections/set_entries", {"body": [{"value": "a"}]}, "[0]/collection_id is required"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "named"), GOOD)
def test_a_call_of_the_api_is_good(method, path, named):
    assert check_call(method, path, "26.0", **named) == []


@pytest.mark.parametrize(("method", "path", "named", "text"), BAD)
def test_what_is_wrong_is_said(method, path, named, text):
    [problem] = check_call(method, path, "26.0", **named)
    assert text in str(problem)


def test_a_call_is_checked_against_its_version():
    path = "/config/event_sources/custom_properties/property_aql_expressions"
    assert check_call("GET", path, "17.0") == []
    assert "is not in version 14.0" in str(check_call("GET", path, "14.0")[0])
    assert check_call("GET", EXTENSIONS, "19.0", query=[("content_limit", "3")]) == []
    assert len(check_call("GET", EXTENSIONS, "17.0", query=[("content_limit", "3")])) == 1
    types = {"name": "a", "protocol_types": [], "uuid": "u"}
    assert len(check_call("POST", TYPES, "14.0", body=types)) == 1
    assert check_call("POST", TYPES, "17.0", body=types) == []


@pytest.mark.parametrize("key", REQUIRED_FIELDS)
def test_each_field_that_we_require_is_a_field_of_the_body(key):
    method, _, path = key.partition(" ")
    shape = description().endpoint(method, path).body.shape
    record = shape[0] if isinstance(shape, list) else shape
    assert set(REQUIRED_FIELDS[key]) <= set(record)
