"""The model checks each call before it answers: token, version, path, access, parameters and body."""

import pytest

from qradar_builder.console.model.access import Caller
from qradar_builder.serving.messages import Request

TYPES = "/config/event_sources/log_source_management/log_source_types"
QIDS = "/data_classification/qid_records"
EXTENSIONS = "/config/extension_management/extensions"


def header(answer, name):
    return next((value for key, value in answer.headers if key == name), None)


def test_every_answer_says_that_it_is_of_a_model(model):
    for path in ("/help/versions", "/no", ""):
        assert "model" in header(model.raw("GET", path), "X-QRadar-Model")
    for path in ("/", "/console", "/no", "/apifalse"):
        answer = model.console.handle(Request("GET", path))
        assert "not QRadar" in answer.body.decode()
        assert header(answer, "X-QRadar-Model")
        assert answer.status == (404 if path in ("/no", "/apifalse") else 200)


@pytest.mark.parametrize("token", [None, "", "wrong", "t0ken-of-the-mode", "é"])
def test_a_wrong_token_is_refused(model, token):
    answer = model.call("GET", "/help/versions", 401, token=token)
    assert answer["http_response"]["code"] == 401
    assert answer["code"] == 18
    assert "t0ken" not in str(answer)


def test_the_version_must_be_one_that_the_console_has(make_model):
    model = make_model(version="20.0")
    assert [each["version"] for each in model.get("/help/versions")] == ["14.0", "17.0", "19.0", "20.0"]
    assert model.get("/help/versions/19")["version"] == "19.0"
    model.call("GET", "/help/versions/21", 404)
    assert "it has 14.0, 17.0, 19.0, 20.0" in model.call("GET", "/help/versions", 422, version="26.0")["message"]
    path = "/config/event_sources/custom_properties/property_aql_expressions"
    model.call("GET", path, 404, version="14.0")
    assert model.get(path, version="17.0") == []
    assert "uuid" not in model.get(TYPES, version="14.0", filter="id=12")[0]
    assert "uuid" in model.get(TYPES, filter="id=12")[0]
    assert model.get("/system/about")["release_name"] == "7.5.0 UP6"


@pytest.mark.parametrize(
    ("method", "path", "status", "named"),
    [
        ("GET", "/no/path", 404, {}),
        ("PUT", "/help/versions", 405, {}),
        ("GET", TYPES, 422, {"no": "1"}),
        ("GET", TYPES, 422, {"filter": "no = 1"}),
        ("GET", TYPES, 422, {"fields": "no"}),
        ("GET", TYPES, 422, {"headers": [("Range", "bytes=0-1")]}),
        ("GET", f"{TYPES}/x", 422, {}),
        ("GET", f"{TYPES}/999999", 404, {}),
        ("POST", QIDS, 422, {"body": {}}),
        ("POST", QIDS, 422, {"body": [1]}),
        ("POST", QIDS, 415, {"body": {}, "content": "text/plain"}),
        ("POST", QIDS, 422, {"body": b"{", "content": "application/json"}),
        ("POST", QIDS, 422, {"body": b"[" * 5000, "content": "application/json"}),
        ("POST", QIDS, 422, {"body": b'{"name": NaN}', "content": "application/json"}),
        ("GET", "/help/versions", 422, {"body": {}}),
        ("POST", EXTENSIONS, 422, {}),
    ],
)
def test_what_the_description_does_not_have_is_refused_with_the_error_body_of_ibm(model, method, path, status, named):
    answer = model.call(method, path, status, **named)
    assert set(answer) == {"http_response", "code", "description", "details", "message"}
    assert answer["http_response"]["code"] == status
    assert answer["http_response"]["message"]


def test_a_broken_query_is_refused(model):
    request = Request("GET", "/api/help/versions", "fields=%FF", (("SEC", "t0ken-of-the-model"),))
    assert model.console.handle(request).status == 422


def test_lists_are_filtered_sorted_and_cut_to_parts(model):
    answer = model.raw("GET", TYPES, fields="id,name", headers=[("Range", "items=0-1")])
    assert header(answer, "Content-Range").startswith("items 0-1/4")
    assert answer.body.startswith(b'[{"id": 2, "name": ')
    everything = model.get(TYPES)
    assert len(everything) > 400
    assert [each["id"] for each in model.get(TYPES, filter="id in (12, 10)")] == [10, 12]
    found = model.get("/data_classification/low_level_categories", sort="-id", filter="high_level_category_id=3000")
    assert [each["id"] for each in found] == sorted((each["id"] for each in found), reverse=True)


def test_a_caller_may_do_what_its_capabilities_allow(make_model):
    callers = (
        Caller("all", "a"),
        Caller("little", "b", frozenset()),
        Caller("types", "c", frozenset({"Manage Log Source Types"}), frozenset({f"POST {QIDS}"})),
    )
    model = make_model(callers=callers)
    counts = [sum(each["caller_has_access"] for each in model.get("/help/endpoints", token=token)) for token in "abc"]
    assert counts == [289, 289 - 17, 289 - 17 + 2 - 1]
    model.call("GET", EXTENSIONS, 403, token="b")
    model.call("POST", QIDS, 403, token="c", body={})
    assert model.get(f"{TYPES}/12", token="c")["id"] == 12
    assert "'a'" not in repr(callers)


def test_an_endpoint_is_described_as_a_console_does_it(model):
    [endpoint] = model.get("/help/endpoints", filter=f'path="{QIDS}" and http_method="POST"')
    assert {each["parameter_name"]: each["type"] for each in endpoint["parameters"]} == {
        "fields": "HEADER",
        "data": "BODY",
    }
    assert endpoint["error_responses"][0]["unique_code"] == 1005
    assert model.get(f"/help/endpoints/{endpoint['id']}")["path"] == QIDS
    model.call("GET", "/help/endpoints/0", 404)


def test_state_is_kept_over_a_restart(make_model, tmp_path):
    path = tmp_path / "state"
    first = make_model(state=path)
    added = first.post(TYPES, {"name": "Acme", "protocol_types": [{"protocol_id": 0}]})
    # Killed: not closed.
    second = make_model(state=path)
    assert second.get(f"{TYPES}/{added['id']}").items() >= added.items()
