import socket

import pytest

from qradar_builder.testing.workflows.replay import differences, record_case, replay_case
from qradar_builder.workflow.engine.compile import compile_workflow

POLL = """
  - Initialize: {path: /seen, value: "0"}
  - CallEndpoint:
      url: https://h/events
      method: GET
      savePath: /r
      QueryParameter: [{name: since, value: "${/seen}"}]
  - If: /r/status_code != 200
    then:
      - Set: {path: /lost, value: x}
      - Abort: {reason: "it was ${/r/status_code}"}
  - Log: {type: INFO, message: "got ${count(/r/body)}"}
  - PostEvents: {path: /r/body}
  - Set: {path: /seen, value: "${/seen + count(/r/body)}"}
  - Delete: {path: /r}
"""
TWO = """
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "0"}}
        response: {status: 200, json: [{id: 1.10}, text]}
    expect: EXPECT
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "2"}}
        response: {status: 200, json: []}
    expect: {events: 0, log: [got 0]}
"""
ONE = """
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "0"}}
        ANSWER
    expect: EXPECT
"""


@pytest.fixture
def outcome(workflow_of, case_of):
    def make(text):
        case = case_of(text)
        records = replay_case(case, compile_workflow(workflow_of(POLL)))
        return "\n".join(each.text for each in differences(case, records))

    return make


@pytest.mark.parametrize(
    "expect",
    [
        "{}",
        "{events: 2}",
        "{events: ['{\"id\":1.1}', /te.*/]}",
        "{events: [{id: /1.*/}, text]}",
        "{state: {/seen: 2, /r: null}, log: [/INFO.*2/], status: ok}",
    ],
)
def test_what_is_as_expected_passes(outcome, expect):
    assert outcome(TWO.replace("EXPECT", expect)) == ""


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("{events: 3}", "run 1: it posted 2 events, expected are 3"),
        ("{events: [text]}", 'run 1: it posted 2 events, expected is 1\nrun 1: event 1 is\n  {"id":1.1}\n'),
        ("{state: {/seen: 3}}", 'run 1: /seen is "2", but 3 is expected'),
        ("{state: {/seen: null}}", 'run 1: /seen is "2", but nothing is expected'),
        ("{state: {/no: 1}}", "run 1: /no is nothing, but 1 is expected"),
        ("{status: aborted}", "run 1: it ended with status `ok`, but `aborted` is expected"),
        (
            "{log: [got 2, got 2]}",
            "run 1: no log line after the earlier matches contains\n  got 2\nThe log is:\n  INFO: got 2",
        ),
    ],
)
def test_what_is_not_as_expected_is_told(outcome, expect, difference):
    assert difference in outcome(TWO.replace("EXPECT", expect))


def test_an_abort_leaves_the_state_as_it_was(outcome):
    text = ONE.replace("ANSWER", "response: {status: 500}")
    assert (
        outcome(text.replace("EXPECT", "{status: aborted, message: it was 500, state: {/lost: null, /seen: null}}"))
        == ""
    )
    assert "w.yaml:15:9: Abort\n  it was 500" in outcome(text.replace("EXPECT", "{}"))


def test_a_network_failure_ends_the_run_in_error(outcome):
    text = ONE.replace("ANSWER", "fault: dns")
    assert outcome(text.replace("EXPECT", "{status: error, message: UnknownHostException, events: 0}")) == ""


def test_another_request_fails_with_a_diff_and_its_place(outcome):
    text = TWO.replace('since: "2"', 'since: "3"').replace("EXPECT", "{}")
    told = outcome(text)
    assert "run 2: request 1 of 1 is not the expected request" in told
    assert "-query since: 3\n+query since: 2" in told
    assert "the call is at w.yaml:8:12" in told


def test_an_expected_error_does_not_hide_another_request(outcome):
    text = TWO.replace('since: "0"', 'since: "9"').replace("EXPECT", "{status: error}")
    assert "-query since: 9" in outcome(text)
    assert "run 2 did not start" in outcome(text)


def test_a_request_that_is_missing_or_one_too_many_fails(outcome):
    more = TWO.replace("EXPECT", "{}").replace(
        "json: []}\n", "json: []}\n      - {request: {method: GET, url: https://h/more}, fault: dns}\n"
    )
    assert "1 of 2 expected requests were sent; these are missing:\nGET https://h/more" in outcome(more)
    assert "request 1 is unexpected; 0 requests are expected" in outcome("runs: [{expect: {status: error}}]")


def test_after_an_abort_that_terminates_there_is_no_further_run(workflow_of, case_of):
    case = case_of("runs: [{expect: {status: aborted}}, {}]")
    records = replay_case(case, compile_workflow(workflow_of("  - Abort: {reason: enough, terminate: true}\n")))
    assert [each.text for each in differences(case, records)] == [
        "run 2 did not start: after an Abort with terminate, QRadar does not run the workflow again"
    ]


def test_a_run_begins_where_the_one_before_ended_unless_it_says_when(workflow_of, case_of):
    workflow = workflow_of(
        '  - Sleep: {duration: "5000"}\n  - Set: {path: /t, value: "${time()}"}\n  - PostEvent: {path: /t}\n'
    )
    case = case_of("clock: 1970-01-01T00:00:00Z\nruns: [{}, {}, {clock: '1970-01-01T01:00:00Z'}]")
    records = replay_case(case, compile_workflow(workflow))
    assert [record.events[0].payload for record in records] == ["5000", "10000", "3605000"]


def test_a_case_may_begin_with_a_state(outcome):
    text = ONE.replace('since: "0"', 'since: "7"').replace("ANSWER", "response: {status: 200, json: [1]}")
    assert outcome("state: {/seen: 7}" + text.replace("EXPECT", "{state: {/seen: 8}}")) == ""


def test_no_socket_is_opened(outcome, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert outcome(TWO.replace("EXPECT", "{}")) == ""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("response: {status: 200, json: []}", "PostEvents posted nothing: `/r/body` is an empty array"),
        ("response: {status: 401}", "the request received status 401"),
    ],
)
def test_a_run_without_the_events_that_are_expected_says_why(outcome, answer, why):
    text = ONE.replace("ANSWER", answer).replace("EXPECT", "{events: 2}")
    assert f"{why}" in outcome(text)
    assert "why no event came" in outcome(text)


def test_a_run_that_is_to_post_nothing_needs_no_reason(outcome):
    text = ONE.replace("ANSWER", "response: {status: 200, json: []}").replace("EXPECT", "{events: 0}")
    assert outcome(text) == ""


def test_a_failure_comes_with_what_is_known_of_its_paths(outcome):
    text = ONE.replace("ANSWER", "response: {status: 200, json: {data: [1]}}").replace("EXPECT", "{events: 1}")
    assert "`/r/body` is an object with the key `data`; did you mean `/r/body/data`?" in outcome(text)


RECORDED = """
parameters: {password: correct-horse-battery-staple}
runs:
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "0"}}
        response: {status: 200, json: [{id: 1.10}, text]}
    expect: {events: 2}
  - killed: {before: 1}
    exchanges: []
    expect: {events: 0}
  - exchanges:
      - request: {method: GET, url: https://h/events, query: {since: "2"}}
        response: {status: 503}
    expect: {status: aborted}
"""


def test_the_runs_of_a_case_are_recorded_as_they_are_replayed(workflow_of, case_of):
    case = case_of(RECORDED)
    checked = compile_workflow(workflow_of(POLL, "[{name: password, label: P, secret: true}]"))
    records, recording = record_case(case, checked)
    again = replay_case(case, checked)
    assert [record.outcome.status for record in records] == ["ok", "killed", "aborted"]
    assert [record.events for record in records] == [record.events for record in again]
    assert [record.state for record in records] == [record.state for record in again]
    assert [run.outcome.status for run in recording.runs] == ["ok", "killed", "aborted"]
    assert [(run.first, run.after) for run in recording.runs] == [(0, 7), (7, 9), (9, 14)]
    # What a run that was killed had changed is lost, and so is what an aborted one had.
    assert recording.runs[2].before["seen"] == "2"
    assert recording.state_at(13)["lost"] == "x"
    assert "lost" not in recording.runs[2].after_state
    assert recording.steps[13].failed == "it was 503"
    assert len(list(recording.events_until(13))) == 2
    assert recording.secrets.redact("correct-horse-battery-staple") == "[secret]"
