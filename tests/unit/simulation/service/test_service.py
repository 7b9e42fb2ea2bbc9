"""A source as a whole: what it does not have, details, jobs, rate limits, clocks that differ."""

import json

import pytest

from qradar_builder.http.headers import header
from qradar_builder.http.messages import HttpRequest
from qradar_builder.model.simulation.document import SourceSpec
from qradar_builder.simulation.service.events import Events
from qradar_builder.simulation.service.service import Service

NOW = 1767603600000
LATER = NOW + 36_000_000
BASE = "https://api.example.com"


def service(**spec):
    whole = {
        "workflow": "w",
        "events": {"template": {"id": "${id}", "by": "${record}"}},
        "lists": [{"path": "/events", "body": "${events}"}],
    }
    read = SourceSpec.model_validate(whole | spec)
    return Service(read, Events(read.events, (), NOW + read.skew * 1000, 1), {})


def ask(source, path, now=LATER, method="GET"):
    return source.answer(HttpRequest(method, f"{BASE}{path}"), now)


def test_what_the_source_does_not_have_is_kept():
    source = service()
    assert ask(source, "/other?x=1").response.status == 404
    assert ask(source, "/events", method="POST").response.status == 404
    assert source.unknown == [f"GET {BASE}/other", f"POST {BASE}/events"]


def test_a_detail_gives_one_event_by_either_of_its_ids():
    source = service(
        lists=[{"path": "/events", "body": "${events}", "entry": {"id": "${record}"}}],
        details=[{"path": "/events/${id}", "body": {"event": "${event}"}}],
    )
    first = json.loads(ask(source, "/events").response.body)[0]
    assert first == {"id": "record-000000"}
    answer = ask(source, "/events/record-000000")
    assert json.loads(answer.response.body) == {"event": {"id": "event-000000", "by": "record-000000"}}
    assert answer.events == (0,)
    assert ask(source, "/events/event-000001").events == (1,)
    assert ask(source, "/events/none").response.status == 404
    assert ask(source, "/events/event-000044", NOW - 7_200_000).response.status == 404


def test_a_job_is_created_runs_and_has_what_was_there_when_it_was_created():
    source = service(
        lists=[],
        exports=[
            {
                "path": "/jobs",
                "status": "/jobs/${job}",
                "download": "/jobs/${job}/result",
                "body": "${events}",
                "seconds": 30,
            }
        ],
    )
    job = json.loads(ask(source, "/jobs", NOW, "POST").response.body)["id"]
    assert json.loads(ask(source, f"/jobs/{job}", NOW + 1000).response.body) == {"status": "running"}
    assert ask(source, f"/jobs/{job}/result", NOW + 1000).response.status == 404
    assert json.loads(ask(source, f"/jobs/{job}", NOW + 30_000).response.body) == {"status": "done"}
    early = ask(source, f"/jobs/{job}/result", LATER).events
    assert 0 < len(early) < 45
    assert ask(source, "/jobs/none").response.status == 404


@pytest.mark.parametrize(
    ("form", "value"), [("none", None), ("seconds", "60"), ("date", "Mon, 05 Jan 2026 19:01:00 GMT")]
)
def test_the_rate_limit_says_when_to_try_again(form, value):
    source = service(rate={"calls": 2, "seconds": 60, "retry_after": form})
    assert [ask(source, "/events", LATER).response.status for _ in range(3)] == [200, 200, 429]
    refused = ask(source, "/events", LATER)
    assert header(refused.response.headers, "retry-after") == value
    assert source.over_the_rate == 2
    assert ask(source, "/events", LATER + 60_000).response.status == 200


def test_endpoints_of_one_path_are_told_apart_by_their_query():
    source = service(
        lists=[{"path": "/q", "when": {"kind": "audit"}, "body": "${events}"}],
        fixed=[{"path": "/q", "when": {"kind": "info"}, "body": {"version": 1}}],
    )
    assert len(ask(source, "/q?kind=audit").events) == 45
    assert json.loads(ask(source, "/q?kind=info").response.body) == {"version": 1}
    assert ask(source, "/q").response.status == 404


def test_the_clock_of_the_source_may_be_ahead():
    source, other = service(skew=3600), service()
    assert [each.time for each in source.events.events] == [each.time + 36_000_000_000 for each in other.events.events]
    assert ask(source, "/events", NOW).events == ask(other, "/events", NOW).events


def test_records_grow_until_they_end():
    source = service(
        events={
            "template": "<e>${id}</e>",
            "records": {"template": "<r id='${record}'>${ended}${events}</r>", "ended": "<end>${end.s}</end>"},
        },
        lists=[{"path": "/events", "body": "<all>${events}</all>", "ids": {"parameter": "ids"}}],
    )
    item = next(each for each in source.events.items if len(each.events) > 1 and each.events[-1].time > each.time)
    early = ask(source, f"/events?ids={item.id}", item.time // 10_000 + 1).response.body.decode()
    late = ask(source, f"/events?ids={item.id}", LATER).response.body.decode()
    assert early.count("<e>") < len(item.events) == late.count("<e>")
    assert "<end>" not in early
    assert "<end>" in late
