"""Entries of a HAR file are read as they were recorded, however little of HAR is in them."""

import gzip
import json
from base64 import b64encode

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.exchanges import har_file
from qradar_builder.exchanges.har_file import HarError, read_entries


def entry(request=None, response=None, **more):
    text = json.dumps({"log": {"entries": [more | {"request": request or {}, "response": response or {}}]}})
    (found,) = read_entries(text)
    return found


def pairs(*items):
    return [{"name": name, "value": value} for name, value in items]


@pytest.mark.parametrize(
    ("text", "why", "place"),
    [
        ("{", "is not JSON: Expecting property name", (1, 2)),
        ('{"log":\n  {"entries": [}}', "is not JSON: Expecting value", (2, 16)),
        ("1" * 5000, "is not JSON that can be read", (1, 1)),
        ("[" * 100_000, "is not JSON that can be read", (1, 1)),
        ("[" * 40 + "]" * 40, "nested too deep", (1, 1)),
        ("[]", "does not contain log.entries", (1, 1)),
        ('{"log": {"entries": {}}}', "does not contain log.entries", (1, 1)),
    ],
)
def test_what_is_no_har_file_is_refused_with_its_place(text, why, place):
    with pytest.raises(HarError, match=why) as caught:
        read_entries(text)
    assert caught.value.place == place


def test_a_file_with_too_many_exchanges_is_refused(monkeypatch):
    monkeypatch.setattr(har_file, "MAX_ENTRIES", 1)
    with pytest.raises(HarError, match="the limit is 1"):
        read_entries('{"log": {"entries": [{}, {}]}}')


def test_an_entry_without_anything_is_empty():
    found = entry()
    assert (found.method, found.url_text, found.url, found.status, found.began) == ("", "", None, None, None)
    assert (found.sent_headers, found.answered_headers, found.cookies, found.form_fields) == ((), (), (), ())
    assert (found.is_form, found.is_later_http, found.body()) == (False, False, (b"", ""))


def test_headers_are_without_those_of_http_2_and_repeated_ones_are_parted():
    headers = [*pairs((":path", "/"), ("Set-Cookie", "a=1\nb=2"), ("", "x")), {"name": 1}, "x"]
    found = entry({"headers": headers}, {"headers": headers, "httpVersion": "http/2.0"})
    assert found.sent_headers == found.answered_headers == (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    assert found.is_later_http


@pytest.mark.parametrize(
    ("started", "epoch"),
    [
        ("2024-05-01T12:00:00.000Z", 1714564800000),
        ("2024-05-01T14:00:00.250+02:00", 1714564800250),
        ("2024-05-01T12:00:00", 1714564800000),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (5, None),
    ],
)
def test_the_moment_is_read(started, epoch):
    found = entry(startedDateTime=started)
    assert found.began == epoch or (epoch is None and isinstance(found.began, int | None))


@pytest.mark.parametrize("status", [200, 599])
def test_an_answer_has_a_status_of_http(status):
    assert entry(response={"status": status}).status == status


@pytest.mark.parametrize("status", [0, 199, 600, "200", None])
def test_without_such_a_status_there_was_no_answer(status):
    assert entry(response={"status": status}).status is None


def test_the_fields_of_a_form_are_those_of_its_text_where_it_has_one():
    params = pairs(("a", "1%202"))
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    assert entry({"postData": {"mimeType": kind, "text": "a=1+2", "params": params}}).form_fields == (("a", "1 2"),)
    listed = entry({"postData": {"mimeType": kind, "params": params}})
    assert (listed.is_form, listed.form_fields) == (True, (("a", "1%202"),))


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ({"text": "h\u00e9"}, ("h\u00e9".encode(), "")),
        ({"text": b64encode(b"raw").decode(), "encoding": "base64"}, (b"raw", "")),
        ({"text": "cm F3\n", "encoding": "base64"}, (b"raw", "")),
        ({"text": "%%%", "encoding": "base64"}, (b"", "it cannot be decoded")),
        ({"size": 3}, (b"", "the file does not contain it")),
        ({"size": 0}, (b"", "")),
        ({"size": "3"}, (b"", "")),
    ],
)
def test_the_body_of_an_answer_is_read_or_told_as_lost(content, body):
    assert entry(response={"content": content}).body() == body


def test_a_body_that_was_kept_as_it_was_sent_is_unpacked():
    content = {"text": b64encode(gzip.compress(b"plain")).decode(), "encoding": "base64"}
    headers = pairs(("Content-Encoding", "gzip"))
    assert entry(response={"headers": headers, "content": content}).body() == (b"plain", "")
    cut = {"text": b64encode(gzip.compress(b"plain")[:12]).decode(), "encoding": "base64"}
    assert entry(response={"headers": headers, "content": cut}).body() == (b"", "it cannot be decoded")


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["https://h:1/?a=1", "https://u@h", "x", "base64"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "value", "text"]), inner),
    max_leaves=6,
)
PARTS = st.dictionaries(
    st.sampled_from(["url", "headers", "method", "postData", "content", "status", "cookies", "queryString"]), ANY
)


@settings(deadline=None)
@given(PARTS, PARTS, ANY)
def test_nothing_in_an_entry_makes_it_fail(request, response, started):
    found = entry(request, response, startedDateTime=started)
    names = [name for name in dir(har_file.HarEntry) if not name.startswith("_") and name != "body"]
    assert [getattr(found, name) for name in names]
    assert isinstance(found.body()[0], bytes)
