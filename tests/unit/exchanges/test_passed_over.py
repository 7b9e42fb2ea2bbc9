"""What a replay passed over is told by kind."""

from __future__ import annotations

import pytest

from qradar_builder.exchanges.exchange import Exchange, ExpectedRequest, Fault
from qradar_builder.exchanges.passed_over import sorted_by_kind
from qradar_builder.http.messages import HttpResponse


def exchange(url, kind="application/json", body=b"{}"):
    return Exchange(ExpectedRequest("GET", url), HttpResponse(200, "OK", (("Content-Type", kind),), body))


PASSED = (
    exchange("https://a.example/app.js", "text/javascript"),
    exchange("https://cdn.example/b.js", "text/javascript"),
    exchange("https://a.example/logo.png", "image/png"),
    exchange("https://metrics.example/collect"),
    exchange("https://a.example:8443/me"),
    exchange("https://a.example/me"),
    exchange("https://a.example/me"),
    exchange("https://a.example/ping", "text/plain", b"ok"),
    Exchange(ExpectedRequest("GET", "https://a.example/slow"), Fault("timeout")),
)


def test_each_exchange_is_counted_once_by_its_kind():
    passed = sorted_by_kind(PASSED, {"a.example"})
    assert passed.parts == {"script": 2, "image": 1}
    assert passed.other_hosts == {"metrics.example": 1, "a.example:8443": 1}
    assert passed.calls == {"GET https://a.example/me": 2}
    assert passed.other_answers == {"GET https://a.example/ping": 1, "GET https://a.example/slow": 1}
    assert passed.total == len(PASSED)


def test_the_lines_say_kinds_with_their_counts():
    assert [line for line, _ in sorted_by_kind(PASSED, {"a.example"}).kinds()] == [
        "3 parts of web pages: 2 scripts, 1 image",
        "2 exchanges with other hosts:",
        "2 API calls that the workflow does not make:",
        "2 exchanges without JSON in the answer:",
    ]


def test_without_a_request_no_host_is_another():
    assert sorted_by_kind(PASSED, ()).other_hosts == {}


@pytest.mark.parametrize("passed", [(), PASSED[:1]])
def test_kinds_that_there_are_not_have_no_line(passed):
    assert len(sorted_by_kind(passed, ()).kinds()) == len(passed)
