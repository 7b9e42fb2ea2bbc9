"""Items are known again by their identities, get numbers of the console, and are overwritten only if requested."""

import base64

import pytest

from tests.unit.console.model.conftest import changed, extension, installed

TYPES = "/config/event_sources/log_source_management/log_source_types"
QIDS = "/data_classification/qid_records"
MAPPINGS = "/data_classification/dsm_event_mappings"
PATH = "/config/event_sources/custom_properties"


def actions(results, action):
    return sorted(f"{each['content_type_name']} {each['name']}" for each in results if each["action"] == action)


def acme(model):
    [found] = model.get(TYPES, filter='name="Acme"')
    return found


def test_everything_is_on_the_console(model):
    installed(model)
    one = acme(model)
    assert (one["id"], one["uuid"], one["custom"]) == (4003, "type-1", True)
    assert [each["protocol_id"] for each in one["protocol_types"]] == [0, 12]
    names = {each["name"]: each["qid"] for each in model.get(QIDS)}
    assert names == {"Acme Message": 1_002_750_000, "Unknown": 1_002_750_001, "Acme login": 1_002_750_002}
    mappings = {each["log_source_event_id"]: each for each in model.get(MAPPINGS, filter="custom_event=true")}
    assert mappings["login"]["uuid"] == "map-2"
    record = model.get(f"{QIDS}/{mappings['login']['qid_record_id']}")
    assert (record["name"], record["uuid"]) == ("Acme login", "qid-2")
    assert len(model.get(MAPPINGS)) == 3, "the mapping of unknown events, which the file left out, is made"
    [expression] = model.get(f"{PATH}/property_expressions")
    assert expression["regex"] == r"user=(\w+)"
    assert (expression["log_source_type_id"], expression["qid"]) == (4003, 1_002_750_002)
    assert model.get(f"{PATH}/regex_properties", filter='identifier="prop-1"')[0]["use_for_rule_engine"] is True
    assert model.get("/reference_data_collections/sets", filter='name="Acme users"')[0]["entry_type"] == "ALNIC"
    extensions = "/config/event_sources/log_source_management/log_source_extensions"
    assert model.get(f"{extensions}/{one['log_source_extension_id']}")["name"] == "AcmeCustom_ext"


def test_a_second_installation_knows_each_item(model):
    first = installed(model)
    second = installed(model, extension(version="2.0.0"))
    assert len(actions(second, "SKIP")) == len(first)
    assert len(model.get(QIDS)) == 3


def test_without_overwriting_what_is_there_stays(model):
    installed(model)
    new = changed("qidmap", 2, qname="New name")
    new["qidmap"].append({**new["qidmap"][2], "id": "13", "qid": "1002750003", "uuid": "qid-3", "qname": "Added"})
    results = installed(model, extension(new, version="2.0.0"))
    assert actions(results, "ADD") == ["qidmap Added"]
    assert {each["name"] for each in model.get(QIDS)} == {"Acme Message", "Unknown", "Acme login", "Added"}
    results = installed(model, extension(new, version="3.0.0"), overwrite="true")
    assert actions(results, "ADD") == []
    assert "qidmap New name" in actions(results, "OVERWRITE")
    assert {each["name"] for each in model.get(QIDS)} == {"Acme Message", "Unknown", "New name", "Added"}


def test_numbers_that_are_taken_move_with_all_that_refers_to_them(model):
    for name in ("a", "b", "c"):
        model.post(TYPES, {"name": name, "protocol_types": [{"protocol_id": 0}]})
    assert model.get(f"{TYPES}/4003")["name"] == "c"
    installed(model)
    number = acme(model)["id"]
    assert number == 4004
    [record] = model.get(QIDS, filter='name="Acme login"')
    assert record["qid"] == 1_003_000_002
    [expression] = model.get(f"{PATH}/property_expressions")
    assert (expression["log_source_type_id"], expression["qid"]) == (number, record["qid"])
    assert len(model.get(MAPPINGS, filter=f"log_source_type_id={number}")) == 3
    [extension_row] = list(model.console.state["lsx"])
    assert b'device-type-id-override="4004"' in base64.b64decode(extension_row["_document"])


def test_a_qid_number_that_something_else_has_moves(model):
    installed(model)
    made = model.post(QIDS, {"log_source_type_id": 4003, "name": "by hand", "low_level_category_id": 3046})
    assert made["qid"] == 1_002_750_003
    new = changed()
    new["qidmap"].append({**new["qidmap"][2], "id": "13", "qid": "1002750003", "uuid": "qid-3", "qname": "Added"})
    installed(model, extension(new, version="2.0.0"))
    assert model.get(QIDS, filter='name="Added"')[0]["qid"] == 1_002_750_004


def test_a_mapping_with_another_uuid_is_known_by_event_id_and_category(model):
    installed(model)
    results = installed(model, extension(changed("dsmevent", 1, uuid="other"), version="2.0.0"), overwrite="true")
    assert "dsmevent other" in actions(results, "OVERWRITE")
    assert len(model.get(MAPPINGS)) == 3


def test_a_type_of_another_uuid_and_the_same_name_clashes(model):
    installed(model)
    number = model.post("/config/extension_management/extensions",
                        extension(changed("sensordevicetype", 0, uuid="other"), version="2.0.0"))["id"]  # fmt: skip
    started = model.post(f"/config/extension_management/extensions/{number}", action_type="INSTALL")
    model.clock.now += 5000
    task = model.get(started["status_location"])
    assert "the log source type 'Acme' is on the console with another uuid" in task["message"]


def test_a_built_in_type_keeps_its_name_and_gets_the_extension(model):
    rows = {
        "sensordevicetype": [{"id": "12", "devicetypename": "WindowsAuthServer", "devicetypedescription": "other",
                              "extension_id": "3"}],
        "device_ext": [{**changed()["device_ext"][0]}],
        "qidmap": [{"id": "1", "qid": "2000000", "uuid": "q", "qname": "mine", "lowlevelcategory": "3046"},
                   {"id": "2", "qid": "5000072", "qname": "of the system", "lowlevelcategory": "3046"}],
        "dsmevent": [{"id": "1", "uuid": "m", "devicetypeid": "12", "deviceeventid": "1", "deviceeventcategory": "c",
                      "qidmapid": "1", "customevent": "true"}],
    }  # fmt: skip
    before = model.get(f"{TYPES}/12")
    results = installed(model, extension(rows))
    assert actions(results, "SKIP") == ["sensordevicetype WindowsAuthServer"]
    after = model.get(f"{TYPES}/12")
    assert after["log_source_extension_id"] is not None
    assert {**after, "log_source_extension_id": None} == before
    records = {each["name"]: each for each in model.get(QIDS)}
    assert records["mine"]["qid"] == 2_000_000
    assert model.get(f"{QIDS}/{records['of the system']['id']}")["uuid"] is None
    model.call("POST", f"{QIDS}/{records['of the system']['id']}", 409, body={"name": "x"})


@pytest.mark.parametrize("broken", [{"id": "x"}, {"id": ""}, {"qid": "no"}])
def test_odd_rows_do_not_stop_the_model(model, broken):
    installed(model, extension(changed("qidmap", 2, **broken)))
    assert len(model.get(QIDS)) >= 3
