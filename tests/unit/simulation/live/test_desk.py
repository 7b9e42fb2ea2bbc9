"""A live source: it answers over HTTP, has faults by number and by chance, and shows what was read."""

import json

import httpx2
import pytest

from qradar_builder.serving.messages import Fault, Request
from qradar_builder.serving.server import Server
from qradar_builder.simulation.live.desk import STATUS, Desk
from qradar_builder.simulation.live.schedule import Schedule

NOW = 1767603600000
ACTIONS = '  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /answer}\n'
SOURCE = {
    "events": {"count": 20, "template": {"id": "${id}", "time": "${time.ms}"}},
    "lists": [
        {
            "path": "/events",
            "body": {"events": "${events}"},
            "from": {"parameter": "from", "format": "ms"},
            "size": {"parameter": "n", "default": 5},
        }
    ],
}


@pytest.fixture
def desk(package, subjects):
    def made(*faults, seed=1, now=NOW):
        schedule = Schedule(seed)
        for text in faults:
            schedule.add(text)
        return Desk(subjects(package(ACTIONS, SOURCE))[0].source, schedule, lambda: now)

    return made


def test_events_are_around_the_start_and_their_reading_is_counted(desk):
    now = NOW + 10**9
    live = desk(now=now)
    answer = live(Request("GET", "/events"))
    first = json.loads(answer.body)["events"]
    assert len(first) == 5
    assert abs(int(first[0]["time"]) - now) < 3_600_000
    assert live.status() | {"unread": []} == {
        "calls": 1,
        "events": 20,
        "read": 5,
        "read_again": 0,
        "unread": [],
        "unknown": [],
    }
    live(Request("GET", "/events"))
    live(Request("GET", "/other"))
    status = json.loads(live(Request("GET", f"{STATUS}.json")).body)
    assert (status["calls"], status["read_again"]) == (3, 5)
    assert status["unknown"] == ["GET http://127.0.0.1/other"]
    assert first[0]["id"] not in status["unread"]


def test_the_page_shows_calls_without_their_queries(desk):
    live = desk("http-503@2")
    live(Request("GET", "/events", "n=2&key=not-a-real-key"))
    live(Request("GET", "/<b>"))
    page = live(Request("GET", STATUS)).body.decode()
    assert "GET /events" in page
    assert "not-a-real-key" not in page
    assert "http-503" in page
    assert "GET /&lt;b&gt;" in page
    assert "event-000002" in page


def test_a_fault_has_a_number_or_a_share(desk):
    live = desk("http-500@1", "reset@2", "timeout-before@3", "slow@4", "truncated@5", "repeated@6")
    answers = [live(Request("GET", "/events")) for _ in range(6)]
    assert answers[0].status == 500
    assert [answer.fault for answer in answers] == [None, Fault.RESET, Fault.SILENCE, None, None, None]
    assert answers[3].delay == 30
    assert answers[3].body.startswith(answers[4].body)
    assert answers[5].body == answers[3].body


def test_the_same_seed_gives_the_same_faults(desk):
    def statuses(seed):
        live = desk("http-500=0.3", seed=seed)
        return [live(Request("GET", "/events")).status for _ in range(60)]

    assert statuses(1) == statuses(1) != statuses(2)
    assert 5 < statuses(1).count(500) < 35


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("http-500", "is not KIND=SHARE or KIND@NUMBER"),
        ("http-501=0.1", "did you mean"),
        ("http-500=2", "from 0 to 1"),
        ("http-500=1.1.1", "from 0 to 1"),
        ("reset@0", "counted from 1"),
        ("x" * 200, "is not KIND=SHARE"),
    ],
)
def test_a_fault_that_is_none_is_told(text, said):
    with pytest.raises(ValueError, match=said):
        Schedule(1).add(text)


def test_it_is_served(desk):
    with Server(desk("reset@2")) as server, httpx2.Client(trust_env=False) as client:
        assert len(client.get(f"{server.url}/events?n=3").json()["events"]) == 3
        with pytest.raises(httpx2.HTTPError):
            client.get(f"{server.url}/events")
        assert client.get(f"{server.url}{STATUS}.json").json()["calls"] == 2
