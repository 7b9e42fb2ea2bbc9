"""Events come in by their log source, are parsed with what is installed, and are found by searches."""

import pytest

from tests.unit.console.model.conftest import changed, extension, installed

SOURCES = "/config/event_sources/log_source_management/log_sources"
QIDS = "/data_classification/qid_records"
MAPPINGS = "/data_classification/dsm_event_mappings"
SEARCHES = "/ariel/searches"
LOGIN = b"<13>Nov 30 10:00:00 acme id=login cat=auth user=bob"


def source(model, identifier="acme", type_id=4003, **more):
    parameters = [{"name": "identifier", "value": identifier}]
    return model.post(SOURCES, {"name": f"{identifier} {type_id}", "type_id": type_id, "protocol_type_id": 0,
                                "protocol_parameters": parameters, **more})["id"]  # fmt: skip


@pytest.fixture
def acme(model):
    installed(model)
    source(model)
    return model


def took(model, payload=LOGIN, address="10.0.0.1"):
    return model.console.take_event(payload, address)


def found(model, query):
    search = model.post(SEARCHES, query_expression=query)
    path = f"{SEARCHES}/{search['search_id']}"
    model.call("GET", f"{path}/results", 404)
    assert model.get(path)["status"] == "WAIT"
    model.clock.now += 2000
    assert model.get(path)["status"] == "COMPLETED"
    return model.get(f"{path}/results")["events"]


def test_an_event_gets_the_qid_of_its_mapping(acme):
    event = took(acme)
    assert (event.qid, event.event_id, event.event_category) == (1_002_750_002, "login", "auth")
    assert event.category == 3046
    assert event.properties == {"Acme user": "bob"}
    assert acme.get(SOURCES)[0]["last_event_time"] == acme.clock.now


def test_unknown_and_stored_events_have_the_qids_of_the_type(acme):
    assert took(acme, b"<13>Nov 30 10:00:00 acme id=other cat=auth").qid == 1_002_750_001
    assert took(acme, b"<13>Nov 30 10:00:00 acme nothing").qid == 1_002_750_000


def test_a_mapping_that_is_added_counts_at_once(acme):
    payload = b"<13>Nov 30 10:00:00 acme id=other cat=auth"
    took(acme, payload)
    record = acme.post(QIDS, {"log_source_type_id": 4003, "name": "Other", "low_level_category_id": 3046})
    acme.post(MAPPINGS, {"log_source_type_id": 4003, "log_source_event_id": "other",
                         "log_source_event_category": "auth", "qid_record_id": record["id"]})  # fmt: skip
    assert took(acme, payload).qid == record["qid"]


def test_a_type_with_another_number_is_parsed_as_well(model):
    for name in ("a", "b", "c"):
        model.post("/config/event_sources/log_source_management/log_source_types",
                   {"name": name, "protocol_types": [{"protocol_id": 0}]})  # fmt: skip
    installed(model)
    source(model, type_id=4004)
    event = took(model)
    assert (event.qid, event.properties) == (1_003_000_002, {"Acme user": "bob"})


def test_the_address_of_the_sender_is_the_identifier_without_a_header(acme):
    assert took(acme, b"id=login cat=auth").log_source_id == 0
    number = source(acme, "10.0.0.1")
    assert took(acme, b"id=login cat=auth").log_source_id == number
    acme.post(f"{SOURCES}/{number}", {"enabled": False})
    assert took(acme, b"id=login cat=auth").type_id == 39


def test_of_several_log_sources_the_first_that_parses_it_gets_it(acme):
    second = changed(
        "sensordevicetype", 0, id="4010", uuid="type-2", devicetypename="BCustom", devicetypedescription="B"
    )
    second = {"sensordevicetype": second["sensordevicetype"], "sensordeviceprotocols": [
        {"id": "1", "sensordevicetypeid": "4010", "sensorprotocolid": "0"}],
        "device_ext": [{**second["device_ext"][0], "uuid": "lsx-2", "name": "b"}]}  # fmt: skip
    installed(acme, extension(second, hub_id="B", version="2.0.0"))
    other = source(acme, type_id=4010, parsing_order=0)
    assert took(acme).type_id == 4003
    assert took(acme, b"<13>Nov 30 10:00:00 acme nothing").log_source_id == other


def test_events_are_counted_by_qid_and_payloads_fetched(acme):
    for payload in (LOGIN, LOGIN, b"<13>Nov 30 10:00:00 acme id=other cat=auth"):
        took(acme, payload)
        acme.clock.now += 1000
    counts = found(
        acme,
        "SELECT qid, QIDNAME(qid) AS qid_name, COUNT(*) AS event_count FROM events WHERE devicetype = 4003 "
        "GROUP BY qid ORDER BY event_count DESC LAST 5 MINUTES",
    )
    assert counts == [
        {"qid": 1_002_750_002, "qid_name": "Acme login", "event_count": 2.0},
        {"qid": 1_002_750_001, "qid_name": "Unknown", "event_count": 1.0},
    ]
    chosen = "devicetype = 4003 AND qid = 1002750001 LIMIT 5 LAST 5 MINUTES"
    [row] = found(acme, f"SELECT UTF8(payload) AS payload FROM events WHERE {chosen}")
    assert row == {"payload": "<13>Nov 30 10:00:00 acme id=other cat=auth"}
    assert found(acme, "SELECT COUNT(*) AS n FROM events LAST 1 SECONDS") == [{"n": 0.0}]


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("logsourceid > 0", 2),
        ("\"Acme user\" = 'bob'", 1),
        ("username = 'bob'", 0),
        ("payload LIKE '%id=login%'", 1),
        ("payload ILIKE '%ID=LOGIN%'", 1),
        ("qid IN (1002750001, 1002750002)", 2),
        ("severity != 4", 1),
        ("severity <= 3", 1),
        ("LOGSOURCETYPENAME(devicetype) = 'Acme'", 2),
        ("CATEGORYNAME(category) = 'none'", 0),
        ("severity < 'a'", 0),
    ],
)
def test_conditions_choose_events(acme, condition, count):
    took(acme)
    took(acme, b"<13>Nov 30 10:00:00 acme id=other cat=auth")
    rows = found(
        acme, f'SELECT qid, "Acme user", starttime, LOGSOURCENAME(logsourceid) AS l FROM events WHERE {condition}'
    )
    assert len(rows) == count
    assert all(each["l"] == "acme 4003" for each in rows)


def test_searches_are_listed_cut_cancelled_and_deleted(acme):
    took(acme)
    took(acme)
    search = acme.post(SEARCHES, query_expression="SELECT qid FROM events")
    path = f"{SEARCHES}/{search['search_id']}"
    assert acme.get(SEARCHES) == [search["search_id"]]
    assert acme.get(f"{path}/metadata")["columns"][0]["name"] == "qid"
    acme.clock.now += 2000
    answer = acme.raw("GET", f"{path}/results", headers=[("Range", "items=1-5")])
    assert dict(answer.headers)["Content-Range"] == "items 1-1/2"
    acme.call("GET", f"{path}/results", 422, headers=[("Range", "bytes=1")])
    assert acme.raw("POST", path, status="DONE").status == 422
    other = acme.post(SEARCHES, query_expression="SELECT severity FROM events")["search_id"]
    acme.raw("POST", f"{SEARCHES}/{other}", status="CANCELED")
    assert acme.get(f"{SEARCHES}/{other}")["status"] == "CANCELED"
    acme.call("DELETE", path)
    acme.call("GET", path, 404)


def test_what_is_not_aql_is_refused(model):
    assert model.call("POST", SEARCHES, 422, query_expression="SELECT * FROM flows")["code"] == 2000
    assert model.call("POST", SEARCHES, 422)["code"] == 1005
    assert model.call("POST", SEARCHES, 404, saved_search_id="3")["code"] == 1002
    assert model.post("/ariel/validators/aql", query_expression="SELECT qid FROM events") == {"error_messages": []}
    [message] = model.post("/ariel/validators/aql", query_expression="SELECT x FROM events")["error_messages"]
    assert message["severity"] == "ERROR"
    assert model.get("/ariel/databases") == ["events"]
    assert model.get("/ariel/databases/events")["columns"]
    model.call("GET", "/ariel/databases/flows", 404)
