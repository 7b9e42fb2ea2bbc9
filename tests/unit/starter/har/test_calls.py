"""The calls of a recording, and the endpoint among them that gives events."""

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.har.calls import likely_endpoint, read_recording

HOST = "https://api.example.com"
EVENTS = [{"id": 1, "time": "2026-01-05T09:00:00Z", "type": "login", "user": "alice"}]


def _entry(path, body, status=200):
    return {
        "startedDateTime": "2026-01-05T10:00:00Z",
        "request": {"method": "GET", "url": f"{HOST}{path}", "headers": []},
        "response": {"status": status, "content": {"mimeType": "application/json", "text": json.dumps(body)}},
    }


@pytest.fixture
def read(tmp_path):
    def read(content):
        path = tmp_path / "a.har"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps({"log": {"entries": content}}).encode())
        findings = Findings()
        recording = read_recording(path, findings)
        return recording, [(each.rule, each.location.line, each.location.column, each.message) for each in findings]

    return read


def test_calls_are_those_with_an_answer_of_json(read):
    page = _entry("/page", "")
    page["response"]["content"] = {"mimeType": "text/html", "text": "<html>"}
    recording, found = read([page, _entry("/events", EVENTS)])
    assert found == []
    assert [call.url for call in recording.calls] == [f"{HOST}/events"]
    assert len(recording.entries) == 2
    assert recording.clock == 1767607200000


def test_the_endpoint_is_the_one_whose_lists_look_like_events(read):
    settings = {"theme": "dark"}
    recording, _ = read(
        [_entry("/settings", settings), _entry("/events", {"items": EVENTS}), _entry("/x", EVENTS, 500)]
    )
    endpoint = likely_endpoint(recording, "a.har", Findings())
    assert (endpoint.method, endpoint.url, endpoint.events.keys) == ("GET", f"{HOST}/events", ("items",))


def test_without_a_list_of_objects_the_calls_are_named(read):
    recording, _ = read([_entry("/settings", {"theme": "dark"})])
    findings = Findings()
    assert likely_endpoint(recording, "a.har", findings) is None
    assert [(each.rule, each.message) for each in findings] == [
        ("starter/no-call", f"none of the 1 API call is answered with a list of objects: {HOST}/settings")
    ]


@pytest.mark.parametrize(
    ("content", "rule", "place"),
    [
        (b'{\n  "log": x}', "starter/har", (2, 10)),
        (b"{}", "starter/har", (1, 1)),
        (b'{"log": "\xff"}', "file/not-utf-8", (1, 10)),
        ([], "starter/no-call", (1, 1)),
    ],
)
def test_what_is_no_recording_is_told_at_its_place(read, content, rule, place):
    recording, ((found, *where, _),) = read(content)
    assert recording is None
    assert (found, tuple(where)) == (rule, place)
