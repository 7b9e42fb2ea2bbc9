"""What a history must keep to, by workflows that break one rule each."""

import pytest

from qradar_builder.simulation.history.checks import breaches
from qradar_builder.simulation.history.faults import Fault, Plan
from qradar_builder.simulation.search.plans import polls_needed

CALL = '  - CallEndpoint: {url: "https://${/host}/events", method: GET, savePath: /answer}\n'
POST = "  - ForEach: {item: /event, items: /answer/body/events}\n    do:\n      - PostEvent: {path: /event}\n"
ONCE = """\
  - If: not exists /done
    then:
      - PostEvents: {path: /answer/body/events}
  - Set: {path: /done, value: x}
"""
NEW = """\
  - ForEach: {item: /event, items: /answer/body/events}
    do:
      - If: not exists /posted/'${/event/id}'
        then:
          - PostEvent: {path: /event}
          - Set: {path: "/posted/'${/event/id}'", value: x}
  - Delete: {path: /answer}
  - Delete: {path: /event}
"""
SOURCE = {
    "events": {"template": {"id": "${id}", "time": "${time.ms}"}},
    "lists": [{"path": "/events", "body": {"events": "${events}"}}],
}


@pytest.fixture
def broken(package, subjects):
    """The rules that a history without faults breaks, each with its message; or one with these faults."""

    def run(actions, source=None, *faults):
        historian = subjects(package(actions, SOURCE | (source or {})))[0].historian()
        polls = polls_needed(historian.source, historian.events(1, 1))
        past = historian.run(Plan(polls, tuple(faults)))
        return {breach.rule: breach for breach in reversed(breaches(past, historian.source))}

    return run


def test_a_workflow_that_remembers_what_it_posted_breaks_nothing(broken):
    assert broken(CALL + NEW) == {}


def test_events_that_are_not_posted_are_lost(broken):
    found = broken(CALL + ONCE)
    assert list(found) == ["proof/lost"]
    assert "of 45 events are lost" in found["proof/lost"].message


def test_events_that_are_posted_again_are_counted(broken):
    assert list(broken(CALL + POST)) == ["proof/doubled"]
    assert broken(CALL + POST, {"proof": {"doubles": {"without_fault": 1000}}}) == {}
    assert "proof/doubled" not in broken(CALL + POST, {}, Fault(1, 1, "reset"))
    bound = {"proof": {"doubles": {"with_fault": 0}}}
    assert list(broken(CALL + NEW, bound, Fault(1, 5, "crash-after"))) == ["proof/doubled"]
    assert broken(CALL + NEW, bound, Fault(1, 1, "crash-before")) == {}


def test_deleted_events_and_those_before_what_is_proven_need_not_come(broken):
    gone = {"events": SOURCE["events"] | {"deleted": {"share": 1, "seconds": 1}}}
    assert broken(CALL + NEW, gone) == {}
    early = {"proof": {"read_from": -900}, "events": SOURCE["events"] | {"span": 1741}}
    lost = broken(CALL + "  - Delete: {path: /answer}\n", early)["proof/lost"]
    assert 0 < len(lost.events) < 45


def test_a_bookmark_that_goes_back_or_runs_ahead_is_told(broken):
    proof = {"proof": {"bookmark": {"path": "/bookmark"}}}
    back = "  - Initialize: {path: /bookmark, value: '1767600000000'}\n"
    back += "  - Set: {path: /bookmark, value: '${/bookmark - 1}'}\n"
    assert "goes back" in broken(CALL + NEW + back, proof)["proof/bookmark"].message
    ahead = "  - Set: {path: /bookmark, value: '${time()}'}\n" + CALL + "  - Delete: {path: /answer}\n"
    assert "ahead of event-000000" in broken(ahead, proof)["proof/bookmark"].message
    behind = CALL + NEW + "  - Set: {path: /bookmark, value: '1'}\n"
    assert broken(behind, proof) == {}


def test_a_loop_that_does_not_end_is_named(broken):
    actions = "  - While: 1 = 1\n    do:\n" + CALL.replace("  - Call", "      - Call")
    assert "While" in broken(actions)["proof/endless"].message


def test_more_calls_than_the_source_takes_are_told(broken):
    rate = {"rate": {"calls": 1, "seconds": 60}}
    assert broken(CALL + NEW, rate) == {}
    assert "proof/rate" in broken(CALL + CALL + NEW, rate)


@pytest.mark.parametrize(
    "said",
    [
        "  - Log: {type: INFO, message: 'with ${/answer/body/access_token}'}\n",
        "  - SetStatus: {type: WARN, message: 'with ${/answer/body/access_token}'}\n",
        "  - PostEvent: {path: /answer/body}\n",
    ],
)
def test_a_secret_that_is_said_is_told(broken, said):
    token = '  - CallEndpoint: {url: "https://${/host}/token", method: POST, savePath: /answer}\n'
    sign_in = {"sign_in": {"kind": "session", "path": "/token", "user": "a", "password": "b"}}
    # Its credentials are wrong, and a wrong answer has no token.
    assert "proof/secret" not in broken(token + said, sign_in)
    right = token.replace("savePath: /answer}", "savePath: /answer, BasicAuthentication: {username: a, password: b}}")
    assert broken(right + said, sign_in)["proof/secret"].poll == 1


def test_a_source_that_is_not_asked_is_told(broken):
    assert "proof/unasked" in broken("  - Log: {type: INFO, message: x}\n")
    other = broken(CALL.replace("/events", "/other"))
    assert "GET https://api.example.com/other" in other["proof/unknown-endpoint"].message


def test_a_workflow_that_ends_for_good_loses_the_rest(broken):
    actions = (
        CALL + "  - If: /answer/status_code = 500\n    then:\n      - Abort: {reason: x, terminate: 'true'}\n" + NEW
    )
    assert broken(actions) == {}
    assert "proof/lost" in broken(actions, {}, Fault(2, 1, "http-500"))
