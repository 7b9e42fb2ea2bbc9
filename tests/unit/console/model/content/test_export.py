"""What is exported is what was installed: another console takes it as the same."""

import zipfile
from io import BytesIO

import pytest

from qradar_builder.findings import Findings
from qradar_builder.package.extension.content_reader import read_content
from tests.unit.console.model.conftest import EXTENSIONS, acted, changed, extension, installed

PATH = "/config/extension_management/extension_export_tasks"
EVERYTHING = ("DSM_EVENT_MAPPINGS", "QID_RECORDS", "REGEX_EXPRESSIONS", "CUSTOM_PROPERTIES", "LOG_SOURCE_EXTENSIONS")
MANIFEST = {"id": "Example:Acme", "name": "Acme", "version": "9.0.0"}


def exported(model, *contents, **more):
    task = model.post(PATH, {"export_contents": list(contents), **more})
    model.call("GET", f"{PATH}/{task['task_id']}/extension_export", 404)
    model.clock.now += 5000
    assert model.get(f"{PATH}/{task['task_id']}")["status"] == "COMPLETED"
    assert model.get(f"{PATH}/{task['task_id']}/results")["task_type"] == "EXPORT_EXTENSION"
    answer = model.raw("GET", f"{PATH}/{task['task_id']}/extension_export")
    assert dict(answer.headers)["Content-Type"] == "application/zip"
    return answer.body


def tables(file):
    with zipfile.ZipFile(BytesIO(file)) as archive:
        [name] = [each for each in archive.namelist() if each.endswith(".xml")]
        return read_content(archive.read(name), name, Findings())


def whole(**more):
    return {"content_type": "LOG_SOURCE_TYPES", **more,
            "related_content": [{"content_type": each} for each in EVERYTHING]}  # fmt: skip


def test_another_console_knows_everything_of_an_export(model, make_model):
    installed(model)
    file = exported(model, whole(filters=[{"filter_name": "CUSTOM"}]), {"content_type": "CUSTOM_RULES"},
                    {"content_type": "REFERENCE_DATA"}, manifest=MANIFEST)  # fmt: skip
    other = make_model()
    installed(other)
    number = other.post(EXTENSIONS, file)["id"]
    results = acted(other, number)
    # The mapping of unknown events was made by each console by itself.
    assert {each["action"] for each in results} == {"SKIP"}
    rows = tables(file)
    assert set(rows.tables) >= set(changed()) - {"sensordeviceprotocols"}
    for table, row_id in (("qidmap", "qid-2"), ("sensordevicetype", "type-1"), ("dsmevent", "map-2")):
        [written] = [each for each in changed()[table] if each["uuid"] == row_id]
        [read] = [each.columns for each in rows.rows(table) if each.columns.get("uuid") == row_id]
        local = {"id", "qidmapid", "extension_id"}
        assert {**{key: value for key, value in written.items() if key not in local}}.items() <= read.items()


def test_what_was_made_by_rest_is_exported_and_installed_elsewhere(model, make_model):
    one = model.post("/config/event_sources/log_source_management/log_source_types",
                     {"name": "Made", "protocol_types": [{"protocol_id": 0}]})["id"]  # fmt: skip
    record = model.post("/data_classification/qid_records",
                        {"log_source_type_id": one, "name": "Login", "low_level_category_id": 3046})  # fmt: skip
    model.post("/data_classification/dsm_event_mappings",
               {"log_source_type_id": one, "log_source_event_id": "1", "log_source_event_category": "c",
                "qid_record_id": record["id"]})  # fmt: skip
    other = make_model()
    installed(other, exported(model, whole(content_item_ids=[str(one)])))
    found = other.get("/data_classification/dsm_event_mappings", filter="custom_event=true")
    assert [each["log_source_event_id"] for each in found] == ["1"]
    assert other.get(f"/data_classification/qid_records/{found[0]['qid_record_id']}")["name"] == "Login"


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ({"content_type": "QID_RECORDS", "content_item_ids": ["qid-2"]}, {"Acme login"}),
        ({"content_type": "QID_RECORDS", "content_item_ids": ["Unknown"]}, {"Unknown"}),
        ({"content_type": "QID_RECORDS", "filters": [{"column": "qname", "operator": "LIKE", "values": ["Acme%"]}]},
         {"Acme Message", "Acme login"}),
        ({"content_type": "QID_RECORDS", "filters": [{"column": "qname", "operator": "REGEX", "values": ["^U"]}]},
         {"Unknown"}),
        ({"content_type": "QID_RECORDS", "filters": [{"column": "severity", "operator": "GREATER", "values": ["3"]}]},
         {"Acme login"}),
        ({"content_type": "QID_RECORDS", "filters": [{"column": "qname", "operator": "NOT_IN", "values": ["Unknown"]}]},
         {"Acme Message", "Acme login"}),
        ({"content_type": "DSM_EVENT_MAPPINGS"} | {"content_type": "REGEX_EXPRESSIONS"}, {"Acme login"}),
    ],
)  # fmt: skip
def test_items_are_chosen_by_id_and_filter(model, content, names):
    installed(model)
    assert {each.text("qname") for each in tables(exported(model, content)).rows("qidmap")} == names


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"export_contents": []}, 1021),
        ({"export_contents": [{}]}, 1021),
        ({"export_contents": [{"content_type": "QID_RECORDS", "content_item_ids": ["no"]}]}, 1023),
        ({"export_contents": [{"content_type": "QID_RECORDS", "content_item_ids": [None]}]}, 1021),
        ({"export_contents": [{"content_type": "QID_RECORDS", "related_content": [{}]}]}, 1022),
        ({"export_contents": [{"content_type": "QID_RECORDS", "filters": [{"column": "a"}]}]}, 1022),
        ({"export_contents": [{"content_type": "QID_RECORDS",
                               "filters": [{"column": "a", "operator": "REGEX", "values": ["("]}]}]}, 1022),
        ({"export_contents": [{"content_type": "QID_RECORDS"}], "manifest": {"name": "a"}}, 1024),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_refused(model, body, code):
    assert model.call("POST", PATH, 422, body=body)["code"] == code


def test_a_task_of_another_kind_is_no_export(model):
    installed(model)
    model.call("GET", f"{PATH}/1", 404)
    model.call("GET", f"{PATH}/1/extension_export", 404)


def test_an_export_has_the_version_of_the_console(model):
    installed(model, extension())
    assert tables(exported(model, whole(content_item_ids=["Acme"]))).version == "2021.6.12.20250509154206"


def test_a_regular_expression_that_takes_too_long_ends_the_export(model):
    name = "a" * 60 + "!"
    model.post("/data_classification/qid_records",
               {"log_source_type_id": 12, "name": name, "low_level_category_id": 3046})  # fmt: skip
    slow = {"column": "qname", "operator": "REGEX", "values": ["(a|a)*$"]}
    body = {"export_contents": [{"content_type": "QID_RECORDS", "filters": [slow]}]}
    assert "takes too long" in model.call("POST", PATH, 422, body=body)["message"]
