import json
import re
from textwrap import dedent
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.exchanges.comparison import difference
from qradar_builder.exchanges.exchange import (
    ANYTHING,
    Exchange,
    ExpectedRequest,
    Fault,
    FormBody,
    JsonBody,
    Pattern,
    TextBody,
)
from qradar_builder.exchanges.replay import ReplayClock, ReplayTransport
from qradar_builder.http.messages import CallFailed, HttpRequest, HttpResponse

URL = "https://acme.example/v1/events"


def expected(**more):
    return ExpectedRequest(**{"method": "GET", "url": URL} | more)


def sent(query="", headers=(), body=None, method="GET", url=URL):
    return HttpRequest(method, url + query, headers, body)


@pytest.mark.parametrize(
    ("wanted", "request_"),
    [
        (expected(), sent()),
        (expected(url=Pattern(r"https://\w+\.example/v\d/events")), sent()),
        (expected(url="https://ACME.example:443/v1/events"), sent()),
        (expected(query=(("a", "1 2"), ("b", "ü"))), sent("?a=1+2&b=%C3%BC")),
        (expected(query=(("a", ANYTHING), ("a", "2"))), sent("?a=1&a=2")),
        (
            expected(query=(("a", ANYTHING), ("a", "1"), ("b", ""))),
            sent("?a=2&a=1&b"),
        ),
        (expected(query=(("a", "1"), ("b", "2")), any_order=True), sent("?b=2&a=1")),
        (expected(headers=(("X-Key", Pattern("k.*")),)), sent(headers=(("x-key", "k1"), ("Other", "o")))),
        (expected(body=TextBody("a\nb")), sent(body=b"a\nb")),
        (expected(body=TextBody(ANYTHING)), sent(body=b"a\nb")),
        (expected(body=FormBody((("a", "1 2"), ("b", ANYTHING)))), sent(body=b"a=1+2&b=c%26d")),
        (
            expected(body=JsonBody({"a": [1, Pattern(r"\d+"), None], "b": {"c": Pattern("x.")}})),
            sent(body=b' {"b":{"c":"xy"},"a":[1,  23, null]}'),
        ),
        (
            expected(body=TextBody("é")),
            sent(headers=(("Content-Type", "text/plain; charset=ISO-8859-1"),), body=b"\xe9"),
        ),
        (expected(body=TextBody("é")), sent(headers=(("Content-Type", "x; charset=martian"),), body="é".encode())),
    ],
)
def test_a_request_that_is_as_expected_has_no_difference(wanted, request_):
    assert difference(wanted, request_) is None


def diff(wanted, request_):
    lines = difference(wanted, request_).split("\n")
    assert lines[:2] == ["--- expected", "+++ sent"]
    return [line for line in lines[2:] if line[0] in "+-"]


@pytest.mark.parametrize(
    ("wanted", "request_", "lines"),
    [
        (expected(), sent(method="POST"), [f"-GET {URL}", f"+POST {URL}"]),
        (expected(), sent("?a=1"), ["+query a: 1"]),
        (expected(query=(("a", ""),)), sent(), ["-query a: "]),
        (expected(query=(("a", "{"),)), sent("?a=%257B"), ["-query a: {", "+query a: %7B"]),
        (expected(query=(("a", Pattern(r"\d+")),)), sent("?a=x"), [r"-query a: /\d+/", "+query a: x"]),
        (expected(query=(("b", "2"), ("a", "1"))), sent("?a=1&b=2"), ["+query a: 1", "-query a: 1"]),
        (expected(query=(("a", ANYTHING), ("b", "2"))), sent("?x=0&a=1&b=2"), ["+query x: 0"]),
        (expected(headers=(("X-Key", "k"),)), sent(headers=(("Other", "o"),)), ["-header X-Key: k"]),
        (expected(headers=(("X-Key", "k"),)), sent(headers=(("x-key", "k"), ("X-KEY", "l"))), ["+header X-Key: l"]),
        (expected(body=FormBody((("a", "1"),))), sent(body=b"a=2"), ["-form a: 1", "+form a: 2"]),
        (expected(body=JsonBody({"a": 1, "b": 2})), sent(body=b'{"a": 1, "b": 3}'), ['-  "b": 2', '+  "b": 3']),
        (expected(body=JsonBody({"a": 1})), sent(body=b'{"a": "1"}'), ['-  "a": 1', '+  "a": "1"']),
        (expected(body=JsonBody(value=True)), sent(body=b"1"), ["-true", "+1"]),
        (
            expected(body=JsonBody([Pattern("x")])),
            sent(body=b'[{"x": 1}]'),
            ['-  "/x/"', "+  {", '+    "x": 1', "+  }"],
        ),
        (expected(body=TextBody("a\nb")), sent(body=b"a\nc\x1b"), ["-b", r"+c\x1b"]),
    ],
)
def test_a_request_that_differs_is_shown_line_by_line(wanted, request_, lines):
    assert diff(wanted, request_) == lines


def test_a_long_body_is_cut_around_the_first_difference():
    ours = list(range(100_000))
    theirs = [*ours[:50_000], -1, *ours[50_001:]]
    shown = difference(expected(body=JsonBody(ours)), sent(body=json.dumps(theirs).encode()))
    assert "-  50000,\n+  -1," in shown
    assert shown.endswith("… and what follows")
    assert len(shown) < 1000


@pytest.mark.parametrize("body", [b"[" * 5000 + b"]" * 5000, b"[" * 200 + b"]" * 200, b"1" * 5000, b"{not json"])
def test_json_that_cannot_be_compared_is_shown_as_text(body):
    assert "+body\n" in difference(expected(body=JsonBody([])), sent(body=body))


def test_a_pattern_that_takes_too_long_does_not_match():
    assert not Pattern("(a|aa)+$").matches("a" * 5000 + "b")


NAMES = st.text(alphabet="abß &=+%/?#\n", max_size=5)
PAIRS = st.lists(st.tuples(NAMES, NAMES), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(PAIRS, PAIRS, JSON)
def test_every_request_is_as_it_is_itself(query, form, value):
    request = sent("?" + urlencode(query), (("K", "v"),), urlencode(form).encode())
    wanted = expected(query=tuple(query), headers=(("k", "v"),), body=FormBody(tuple(form)))
    assert difference(wanted, request) is None
    assert difference(expected(body=JsonBody(value)), sent(body=json.dumps(value).encode())) is None


@settings(deadline=None)
@given(PAIRS, PAIRS)
def test_requests_with_other_queries_differ_in_just_their_lines(left, right):
    found = difference(expected(query=tuple(left)), sent("?" + urlencode(right)))
    assert (found is None) == (left == right)


@settings(deadline=None)
@given(JSON, JSON)
def test_json_that_differs_is_found(left, right):
    same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
    assert (difference(expected(body=JsonBody(left)), sent(body=json.dumps(right).encode())) is None) == same


def exchanges(*answers):
    return [Exchange(expected(query=(("page", str(n)),)), answer) for n, answer in enumerate(answers, 1)]


OK = HttpResponse(200)


def test_requests_are_answered_in_their_order():
    first, second = HttpResponse(200, body=b"1"), HttpResponse(200, body=b"2")
    transport = ReplayTransport(exchanges(first, second), ReplayClock(0))
    assert [transport.send(sent("?page=1")), transport.send(sent("?page=2"))] == [first, second]
    transport.finish()


def replay_failure(act):
    with pytest.raises(CallFailed) as failure:
        act()
    assert failure.value.kind == "replay"
    return failure.value.message


def test_a_request_out_of_order_fails_with_a_diff_and_is_not_taken():
    transport = ReplayTransport(exchanges(OK, OK), ReplayClock(0))
    message = replay_failure(lambda: transport.send(sent("?page=2")))
    assert message == dedent(f"""\
        request 1 of 2 is not the expected request:
        --- expected
        +++ sent
         GET {URL}
        -query page: 1
        +query page: 2""")
    assert transport.send(sent("?page=1")) is OK


def test_an_extra_request_fails_and_is_shown():
    transport = ReplayTransport(exchanges(OK), ReplayClock(0))
    transport.send(sent("?page=1"))
    message = replay_failure(lambda: transport.send(sent("?page=2")))
    assert message == f"request 2 is unexpected; 1 requests are expected:\nGET {URL}?page=2"


def test_missing_requests_are_listed_at_the_end():
    transport = ReplayTransport(exchanges(*[OK] * 12), ReplayClock(0))
    transport.send(sent("?page=1"))
    message = replay_failure(transport.finish).split("\n")
    assert message[0] == "1 of 12 expected requests were sent; these are missing:"
    assert len(message) == 12
    assert message[-1] == "…"


@pytest.mark.parametrize(
    ("fault", "kind"), [("timeout", "timeout"), ("reset", "connect"), ("dns", "dns"), ("tls", "tls")]
)
def test_a_fault_fails_as_the_network_does(fault, kind):
    transport = ReplayTransport(exchanges(Fault(fault)), ReplayClock(0))
    with pytest.raises(CallFailed) as failure:
        transport.send(sent("?page=1"))
    assert failure.value.kind == kind
    assert re.search(r"\(QRadar: .+\)$", failure.value.message)
    transport.finish()


def test_only_calls_and_sleeps_move_the_clock():
    clock = ReplayClock(1_714_521_600_000)
    transport = ReplayTransport(exchanges(OK), clock)
    transport.send(sent("?page=1"))
    clock.sleep(2000)
    clock.sleep(-1)
    assert clock() == clock() == 1_714_521_602_001
    assert clock.sleeps == [2000, -1]
