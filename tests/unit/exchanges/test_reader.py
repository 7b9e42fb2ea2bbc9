import datetime as dt
import json
from pathlib import Path

import pytest

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
from qradar_builder.exchanges.reader import ExchangeError, read_exchange, read_exchanges
from qradar_builder.http.messages import HttpResponse

FILES = {"page-1.json": b'[{"n": 1.10}]', "events.csv": b"a,b", "notes": b"n"}
REQUEST = {"method": "GET", "url": "https://h/x"}


def read_file(name):
    try:
        return FILES[name]
    except KeyError:
        raise FileNotFoundError(2, "No such file or directory") from None


def read(request=None, response=None, **more):
    response = {"status": 200} if response is None else response
    return read_exchange({"request": REQUEST | (request or {}), "response": response} | more, read_file)


def expected(query=(), headers=(), body=None, url="https://h/x"):
    return ExpectedRequest("GET", url, query, headers, body)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({}, expected()),
        ({"url": "https://H?a=1&b=%20"}, expected((("a", "1"), ("b", " ")), url="https://h/")),
        ({"url": "/https://.*/"}, expected(url=Pattern("https://.*"))),
        ({"query": {"a": 1, "b": [True, "x"]}}, expected((("a", "1"), ("b", "true"), ("b", "x")))),
        ({"query": [{"a": "1"}, {"b": ""}, {"a": "/.*/"}]}, expected((("a", "1"), ("b", ""), ("a", ANYTHING)))),
        ({"headers": {"X-Key": "/k.+/"}}, expected(headers=(("X-Key", Pattern("k.+")),))),
        ({"body": "text"}, expected(body=TextBody("text"))),
        ({"form": {"grant_type": "x"}}, expected(body=FormBody((("grant_type", "x"),)))),
        ({"json": {"a": [1, 1.5, None, "/x/"]}}, expected(body=JsonBody({"a": [1, 1.5, None, Pattern("x")]}))),
    ],
)
def test_a_request_is_read(request_, expected):
    assert read(request_).request == expected


TEXT = ("Content-Type", "text/plain; charset=utf-8")
JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize(
    ("response", "headers", "body"),
    [
        ({"json": {"a": "/é/"}}, [JSON], '{"a": "/é/"}'.encode()),
        ({"json": [], "headers": {"content-type": "x"}}, [("content-type", "x")], b"[]"),
        ({"text": "é"}, [TEXT], "é".encode()),
        ({"file": "page-1.json"}, [JSON], FILES["page-1.json"]),
        ({"file": "events.csv"}, [("Content-Type", "text/csv")], b"a,b"),
        ({"file": "notes"}, [TEXT], b"n"),
        ({"base64": "/w\n=="}, [("Content-Type", "application/octet-stream")], b"\xff"),
        ({"headers": {"Link": ["<a>", "<b>"]}}, [("Link", "<a>"), ("Link", "<b>")], b""),
        ({"cookies": {"s": 1}}, [("Set-Cookie", "s=1")], b""),
    ],
)
def test_a_response_is_read(response, headers, body):
    assert read(response={"status": 200} | response).answer == HttpResponse(200, "OK", tuple(headers), body)


@pytest.mark.parametrize(
    ("response", "reason"),
    [({"status": 204}, "No Content"), ({"status": 299}, ""), ({"status": 200, "reason": "Fine"}, "Fine")],
)
def test_a_reason_is_the_usual_one_where_none_is_given(response, reason):
    assert read(response=response).answer.reason == reason


def test_a_fault_stands_for_a_response():
    plain = [{"request": REQUEST, "fault": "dns"}]
    assert read_exchanges(plain, read_file) == (Exchange(ExpectedRequest("GET", "https://h/x"), Fault("dns")),)


def deep(levels):
    return [deep(levels - 1)] if levels else []


def wide():
    value = ["x"]
    for _ in range(40):
        value = [value, value]
    return value


ERRORS = json.loads(
    (Path(__file__).parents[2] / "conformance/workflow/exchange_errors.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case["message"])
def test_a_value_that_cannot_stand_there_is_refused_with_its_place(case):
    with pytest.raises(ExchangeError) as error:
        read_exchanges(case["exchanges"], read_file, ("exchanges",))
    assert str(error.value).startswith(case["message"])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([dt.date(2024, 5, 1)], "request.json[0]: a date is not JSON; put it in quotes"),
        ([float("nan")], "request.json[0]: a float is not JSON"),
        ({1: 2}, "request.json: the key 1 must be text"),
        (deep(200), "request.json: is nested deeper than 100"),
        (wide(), "request.json: is nested deeper than 100 levels, or is too large"),
    ],
)
def test_what_yaml_can_say_and_json_cannot_is_refused(value, message):
    with pytest.raises(ExchangeError) as error:
        read({"json": value})
    assert str(error.value).startswith(message)
