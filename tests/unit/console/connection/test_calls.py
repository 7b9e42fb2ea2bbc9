"""Each call that the client can make is in the description, with its required parameters, in every version."""

import pytest

from qradar_builder.console.connection import calls
from qradar_builder.reference.console_api.checks import check_call
from qradar_builder.reference.console_api.description import description
from qradar_builder.reference.console_api.endpoints import Place

API = description()
LATER = {
    "/reference_data_collections/sets",
    "/reference_data_collections/set_entries",
    "/reference_data_collections/set_bulk_update_tasks/{task_status_id}",
    "/config/event_sources/custom_properties/property_aql_expressions",
    "/config/event_sources/custom_properties/property_calculated_expressions",
}
"""What came after 14.0; `console check` says so by name."""


@pytest.mark.parametrize("call", calls.ALL, ids=lambda call: call.name)
@pytest.mark.parametrize("version", API.versions)
def test_a_call_is_in_the_description(call, version):
    endpoint = API.endpoint(call.method, call.path)
    if not endpoint.is_in(version):
        assert (version, call.path in LATER) == ("14.0", True)
        return
    known = {(each.place, each.name) for each in endpoint.parameters_in(version)}
    given = {(Place.QUERY, name) for name in call.query} | {(Place.HEADER, name) for name in call.headers}
    assert given <= known
    needed = {(each.place, each.name) for each in endpoint.parameters_in(version) if each.required}
    assert {each for each in needed if each[0] is not Place.PATH} <= given
    if call.fields:
        shape = endpoint.body_in(version)
        fields = set(shape[0] if isinstance(shape, list) else shape)
        later = {"format_string"} if version != "26.0" else set()
        assert set(call.fields) - later <= fields
        assert set(endpoint.body.required) <= set(call.fields)
    # A removal takes choices for what was installed, and none for what was only uploaded.
    assert (endpoint.body is None) == (not call.fields and call not in {calls.UPLOAD, calls.REMOVE})


def test_each_call_is_there_once():
    assert len({call.name for call in calls.ALL}) == len(calls.ALL)


def test_a_file_is_uploaded():
    assert check_call("POST", calls.UPLOAD.path, "26.0", body=b"PK") == []
    assert API.endpoint("POST", calls.UPLOAD.path).body.is_file


@pytest.mark.parametrize("call", [each for each in calls.ALL if each.method != "GET"], ids=lambda call: call.name)
def test_a_call_that_changes_the_console_is_repeated_only_where_that_is_safe(call):
    safe = {calls.FILL_SET, calls.VALIDATE_AQL, calls.SEARCH, calls.CHANGE_LOG_SOURCE}
    assert call.is_repeatable == (call in safe)
