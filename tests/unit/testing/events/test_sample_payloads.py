import gzip
import io
from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.payloads.files import PayloadFileError, PayloadFormat
from qradar_builder.testing.events.case import PayloadFile, Sample
from qradar_builder.testing.events.sample_payloads import payloads_of


@dataclass
class InMemory:
    """Stands for the path of a file."""

    content: bytes

    def open(self, _):
        return io.BytesIO(self.content)


def placed(content, name="a.log", form=None):
    sample = Sample("s", PayloadFile(InMemory(content), name, form), None)
    return [(place, payload.text) for place, payload in payloads_of(sample)]


def test_a_payload_of_the_case_has_no_place():
    assert [(place, payload.text) for place, payload in payloads_of(Sample("s", "x", None))] == [("", "x")]


@pytest.mark.parametrize(
    ("content", "name", "form", "expected"),
    [
        (b"a\n\n \r\nb\r\nc", "a.log", None, [("a.log:1", "a"), ("a.log:4", "b"), ("a.log:5", "c")]),
        (b'{"a":1}\n\n"b"\n', "a.ndjson", None, [("a.ndjson:1", '{"a":1}'), ("a.ndjson:3", "b")]),
        (b'[{"a": 1},\n"b"]', "a.json", None, [("a.json, item 1", '{"a": 1}'), ("a.json, item 2", "b")]),
        (b'[{"a": 1}]', "a.log", None, [("a.log, item 1", '{"a": 1}')]),
        (b"a\nb\n", "a.log", PayloadFormat.WHOLE, [("a.log", "a\nb\n")]),
        (gzip.compress(b"\na\n", mtime=0), "a.log.gz", None, [("a.log.gz:2", "a")]),
        (b"", "a.log", None, []),
    ],
    ids=["lines", "JSON lines", "an array", "an array told by its first bytes", "a whole file", "gzip", "nothing"],
)
def test_payloads_are_given_with_their_places(content, name, form, expected):
    assert placed(content, name, form) == expected


@given(st.lists(st.sampled_from(["", " ", "x", "yy", "\r"]), max_size=30), st.integers(0, 3))
def test_lines_are_numbered_as_editors_do(lines, long):
    lines = [*lines, *["z" * 400_000] * long, "end"]
    content = "\n".join(lines).encode()
    expected = [
        (f"a.log:{number}", line.removesuffix("\r")) for number, line in enumerate(lines, 1) if line.strip(" \r")
    ]
    assert placed(content) == expected


def test_a_line_that_is_too_long_keeps_the_count():
    content = b"a\n" + b"x" * (17 * 1024 * 1024) + b"\nb\n"
    places = [place for place, _ in placed(content)]
    assert places == ["a.log:1", "a.log:2", "a.log:3"]


def test_what_comes_before_a_broken_part_is_given():
    sample = Sample("s", PayloadFile(InMemory(b'[{"a":1}, {"b"'), "a.json", None), None)
    found = []
    with pytest.raises(PayloadFileError):
        found.extend(place for place, _ in payloads_of(sample))
    assert found == ["a.json, item 1"]
