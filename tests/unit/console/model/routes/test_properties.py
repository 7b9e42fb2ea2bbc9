"""Custom properties and expressions of each kind are made, changed and deleted."""

import pytest

PATH = "/config/event_sources/custom_properties"
PROPERTIES = f"{PATH}/regex_properties"
KINDS = {
    "property_expressions": {"regex": "a=(.*)"},
    "property_json_expressions": {"expression": '/"a"'},
    "property_leef_expressions": {"expression": "a"},
    "property_cef_expressions": {"expression": "a"},
    "property_xml_expressions": {"expression": "/a"},
    "property_nvp_expressions": {"expression": "a", "delimiter_pair": " ", "delimiter_name_value": "="},
    "property_genericlist_expressions": {"expression": "$1", "delimiter": ","},
    "property_aql_expressions": {"expression": "sourceip"},
    "property_calculated_expressions": {
        "first_operand": {"type": "STATIC", "numeric_value": 1.5, "property_name": None},
        "operator": "ADD",
        "second_operand": {"type": "PROPERTY", "property_name": "Acme", "numeric_value": None},
    },
}


@pytest.fixture
def acme(model):
    return model.post(PROPERTIES, {"name": "Acme", "property_type": "string", "use_for_rule_engine": True})


def test_a_property_is_there_once(model, acme):
    assert acme["use_for_rule_engine"] is True
    assert acme["identifier"]
    model.call("POST", PROPERTIES, 422, body={"name": "Acme", "property_type": "string"})
    assert len(model.get(PROPERTIES, filter='name="Acme"')) == 1


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 256}, {"property_type": "text"}, {"property_type": "time"}]
)
def test_a_wrong_property_is_refused(model, wrong):
    model.call("POST", PROPERTIES, 422, body={"name": "New", "property_type": "string", **wrong})


def test_a_property_is_changed(model, acme):
    path = f"{PROPERTIES}/{acme['id']}"
    model.post(path, {"property_type": "numeric", "description": "d"})
    assert model.get(path)["property_type"] == "numeric"
    model.call("POST", path, 422, body={"property_type": "time"})


@pytest.mark.parametrize("kind", KINDS)
def test_an_expression_of_each_kind_is_kept(model, acme, kind):
    body = {"regex_property_identifier": acme["identifier"], "log_source_type_id": 12, **KINDS[kind]}
    made = model.post(f"{PATH}/{kind}", body)
    assert {**made, **body} == made
    assert (made["enabled"], made["qid"], made["low_level_category_id"], made["log_source_id"]) == (True, -1, -1, -1)
    path = f"{PATH}/{kind}/{made['id']}"
    if kind == "property_leef_expressions":
        model.post(path, {**body, "enabled": False})
    else:
        model.post(path, {"enabled": False, "regex_property_identifier": acme["identifier"], **KINDS[kind],
                          "log_source_type_id": 12})  # fmt: skip
    assert model.get(path)["enabled"] is False
    found = model.get(f"{PATH}/{kind}", filter=f'regex_property_identifier="{acme["identifier"]}"')
    assert [each["id"] for each in found] == [made["id"]]
    model.call("DELETE", path)
    model.call("GET", path, 404)


@pytest.mark.parametrize(
    "wrong",
    [{"regex_property_identifier": "no"}, {"log_source_type_id": 9999}, {"qid": 5}, {"low_level_category_id": 5},
     {"log_source_id": 5}, {"regex": None}],
)  # fmt: skip
def test_an_expression_for_what_is_not_there_is_refused(model, acme, wrong):
    body = {"regex_property_identifier": acme["identifier"], "log_source_type_id": 12, "regex": "a", **wrong}
    model.call("POST", f"{PATH}/property_expressions", 422, body=body)


def test_a_property_is_deleted_with_its_expressions_by_a_task(model, acme):
    body = {"regex_property_identifier": acme["identifier"], "log_source_type_id": 12, "regex": "a"}
    model.post(f"{PATH}/property_expressions", body)
    task = model.call("DELETE", f"{PROPERTIES}/{acme['id']}")
    path = f"{PATH}/regex_property_delete_tasks/{task['id']}"
    assert model.get(path)["status"] == "QUEUED"
    model.clock.now += 500
    assert model.get(path)["status"] == "PROCESSING"
    model.clock.now += 600
    assert model.get(path)["status"] == "COMPLETED"
    assert model.get(f"{PATH}/property_expressions") == []
    model.call("GET", f"{PROPERTIES}/{acme['id']}", 404)
