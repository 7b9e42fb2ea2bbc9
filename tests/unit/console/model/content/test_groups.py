"""Log source groups are installed below their parents, known again by their names, and exported."""

from tests.unit.console.model.conftest import extension, installed
from tests.unit.console.model.content.test_export import exported, tables

GROUPS = "/config/event_sources/log_source_management/log_source_groups"
ROOT = {"id": "1", "type_id": "1", "name": "sensor device"}
ROWS = {
    "fgroup": [
        ROOT,
        {"id": "102", "type_id": "1", "parent_id": "101", "name": "Audit", "description": "inner"},
        {"id": "101", "type_id": "1", "parent_id": "1", "name": "Cloud", "description": "outer"},
        {"id": "55", "type_id": "3", "name": "rules"},
    ]
}


def by_name(model):
    return {each["name"]: each for each in model.get(GROUPS, filter="id > 100000")}


def test_groups_are_made_below_their_parents_once(model):
    results = installed(model, extension(ROWS))
    assert [each["action"] for each in results] == ["SKIP", "ADD", "ADD", "ADD"]
    found = by_name(model)
    assert found["Cloud"]["parent_id"] == 1
    assert found["Audit"]["parent_id"] == found["Cloud"]["id"]
    assert found["Cloud"]["child_group_ids"] == [found["Audit"]["id"]]
    again = installed(model, extension(ROWS, version="2.0.0"))
    assert {each["action"] for each in again} == {"SKIP"}
    assert by_name(model) == found


def test_a_group_that_was_made_by_hand_is_the_same(model):
    made = model.post(GROUPS, {"name": "Cloud", "parent_id": 1, "description": "by hand"})
    installed(model, extension(ROWS))
    assert by_name(model)["Cloud"]["id"] == made["id"]
    assert by_name(model)["Cloud"]["description"] == "by hand"
    installed(model, extension(ROWS, version="2.0.0"), overwrite="true")
    assert by_name(model)["Cloud"]["description"] == "outer"


def test_groups_are_exported_with_those_above_them(model, make_model):
    installed(model, extension(ROWS))
    file = exported(model, {"content_type": "FGROUPS", "content_item_ids": ["Audit"]})
    assert {each.text("name") for each in tables(file).rows("fgroup")} == {"sensor device", "Cloud", "Audit"}
    other = make_model()
    installed(other, file)
    assert set(by_name(other)) == {"Cloud", "Audit"}


def test_groups_in_a_circle_do_not_stop_the_model(model):
    rows = {"fgroup": [{"id": "101", "type_id": "1", "parent_id": "102", "name": "a"},
                       {"id": "102", "type_id": "1", "parent_id": "101", "name": "b"}]}  # fmt: skip
    installed(model, extension(rows))
    assert by_name(model)
