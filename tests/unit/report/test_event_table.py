from __future__ import annotations

import pytest

from qradar_builder.dsm.definition import Qid
from qradar_builder.dsm.event import Event, Outcome
from qradar_builder.findings import Location
from qradar_builder.report.event_table import EventTable, time_text

LOGIN = Qid("Acme login", 3, 3115, Location(""), 100)


def event(event_id="login", qid=LOGIN, **fields):
    return Event(Outcome.PARSED, event_id, "auth", qid, 3, 5, fields)


def table(*events):
    written: list[str] = []
    shown = EventTable(written.append)
    for one in events:
        shown.add(one)
    shown.end()
    return written


def test_a_row_an_event_stands_below_the_heads():
    heads, rule, row = table(event(UserName="bob", SourceIp="192.0.2.1"))
    assert heads.split("  ")[0] == "outcome"
    assert set(rule) == {"-", " "}
    assert row.split() == [
        "parsed",
        "login",
        "auth",
        "Acme",
        "login",
        "3",
        "User",
        "Login",
        "Success",
        "bob",
        "192.0.2.1",
    ]
    assert heads.index("user") == row.index("bob")


def test_without_events_there_is_no_table():
    assert table() == []


def test_what_is_not_known_is_empty():
    assert table(event(event_id=None, qid=None))[2].split() == ["parsed", "auth", "3"]


def test_ends_may_come_twice():
    written: list[str] = []
    shown = EventTable(written.append)
    shown.add(event())
    shown.end()
    shown.end()
    assert len(written) == 3


def test_the_first_rows_settle_the_widths_and_the_rest_is_written_at_once():
    written: list[str] = []
    shown = EventTable(written.append)
    for _ in range(99):
        shown.add(event())
    assert written == []
    shown.add(event())
    assert len(written) == 102
    shown.add(event("a longer event id"))
    assert written[-1].startswith("parsed   a longe…  auth")


def test_a_long_cell_is_cut():
    assert "x" * 27 + "…" in table(event("x" * 1_000_000))[2]


@pytest.mark.parametrize("text", ["\x1b[2J", "a\nb", "\x9b31m", "\u202eabc", "\ud800"])
def test_nothing_reaches_the_terminal_that_would_change_it(text):
    assert all(line.isprintable() for line in table(event(text, UserName=text)))


@pytest.mark.parametrize(
    ("epoch_ms", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1714564800123, "2024-05-01T12:00:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (10**20, str(10**20)),
    ],
)
def test_a_time_is_iso_8601(epoch_ms, text):
    assert time_text(epoch_ms) == text
