"""A browser's recording is replayed without what the workflow does not ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qradar_builder.exchanges.api_calls import is_part_of_a_page, json_answer, part_of_a_page
from qradar_builder.exchanges.exchange import Exchange, ExpectedRequest
from qradar_builder.exchanges.replay import ReplayClock, ReplayTransport
from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse


def exchange(path, kind="application/json", body=b"{}"):
    request = ExpectedRequest(
        method="GET", url=f"https://a.example{path}", query=(), headers=(), body=None, any_order=True
    )
    return Exchange(request, HttpResponse(200, "OK", (("Content-Type", kind),), body))


RECORDED = (
    exchange("/app.js", "text/javascript", b"x"),
    exchange("/me"),
    exchange("/events", body=b"[1]"),
    exchange("/logo.png", "image/png", b"x"),
    exchange("/events", body=b"[2]"),
    exchange("/font", "font/woff2", b"x"),
)


def ask(transport, path):
    return transport.send(HttpRequest("GET", f"https://a.example{path}")).body


def test_what_is_not_asked_for_is_passed_over_and_kept():
    transport = ReplayTransport(RECORDED, ReplayClock(0), passes_over=True)
    assert [ask(transport, "/events"), ask(transport, "/events")] == [b"[1]", b"[2]"]
    passed = transport.passed_over
    assert passed.parts == {"script": 1, "image": 1, "font": 1}
    assert passed.calls == {"GET https://a.example/me": 1}
    assert passed.total == 4


def test_a_request_that_was_not_recorded_is_compared_with_the_next_api_call():
    transport = ReplayTransport(RECORDED, ReplayClock(0), passes_over=True)
    with pytest.raises(CallFailed, match="not the expected request") as failed:
        ask(transport, "/alerts")
    assert "/me" in failed.value.message
    assert "/app.js" not in failed.value.message


def test_a_request_is_never_compared_with_a_call_of_another_host():
    other = exchange("/collect")
    other = replace(other, request=replace(other.request, url="https://metrics.example/collect"))
    transport = ReplayTransport((other, *RECORDED), ReplayClock(0), passes_over=True)
    with pytest.raises(CallFailed, match="not the expected request") as failed:
        ask(transport, "/alerts")
    assert "/me" in failed.value.message


def test_a_request_to_a_host_that_was_not_recorded_says_so():
    transport = ReplayTransport(RECORDED, ReplayClock(0), passes_over=True)
    with pytest.raises(CallFailed, match="the rest of the recording has no call of this host"):
        transport.send(HttpRequest("GET", "https://b.example/events"))


def test_a_case_passes_over_nothing():
    with pytest.raises(CallFailed, match="not the expected request"):
        ask(ReplayTransport(RECORDED, ReplayClock(0)), "/events")


def test_pages_are_told_from_calls_of_an_api():
    assert [is_part_of_a_page(each) for each in RECORDED] == [True, False, False, True, False, True]
    assert [json_answer(each) for each in RECORDED] == [None, {}, [1], None, [2], None]


def test_an_answer_without_a_type_is_told_by_the_end_of_its_path():
    unchanged = exchange("/static/app.min.js", "", b"")
    assert part_of_a_page(unchanged) == "script"
    assert part_of_a_page(exchange("/events", "", b"[]")) is None
