"""Worlds give each run its transport, its time and its chance, and say what was wrong with its requests."""

import pytest

from qradar_builder.exchanges import worlds
from qradar_builder.exchanges.exchange import Exchange, ExpectedRequest, Fault
from qradar_builder.exchanges.record import RecordError
from qradar_builder.exchanges.worlds import LiveWorld, RecordedWorld, ReplayWorld
from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse

NOON = 1_714_564_800_000


def exchange(path, answer=None):
    return Exchange(ExpectedRequest("GET", f"https://h/{path}"), answer or HttpResponse(200, "OK", (), path.encode()))


def ask(transport, path):
    return transport.send(HttpRequest("GET", f"https://h/{path}", (), None))


class Network:
    def __init__(self):
        self.asked = []

    def send(self, request):
        self.asked.append(request.url)
        return HttpResponse(200, "OK", (("Content-Type", "text/plain"),), b"here")


@pytest.fixture
def still(monkeypatch):
    """The clock of the machine stands; gives a list for how long someone would have waited."""
    monkeypatch.setattr(worlds, "wall_clock", lambda: NOON)
    return []


def test_each_run_has_its_exchanges_and_begins_when_it_says_or_where_the_last_one_ended():
    world = ReplayWorld(NOON, [(None, [exchange("a")]), (None, [exchange("b")]), (NOON * 2, [])])
    assert ask(world.begin(0), "a").body == b"a"
    world.sleep(5000)
    assert world.end(ended_well=True) == ""
    began = world.now()
    assert began == NOON + 1 + 5000
    assert ask(world.begin(1), "b").body == b"b"
    assert (world.end(ended_well=True), world.now()) == ("", began + 1)
    world.begin(2)
    assert (world.end(ended_well=True), world.now()) == ("", NOON * 2)


def test_the_chance_of_a_replay_is_the_same_each_time():
    first, second, other = (ReplayWorld(clock, []) for clock in (1, 1, 2))
    chances = [first.random() for _ in range(5)]
    assert chances == [second.random() for _ in range(5)] != [other.random() for _ in range(5)]
    assert all(0 <= chance < 1 for chance in chances)


def test_what_was_not_asked_for_is_wrong_only_where_the_run_ended_well():
    world = ReplayWorld(NOON, [(None, [exchange("a")])])
    world.begin(0)
    assert "these are missing:\nGET https://h/a" in world.end(ended_well=True)
    assert world.end(ended_well=False) == ""


def test_a_request_that_is_not_recorded_stays_wrong_until_the_next_run():
    world = ReplayWorld(NOON, [(None, [exchange("a")]), (None, [exchange("a")])])
    transport = world.begin(0)
    with pytest.raises(CallFailed, match="is not the expected request"):
        ask(transport, "b")
    assert "is not the expected request" in world.end(ended_well=False)
    ask(world.begin(1), "a")
    assert world.end(ended_well=True) == ""


def test_a_fault_that_was_recorded_is_not_wrong():
    world = ReplayWorld(NOON, [(None, [exchange("a", Fault("dns"))])])
    with pytest.raises(CallFailed) as caught:
        ask(world.begin(0), "a")
    assert caught.value.kind != "replay"
    assert world.end(ended_well=True) == ""


def test_a_stream_of_exchanges_goes_on_from_run_to_run_and_need_not_be_used_up():
    world = ReplayWorld(NOON, [(None, [exchange("a"), exchange("b"), exchange("c")])], exact=False)
    assert ask(world.begin(0), "a").body == b"a"
    assert ask(world.begin(1), "b").body == b"b"
    assert world.end(ended_well=True) == ""


def test_the_live_world_is_the_machine(still):
    network = Network()
    world = LiveWorld(network, still.append)
    assert world.begin(0) is world.begin(7) is network
    world.sleep(30)
    assert (still, world.end(ended_well=True)) == ([30], "")
    assert 0 <= world.random() < 1


def test_a_recording_has_the_time_and_the_chance_that_its_replay_will_have(still):
    network = Network()
    world = RecordedWorld(network, {"password": "hunter2-hunter2"}, still.append)
    replay = ReplayWorld(world.start, [(None, [exchange("a")]), (None, [exchange("b")])])
    assert world.start == NOON
    for number, path in enumerate("ab"):
        for each in (world, replay):
            ask(each.begin(number), path)
            each.sleep(100)
            assert each.end(ended_well=True) == ""
        assert world.now() == replay.now()
        assert world.random() == replay.random()
    assert still == [100, 100]
    assert network.asked == ["https://h/a", "https://h/b"]
    assert [len(run) for run in world.recorder.case("w", {}, ()).runs] == [1, 1]


def test_a_secret_that_cannot_be_told_from_other_text_is_not_recorded():
    with pytest.raises(RecordError):
        RecordedWorld(Network(), {"password": "a"})
