"""Each fault of a call, as a workflow sees it."""

import pytest

from qradar_builder.http.messages import CallFailed
from qradar_builder.simulation.history.faults import CALL_FAULTS, Fault, Plan

CALL = '  - CallEndpoint: {url: "https://${/host}/events?page=1", method: GET, savePath: /answer}\n'
SOURCE = {
    "events": {"template": {"id": "${id}"}},
    "lists": [
        {
            "path": "/events",
            "body": {"events": "${events}", "total": "${total}"},
            "paging": {"kind": "page"},
            "size": {"parameter": "size", "default": 5},
        }
    ],
}
SEEN = {
    **{f"http-{status}": (status, b'"error"') for status in (400, 401, 403, 404, 429, 500, 502, 503)},
    "http-429-wait": (429, b'"error"'),
    "proxy-page": (200, b"<!DOCTYPE html>"),
    "empty-body": (200, b""),
    "empty-page": (200, b'{"events": [], "total": 0}'),
    "other-json": (200, b'"message"'),
    "truncated": (200, b'{"events": [{'),
    "slow": (200, b'"total"'),
    "repeated": (200, b'"total"'),
    "timeout-before": ("timeout", "did not send data"),
    "timeout-after": ("timeout", "did not send data"),
    "reset": ("connect", "broke"),
}


@pytest.mark.parametrize("kind", CALL_FAULTS)
def test_a_fault_is_what_it_says(package, subjects, kind):
    historian = subjects(package(CALL + CALL.replace("page=1", "page=2"), SOURCE))[0].historian()
    place = 2 if kind == "repeated" else 1
    past = historian.run(Plan(2, (Fault(1, place, kind),)))
    call = past.polls[0].calls[place - 1]
    assert call.fault == kind
    if isinstance(call.result, CallFailed):
        assert (call.result.kind, call.events) == (SEEN[kind][0], ())
        assert SEEN[kind][1] in call.result.message
        assert past.polls[0].outcome.status == "error"
    else:
        assert call.result.status == SEEN[kind][0]
        assert SEEN[kind][1] in call.result.body
        assert past.polls[0].outcome.status == ("error" if kind == "truncated" else "ok")
    if kind == "repeated":
        assert call.result == past.polls[0].calls[0].result
    if kind == "slow":
        assert call.takes == 30_000
        assert past.polls[0].calls[1].at == call.at + 30_000
    assert [each.fault for each in past.polls[1].calls] == [None, None]


def test_a_time_out_after_the_source_acted_has_acted(package, subjects):
    source = SOURCE | {"rate": {"calls": 1, "seconds": 100_000}}
    actions = CALL
    for kind, status in (("timeout-before", 200), ("timeout-after", 429)):
        historian = subjects(package(actions, source, kind))[0].historian()
        past = historian.run(Plan(2, (Fault(1, 1, kind),)))
        assert past.polls[1].calls[0].result.status == status


def test_a_crash_is_before_or_after_an_effect(package, subjects):
    actions = CALL + "  - PostEvents: {path: /answer/body/events}\n  - Set: {path: /done, value: x}\n"
    folder = package(actions, SOURCE)
    historian, keeping = (subjects(folder, keeps_state=kept)[0].historian() for kept in (False, True))
    before = historian.run(Plan(2, (Fault(1, 2, "crash-before"),)))
    assert before.polls[0].outcome is None
    assert (before.polls[0].payloads, before.polls[1].payloads) == (0, 5)
    after = historian.run(Plan(2, (Fault(1, 2, "crash-after"),)))
    assert (after.polls[0].payloads, "answer" in after.polls[0].after.root) == (5, False)
    kept = keeping.run(Plan(1, (Fault(1, 2, "crash-after"),)))
    assert "answer" in kept.polls[0].after.root
    assert "done" not in kept.polls[0].after.root
