"""Every kind of paging gives each event once, in its order, and knows which events each answer held."""

import json
import re
from urllib.parse import quote

import pytest

from qradar_builder.http.headers import header
from qradar_builder.http.messages import HttpRequest
from qradar_builder.model.simulation.document import SourceSpec
from qradar_builder.simulation.service.events import Events
from qradar_builder.simulation.service.service import Service

NOW = 1767603600000
LATER = NOW + 10 * 3_600_000
SIZE = {"parameter": "limit", "default": 7, "most": 10}
URL = "https://api.example.com/events"


def service(seed=1, events=None, **listed):
    body = {"events": "${events}", "next": "${next}", "more": "${more}", "total": "${total}", "pages": "${pages}"}
    spec = SourceSpec.model_validate(
        {
            "workflow": "w",
            "events": {"template": {"id": "${id}", "time": "${time.ms}", "n": "${number}"}} | (events or {}),
            "lists": [{"path": "/events", "body": body} | listed],
        }
    )
    return Service(spec, Events(spec.events, (), NOW, seed), {})


def ask(source, url=URL, now=LATER, **request):
    answer = source.answer(HttpRequest("GET", url, **request), now)
    body = json.loads(answer.response.body)
    if answer.kind == "list":
        assert [event["n"] for event in body["events"]] == list(answer.events)
    return answer, body


def walked(source, following, now=LATER):
    """The numbers of all events over the pages; `following` makes the next URL of an answer, or None."""
    url, found, pages = URL, [], 0
    while url is not None:
        answer, body = ask(source, url, now)
        found += answer.events
        pages += 1
        assert pages < 60
        url = following(answer, body, pages)
    return found


def by_page(_, body, pages):
    return f"{URL}?page={pages + 1}" if pages < body["pages"] else None


def by_offset(_, body, pages):
    return f"{URL}?page={7 * pages}" if body["more"] else None


def by_cursor(_, body, __):
    return f"{URL}?page={body['next']}" if body["next"] else None


def by_token(_, body, __):
    return f"{URL}?page={body['next']}" if body["events"] else None


def by_link(answer, *_):
    link = header(answer.response.headers, "link")
    return re.fullmatch(r'<(.*)>; rel="next"', link)[1] if link else None


WALKS = {"page": by_page, "offset": by_offset, "cursor": by_cursor, "token": by_token, "link": by_link}


@pytest.mark.parametrize("order", ["ascending", "descending", "none"])
@pytest.mark.parametrize("kind", WALKS)
def test_all_pages_have_each_event_once(kind, order):
    if kind == "token" and order != "ascending":
        pytest.skip("a token goes on with later events")
    source = service(paging={"kind": kind}, size=SIZE, order=order)
    found = walked(source, WALKS[kind])
    if order == "none":
        assert found != sorted(found)
        found.sort()
    assert found == (list(range(45)) if order != "descending" else list(range(44, -1, -1)))


@pytest.mark.parametrize("kind", ["cursor", "link"])
def test_a_cursor_that_is_not_stable_shifts_with_what_is_new(kind):
    def pages(stable):
        source = service(paging={"kind": kind, "stable": stable}, size=SIZE, order="descending")
        first, body = ask(source, now=NOW + 300_000)
        url = WALKS[kind](first, body, 1)
        return list(first.events), list(ask(source, url, NOW + 420_000)[0].events)

    first, second = pages(stable=True)
    assert not set(first) & set(second)
    first, second = pages(stable=False)
    assert set(first) & set(second)


def test_a_token_goes_on_with_what_comes_late():
    source = service(paging={"kind": "token"}, size=SIZE, events={"late": {"share": 0.5, "seconds": 1800}})
    url, found = URL, []
    for minute in range(0, 120, 5):
        while True:
            answer, body = ask(source, url, NOW + minute * 60_000)
            url = f"{URL}?page={body['next']}"
            found += answer.events
            if not answer.events:
                break
    assert sorted(found) == list(range(45))


def test_a_link_that_continues_is_there_on_the_last_page():
    source = service(paging={"kind": "link", "continues": True}, size={**SIZE, "most": 100})
    answer, body = ask(source, f"{URL}?limit=100", NOW)
    url = by_link(answer, body, 1)
    later, _ = ask(source, url, LATER)
    assert [*answer.events, *later.events] == list(range(45))


def test_a_cursor_expires():
    source = service(paging={"kind": "cursor", "expires": 60}, size=SIZE)
    _, body = ask(source)
    assert ask(source, f"{URL}?page={body['next']}", LATER + 60_000)[0].response.status == 200
    assert ask(source, f"{URL}?page={body['next']}", LATER + 61_000)[0].response.status == 400
    assert ask(source, f"{URL}?page=x")[0].response.status == 400


@pytest.mark.parametrize("inclusive", [True, False])
def test_bounds_are_inclusive_or_not(inclusive):
    bounds = {name: {"parameter": name, "format": "ms", "inclusive": inclusive} for name in ("from", "to")}
    source = service(**bounds)
    times = [event.time // 10_000 for event in source.events.events]
    answer, _ = ask(source, f"{URL}?from={times[10]}&to={times[20]}")
    wanted = [
        n
        for n, time in enumerate(times)
        if (times[10] <= time <= times[20] if inclusive else times[10] < time < times[20])
    ]
    assert list(answer.events) == wanted


def test_bounds_may_be_in_the_body_in_a_part_of_a_parameter_and_in_one_that_stands_twice():
    source = service(
        method="POST",
        **{
            "from": {"parameter": "/filter/0/since", "in": "json", "format": "iso"},
            "to": {"parameter": "q", "occurrence": 2, "pattern": "before (.+)", "format": "s"},
        },
    )
    first, last = source.events.events[10].time, source.events.events[30].time
    body = json.dumps({"filter": [{"since": "2026-01-05T08:30:00Z"}]}).encode()
    url = f"{URL}?q=before+0&q={quote(f'before {last // 10_000_000}')}"
    answer = source.answer(HttpRequest("POST", url, (), body), LATER)
    assert first // 10_000_000 <= last // 10_000_000
    assert list(answer.events) == [e.number for e in source.events.events if e.time <= last // 10_000_000 * 10_000_000]


@pytest.mark.parametrize("query", ["limit=x", "from=soon", "page=-1"])
def test_what_cannot_be_read_is_answered_with_400(query):
    source = service(**{"from": {"parameter": "from"}}, size=SIZE, paging={"kind": "page"})
    assert ask(source, f"{URL}?{query}")[0].response.status == 400


def test_a_bound_may_be_required():
    source = service(**{"from": {"parameter": "from", "required": True}})
    assert ask(source)[0].response.status == 400


def test_an_event_is_shown_late_changed_and_deleted():
    source = service(
        events={
            "late": {"share": 1, "seconds": 600},
            "deleted": {"share": 0.5, "seconds": 600},
            "template": {"id": "${id}", "changed": "${changed}", "n": "${number}"},
        }
    )
    events = source.events.events
    late = max(events, key=lambda each: each.seen - each.time)
    assert late.number not in ask(source, now=late.seen // 10_000 - 1)[0].events
    assert late.number in ask(source, now=late.seen // 10_000 + 1)[0].events
    gone = next(each for each in events if each.gone is not None)
    assert gone.number not in ask(source)[0].events
    changing = service(
        events={
            "changed": {"share": 1, "seconds": 60},
            "template": {"n": "${number}", "c": "${changed}", "id": "${id}"},
        }
    )
    assert all(event["c"] for event in ask(changing)[1]["events"])
    first = changing.events.events[0]
    assert ask(changing, now=first.seen // 10_000)[1]["events"][0]["c"] is False


def test_a_list_may_begin_after_an_id_and_have_only_some_ids():
    source = service(after={"parameter": "after"}, ids={"parameter": "ids"})
    assert list(ask(source, f"{URL}?after=event-000039")[0].events) == [40, 41, 42, 43, 44]
    assert list(ask(source, f"{URL}?ids=event-000003,event-000007,none")[0].events) == [3, 7]
    assert ask(source, f"{URL}?after=none")[0].response.status == 400
