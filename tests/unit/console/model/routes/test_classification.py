"""QID records and event mappings are made, found and changed, and neither twice nor away."""

import pytest

from qradar_builder.console.model.listing.filter import Filter, read_filter

QIDS = "/data_classification/qid_records"
MAPPINGS = "/data_classification/dsm_event_mappings"
TYPES = "/config/event_sources/log_source_management/log_source_types"


@pytest.fixture
def acme(model):
    return model.post(TYPES, {"name": "Acme", "protocol_types": [{"protocol_id": 0}]})["id"]


def record(type_id, **more):
    return {"log_source_type_id": type_id, "name": "Login", "low_level_category_id": 3046, **more}


def mapping(type_id, qid, event="1", category="c"):
    return {"log_source_type_id": type_id, "log_source_event_id": event, "log_source_event_category": category,
            "qid_record_id": qid}  # fmt: skip


def test_a_record_gets_a_number_of_the_block_of_its_type(model, acme):
    numbers = [model.post(QIDS, record(acme, name=name, severity=5))["qid"] for name in ("a", "b")]
    assert numbers == [1_002_250_002, 1_002_250_003]
    assert model.post(QIDS, record(12))["qid"] == 2_000_000
    assert model.get(QIDS, filter='name="b"')[0]["severity"] == 5
    found = model.get(QIDS, filter=f"qid={numbers[0]}")[0]
    changed = model.post(f"{QIDS}/{found['id']}", {"name": "new", "severity": 7})
    assert (changed["name"], changed["severity"], changed["qid"]) == ("new", 7, numbers[0])


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"name": "x" * 256}, {"severity": 11}, {"low_level_category_id": 1}, {"log_source_type_id": 99999}],
)
def test_a_wrong_record_is_refused(model, acme, wrong):
    answer = model.call("POST", QIDS, 422, body={**record(acme), **wrong})
    assert answer["code"] == 1005


def test_a_mapping_is_made_once_and_may_be_changed(model, acme):
    first, second = (model.post(QIDS, record(acme, name=name))["id"] for name in ("a", "b"))
    made = model.post(MAPPINGS, mapping(acme, first))
    assert made["custom_event"] is True
    assert model.call("POST", MAPPINGS, 409, body=mapping(acme, second))["code"] == 1008
    assert model.post(MAPPINGS, mapping(acme, first, category="other"))["id"] == made["id"] + 1
    path = f"{MAPPINGS}/{made['id']}"
    assert model.post(path, {"qid_record_id": second})["qid_record_id"] == second
    model.call("POST", path, 422, body={"qid_record_id": 77})
    model.call("POST", path, 422, body={"qid_record_id": second, "log_source_event_id": "2"})
    model.call("POST", MAPPINGS, 422, body=mapping(acme, 77))
    model.call("POST", MAPPINGS, 422, body=mapping(99999, first))
    model.call("POST", f"{MAPPINGS}/7777", 404, body={"qid_record_id": second})
    model.call("DELETE", path, 405)


def test_a_mapping_that_came_with_the_type_may_have_a_custom_one_beside_it(model, acme):
    qid = model.post(QIDS, record(acme))["id"]
    assert len(model.get(MAPPINGS, filter=f"log_source_type_id={acme}")) == 2
    model.post(MAPPINGS, mapping(acme, qid, "unknown", "unknown"))
    assert len(model.get(MAPPINGS, filter=f'log_source_type_id={acme} and log_source_event_id="unknown"')) == 3


def test_categories_are_those_of_the_reference_data(model):
    assert model.get("/data_classification/low_level_categories/3046")["high_level_category_id"] == 3000
    assert model.get("/data_classification/high_level_categories/3000")["name"] == "Authentication"
    model.call("GET", "/data_classification/low_level_categories/1", 404)


def test_a_look_up_goes_to_few_of_many_mappings(model, acme, monkeypatch):
    qid = model.post(QIDS, record(acme))["id"]
    for number in range(2000):
        model.post(MAPPINGS, mapping(acme, qid, str(number)))
    compared = []
    monkeypatch.setattr(
        "qradar_builder.console.model.listing.answers.read_filter",
        lambda text, fields: Filter(lambda each: compared.append(each) or True, read_filter(text, fields).equal),
    )
    chosen = f'log_source_type_id={acme} and log_source_event_id="77" and log_source_event_category="c"'
    assert len(model.get(MAPPINGS, filter=chosen)) == 1
    assert len(compared) == 1
    assert len(model.get(MAPPINGS, filter='log_source_event_id in ("1", "2")')) == 2002
