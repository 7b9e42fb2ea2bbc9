"""Recorded answers that are XML, CSV or lines: what the workflow posts of them, page by page."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.api.flow import Pages
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.har.flow import har_source
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.wishes import Wishes

URL = "https://api.example.com/v1/events"
COLUMNS = "id,time,action,user,note\n"


def call(query, text, kind):
    return {
        "startedDateTime": "2026-01-05T10:00:00Z",
        "request": {"method": "GET", "url": URL + query, "headers": []},
        "response": {"status": 200, "headers": [], "content": {"mimeType": kind, "text": text}},
    }


def time(number):
    return f"2026-01-05T09:0{number}:00Z"


def row(number, note="ok"):
    return f"{number},{time(number)},login,user{number},{note}"


def element(number):
    children = f"<time>{time(number)}</time><action>login</action><user>user{number}</user>"
    return f'<event id="{number}">{children}</event>'


def attributes(number):
    return f'<event id="{number}" time="{time(number)}" action="login" user="user{number}"/>'


def line(number):
    return json.dumps({"id": number, "time": time(number), "action": "login", "user": f"user{number}"})


QUOTED = '"a, ""b""\nand more"'
CASES = {
    "csv with a line end in a row": (
        [call("?since=2026-01-05T08:00:00Z", f"{COLUMNS}{row(1)}\n{row(2, QUOTED)}\n", "text/csv")],
        (Pages.NONE, [row(1), row(2, QUOTED)]),
    ),
    "csv in pages": (
        [
            call("?page=1&size=2", f"{COLUMNS}{row(1)}\n{row(2)}\n", "text/csv"),
            call("?page=2&size=2", f"{COLUMNS}{row(3)}\n", "text/csv"),
        ],
        (Pages.NUMBER, [row(1), row(2), row(3)]),
    ),
    "xml": (
        [
            call(
                "?from=2026-01-05T08:00:00Z", f"<feed>\n<l>\n{element(1)}\n{element(2)}\n</l></feed>", "application/xml"
            )
        ],
        (Pages.NONE, [element(1), element(2)]),
    ),
    "xml with a URL": (
        [
            call("", f"<feed><next>{URL}?c=2&amp;x=1</next><l>{element(1)}{element(2)}</l></feed>", "text/xml"),
            call("?c=2&x=1", f"<feed><l>{element(3)}</l></feed>", "text/xml"),
        ],
        (Pages.URL, [element(1), element(2), element(3)]),
    ),
    "xml with a cursor": (
        [
            call("", f"<feed><cursor>abc</cursor><l>{element(1)}{element(2)}</l></feed>", "text/xml"),
            call("?cursor=abc", f"<feed><l>{element(3)}</l></feed>", "text/xml"),
        ],
        (Pages.CURSOR, [element(1), element(2), element(3)]),
    ),
    "xml that has attributes alone": (
        [
            call("?offset=0", f"<l><total>3</total>{attributes(1)}\n{attributes(2)}</l>", "text/xml"),
            call("?offset=2", f"<l><total>3</total>{attributes(3)}</l>", "text/xml"),
        ],
        (Pages.OFFSET, [attributes(1), attributes(2), attributes(3)]),
    ),
    "lines": (
        [call("?since=1767600000&limit=2", f"{line(1)}\n{line(2)}\n", "application/x-ndjson")],
        (Pages.NONE, [line(1).replace(", ", ",").replace(": ", ":"), line(2).replace(", ", ",").replace(": ", ":")]),
    ),
}


@pytest.fixture
def proposed(tmp_path):
    def proposed(entries):
        path = tmp_path / "recorded.har"
        path.write_text(json.dumps({"log": {"entries": entries}}), encoding="utf-8")
        source = har_source(path, None, Findings())
        return source, make_package(Wishes("acme", "Acme"), source)

    return proposed


@pytest.mark.parametrize(("entries", "wanted"), CASES.values(), ids=CASES)
def test_each_event_is_posted_once(proposed, entries, wanted):
    kind, events = wanted
    source, package = proposed(entries)
    assert source.flow.paging.kind is kind
    golden = package.files["tests/workflows/events-three-polls.events.txt"].decode()
    first, _, second = golden.removeprefix("run 1\n").partition("run 2\n")
    assert first.replace("\n  ", "\n") == "".join(f"- {event}\n" for event in events)
    # Each of the next polls gets the last event with a later time, and that alone.
    for later in second.split("run 3\n"):
        assert f"\n{later}".count("\n- ") == 1
    assert source.flow.has_bookmark


def test_fields_of_rows_have_the_names_of_the_columns(proposed):
    source, package = proposed(CASES["csv in pages"][0])
    assert source.form is EventFormat.SYSLOG
    text = package.files["log_source_types/events.yaml"].decode()
    assert "{id: login, qid: login}" in text
    assert "UserName:" in text
    assert "DeviceTime:" in text


def test_other_columns_end_the_run(proposed):
    _, package = proposed(CASES["csv in pages"][0])
    assert b"the answer has other columns" in package.files["tests/workflows/events-unexpected.yaml"]
