import pytest

from qradar_builder.http.messages import HttpRequest
from qradar_builder.testing.workflows.levels import level_of
from qradar_builder.testing.workflows.replay import RunRecord
from qradar_builder.workflow.engine.effects import Event, Outcome


def run(payloads, *urls, status="ok", body=None):
    requests = [HttpRequest("GET", f"https://h/{url}", body=body) for url in urls]
    return RunRecord(Outcome(status), [Event(payload) for payload in payloads], requests)


PAGES = run("ab", "token", "data?page=1", "data?page=2")


@pytest.mark.parametrize(
    ("cases", "level"),
    [
        ([], None),
        ([[run("")]], 0),
        ([[run("a", "data", status="aborted")]], 0),
        ([[run("a", "data")]], 1),
        ([[run("a", "data", "data")]], 1),
        ([[run("a", "data?page=1", "data?page=2", status="error")]], 0),
        ([[run("a", "token", "other")]], 1),
        ([[PAGES]], 2),
        ([[PAGES, run("c", "token", "data?page=1")]], 2),
        ([[PAGES, run("b", "token", "data?since=2")]], 2),
        ([[PAGES, run("", "token", "data?since=2")]], 2),
        ([[PAGES, run("c", "token", "data?since=2")]], 3),
        ([[run("a", "data?since=1"), run("b", "data?since=2")]], 1),
        ([[run("a", "data?since=1"), run("b", "data?since=2")], [PAGES]], 3),
    ],
    ids=[
        "no case",
        "no event",
        "events before an abort",
        "events",
        "the same request twice",
        "pages of a run that failed",
        "two endpoints",
        "two pages",
        "a second run that asks for the same",
        "a second run that posts an event again",
        "a second run without events",
        "a second run with new events",
        "a second run without pages",
        "pages in another case",
    ],
)
def test_the_level_is_what_the_cases_have_shown(cases, level):
    assert level_of(cases) == level
