import json

import regex
from hypothesis import given, settings, strategies as st

from qradar_builder.exchanges.comparison import difference
from qradar_builder.exchanges.exchange import (
    Exchange,
    ExpectedRequest,
    Fault,
    FormBody,
    JsonBody,
    Pattern,
    TextBody,
    looks_like_pattern,
)
from qradar_builder.exchanges.reader import read_exchange
from qradar_builder.exchanges.writer import LONG_BODY, written_exchange
from qradar_builder.http.messages import HttpRequest, HttpResponse

REQUEST = ExpectedRequest("GET", "https://h/")


def written(answer, request=REQUEST):
    return written_exchange(Exchange(request, answer), "run-1-response-1")


def response(body=b"", *headers, status=200, reason="OK"):
    plain, files = written(HttpResponse(status, reason, headers, body))
    return plain["response"], files


JSON_TYPE = ("Content-Type", "application/json")


def test_json_is_written_as_values_and_the_usual_headers_are_left_out():
    assert response(b'{"a": [1, 1.5, null]}', ("X", "y"), JSON_TYPE) == (
        {"status": 200, "headers": {"X": "y"}, "json": {"a": [1, 1.5, None]}},
        {},
    )


def test_json_whose_text_says_more_than_its_value_stays_text():
    for body in (b'{"a": 1.10}', b'{"a": 1, "a": 2}', b'{"a": 1e3}', b'{"a": -0}', b'"text"', b"[NaN]"):
        assert response(body, JSON_TYPE)[0]["text"] == body.decode()


def test_long_bodies_go_into_files():
    body = b'["' + b"x" * LONG_BODY + b'"]'
    plain, files = response(body, JSON_TYPE)
    assert plain == {"status": 200, "file": "run-1-response-1.json"}
    assert files == {"run-1-response-1.json": body}
    assert list(response(b"<a>" * LONG_BODY, ("Content-Type", "application/xml; charset=x"))[1]) == [
        "run-1-response-1.xml"
    ]
    assert list(response(b"\0" * LONG_BODY * 2)[1]) == ["run-1-response-1.txt"]


def test_what_is_no_text_is_written_as_base64():
    assert response(b"\xff\x00")[0] == {"status": 200, "base64": "/wA="}
    assert "base64" in response(b"a\r\nb")[0]


def test_an_unusual_reason_is_written():
    assert response(reason="Fine")[0] == {"status": 200, "reason": "Fine"}


def test_names_that_stand_several_times_keep_their_order():
    def query(*pairs):
        return written(Fault("dns"), ExpectedRequest("GET", "https://h/", pairs))[0]["request"]["query"]

    assert query(("a", "1"), ("a", "2"), ("b", "3")) == {"a": ["1", "2"], "b": "3"}
    assert query(("a", "1"), ("b", "3"), ("a", "2")) == [{"a": "1"}, {"b": "3"}, {"a": "2"}]


TEXT = st.text(alphabet="ab/é\n .*\\", max_size=6)
VALUE = TEXT | st.text(alphabet="ab/é.", max_size=4).map(Pattern)
FIELDS = st.lists(st.tuples(st.text(alphabet="abC-", min_size=1, max_size=3), VALUE), max_size=5).map(tuple)
LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
BODY = st.none() | FIELDS.map(FormBody) | JSON.map(JsonBody) | VALUE.map(TextBody)
TYPE = ["application/json", "text/csv", "text/plain; charset=utf-8", "application/json; charset=latin-1"]
HEADER = st.tuples(st.sampled_from(["Content-Type", "content-type", "X", "Set-Cookie"]), st.sampled_from(TYPE))
CONTENT = st.binary(max_size=20) | JSON.map(lambda value: json.dumps(value).encode()) | TEXT.map(str.encode)
RESPONSE = st.builds(
    HttpResponse,
    st.sampled_from([200, 204, 302, 404, 599]),
    st.sampled_from(["", "OK", "Odd"]),
    st.lists(HEADER, max_size=3).map(tuple),
    CONTENT,
)


def meant(value):
    """What is written for a value: a text that looks like a pattern can only be written as the pattern of itself."""
    if isinstance(value, str):
        return Pattern(regex.escape(value)) if looks_like_pattern(value) else value
    if isinstance(value, dict):
        return {key: meant(each) for key, each in value.items()}
    return [meant(each) for each in value] if isinstance(value, list) else value


def meant_body(body):
    if isinstance(body, JsonBody):
        return JsonBody(meant(body.value))
    if isinstance(body, FormBody):
        return FormBody(meant_fields(body.fields))
    return body and TextBody(meant(body.text))


def meant_fields(fields):
    return tuple((name, meant(value)) for name, value in fields)


@settings(deadline=None)
@given(FIELDS, FIELDS, BODY)
def test_a_request_that_is_written_reads_back(query, headers, body):
    plain, files = written(Fault("tls"), ExpectedRequest("POST", "https://h/x", query, headers, body))
    assert files == {}
    assert read_exchange(plain, None) == Exchange(
        ExpectedRequest("POST", "https://h/x", meant_fields(query), meant_fields(headers), meant_body(body)),
        Fault("tls"),
    )


@settings(deadline=None)
@given(RESPONSE)
def test_a_response_that_is_written_reads_back(answer):
    plain, files = written(answer)
    read = read_exchange(plain, files.__getitem__).answer
    assert (read.status, read.reason) == (answer.status, answer.reason)
    if "json" in plain["response"]:
        assert json.loads(read.body) == json.loads(answer.body)
    else:
        assert read.body == answer.body
    typed = any(name.lower() == "content-type" for name, _ in answer.headers)
    added = () if typed or not answer.body else read.headers[-1:]
    assert read.headers == answer.headers + added


@settings(deadline=None)
@given(TEXT)
def test_a_value_that_looks_like_a_pattern_still_means_itself(text):
    value = f"/{text}/"
    plain, _ = written(Fault("dns"), ExpectedRequest("POST", "https://h/", body=TextBody(value)))
    read = read_exchange(plain, None)
    assert difference(read.request, HttpRequest("POST", "https://h/", body=value.encode())) is None
    assert difference(read.request, HttpRequest("POST", "https://h/", body=value.encode() + b"/")) is not None
