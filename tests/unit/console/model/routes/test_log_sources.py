"""Log sources are made, changed and deleted, each wrong one is refused, and passwords are never shown."""

import pytest

from tests.unit.console.model.conftest import installed

PATH = "/config/event_sources/log_source_management/log_sources"
TYPES = "/config/event_sources/log_source_management/log_source_types"
DEPLOY = "/staged_config/deploy_status"


@pytest.fixture
def cloud(model):
    links = [{"protocol_id": 0}, {"protocol_id": 92}]
    return model.post(TYPES, {"name": "Cloud", "protocol_types": links})["id"]


def body(type_id, **more):
    values = {"identifier": "acme", "workflow": "<Workflow/>", "workflowParameterValues": "s3cret-values"}
    return {
        "name": "Acme",
        "type_id": type_id,
        "protocol_type_id": 92,
        "protocol_parameters": [{"name": name, "value": value} for name, value in values.items()],
        **more,
    }


def values(record):
    return {each["name"]: each["value"] for each in record["protocol_parameters"]}


def test_a_log_source_is_made_with_the_defaults_of_its_protocol(model, cloud):
    made = model.post(PATH, body(cloud))
    assert (made["enabled"], made["credibility"], made["requires_deploy"]) == (True, 5, True)
    assert values(made)["recurrence"] == "10M"
    assert values(made)["workflow"] == "<Workflow/>"
    assert values(made)["workflowParameterValues"] is None
    assert "s3cret" not in str(model.get(PATH)) + str(model.get(f"{PATH}/{made['id']}"))
    kept = next(iter(model.console.state["log_sources"]))
    assert values(kept)["workflowParameterValues"] == "s3cret-values"
    model.post(DEPLOY, {"type": "INCREMENTAL"})
    assert model.get(f"{PATH}/{made['id']}")["requires_deploy"] is False


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"name": " "}, 422, 1003),
        ({"type_id": 99999}, 422, 1004),
        ({"protocol_type_id": 12}, 422, 1005),
        ({"group_ids": [77]}, 422, 1006),
        ({"target_event_collector_id": 77}, 422, 1007),
        ({"log_source_extension_id": 77}, 422, 1008),
        ({"language_id": 77}, 422, 1009),
        ({"credibility": 11}, 422, 1010),
        ({"protocol_parameters": [{"name": "no", "value": "x"}]}, 422, 1011),
        ({"protocol_parameters": [{"name": "identifier", "value": "x"}]}, 422, 1012),
        ({"protocol_parameters": [*body(0)["protocol_parameters"], {"name": "recurrence", "value": "x"}]}, 422, 1013),
    ],
)  # fmt: skip
def test_a_wrong_log_source_is_refused(model, cloud, wrong, status, code):
    answer = model.call("POST", PATH, status, body={**body(cloud), **wrong})
    assert answer["code"] == code
    assert "s3cret" not in str(answer)


def test_a_name_and_an_identifier_are_there_once(model, cloud):
    model.post(PATH, body(cloud))
    assert model.call("POST", PATH, 409, body=body(cloud))["code"] == 1001
    assert model.call("POST", PATH, 409, body=body(cloud, name="Other"))["code"] == 1002
    syslog = [{"name": "identifier", "value": "acme"}]
    model.post(PATH, body(cloud, name="Other", protocol_type_id=0, protocol_parameters=syslog))


def test_a_log_source_is_changed_and_keeps_what_is_not_given(model, cloud):
    path = f"{PATH}/{model.post(PATH, body(cloud))['id']}"
    changed = model.post(path, {"enabled": False, "protocol_parameters": [{"name": "recurrence", "value": "5M"}]})
    assert (changed["enabled"], values(changed)["recurrence"]) == (False, "5M")
    kept = next(iter(model.console.state["log_sources"]))
    assert values(kept)["workflowParameterValues"] == "s3cret-values"
    model.call("POST", path, 422, body={"credibility": 99})
    model.call("DELETE", f"{TYPES}/{cloud}", 409)
    model.call("DELETE", path)
    model.call("GET", path, 404)


def test_several_are_changed_or_none(model, cloud):
    first = model.post(PATH, body(cloud))["id"]
    syslog = [{"name": "identifier", "value": "b"}]
    second = model.post(PATH, body(cloud, name="b", protocol_type_id=0, protocol_parameters=syslog))["id"]
    model.call("PATCH", PATH, 422, body=[{"id": first, "enabled": False}, {"id": second, "credibility": 99}])
    assert model.get(f"{PATH}/{first}")["enabled"] is True
    model.call("PATCH", PATH, body=[{"id": first, "enabled": False}, {"id": second, "deleted": True}])
    assert [(each["id"], each["enabled"]) for each in model.get(PATH)] == [(first, False)]


def test_an_installed_type_has_log_sources(model):
    installed(model)
    syslog = [{"name": "identifier", "value": "host"}]
    made = model.post(PATH, body(4003, protocol_type_id=0, protocol_parameters=syslog))
    assert model.get(PATH, filter="type_id=4003", fields="id,name") == [{"id": made["id"], "name": "Acme"}]
