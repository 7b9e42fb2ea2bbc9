import gzip
import json
from base64 import b64encode

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.exchanges.exchange import ANYTHING, ExpectedRequest, FormBody, JsonBody, TextBody
from qradar_builder.exchanges.har import read_har
from qradar_builder.exchanges.replay import ReplayClock, ReplayTransport
from qradar_builder.http.messages import HttpRequest, HttpResponse


def entry(url="https://api.example/v1", method="GET", started="2024-05-01T12:00:00.000Z", **more):
    request = {"method": method, "url": url, "headers": more.get("sent", [])}
    if "post" in more:
        request["postData"] = more["post"]
    response = {
        "status": 200,
        "statusText": "OK",
        "headers": more.get("headers", []),
        "content": more.get("content", {}),
    }
    return {"startedDateTime": started, "request": request, "response": response | more.get("response", {})}


def read(*entries, hosts=()):
    return read_har(json.dumps({"log": {"version": "1.2", "entries": entries}}), hosts)


def only(*entries, **more):
    (exchange,) = read(*entries, **more).exchanges
    return exchange


def header(name, value):
    return {"name": name, "value": value}


def test_an_exchange_of_a_browser_is_read():
    found = only(
        entry(
            "https://api.example/v1/events?from=2024-05-01T00%3A00&q=a+b",
            sent=[header(":authority", "api.example"), header("Accept", "*/*"), header("Authorization", "Bearer t")],
            headers=[header("content-encoding", "gzip"), header("x-next", "2"), header("content-length", "3")],
            content={"size": 9, "mimeType": "application/json", "text": '{"a": 1}', "compression": 6},
        )
    )
    assert found.request == ExpectedRequest(
        "GET",
        "https://api.example/v1/events",
        (("from", "2024-05-01T00:00"), ("q", "a b")),
        (("Authorization", ANYTHING),),
        any_order=True,
    )
    assert found.answer == HttpResponse(200, "OK", (("x-next", "2"), ("Content-Type", "application/json")), b'{"a": 1}')


@pytest.mark.parametrize(
    ("post", "body"),
    [
        (
            {"mimeType": "application/x-www-form-urlencoded; charset=utf-8", "text": "a=1+2&client_secret=s3cret"},
            FormBody((("a", "1 2"), ("client_secret", ANYTHING))),
        ),
        (
            {"mimeType": "application/x-www-form-urlencoded", "params": [header("a", "1"), header("password", "p")]},
            FormBody((("a", "1"), ("password", ANYTHING))),
        ),
        (
            {
                "mimeType": "application/json",
                "text": '{"user": "u", "password": "p", "in": [{"api_key": "k", "n": 1}]}',
            },
            JsonBody({"user": "u", "password": ANYTHING, "in": [{"api_key": ANYTHING, "n": 1}]}),
        ),
        ({"mimeType": "text/xml", "text": "<a/>"}, TextBody("<a/>")),
        ({"mimeType": "", "text": ""}, None),
    ],
)
def test_what_was_posted_is_expected_without_its_secrets(post, body):
    assert only(entry(method="post", post=post)).request == ExpectedRequest(
        "POST", "https://api.example/v1", body=body, any_order=True
    )


def test_secrets_of_responses_are_replaced_where_they_are_sent_back():
    token = {"content": {"mimeType": "application/json", "text": '{"access_token": "abcdefgh-123"}'}}
    login, call = read(
        entry(headers=[header("Set-Cookie", "sid=0123456789; Path=/\nlang=en")], **token),
        entry(
            "https://api.example/v1?access_token=abcdefgh-123&page=1&t=abcdefgh-123",
            sent=[header("Cookie", "sid=0123456789"), header("X-Auth-Token", "abcdefgh-123")],
        ),
    ).exchanges
    assert login.answer.body == b'{"access_token": "redacted-access-token"}'
    assert login.answer.headers[:2] == (("Set-Cookie", "sid=redacted-sid; Path=/"), ("Set-Cookie", "lang=en"))
    assert call.request.query == (("access_token", ANYTHING), ("page", "1"), ("t", ANYTHING))
    assert call.request.headers == (("X-Auth-Token", ANYTHING),)


@pytest.mark.parametrize("text", [b"\x00\xff", gzip.compress(b"\x00\xff", mtime=0)])
def test_bodies_in_base64_are_decoded_and_unpacked(text):
    found = only(
        entry(
            headers=[header("Content-Encoding", "gzip")],
            content={"text": b64encode(text).decode(), "encoding": "base64"},
        )
    )
    assert found.answer == HttpResponse(200, "OK", (), b"\x00\xff")


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ({"size": 10}, "the file does not contain it"),
        ({"text": "%", "encoding": "base64"}, "it cannot be decoded"),
        (
            {"text": b64encode(gzip.compress(b"x" * 99, mtime=0)[:-5]).decode(), "encoding": "base64"},
            "it cannot be decoded",
        ),
    ],
)
def test_a_body_that_is_not_there_is_noted(content, note):
    reading = read(entry(headers=[header("Content-Encoding", "gzip")], content=content))
    assert reading.exchanges[0].answer.body == b""
    assert len(reading.notes) == 1
    assert note in reading.notes[0]


def test_http_2_lacks_what_http_1_shows():
    reading = read(entry(response={"statusText": "", "httpVersion": "h2", "status": 404}))
    assert reading.exchanges[0].answer.reason == "Not Found"
    assert "lower case" in reading.notes[0]


def test_exchanges_stand_in_the_order_in_which_they_began():
    times = ["2024-05-01T12:00:01.5Z", "2024-05-01T14:00:01+02:00", "2024-05-01T12:00:02.000Z"]
    reading = read(*[entry(f"https://h/{number}", started=each) for number, each in enumerate(times)])
    assert [each.request.url for each in reading.exchanges] == ["https://h/1", "https://h/0", "https://h/2"]
    assert reading.clock == 1_714_564_801_000


def test_without_certain_times_the_order_of_the_file_stays():
    reading = read(entry("https://h/1"), entry("https://h/2", started="yesterday"), entry("https://h/3"))
    assert [each.request.url for each in reading.exchanges] == ["https://h/1", "https://h/2", "https://h/3"]


def test_only_the_hosts_that_are_asked_for_are_read():
    entries = [
        entry("https://API.example/a"),
        entry("https://cdn.example/b"),
        entry("data:text/plain,x"),
        entry("ws://h/"),
    ]
    assert [each.request.url for each in read(*entries, hosts=["Api.Example"]).exchanges] == ["https://api.example/a"]
    assert len(read(*entries).exchanges) == 2


def test_preflights_and_unanswered_requests_are_left_out():
    reading = read(
        entry(method="OPTIONS", sent=[header("Access-Control-Request-Method", "GET")]),
        entry("https://h/blocked", response={"status": 0}),
    )
    assert reading.exchanges == ()
    assert reading.notes == ("https://h/blocked is skipped: it has no response", "skipped: 1 preflight of the browser")


def test_what_is_read_replays():
    reading = read(entry("https://h/x?b=2&a=1", sent=[header("authorization", "Basic eA==")], content={"text": "ok"}))
    transport = ReplayTransport(reading.exchanges, ReplayClock(reading.clock))
    request = HttpRequest("GET", "https://h/x?a=1&b=2", (("Authorization", "Basic eTp6"),))
    assert transport.send(request).body == b"ok"


ODD = st.recursive(
    st.none() | st.integers() | st.sampled_from(["https://h/", "base64", "GET", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["request", "response", "url", "headers", "content", "text", "status", "name", "value"]),
            inner,
        )
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.lists(ODD, max_size=3))
def test_no_entry_makes_the_reader_fail(entries):
    assert len(read(*entries).exchanges) <= len(entries)
