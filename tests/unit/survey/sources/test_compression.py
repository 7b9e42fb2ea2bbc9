"""Compressed files give their content in bounded memory, and all that came before damage."""

import bz2
import gzip
import io
import random
import tracemalloc

import lz4.frame
import pytest
import zstandard
from hypothesis import given, settings, strategies as st

from qradar_builder.survey.records.begun import begin
from qradar_builder.survey.records.stopped import StoppedError
from qradar_builder.survey.sources.compression import Compression, Decompressed, compression_of, plain_name

MAKERS = {
    Compression.GZIP: gzip.compress,
    Compression.BZIP2: bz2.compress,
    Compression.LZ4: lz4.frame.compress,
    Compression.ZSTANDARD: zstandard.ZstdCompressor(write_checksum=True).compress,
}
CONTENT = random.Random(1).randbytes(200_000) + b"line\n" * 60_000
KINDS = pytest.mark.parametrize("kind", MAKERS)


def content_of(packed, kind):
    stream = Decompressed(io.BytesIO(packed), kind)
    found = b""
    while block := stream.read(50_000):
        found += block
    assert stream.taken == len(packed)
    return found


@KINDS
@pytest.mark.parametrize("content", [b"", b"x", CONTENT, b"\0" * 3_000_000])
def test_the_content_is_whole(kind, content):
    packed = MAKERS[kind](content)
    assert compression_of(packed) is kind
    assert content_of(packed, kind) == content


@KINDS
def test_streams_one_after_the_other_are_one_content(kind):
    parts = [MAKERS[kind](part) for part in (b"one\n", CONTENT, b"", b"two\n")]
    assert content_of(b"".join(parts), kind) == b"one\n" + CONTENT + b"two\n"
    assert content_of(b"".join(parts) + b"\0" * 1000, kind) == b"one\n" + CONTENT + b"two\n"


PACKED = {kind: make(CONTENT) for kind, make in MAKERS.items()}


@KINDS
@settings(max_examples=25)
@given(place=st.floats(0.05, 0.999))
def test_a_cut_file_gives_what_it_has_and_says_so(kind, place):
    packed = PACKED[kind]
    stream = Decompressed(io.BytesIO(packed[: int(len(packed) * place)]), kind)
    found, rest = begin(stream, 10_000_000)
    assert CONTENT.startswith(found)
    assert not found or rest.read(10_000_000) == found
    with pytest.raises(StoppedError, match="the file is cut"):
        rest.read(1)


@KINDS
def test_damage_is_said_after_what_came_before(kind):
    first = MAKERS[kind](b"first\n" * 100_000)
    stream = Decompressed(io.BytesIO(first + MAKERS[kind](b"second")[:5] + b"garbage" * 50), kind)
    start, whole = begin(stream, 10_000_000)
    assert start.startswith(b"first\n" * 100_000)
    assert whole.read(10_000_000) == start
    with pytest.raises(StoppedError):
        whole.read(1)


def test_damaged_gzip_gives_what_comes_before():
    lines = b"".join(b"line %d\n" % number for number in range(100_000))
    packed = bytearray(gzip.compress(lines))
    packed[-8] ^= 1
    found, rest = begin(Decompressed(io.BytesIO(packed), Compression.GZIP), 10_000_000)
    assert lines.startswith(found)
    assert len(found) > len(lines) - 20_000
    rest.read(10_000_000)
    with pytest.raises(StoppedError, match="damaged"):
        rest.read(1)


@KINDS
def test_other_data_after_the_end_is_said(kind):
    stream = Decompressed(io.BytesIO(MAKERS[kind](b"content") + b"other data"), kind)
    assert stream.read(100) == b"content"
    with pytest.raises(StoppedError, match="other data"):
        stream.read(100)
    assert stream.taken == len(MAKERS[kind](b"content"))


@KINDS
def test_a_small_file_of_much_content_takes_little_memory(kind):
    packed = MAKERS[kind](b"\0" * 60_000_000)
    tracemalloc.start()
    stream = Decompressed(io.BytesIO(packed), kind)
    size = 0
    while block := stream.read(1_000_000):
        size += len(block)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 60_000_000
    assert peak < 20_000_000


def test_frames_without_data_are_passed_over():
    skippable = b"\x50\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"index"
    packed = MAKERS[Compression.ZSTANDARD](b"content")
    assert compression_of(skippable + packed) is Compression.ZSTANDARD
    assert content_of(skippable + packed + skippable + packed, Compression.ZSTANDARD) == b"content" * 2


def test_only_real_starts_are_compressions():
    assert compression_of(b"BZhello world") is Compression.NONE
    assert compression_of(b"") is Compression.NONE
    assert plain_name("a.LOG.GZ") == ("a.LOG", Compression.GZIP)
    assert plain_name("a.log") == ("a.log", Compression.NONE)
