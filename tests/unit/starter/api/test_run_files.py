"""The workflow of a new package loses no event of its source, whatever kind of answers and pages the API has."""

import json

import pytest
import yaml

from qradar_builder.findings import Findings
from qradar_builder.simulation.history.faults import Plan
from qradar_builder.simulation.search.plans import courses, crashes, plain_plans, polls_needed, single_faults
from qradar_builder.simulation.search.trial import tried
from qradar_builder.simulation.subjects import subjects_of
from qradar_builder.starter.api import run_files
from qradar_builder.starter.har.flow import har_source
from qradar_builder.starter.new_package import make_package
from qradar_builder.starter.trial_run import write_tree
from qradar_builder.starter.wishes import Wishes

SOURCE = "tests/sources/events.yaml"
URL = "https://api.example.com/v1/events"
COLUMNS = "id,time,action,user\n"


def time(number):
    return f"2026-01-05T09:{number:02}:00.000Z"


def event(number, **more):
    return {"id": f"e-{number}", "time": time(number), "action": "login", "user": f"user{number}", **more}


def untimed(number):
    return {"id": f"e-{number}", "action": "login", "user": f"user{number}"}


def row(number):
    return f"e-{number},{time(number)},login,user{number}\n"


def element(number):
    return f"<event><id>e-{number}</id><time>{time(number)}</time><action>login</action></event>"


def call(query="", answer=None, *, kind="application/json", headers=(), method="GET", body=None, url=URL):
    text = answer if isinstance(answer, str) else json.dumps(answer)
    given = [{"name": "Authorization", "value": "Bearer not-a-real-token-1"}]
    request = {"method": method, "url": url + query, "headers": given}
    if body is not None:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(body)}
    answers = [{"name": name, "value": value} for name, value in headers]
    return {
        "startedDateTime": "2026-01-05T10:00:00Z",
        "request": request,
        "response": {"status": 200, "headers": answers, "content": {"mimeType": kind, "text": text}},
    }


def events(*numbers, **more):
    return {"events": [event(number) for number in numbers], **more}


def linked(query):
    return [("Link", f'<{URL}{query}>; rel="next"')]


SINCE = "?since=2026-01-05T08:00:00.000Z"
XML, CSV, LINES = "application/xml", "text/csv", "application/x-ndjson"
KINDS = {
    "cursor": [
        call(f"{SINCE}&limit=2", events(1, 2, next="abc1")),
        call(f"{SINCE}&limit=2&cursor=abc1", events(3, next=None)),
    ],
    "cursor with a truth value": [
        call(f"{SINCE}&limit=2", events(1, 2, next="abc1", has_more=True)),
        call(f"{SINCE}&limit=2&cursor=abc1", events(3, next="abc2", has_more=False)),
    ],
    "pages until one is not full": [
        call(f"{SINCE}&limit=2&page=1", events(1, 2)),
        call(f"{SINCE}&limit=2&page=2", events(3)),
    ],
    "a number of pages": [
        call(f"{SINCE}&limit=2&page=1", events(1, 2, total_pages=2)),
        call(f"{SINCE}&limit=2&page=2", events(3, total_pages=2)),
    ],
    "offset": [
        call(f"{SINCE}&limit=2&offset=0", events(1, 2, total=3)),
        call(f"{SINCE}&limit=2&offset=2", events(3, total=3)),
    ],
    "offset until a page is not full": [
        call(f"{SINCE}&limit=2&offset=0", events(1, 2)),
        call(f"{SINCE}&limit=2&offset=2", events(3)),
    ],
    "url": [
        call(f"{SINCE}&limit=2", events(1, 2, next=f"{URL}{SINCE}&limit=2&cursor=abc1")),
        call(f"{SINCE}&limit=2&cursor=abc1", events(3, next=None)),
    ],
    "link": [
        call(f"{SINCE}&limit=2", [event(1), event(2)], headers=linked(f"{SINCE}&limit=2&cursor=abc1")),
        call(f"{SINCE}&limit=2&cursor=abc1", [event(3)]),
    ],
    "cursor in a body": [
        call("", events(1, 2, next="abc1"), method="POST", body={"since": time(0), "limit": 2}),
        call("", events(3, next=None), method="POST", body={"since": time(0), "limit": 2, "cursor": "abc1"}),
    ],
    "offset in a body": [
        call("", events(1, 2, total=3), method="POST", body={"since": time(0), "limit": 2, "offset": 0}),
        call("", events(3, total=3), method="POST", body={"since": time(0), "limit": 2, "offset": 2}),
    ],
    "no pages": [call(SINCE, events(1, 2, 3))],
    "no pages, with a size": [call(f"{SINCE}&limit=50", events(1, 2, 3))],
    "no time in the request": [call("", events(1, 2, 3))],
    "pages without a time in the request": [
        call("?limit=2&page=1", events(1, 2)),
        call("?limit=2&page=2", events(3)),
    ],
    "no time in the events": [call("", {"events": [untimed(1), untimed(2), untimed(3)]})],
    "pages of events without a time": [
        call("?limit=2&page=1", {"events": [untimed(1), untimed(2)]}),
        call("?limit=2&page=2", {"events": [untimed(3)]}),
    ],
    "a cursor that is kept": [
        call("?limit=2", {"events": [untimed(1), untimed(2)], "next": "abc1"}),
        call("?limit=2&cursor=abc1", {"events": [untimed(3)], "next": None}),
    ],
    "xml": [call(SINCE, f"<feed><l>{element(1)}{element(2)}{element(3)}</l></feed>", kind=XML)],
    "xml with a cursor": [
        call(f"{SINCE}&limit=2", f"<feed><next>abc1</next><l>{element(1)}{element(2)}</l></feed>", kind=XML),
        call(f"{SINCE}&limit=2&cursor=abc1", f"<feed><l>{element(3)}</l></feed>", kind=XML),
    ],
    "csv": [call(SINCE, COLUMNS + row(1) + row(2) + row(3), kind=CSV)],
    "csv in pages": [
        call(f"{SINCE}&limit=2&page=1", COLUMNS + row(1) + row(2), kind=CSV),
        call(f"{SINCE}&limit=2&page=2", COLUMNS + row(3), kind=CSV),
    ],
    "lines": [call(SINCE, "\n".join(json.dumps(event(number)) for number in (1, 2, 3)), kind=LINES)],
}

NO_ORDER = {"cursor", "offset", "pages without a time in the request", "xml with a cursor"}
"""The kinds that are tried with the newest event first, too; the code is the same for the others."""
MISTAKES = ("empty-page", "repeated", "truncated")


def package_of(calls, folder):
    path = folder / "api.har"
    path.write_text(json.dumps({"log": {"entries": calls}}))
    findings = Findings()
    source = har_source(path, None, findings)
    assert source is not None, [each.message for each in findings]
    return make_package(Wishes("acme", "Acme"), source)


def historian_of(package, folder, **changes):
    """What runs the histories of a package, with changes to the events or to the list of its source."""
    source = yaml.safe_load(package.files[SOURCE])
    for place, changed in changes.items():
        part = source["lists"][0] if place == "list" else source.setdefault(place, {})
        part.update(changed)
    write_tree(folder, package.files | {SOURCE: json.dumps(source).encode()})
    findings = Findings()
    subjects = subjects_of(folder, findings)
    assert [each.message for each in findings] == []
    return subjects[0].historian()


def problems(historian, *, every=1, only=None):
    """The rules that histories break: without a fault, with each mistake, and with a crash at so many effects."""
    source = historian.source
    polls = polls_needed(source, historian.events(1, 1))
    plain = list(plain_plans(polls, 1))
    done = courses(historian.run(plain[0]), source)
    mistakes = [plan for plan in single_faults(done, polls, 1) if plan.faults[0].kind in MISTAKES]
    plans = [*plain[:2], *mistakes, *list(crashes(done, polls, 1))[::every]]
    return [
        (plan.faults, breach.rule, breach.message)
        for plan in plans[:only]
        for breach in tried(historian, plan).breaches
    ]


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """The new package of each kind, made once."""
    made = {}

    def package(kind):
        if kind not in made:
            made[kind] = package_of(KINDS[kind], tmp_path_factory.mktemp("har"))
        return made[kind]

    return package


@pytest.mark.parametrize("kind", KINDS)
def test_no_event_is_lost(packages, kind, tmp_path):
    late = {"late": {"share": 0.3, "seconds": 240}}
    assert problems(historian_of(packages(kind), tmp_path, events=late), every=12) == []


@pytest.mark.parametrize("kind", sorted(NO_ORDER))
def test_the_newest_event_may_come_first(packages, kind, tmp_path):
    historian = historian_of(packages(kind), tmp_path, list={"order": "descending"})
    assert problems(historian, every=12) == []


def test_many_events_are_posted_early_and_few_are_remembered(tmp_path, monkeypatch):
    monkeypatch.setattr(run_files, "MOST_EVENTS", 4)
    monkeypatch.setattr(run_files, "MOST_MARKS", 12)
    historian = historian_of(package_of(KINDS["cursor"], tmp_path), tmp_path / "package")
    assert problems(historian, every=12) == []
    polls = historian.run(Plan(8)).polls
    assert max(len(poll.posted) for poll in polls) > 2
    assert all(len(poll.after.root["posted"]) <= 12 for poll in polls)


def test_without_room_for_marks_events_come_twice_and_none_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(run_files, "MOST_MARKS", 2)
    package = package_of(KINDS["no time in the events"], tmp_path)
    historian = historian_of(package, tmp_path / "package", proof={"doubles": {"without_fault": 10_000}})
    assert problems(historian, only=2) == []
    assert all(len(poll.after.root["posted"]) <= 10 for poll in historian.run(Plan(8)).polls)


def test_a_late_event_of_a_quiet_source_is_not_lost(packages, tmp_path):
    """It is shown after later ones, and more than a poll after its own time."""
    events = {"count": 12, "late": {"share": 0.5, "seconds": 840}}
    assert problems(historian_of(packages("cursor"), tmp_path, events=events), only=2) == []


def test_the_state_of_a_failed_run_may_be_kept(packages, tmp_path):
    historian = historian_of(packages("cursor"), tmp_path)
    historian.keeps_state = True
    assert problems(historian, every=12) == []


LOGIN = {
    "startedDateTime": "2026-01-05T09:59:00Z",
    "request": {
        "method": "POST",
        "url": "https://api.example.com/login",
        "headers": [],
        "postData": {"mimeType": "application/json", "text": '{"username": "reader", "password": "not-a-real-secret"}'},
    },
    "response": {
        "status": 200,
        "headers": [{"name": "Set-Cookie", "value": "SESSION=abcdef0123456789; Path=/"}],
        "content": {"mimeType": "application/json", "text": "{}"},
    },
}


def in_session(recorded):
    cookie = [{"name": "Cookie", "value": "SESSION=abcdef0123456789"}]
    return recorded | {"request": recorded["request"] | {"headers": cookie}}


@pytest.mark.parametrize("kind", ["http-401", "http-403", "proxy-page"])
def test_a_session_that_ended_begins_again(tmp_path, kind):
    package = package_of([LOGIN, *map(in_session, KINDS["cursor"])], tmp_path)
    historian = historian_of(package, tmp_path / "package")
    assert historian.source.spec.sign_in.kind == "session"
    polls = polls_needed(historian.source, historian.events(1, 1))
    done = courses(historian.run(Plan(polls)), historian.source)
    plans = [plan for plan in single_faults(done, polls, 1) if plan.faults[0].kind == kind]
    # The call of the sign-in is the first of a poll.
    plans = [plan for plan in plans if plan.faults[0].place > 1]
    assert plans
    for plan in plans:
        assert all(poll.is_whole for poll in historian.run(plan).polls), plan
        assert tried(historian, plan).breaches == ()
