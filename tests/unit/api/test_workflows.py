"""Workflows run against exchanges of files and of memory."""

import json

import pytest

from qradar_builder import api

WORKFLOW = "acme/workflows/audit.yaml"
GIVEN = {"host": "api.example.com", "token": "t0k-9f3a-77"}
REQUEST = {"method": "GET", "url": "https://api.example.com/events"}
EXCHANGE = {"request": REQUEST, "response": {"status": 200, "json": [{"n": 1}, {"n": 2}]}}
CASE = """
workflow: audit
parameters: {host: api.example.com, token: t0k-9f3a-77}
clock: 2026-01-05T09:00:00Z
state: {/count: 5}
runs:
  - exchanges:
      - request: {method: GET, url: https://api.example.com/events}
        response: {status: 200, json: [1]}
  - exchanges:
      - request: {method: GET, url: https://api.example.com/events}
        response: {status: 200, json: [1]}
"""
HAR = {
    "log": {
        "version": "1.2",
        "entries": [
            {
                "startedDateTime": "2026-01-05T09:00:00Z",
                "request": {**REQUEST, "headers": [], "queryString": []},
                "response": {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": "[7]"}},
            }
        ],
    }
}


@pytest.mark.usefixtures("package")
def test_events_log_and_state_come_back_as_values():
    result = api.run_workflow(WORKFLOW, [EXCHANGE], parameters=GIVEN)
    assert result.ok
    (run,) = result.runs
    assert (run.status, run.message, run.events) == ("ok", "", ('{"n":1}', '{"n":2}'))
    assert run.log == ("INFO: with [secret]",)
    assert json.loads(result.state)["count"] in {1, "1"}


@pytest.mark.usefixtures("package")
def test_a_state_goes_on_in_the_next_call():
    state = api.run_workflow(WORKFLOW, [EXCHANGE], parameters=GIVEN).state
    state = api.run_workflow(WORKFLOW, [EXCHANGE], parameters=GIVEN, state=state).state
    assert str(json.loads(state)["count"]) == "2"


def test_a_case_brings_its_runs_parameters_and_state(package):
    case = package / "tests/workflows/case.yaml"
    case.parent.mkdir(parents=True)
    case.write_text(CASE, encoding="utf-8")
    result = api.run_workflow(WORKFLOW, case)
    assert [run.events for run in result.runs] == [("1",), ("1",)]
    assert str(json.loads(result.state)["count"]) == "7"
    assert len(api.run_workflow(WORKFLOW, case, runs=1).runs) == 1
    with pytest.raises(ValueError, match="has 2 runs, not 3"):
        api.run_workflow(WORKFLOW, case, runs=3)


def test_a_case_whose_state_cannot_be_made_is_a_finding(package):
    case = package / "tests/workflows/case.yaml"
    case.parent.mkdir(parents=True)
    case.write_text(CASE.replace("{/count: 5}", "{/count: 5, /count/a: 6}"), encoding="utf-8")
    result = api.run_workflow(WORKFLOW, case)
    assert [each.rule for each in result.errors] == ["run/replay"]
    assert result.runs == ()


@pytest.mark.usefixtures("package")
def test_a_har_file_answers_too(tmp_path):
    har = tmp_path / "some.har"
    har.write_text(json.dumps(HAR), encoding="utf-8")
    assert api.run_workflow(WORKFLOW, har, parameters=GIVEN).runs[0].events == ("7",)


@pytest.mark.usefixtures("package")
def test_a_run_that_ends_badly_is_a_finding_without_secrets():
    refused = {"request": REQUEST, "response": {"status": 401, "text": "not t0k-9f3a-77"}}
    result = api.run_workflow(WORKFLOW, [refused], parameters=GIVEN)
    assert [(each.rule, each.location.file) for each in result.errors] == [("run/aborted", WORKFLOW)]
    assert result.runs[0].status == "aborted"
    assert "HTTP 401: not [secret]" in result.runs[0].message
    assert GIVEN["token"] not in repr((result.findings, result.runs))


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("exchanges", [[], [EXCHANGE, EXCHANGE]])
def test_requests_are_asked_for_no_more_and_no_less(exchanges):
    result = api.run_workflow(WORKFLOW, exchanges, parameters=GIVEN)
    assert [each.rule for each in result.errors] == ["run/requests"]
    assert result.runs[0].status == "error"


@pytest.mark.usefixtures("package")
def test_parameters_that_are_unknown_or_missing_are_findings():
    result = api.run_workflow(WORKFLOW, [EXCHANGE], parameters={"host": "api.example.com", "tokn": "s3cret-77-aa"})
    assert [each.rule for each in result.errors] == ["run/parameter", "run/parameter"]
    assert result.runs == ()
    assert "s3cret-77-aa" not in repr(result)


@pytest.mark.usefixtures("package")
def test_a_run_that_posts_nothing_says_why():
    empty = {"request": REQUEST, "response": {"status": 200, "json": []}}
    (run,) = api.run_workflow(WORKFLOW, [empty], parameters=GIVEN).runs
    assert run.events == ()
    assert run.reasons


@pytest.mark.usefixtures("package")
def test_a_limit_stops_a_run():
    result = api.run_workflow(WORKFLOW, [EXCHANGE], parameters=GIVEN, limits={"actions": 2})
    assert result.runs[0].status == "error"
    assert "actions" in result.findings[0].message + result.findings[0].help


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"state": "[1]"}, "`state`"),
        ({"state": "{"}, "`state`"),
        ({"runs": 0}, "1 or more"),
        ({"runs": 2}, "has 1 run, not 2"),
        ({"limits": {"clals": 1}}, "clals"),
        ({"limits": {"calls": 0}}, "must be an integer of 1 or more,"),
        ({"exchanges": [{}]}, "request"),
        ({"exchanges": [{"request": REQUEST, "response": {"status": 200, "file": "a.json"}}]}, "cannot refer to files"),
    ],
)
def test_mistakes_of_the_caller_are_value_errors(wrong, message):
    with pytest.raises(ValueError, match=message):
        api.run_workflow(WORKFLOW, **{"exchanges": [EXCHANGE], "parameters": GIVEN, **wrong})
