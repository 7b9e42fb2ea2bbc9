"""Access sessions of BeyondTrust PRA, read from a simulated service: nothing is lost, and nothing comes twice."""

import json
import random

import pytest

from qradar_builder.http.messages import HttpResponse
from qradar_builder.workflow.engine.effects import Call

NOW = 1767603600
"""Seconds since 1970, as the service counts them."""
MINUTE, HOUR = 60, 3600
XML = (("Content-Type", "text/xml"),)
NOTHING = "<error>No Support report information matching your chosen criteria is available.</error>"


def report(body):
    return HttpResponse(200, "OK", XML, f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode())


class Service:
    """Sessions with their events, each shown from its time on; a session that began is shown `delay` seconds later.

    The answers that `lies` names by their number are replaced by what it has.
    """

    def __init__(self):
        self.sessions = []
        self.lies = {}
        self.answers = 0

    def add(self, start, length, events, delay=0):
        number = len(self.sessions) + 1
        names = [(start + place * length // max(events - 1, 1), f"s{number}-{place}") for place in range(events)]
        self.sessions.append((f"{number:032x}", start, start + length, delay, names))

    @property
    def names(self):
        return [name for *_, names in self.sessions for _, name in names]

    def __call__(self, path, query, now):
        assert path == "/api/reporting"
        query, now = dict(query), now // 1000
        self.answers += 1
        if self.answers in self.lies:
            return report(self.lies[self.answers])
        if "lsids" in query:
            wanted = set(query["lsids"].split(","))
            found = [each for each in self.sessions if each[0] in wanted]
        else:
            first, length = int(query["start_time"]), int(query["duration"])
            found = [each for each in self.sessions if first <= each[1] and (not length or each[1] <= first + length)]
        shown = [self._session(each, now) for each in found if each[1] + each[3] <= now]
        return report(f"<session_list>{''.join(shown)}</session_list>" if shown else NOTHING)

    def _session(self, session, now):
        lsid, start, end, _, names = session
        ended = f'<end_time timestamp="{end}">then</end_time>' if end <= now else ""
        events = "".join(
            f'<event timestamp="{time}" event_type="Chat"><body>{name}</body></event>'
            for time, name in names
            if time <= now
        )
        return (
            f'<session lsid="{lsid}"><start_time timestamp="{start}">then</start_time>{ended}'
            f"<session_details>{events}</session_details></session>"
        )


def sessions(seed, *, count=12, late=0.0):
    """Sessions over a day before the first poll and two hours after it."""
    chance = random.Random(seed)
    service = Service()
    for start in sorted(chance.randrange(NOW - 20 * HOUR, NOW + 90 * MINUTE) for _ in range(count)):
        delay = chance.randrange(14 * MINUTE) if chance.random() < late else 0
        service.add(start, chance.randrange(1, 2 * HOUR), chance.randint(1, 4), delay)
    return service


@pytest.fixture
def run(history):
    def made(service, **options):
        def name(payload):
            return json.loads(payload)["beyondtrust_pra"]["access_session"]["body"]

        return history("beyondtrust-pra", "access-sessions", service, name=name, **options)

    return made


@pytest.mark.parametrize("window", ["1", "24"])
@pytest.mark.parametrize("in_progress", ["true", "false"])
def test_all_events_of_all_sessions_come_once(run, delivered, window, in_progress):
    service = sessions("all", late=0.3)
    parameters = {"report_window": window, "in_progress": in_progress}
    delivered(run(service, parameters=parameters).poll(50), service.names)


def test_a_false_nothing_loses_nothing(run, delivered):
    plain = sessions("lies", count=5)
    run(plain).poll(5)
    for number in range(1, plain.answers + 1):
        for lie in (NOTHING, "<session_list></session_list>", "<session_list/>"):
            service = sessions("lies", count=5)
            service.lies = {number: lie}
            delivered(run(service).poll(26), service.names, note=f"with {lie} as answer {number}")


def test_a_session_whose_last_answers_were_empty_is_asked_for_until_it_is_settled(run, delivered):
    service = Service()
    service.add(NOW - 2 * HOUR, HOUR + 55 * MINUTE, 3)
    service.add(NOW - 10 * MINUTE, 1, 1)
    polls = run(service).poll()
    # What is added to a session after its end, while the reports say that there is none.
    lsid, start, end, delay, names = service.sessions[0]
    service.sessions[0] = (lsid, start, end, delay, [*names, (end + 1, "added")])
    service.lies = dict.fromkeys(range(service.answers + 1, service.answers + 9), NOTHING)
    delivered(polls.poll(8), service.names)


@pytest.mark.parametrize("in_progress", ["true", "false"])
@pytest.mark.parametrize("seed", range(4))
def test_an_event_that_is_added_in_the_middle_of_a_session_comes_and_doubles_none(run, delivered, seed, in_progress):
    chance = random.Random(seed)
    service = Service()
    service.add(NOW - HOUR, 2 * HOUR, 6)
    service.add(NOW - 2 * HOUR, 3 * HOUR, 6)
    polls = run(service, parameters={"in_progress": in_progress}).poll()
    for number in range(5):
        for place, (lsid, start, end, delay, names) in enumerate(service.sessions):
            at = chance.randrange(len(names))
            # In the same second as another one, before it.
            added = [*names[:at], (names[at][0], f"added-{place}-{number}"), *names[at:]]
            service.sessions[place] = (lsid, start, end, delay, added)
        polls.poll()
    delivered(polls.poll(10), service.names)


def test_the_state_does_not_grow_with_a_session_without_a_bound(run, delivered):
    service = Service()
    service.add(NOW - HOUR, 2 * HOUR, 1998)
    polls = run(service).poll()
    assert len(polls.state["sessions"][0]["marks"]) == 999
    polls.poll()
    assert "marks" not in polls.state["sessions"][0]
    delivered(polls, [name for time, name in service.sessions[0][-1] if time <= NOW + 10 * MINUTE])


def test_the_same_event_twice_comes_twice(run):
    service = Service()
    events = [(NOW - HOUR, "same"), (NOW - HOUR, "same"), (NOW, "other")]
    service.sessions.append(("1", NOW - HOUR, NOW + HOUR, 0, events))
    polls = run(service).poll(2)
    assert polls.posted["same"] == 2
    events.insert(1, (NOW - HOUR, "same"))
    assert polls.poll(2).posted == {"same": 3, "other": 1}


def test_a_session_that_an_older_version_followed_goes_on_from_its_number_of_events(run):
    service = Service()
    service.add(NOW - HOUR, 2 * HOUR, 3)
    polls = run(service).poll()
    session = polls.state["sessions"][0]
    del session["marks"]
    service.sessions[0][4].append((NOW + HOUR, "later"))
    polls.poll(12)
    assert set(polls.posted.values()) == {1}
    assert set(polls.posted) == set(service.names)


def test_a_fault_anywhere_loses_nothing_and_doubles_nothing(run, faults, delivered):
    service = sessions("faults", count=3)
    effects = run(service).poll(2).effects
    for fault in ["kill", "reset", "500", "401", "page of a proxy", "nothing in it"]:
        for place, effect in enumerate(effects):
            if effect is Call:
                for keep in (False, True):
                    polls = run(service, fault={place: faults[fault]}, keep=keep).poll(24)
                    delivered(polls, service.names, note=f"with {fault} at effect {place}")


def test_only_a_run_that_is_cut_off_behind_its_post_doubles_what_it_posted(run, delivered):
    service = sessions("faults", count=3)
    worst = 0
    for place in range(len(run(service).poll(2).effects)):
        polls = run(service, fault={place: "kill after"}).poll(24)
        delivered(polls, service.names, doubles=len(service.names), note=f"at effect {place}")
        worst = max(worst, sum(polls.posted.values()) - len(service.names))
    assert worst > 0
