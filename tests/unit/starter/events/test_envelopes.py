"""Events inside of other JSON: under any key, at any depth; and events that have lists of their own."""

from __future__ import annotations

import json

import pytest

from qradar_builder.starter.events.envelopes import inner_events

ONE = {"id": "1", "when": "2026-01-05T09:00:00Z", "what": "user.created", "who": {"name": "alice"}}
TWO = {"id": "2", "when": "2026-01-05T09:00:09Z", "what": "user.deleted", "who": {"name": "bob"}}
SYSLOG = "<13>Jan  5 09:00:00 acme app: action=login"

ENVELOPES = {
    "a known key": {"events": [ONE, TWO]},
    "a known key beside others": {"Records": [ONE, TWO], "count": 2, "nextToken": "x"},
    "another key": {"auditTrail": [ONE, TWO]},
    "deep": {"value": {"data": {"auditEntries": [ONE, TWO]}}, "cursor": "x"},
    "with times of the answer": {"generatedAt": "2026-01-05T09:10:00Z", "payloads": [ONE, TWO], "took": 12},
    "one event": {"trail": {"list": [ONE]}},
}


def compact(value):
    return json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize("value", ENVELOPES.values(), ids=ENVELOPES)
def test_events_are_taken_out(value):
    wanted = [compact(ONE)] if value == ENVELOPES["one event"] else [compact(ONE), compact(TWO)]
    assert inner_events(json.dumps(value, indent=1)) == wanted


def test_results_of_a_search_are_their_sources():
    hits = [{"_index": "a", "_id": each["id"], "_source": each} for each in (ONE, TWO)]
    assert inner_events(json.dumps({"took": 3, "hits": {"total": 2, "hits": hits}})) == [compact(ONE), compact(TWO)]
    assert inner_events(json.dumps(hits[0])) == [compact(ONE)]


def test_an_export_gives_the_payloads():
    exported = {"qidname": "Unknown", "starttime": 1767603600000, "utf8_payload": SYSLOG}
    assert inner_events(json.dumps(exported)) == [SYSLOG]
    assert inner_events(json.dumps({"events": [exported, exported]})) == [SYSLOG, SYSLOG]


EVENTS = {
    "targets": {"time": "2026-01-05T09:00:00Z", "type": "login", "targets": [ONE, TWO]},
    "changes": {"type": "update", "user": "alice", "changes": [{"old": 1, "new": 2}, {"old": 3, "new": 4}]},
    "an epoch": {"ts": 1767603600, "x": [ONE, TWO]},
    "no list": ONE,
    "empty list": {"events": []},
    "texts": {"events": ["a", "b"]},
    "much around": {"a": [ONE], **{f"k{number}": "some longer value" for number in range(40)}},
}


@pytest.mark.parametrize("value", EVENTS.values(), ids=EVENTS)
def test_an_event_with_a_list_stays_whole(value):
    assert inner_events(json.dumps(value)) is None


@pytest.mark.parametrize("text", ["", "[{}]", '{"a":[{', '{"a":' * 5000, "{" + "[{" * 5000, '{"events":[{}]} x'])
def test_what_is_no_object_stays_as_it_is(text):
    assert inner_events(text) is None
