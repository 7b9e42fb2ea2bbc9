"""Payloads come back from files as they were written, and damage is told."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.dsm.payloads.files import (
    MAX_PAYLOAD,
    Payload,
    PayloadFileError,
    PayloadFormat,
    format_of,
    read_pieces,
)

LINE = st.text(st.characters(codec="utf-8", exclude_characters="\n")).filter(
    lambda text: text.encode().strip() and not text.endswith("\r")
)
TEXTS = st.lists(st.text(st.characters()))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
SIZES = st.sampled_from([None, 1, 50])
OBJECTS = st.lists(st.dictionaries(st.text(), JSON, max_size=3), max_size=5)


class Dribble(io.RawIOBase):
    """A file that gives a few bytes at a time, as a slow pipe does."""

    def __init__(self, content, size):
        self._file = io.BytesIO(content)
        self._size = size

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._file.readinto(memoryview(buffer)[: self._size])


def read(content, form=None, size=None):
    file = io.BytesIO(content) if size is None else io.BufferedReader(Dribble(content, size), 16)
    return [payload for piece in read_pieces(file, form) for payload in piece]


def read_until_error(content, form=None):
    found = []
    try:
        for piece in read_pieces(io.BytesIO(content), form):
            found += [payload.text for payload in piece]
    except PayloadFileError as error:
        return found, str(error)
    return found, ""


def texts(content, form=None, size=None):
    payloads = read(content, form, size)
    assert [payload.warning for payload in payloads] == [""] * len(payloads)
    return [payload.text for payload in payloads]


def packed(content, is_packed):
    return gzip.compress(content, mtime=0) if is_packed else content


@given(st.lists(LINE), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans(), SIZES)
def test_lines_come_back(lines, ending, is_ended, is_packed, size):
    content = (ending.join(lines) + (ending if is_ended else "")).encode()
    assert texts(packed(content, is_packed), PayloadFormat.LINES, size) == lines


@given(TEXTS, st.booleans(), SIZES)
def test_any_payload_comes_back_as_ndjson(payloads, is_packed, size):
    content = "".join(json.dumps(payload) + "\n" for payload in payloads).encode()
    assert texts(packed(content, is_packed), PayloadFormat.NDJSON, size) == payloads


@given(TEXTS, st.sampled_from([None, 1]), st.booleans(), SIZES)
def test_any_payload_comes_back_from_a_json_array(payloads, indent, is_packed, size):
    content = json.dumps(payloads, indent=indent).encode()
    assert texts(packed(content, is_packed), PayloadFormat.JSON, size) == payloads


@given(OBJECTS, st.sampled_from(["[]", "lines", "behind"]), SIZES)
def test_objects_come_back_as_they_stand(values, shape, size):
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    content = f" [{', '.join(written)}]\n" if shape == "[]" else ("\n" if shape == "lines" else "").join(written)
    assert texts(content.encode(), PayloadFormat.JSON, size) == written


@given(st.text(st.characters(codec="utf-8")).filter(str.strip), st.booleans())
def test_a_whole_file_comes_back(payload, is_packed):
    content = payload.encode()
    if content.strip():
        assert texts(packed(content, is_packed), PayloadFormat.WHOLE) == [payload.removeprefix("\ufeff")]


@given(st.binary(), st.sampled_from([None, *PayloadFormat]))
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused_with_a_reason(content, form):
    try:
        payloads = read(content, form)
    except PayloadFileError:
        return
    assert all(isinstance(payload.text, str) for payload in payloads)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.log", None),
        ("a.json", PayloadFormat.JSON),
        ("a.JSON.gz", PayloadFormat.JSON),
        ("a.jsonl", PayloadFormat.NDJSON),
        ("a.ndjson.gz", PayloadFormat.NDJSON),
        ("json", None),
        ("a.gz", None),
    ],
)
def test_a_name_tells_the_format(name, form):
    assert format_of(name) is form


@pytest.mark.parametrize(
    ("content", "payloads"),
    [
        (b'[{"a":1},{"a":2}]', ['{"a":1}', '{"a":2}']),
        (b' \n["x", "y"]', ["x", "y"]),
        (b'{"a":1}\n{"a":2}\n', ['{"a":1}', '{"a":2}']),
        (b"[info] started\n[1] x\n", ["[info] started", "[1] x"]),
        (b"\xef\xbb\xbfa\nb", ["a", "b"]),
        (b"", []),
        (b" \r\n\n\t\n", []),
        (b"[]", ["[]"]),
        (b"a\r\n\r\nb\r\n", ["a", "b"]),
    ],
)
def test_without_a_format_the_first_bytes_tell(content, payloads):
    assert texts(content) == payloads
    assert texts(gzip.compress(content, mtime=0)) == payloads


def test_damaged_gzip_is_told_behind_what_could_be_read():
    lines = [f"line {number} {hash(number) ** 3}" for number in range(100_000)]
    content = gzip.compress("\n".join(lines).encode(), mtime=0)
    found, error = read_until_error(content[: len(content) // 2])
    assert error.startswith("it cannot be read: Compressed file ended")
    assert found
    assert found == lines[: len(found)]


def test_what_is_gzip_by_its_first_bytes_only_is_refused():
    with pytest.raises(PayloadFileError, match="it cannot be read"):
        read(b"\x1f\x8bno gzip")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_with_advice(encoding):
    with pytest.raises(PayloadFileError, match="it is UTF-16: save it as UTF-8"):
        read("\ufeffabc".encode(encoding))


def test_bytes_that_are_no_utf_8_are_replaced_with_a_warning():
    good, bad = read(b"good\nb\xffd\n")
    assert good == Payload("good")
    assert bad == Payload("b\ufffdd", "byte 2 of the payload is not UTF-8: it is read as U+FFFD")


def test_a_line_that_is_no_json_is_a_payload_with_a_warning():
    (payload,) = read(b'"half\n', PayloadFormat.NDJSON)
    assert payload == Payload('"half', "the line is not JSON")


@pytest.mark.parametrize("form", [PayloadFormat.LINES, PayloadFormat.NDJSON, PayloadFormat.WHOLE])
def test_of_a_payload_that_is_too_long_the_start_is_read(form):
    content = b"a" * (MAX_PAYLOAD + 2_000_000) + (b"" if form is PayloadFormat.WHOLE else b"\nnext\n")
    first, *rest = read(content, form)
    assert first.text == "a" * 1024 * 1024
    assert "longer than 16 MiB" in first.warning
    assert [payload.text for payload in rest] == ([] if form is PayloadFormat.WHOLE else ["next"])


def test_a_line_as_long_as_allowed_is_whole():
    assert texts(b"x\n" + b"a" * (MAX_PAYLOAD - 10) + b"\ny") == ["x", "a" * (MAX_PAYLOAD - 10), "y"]


@given(st.lists(st.binary(max_size=40), max_size=30), st.integers(1, 50))
def test_lines_on_disk_are_the_same_wherever_they_are_cut(tmp_path_factory, lines, block):
    path = tmp_path_factory.mktemp("regions") / "events.log"
    path.write_bytes(b"\n".join(lines))
    with pytest.MonkeyPatch.context() as patched, path.open("rb") as file, path.open("rb") as again:
        patched.setattr("qradar_builder.dsm.payloads.files.BLOCK", block)
        expected = _given(read_pieces(file, PayloadFormat.LINES))
        pieces = _given(read_pieces(again, PayloadFormat.LINES, path))
    assert pieces == expected


def _given(pieces):
    """The payloads of a file up to where it cannot be read any further, and the reason for that."""
    payloads = []
    try:
        for piece in pieces:
            payloads += piece
    except PayloadFileError as error:
        payloads.append(str(error))
    return payloads


def test_a_line_that_is_too_long_is_told_where_the_file_is_read_in_regions_too(tmp_path, monkeypatch):
    monkeypatch.setattr("qradar_builder.dsm.payloads.files.MAX_PAYLOAD", 1000)
    monkeypatch.setattr("qradar_builder.dsm.payloads.files.BLOCK", 100)
    path = tmp_path / "events.log"
    path.write_bytes(b"a\n" + b"x" * 5000 + b"\nb\n")
    with path.open("rb") as file:
        payloads = _given(read_pieces(file, PayloadFormat.LINES, path))
    assert [payload.text[:3] for payload in payloads] == ["a", "xxx", "b"]
    assert "longer than" in payloads[1].warning
