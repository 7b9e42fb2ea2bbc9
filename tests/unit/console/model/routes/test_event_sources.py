"""Log source types and groups are made, changed and deleted."""

import pytest

from qradar_builder.console.model.state.made import internal_name

SOURCES = "/config/event_sources/log_source_management"
TYPES, GROUPS = f"{SOURCES}/log_source_types", f"{SOURCES}/log_source_groups"
ACME = {"name": "Acme Cloud", "protocol_types": [{"protocol_id": 0}, {"protocol_id": 92}]}


def test_a_type_comes_with_two_records_and_mappings(model):
    made = model.post(TYPES, ACME)
    assert (made["id"], made["custom"], made["default_protocol_id"]) == (4001, True, 0)
    names = [each["name"] for each in model.get("/data_classification/qid_records")]
    assert names == ["Acme Cloud Message", "Unknown"]
    mappings = model.get("/data_classification/dsm_event_mappings")
    assert [each["log_source_event_category"] for each in mappings] == ["Stored", "unknown"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, 1001),
        ({"name": "x" * 242}, 1001),
        ({"name": "Linux OS"}, 1002),
        ({"protocol_types": []}, 1003),
        ({"protocol_types": [{"protocol_id": 9999}]}, 1003),
        ({"protocol_types": [{}]}, 1003),
        ({"default_protocol_id": 1}, 1005),
        ({"log_source_extension_id": 3}, 1006),
    ],
)
def test_a_wrong_type_is_refused(model, wrong, code):
    assert model.call("POST", TYPES, 422, body={**ACME, **wrong})["code"] == code


def test_a_type_is_changed_and_deleted(model):
    path = f"{TYPES}/{model.post(TYPES, ACME)['id']}"
    assert model.post(path, {"name": "Acme"})["name"] == "Acme"
    assert (
        len(model.post(path, {"protocol_types": [{"protocol_id": 12}], "default_protocol_id": 12})["protocol_types"])
        == 1
    )
    model.call("POST", path, 422, body={"name": "Linux OS"})
    model.call("POST", f"{TYPES}/11", 422, body={"name": "Mine"})
    model.call("DELETE", path)
    model.call("GET", path, 404)
    assert model.get("/data_classification/dsm_event_mappings") == []
    assert model.call("DELETE", f"{TYPES}/11", 409)["code"] == 1015


def test_a_uuid_is_there_once(model):
    model.post(TYPES, {**ACME, "uuid": "u"})
    model.call("POST", TYPES, 422, body={**ACME, "name": "Other", "uuid": "u"})


def test_groups_are_in_groups(model):
    made = model.post(GROUPS, {"name": "Acme", "parent_id": 1})
    assert model.get(f"{GROUPS}/1")["child_group_ids"] == [2, made["id"]]
    assert model.call("POST", GROUPS, 409, body={"name": "Acme", "parent_id": 1})["code"] == 1001
    model.post(GROUPS, {"name": "Acme", "parent_id": made["id"]})
    model.call("POST", GROUPS, 422, body={"name": "", "parent_id": 1})
    model.call("POST", GROUPS, 422, body={"name": "a", "parent_id": 77})


def test_what_the_console_brings_is_there(model):
    assert model.get(f"{SOURCES}/protocol_types/92")["name"] == "Universal Cloud REST API"
    labels = [each["label"] for each in model.get(f"{SOURCES}/protocol_types/92")["parameters"]]
    assert {"Workflow", "Workflow Parameter Values", "Recurrence"} <= set(labels)
    assert model.get(f"{SOURCES}/log_source_languages/1")["name"] == "English"
    assert len(model.get("/config/event_sources/event_collectors")) == 1


@pytest.mark.parametrize(
    ("name", "internal"), [("Keycloak", "KeycloakCustom"), ("[CUSTOM] Synology Files", "CUSTOMSynologyFilesCustom")]
)
def test_the_internal_name_follows_from_the_name(name, internal):
    assert internal_name(name) == internal
