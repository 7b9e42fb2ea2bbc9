"""Client events of BeyondTrust EPM, read from a simulated service: nothing is lost, and nothing comes twice."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from qradar_builder.workflow.engine.effects import Call

NOW = 1767603600000
SECOND, MINUTE, HOUR = 10_000_000, 600_000_000, 36_000_000_000
"""In the tenths of a microsecond that the service counts in."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ticks(milliseconds):
    return milliseconds * 10_000


def text(time):
    """A time as the service writes it: seven digits of a second."""
    return f"{(EPOCH + timedelta(seconds=time // SECOND)):%Y-%m-%dT%H:%M:%S}.{time % SECOND:07}+00:00"


class Service:
    """Events by the time of their ingestion. An event is seen `delay` after that. `most` is what one answer holds."""

    def __init__(self, *, most=1000, inclusive=True):
        self.events = []
        self.most, self.inclusive = most, inclusive

    def add(self, time, name, delay=0, **more):
        event = {"@timestamp": text(time), "event": {"id": name, "ingested": text(time)}, "n": name} | more
        self.events.append((time, time + delay, event))
        return self

    def burst(self, time, count, name, step=0):
        for number in range(count):
            self.add(time + number * step, f"{name}-{number}")
        return self

    @property
    def names(self):
        return [event["n"] for _, _, event in self.events]

    def seen(self, now):
        return [event["n"] for _, visible, event in self.events if visible <= ticks(now)]

    def __call__(self, path, query, now):
        assert path.endswith("/v1/Events/FromStartDate")
        query = dict(query)
        start = datetime.strptime(query["StartDate"], "%Y-%m-%dT%H:%M:%S.%f%z")
        start = (start - EPOCH) // timedelta(microseconds=1) * 10
        there = [
            (time, event)
            for time, visible, event in sorted(self.events, key=lambda each: each[0])
            if visible <= ticks(now) and (time > start or (self.inclusive and time == start))
        ]
        batch = [event for _, event in there[: min(int(query["RecordSize"]), self.most)]]
        return {"totalRecordsReturned": len(batch), "events": batch}


@pytest.fixture
def run(history):
    """Makes the history of a service with batches of 20, unless it says otherwise."""

    def made(service, **options):
        parameters = {"batch_size": "20"} | options.pop("parameters", {})
        return history(
            "beyondtrust-epm",
            "client-events",
            service,
            name=lambda payload: json.loads(payload)["n"],
            parameters=parameters,
            **options,
        )

    return made


def bursts(seed, *, count=700, most=8, late=0.0, late_by=5 * MINUTE, exact=0.0, spread=90 * MINUTE, **options):
    """Events over an hour and a half from half an hour before the first poll on, many within one millisecond."""
    chance = random.Random(seed)
    service, time, number = Service(**options), ticks(NOW) - 30 * MINUTE, 0
    while number < count:
        time += chance.randrange(1, spread * (most + 1) // count)
        millisecond = time // 10_000 * 10_000
        for _ in range(chance.randint(1, most)):
            place = 0 if chance.random() < exact else chance.randrange(10_000)
            delay = chance.randrange(late_by) if chance.random() < late else 0
            service.add(millisecond + place, f"e{number}", delay)
            number += 1
    return service


@pytest.mark.parametrize("inclusive", [True, False], ids=["from the start date on", "after the start date"])
@pytest.mark.parametrize("size", ["1", "7", "20", "1000"])
def test_bursts_within_a_millisecond_come_whole_and_once(run, delivered, size, inclusive):
    service = bursts(f"bursts {size}", exact=0.3, inclusive=inclusive)
    delivered(run(service, parameters={"batch_size": size}).poll(20), service.names)


def test_late_events_within_the_overlap_come_once(run, delivered):
    service = bursts("late", late=0.2, late_by=14 * MINUTE)
    delivered(run(service).poll(20), service.names)


@pytest.mark.parametrize("skew", [-50, 5, 120], ids="{} minutes".format)
def test_the_clock_of_the_service_may_differ(run, delivered, skew):
    service = bursts("skew", count=300, late=0.1)
    there = [(time + skew * MINUTE, seen, event) for time, seen, event in service.events]
    shifted = Service()
    for time, seen, event in there:
        shifted.events.append((time, seen, event | {"event": event["event"] | {"ingested": text(time)}}))
    # The first run goes an hour back by our clock.
    names = [event["n"] for time, _, event in shifted.events if time >= ticks(NOW) - HOUR]
    polls = run(shifted).poll(25)
    delivered(polls, names)


def test_a_clock_of_the_service_that_was_set_back_loses_nothing(run, delivered):
    service = Service().burst(ticks(NOW) + 8 * HOUR, 3, "ahead").add(ticks(NOW) + 20 * MINUTE, "right", 0)
    service.events = [(time, min(seen, ticks(NOW) + 20 * MINUTE), event) for time, seen, event in service.events]
    service.events[:3] = [(time, ticks(NOW) - 1, event) for time, _, event in service.events[:3]]
    delivered(run(service).poll(6), service.names)


@pytest.mark.parametrize("count", [19, 20, 21, 45, 999])
def test_a_millisecond_may_hold_more_than_a_batch(run, delivered, count):
    time = ticks(NOW) - 10 * MINUTE
    service = Service().burst(time - SECOND, 5, "before", SECOND // 5).burst(time, count, "burst", 3)
    service.burst(time + SECOND, 30, "after", SECOND)
    polls = run(service).poll(3)
    delivered(polls, service.names)


@pytest.mark.parametrize("most", [20, 1000])
def test_more_in_a_millisecond_than_the_service_gives_is_said_for_a_day_and_the_rest_comes(run, delivered, most):
    time = ticks(NOW) - 10 * MINUTE
    service = Service(most=most).burst(time, most + 5, "burst").burst(time + SECOND, 30, "after", SECOND)
    service.add(time + HOUR, "much later")
    polls = run(service).poll(155)
    assert polls.statuses[0] == polls.statuses[100]
    assert polls.statuses[0][0] == "WARN"
    assert f"{most} events or more in the millisecond 2026-01-05T08:50:00.000Z" in polls.statuses[0][1]
    assert polls.statuses[-1] is None
    delivered(polls, [name for name in service.names if name not in {f"burst-{most + n}" for n in range(5)}])


def test_a_service_that_gives_less_than_asked_for_is_read_to_its_end(run, delivered):
    service = bursts("less", count=200)
    service.most = 20
    delivered(run(service, parameters={"batch_size": "1000"}).poll(40, every=300_000), service.names)


FAULTS = ["kill", "reset", "500", "429", "401", "page of a proxy", "cut short", "nothing in it", "null"]


def few():
    """Some events in bursts, before the first poll and between the next."""
    return bursts("faults", count=45, most=15, spread=40 * MINUTE)


def with_each(made, fault, *, only=None):
    """Histories with a fault in place of each effect in turn, or of each of a kind, and where it was."""
    for place, effect in enumerate(made({}).poll(4).effects):
        if only is None or effect is only:
            yield made({place: fault}).poll(6), f"with a fault at effect {place}, {effect.__name__}"


@pytest.mark.parametrize("keep", [False, True], ids=["State of failed runs is lost", "State of failed runs is kept"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_anywhere_loses_nothing_and_doubles_nothing(run, faults, delivered, fault, keep):
    service = few()

    def made(fault):
        return run(service, fault=fault, keep=keep)

    for polls, note in with_each(made, faults[fault], only=None if fault == "kill" else Call):
        delivered(polls, service.names, note=note)


def test_only_a_run_that_is_cut_off_behind_its_post_doubles_what_it_posted(run, delivered):
    service = few()

    def made(fault):
        return run(service, fault=fault, parameters={"run_limit": "10"})

    worst = 0
    for polls, note in with_each(made, "kill after"):
        delivered(polls, service.names, doubles=29, note=note)
        worst = max(worst, sum(polls.posted.values()) - len(service.names))
    assert worst > 0
