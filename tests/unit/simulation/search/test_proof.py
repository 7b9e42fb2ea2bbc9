"""A search as a whole: its phases, several processes, a time, and what it says where there is nothing."""

import pytest

from qradar_builder.simulation.search import proof as proof_module
from qradar_builder.simulation.search.proof import Search
from qradar_builder.simulation.search.workers import running

GOOD = """\
  - Initialize: {path: /bookmark, value: "0"}
  - CallEndpoint:
      url: https://${/host}/events
      method: GET
      savePath: /answer
      QueryParameter: {from: "${/bookmark}"}
  - If: /answer/status_code != 200 or not exists /answer/body/last
    then:
      - Abort: {reason: "HTTP ${/answer/status_code}"}
  - ForEach: {item: /event, items: /answer/body/events}
    do:
      - If: not exists /posted/'${/event/id}'
        then:
          - PostEvent: {path: /event}
          - Set: {path: "/posted/'${/event/id}'", value: x}
"""
SOURCE = {
    "events": {"count": 6, "template": {"id": "${id}"}},
    "lists": [{"path": "/events", "body": {"events": "${events}", "last": "${last_id}"}, "last": "empty"}],
}


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(proof_module, "LONG_HISTORIES", 1)


def proven(subject, jobs=1, **options):
    heard = []
    with running(subject.historian, jobs) as run:
        search = Search(subject.historian(), run, progress=lambda *said: heard.append(said), **options)
        return search.prove(), heard


@pytest.mark.usefixtures("few")
def test_a_proof_goes_through_all_phases(package, subjects):
    subject = subjects(package(GOOD, SOURCE))[0]
    proof, heard = proven(subject)
    assert [phase.name for phase in proof.phases] == [
        "no fault",
        "one fault",
        "one crash",
        "two faults",
        "long histories",
    ]
    assert proof.holds
    assert all(phase.polls > phase.histories > 0 and phase.calls for phase in proof.phases)
    assert proof.phases[1].faults == proof.phases[1].histories
    assert proof.phases[2].crashes == proof.phases[2].histories
    assert heard[0] == ("no fault", 0, 4)
    assert heard[-1] == ("long histories", 1, 1)


@pytest.mark.usefixtures("few")
def test_several_processes_find_the_same(package, subjects):
    subject = subjects(package(GOOD, SOURCE))[0]
    assert proven(subject, 2)[0].phases == proven(subject, 1)[0].phases


def test_a_broken_phase_is_the_last(package, subjects):
    bad = GOOD.replace("not exists /answer/body/last", "1 = 2").replace(
        "  - ForEach", "  - Set: {path: /x, value: x}\n  - ForEach"
    )
    bad = bad.replace("      - If: not exists /posted/'${/event/id}'", "      - If: not exists /posted")
    proof, _ = proven(subjects(package(bad, SOURCE))[0])
    assert [phase.name for phase in proof.phases] == ["no fault"]
    assert [broken.breach.rule for broken in proof.broken] == ["proof/lost"]
    assert not proof.holds


def test_a_time_bounds_the_long_histories_and_one_is_always_tried(package, subjects):
    proof, heard = proven(subjects(package(GOOD, SOURCE))[0], seconds=0)
    assert proof.phases[-1].histories == 1
    assert heard[-1] == ("long histories", 1, None)


@pytest.mark.usefixtures("few")
def test_the_seed_gives_the_histories(package, subjects):
    subject = subjects(package(GOOD, SOURCE))[0]
    first, again, other = (proven(subject, seed=seed)[0].phases for seed in (3, 3, 4))
    assert first == again != other
