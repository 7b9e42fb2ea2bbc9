"""Ranges of any size have each line exactly once, at its place, whatever the lines are."""

import io
import tracemalloc

import pytest
from hypothesis import given, strategies as st

from qradar_builder.survey.records import lines as module
from qradar_builder.survey.records.form import Form
from qradar_builder.survey.records.lines import lines
from qradar_builder.survey.records.raw import Raw
from qradar_builder.survey.records.reading import read_records

CONTENTS = st.lists(
    st.sampled_from([b"", b"a", b"\r", "ä€😀".encode(), b"\xff\xfe", b'"text"', b"{}", b" ", b"x" * 30]), max_size=12
).flatmap(lambda parts: st.sampled_from([b"\n".join(parts), b"\r\n".join(parts), b"\n".join(parts) + b"\n"]))


def whole(content):
    """The lines, taken apart in the plainest way."""
    at, found = 0, []
    for line in content.split(b"\n"):
        found.append((at, line, len(line)))
        at += len(line) + 1
    return [each for each in found if each[0] < len(content)]


def each_of(content, start, end, longest=100):
    return [line for block in lines(io.BytesIO(content), start, end, longest) for line in block.each()]


def in_ranges(content, size, longest=100):
    ranges = [(start, min(start + size, len(content))) for start in range(0, len(content), size)]
    return [line for start, end in ranges for line in each_of(content, start, end, longest)]


def raws(found):
    """Records one by one."""
    return [raw for each in found for raw in ([each] if isinstance(each, Raw) else each.raws())]


@given(content=CONTENTS, size=st.integers(1, 40), block=st.integers(1, 50))
def test_each_line_is_in_one_range(content, size, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        assert each_of(content, 0, None) == whole(content)
        assert in_ranges(content, size) == whole(content)


@given(content=CONTENTS, size=st.integers(1, 40), form=st.sampled_from([Form.LINES, Form.NDJSON]))
def test_records_do_not_depend_on_ranges(content, size, form):
    ranges = [(start, min(start + size, len(content))) for start in range(0, len(content), size)]
    parts = [read_records(io.BytesIO(content), form, start=start, end=end) for start, end in ranges]
    assert [raw for part in parts for raw in raws(part)] == raws(read_records(io.BytesIO(content), form))


@given(lengths=st.lists(st.integers(0, 30), max_size=8), size=st.integers(1, 50), block=st.integers(1, 20))
def test_a_line_that_is_too_long_is_cut_and_its_length_is_whole(lengths, size, block):
    content = b"\n".join(b"x" * length for length in lengths)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        found = in_ranges(content, size, 10)
    # A line that is read as a whole is not cut.
    assert [(at, line[:10], length) for at, line, length in found] == [
        (at, line[:10], length) for at, line, length in whole(content)
    ]


def test_a_line_that_goes_on_after_the_end_is_read_whole(monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 7)
    assert each_of(b"one\ntwo three\nfour", 0, 5) == [(0, b"one", 3), (4, b"two three", 9)]


class Endless(io.RawIOBase):
    """A file with one line of any size, of which nothing is held."""

    def __init__(self, size):
        self.left = size

    def readable(self):
        return True

    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return b"x" * size


def test_a_very_long_line_takes_little_memory():
    tracemalloc.start()
    (raw,) = read_records(Endless(100_000_000), Form.LINES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (raw.offset, raw.length, raw.broken) == (0, 100_000_000, "longer than 16 MiB")
    assert peak < 60_000_000
