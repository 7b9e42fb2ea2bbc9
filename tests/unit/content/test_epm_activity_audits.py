"""Activity audits of BeyondTrust EPM, read from a simulated service: nothing is lost, and nothing comes twice."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from qradar_builder.workflow.engine.effects import Call

NOW = 1767603600000
SECOND, MINUTE = 1000, 60_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Service:
    """Audits by the time of their creation, in milliseconds; each is seen `delay` after that.

    `order` is how the service sorts them; `move` is called before an answer, with the page that it has. The answers
    that `lies` names by their number are changed by what it gives.
    """

    def __init__(self, order="newest first"):
        self.order = order
        self.audits = []
        self.lies = {}
        self.answers = 0
        self.move = None

    def add(self, time, name, delay=0):
        second = EPOCH + timedelta(milliseconds=time)
        created = f"{second:%Y-%m-%dT%H:%M:%S}.{time % 1000:03}{len(self.audits) % 7919:04}"
        audit = {"id": len(self.audits) + 1, "created": created, "n": name}
        self.audits.append((time, time + delay, audit))

    @property
    def names(self):
        return [audit["n"] for _, _, audit in self.audits]

    def __call__(self, path, query, now):
        assert path.endswith("/v1/ActivityAudits/Details")
        start, end = (
            datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp() * 1000
            for name, value in query
            if name == "Filter.Created.Dates"
        )
        size, page = (int(dict(query)[f"Pagination.{name}"]) for name in ("PageSize", "PageNumber"))
        if self.move:
            self.move(page)
        there = [each for each in self.audits if start <= each[0] <= end and each[1] <= now]
        there.sort(key=lambda each: each[0], reverse=self.order == "newest first")
        data = [audit for _, _, audit in there[(page - 1) * size : page * size]]
        answer = {
            "pageNumber": page,
            "pageSize": size,
            "totalRecordCount": len(there),
            "pageCount": -(-len(there) // size),
            "data": data,
        }
        self.answers += 1
        return self.lies.get(self.answers, dict)(answer)


def without(key):
    """An answer that lacks a part."""
    return lambda answer: {name: value for name, value in answer.items() if name != key}


def empty(answer):
    """An answer that is valid, and false."""
    return answer | {"totalRecordCount": 0, "pageCount": 0, "data": []}


LIES = {
    "no pageCount": without("pageCount"),
    "pageCount is null": lambda answer: answer | {"pageCount": None},
    "no data": without("data"),
    "data is null": lambda answer: answer | {"data": None},
    "data is a text": lambda answer: answer | {"data": "none"},
    "data is an empty text": lambda answer: answer | {"data": ""},
    "data is an object": lambda answer: answer | {"data": {}},
    "empty": empty,
    "an empty page": lambda answer: answer | {"data": []},
    "no pages but data": lambda answer: answer | {"pageCount": 0},
    "less pages": lambda answer: answer | {"pageCount": answer["pageCount"] - 1},
    "a list": lambda answer: answer["data"],
}


@pytest.fixture
def run(history):
    def made(service, **options):
        parameters = {"page_size": "3"} | options.pop("parameters", {})
        return history(
            "beyondtrust-epm",
            "activity-audits",
            service,
            name=lambda payload: json.loads(payload)["n"],
            parameters=parameters,
            **options,
        )

    return made


def audits(seed, *, count=60, late=0.0, order="newest first", spread=70 * MINUTE):
    """Audits from half an hour before the first poll on, up to three in one millisecond."""
    chance = random.Random(seed)
    service, time = Service(order), NOW - 30 * MINUTE
    for number in range(count):
        if chance.random() < 0.5:
            time += chance.randrange(1, 4 * spread // count)
        service.add(time, f"a{number}", chance.randrange(14 * MINUTE) if chance.random() < late else 0)
    return service


@pytest.mark.parametrize("order", ["newest first", "oldest first"])
@pytest.mark.parametrize("size", ["1", "3", "200"])
def test_all_pages_come_once(run, delivered, size, order):
    service = audits(f"pages {size}", late=0.2, order=order)
    delivered(run(service, parameters={"page_size": size}).poll(16), service.names)


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_cannot_be_true_moves_no_bookmark(run, delivered, lie):
    plain = audits("lies", count=25)
    run(plain).poll(3)
    assert plain.answers > 5
    for number in range(1, plain.answers + 1):
        service = audits("lies", count=25)
        service.lies = {number: LIES[lie]}
        polls = run(service).poll(14)
        delivered(polls, service.names, note=f"with {lie} in answer {number}")


@pytest.mark.parametrize("lie", [each for each in LIES if each != "empty"])
def test_an_answer_that_lacks_what_paging_needs_is_an_error(run, lie):
    service = audits("lies", count=25)
    service.lies = {2: LIES[lie]}
    polls = run(service).poll()
    assert polls.outcomes[0].status in {"aborted", "error"}
    assert polls.statuses[0][0] == "ERROR"
    assert not polls.posted
    assert "read_from" not in polls.state


@pytest.mark.parametrize("order", ["newest first", "oldest first"])
@pytest.mark.parametrize("change", ["removed", "shown late"])
def test_audits_that_move_from_page_to_page_are_read_again(run, order, change):
    service = Service(order)
    for number in range(12):
        service.add(NOW - 20 * MINUTE + number * SECOND, f"a{number}")
    first, last = service.audits[0], service.audits[-1]

    def move(page):
        if page == 3 and service.move:
            service.move = None
            if change == "removed":
                service.audits.remove(first if order == "oldest first" else last)
            else:
                service.add(NOW - 21 * MINUTE if order == "oldest first" else NOW - MINUTE, "late")

    service.move = move
    polls = run(service).poll(4)
    assert set(polls.posted) >= set(service.names)
    assert set(polls.posted.values()) == {1}


@pytest.mark.parametrize("keep", [False, True], ids=["State of failed runs is lost", "State of failed runs is kept"])
def test_a_fault_anywhere_loses_nothing_and_doubles_nothing(run, faults, delivered, keep):
    service = audits("faults", count=14, spread=30 * MINUTE)
    effects = run(service).poll(3).effects
    for fault in ["kill", "reset", "500", "429", "401", "page of a proxy", "cut short", "nothing in it", "null"]:
        for place, effect in enumerate(effects):
            if fault == "kill" or effect is Call:
                polls = run(service, fault={place: faults[fault]}, keep=keep).poll(6)
                delivered(polls, service.names, note=f"with {fault} at effect {place}")


def test_only_a_run_that_is_cut_off_behind_its_post_doubles_what_it_posted(run, delivered):
    service = audits("faults", count=25, spread=30 * MINUTE)
    effects = run(service).poll(4).effects
    worst = 0
    for place in range(len(effects)):
        polls = run(service, fault={place: "kill after"}).poll(7)
        delivered(polls, service.names, doubles=len(service.names), note=f"at effect {place}")
        worst = max(worst, sum(polls.posted.values()) - len(service.names))
    assert worst > 0
