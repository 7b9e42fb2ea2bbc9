"""Pages and bookmarks in the bodies of POST calls: what the workflow sends for the first page and for the next."""

from __future__ import annotations

import json

import pytest
import yaml

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Pages
from qradar_builder.starter.har.flow import har_source
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.wishes import Wishes

URL = "https://api.example.com/v1/events/search"
TIMES = {"from": "2026-01-05T08:00:00Z", "to": "2026-01-05T10:00:00Z"}


def events(*numbers):
    return [
        {"id": number, "time": f"2026-01-05T09:0{number}:00Z", "type": "login", "user": f"user{number}"}
        for number in numbers
    ]


def entry(sent, body, kind="application/json"):
    text = sent if isinstance(sent, str) else json.dumps(sent)
    return {
        "startedDateTime": "2026-01-05T10:00:00Z",
        "request": {"method": "POST", "url": URL, "headers": [], "postData": {"mimeType": kind, "text": text}},
        "response": {
            "status": 200,
            "headers": [],
            "content": {"mimeType": "application/json", "text": json.dumps(body)},
        },
    }


def filters(since, until):
    return [
        {"field": "time", "operator": ">=", "value": since},
        {"field": "time", "operator": "<=", "value": until},
    ]


FORM = "application/x-www-form-urlencoded"
FIRST, SECOND = {"items": events(1, 2)}, {"items": events(3)}
CASES = {
    "a page number": (
        entry({"page": 1, "size": 2, "kind": "audit"}, FIRST),
        entry({"page": 2, "size": 2, "kind": "audit"}, SECOND),
        (Pages.NUMBER, {"page": 1, "size": 2, "kind": "audit"}, {"page": 2, "size": 2, "kind": "audit"}),
    ),
    "an offset in an object": (
        entry({"paging": {"offset": 0, "limit": 2}}, FIRST | {"total": 3}),
        entry({"paging": {"offset": 2, "limit": 2}}, SECOND | {"total": 3}),
        (Pages.OFFSET, {"paging": {"offset": 0, "limit": 2}}, {"paging": {"offset": 2, "limit": 2}}),
    ),
    "a cursor that the first page does not have": (
        entry({"filter": TIMES, "limit": 2}, FIRST | {"next": "abc"}),
        entry({"filter": TIMES, "limit": 2, "cursor": "abc"}, SECOND | {"next": None}),
        (Pages.CURSOR, {"filter": TIMES, "limit": 2}, {"filter": TIMES, "limit": 2, "cursor": "abc"}),
    ),
    "a cursor that is null at first, and times in filters": (
        entry({"pageToken": None, "filters": filters(1767600000000, 1767609000000)}, FIRST | {"next": "abc"}),
        entry({"pageToken": "abc", "filters": filters(1767600000000, 1767609000000)}, SECOND | {"next": None}),
        (
            Pages.CURSOR,
            {"pageToken": None, "filters": filters(1767600000000, 1767609000000)},
            {"pageToken": "abc", "filters": filters(1767600000000, 1767609000000)},
        ),
    ),
    "a cursor of GraphQL": (
        entry({"query": "query($n: Int) { a }", "variables": {"after": ""}}, {"data": FIRST | {"next": "abc"}}),
        entry({"query": "query($n: Int) { a }", "variables": {"after": "abc"}}, {"data": SECOND | {"next": ""}}),
        (
            Pages.CURSOR,
            {"query": "query($n: Int) { a }", "variables": {"after": ""}},
            {"query": "query($n: Int) { a }", "variables": {"after": "abc"}},
        ),
    ),
    "a cursor that is a number": (
        entry({"deep": True}, FIRST | {"next": 77}),
        entry({"deep": True, "cursor": 77}, SECOND | {"next": None}),
        (Pages.CURSOR, {"deep": True}, {"deep": True, "cursor": 77}),
    ),
    "a body with nothing else": (
        entry({}, FIRST | {"next": "abc"}),
        entry({"scroll": "abc"}, SECOND | {"next": ""}),
        (Pages.CURSOR, {}, {"scroll": "abc"}),
    ),
    "a form": (
        entry("since=1767600000&rows=2", FIRST | {"next": "abc"}, FORM),
        entry("since=1767600000&rows=2&cursor=abc", SECOND | {"next": ""}, FORM),
        (
            Pages.CURSOR,
            {"since": "1767600000", "rows": "2"},
            {"since": "1767600000", "rows": "2", "cursor": "abc"},
        ),
    ),
}


@pytest.mark.parametrize(("first", "second", "wanted"), CASES.values(), ids=CASES)
def test_the_body_asks_for_each_page(tmp_path, first, second, wanted):
    path = tmp_path / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": [first, second]}}), encoding="utf-8")
    source = har_source(path, None, Findings())
    package = make_package(Wishes("acme", "Acme"), source)
    case = yaml.safe_load(package.files["tests/workflows/events-three-polls.yaml"])
    sent = [
        each["request"].get("json", each["request"].get("form"))
        for each in case["runs"][0]["exchanges"]
        if "token" not in each["request"]["url"]
    ]
    kind, *bodies = wanted
    assert source.flow.paging.kind is kind
    assert [_timeless(each) for each in sent] == [_timeless(each) for each in bodies]
    assert not [note for note in source.notes if "guess" in note]


def _timeless(body):
    """The body without the end of the time window, which is the clock of the case."""
    if "filters" in body:
        return body | {"filters": body["filters"][:1]}
    return body | {"filter": body["filter"]["from"]} if "filter" in body else body


def test_a_parameter_that_no_call_has_is_told_to_be_a_guess(tmp_path):
    path = tmp_path / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": [entry({"limit": 2}, FIRST | {"nextPageToken": "a"})]}}))
    source = har_source(path, None, Findings())
    assert [note for note in source.notes if "`pageToken` asks for it is a guess" in note]


def test_what_a_workflow_takes_for_a_template_is_not_sent(tmp_path):
    path = tmp_path / "recorded.har"
    path.write_text(json.dumps({"log": {"entries": [entry({"q": "${/host}"}, FIRST)]}}))
    source = har_source(path, None, Findings())
    package = make_package(Wishes("acme", "Acme"), source)
    assert b'"q": "$ {/host}"' in package.files["fragments/get-events.yaml"]
