"""JSON values are taken from a file one by one, as they are written, up to the first that is not whole."""

import io

import pytest

from qradar_builder.dsm.payloads.json_values import json_payloads
from qradar_builder.dsm.payloads.payload import MAX_PAYLOAD, Payload, PayloadFileError


def _read(content):
    return list(json_payloads(io.BufferedReader(io.BytesIO(content))))


def _texts(content):
    return [payload.text for payload in _read(content)]


def _until_error(content):
    found = []
    try:
        found.extend(payload.text for payload in json_payloads(io.BufferedReader(io.BytesIO(content))))
    except PayloadFileError as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize("content", [b"", b" \n", b"[]", b"[ ]\n", b"[][]"])
def test_json_without_values_has_no_payloads(content):
    assert _texts(content) == []


def test_arrays_and_values_may_stand_behind_one_another():
    assert _texts(b'[1,"b"]\n[{"c":[]}]{"d":0} "e"') == ["1", "b", '{"c":[]}', '{"d":0}', "e"]


def test_numbers_stay_as_they_are_written():
    assert _texts(b"[1.50, -0, " + b"9" * 5000 + b", 1E5]") == ["1.50", "-0", "9" * 5000, "1E5"]


@pytest.mark.parametrize(
    ("content", "before", "message"),
    [
        (b'[{"a":1}, {"b":', ['{"a":1}'], "item 2 is not JSON: Expecting value"),
        (b'[{"a":1}', ['{"a":1}'], "the JSON array ends early after item 1"),
        (b'[{"a":1},', ['{"a":1}'], "the JSON array ends early after item 1"),
        (b'[{"a":1} {"b":1}]', ['{"a":1}'], "item 1 of the JSON array is not followed by a comma"),
        (b'["a",]', ["a"], "item 2 is not JSON: Expecting value"),
        (b"[", [], "the JSON array ends early after item 0"),
        (b'{"a":1} x', ['{"a":1}'], "item 2 is not JSON: Expecting value"),
        (b'{"a":' * 100_000, [], "item 1 is nested too deeply"),
        (b"{'a':1}", [], "item 1 is not JSON: Expecting property name enclosed in double quotes"),
    ],
)
def test_json_that_is_not_whole_is_told_behind_what_could_be_read(content, before, message):
    assert _until_error(content) == (before, message)


@pytest.mark.parametrize(("written", "text"), [(b'"b\xffd"', "b\ufffdd"), (b'{"b":"\xff"}', '{"b":"\ufffd"}')])
def test_bytes_that_are_no_utf_8_are_replaced_in_json_too(written, text):
    good, bad = _read(b'["\xc3\xa9",' + written + b"]")
    assert good == Payload("é")
    assert bad.text == text
    assert "is not UTF-8: it is read as U+FFFD" in bad.warning


def test_a_json_value_that_is_too_long_is_refused():
    with pytest.raises(PayloadFileError, match="item 1 is not JSON within 16 MiB"):
        _read(b'["' + b"a" * (2 * MAX_PAYLOAD))
