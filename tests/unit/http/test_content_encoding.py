import gzip
import zlib

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.http.content_encoding import DamagedError, TooLargeError, decoded


def raw_deflate(body):
    return zlib.compress(body, wbits=-15)


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress, "Deflate": raw_deflate}


@settings(deadline=None)
@given(st.binary(max_size=2000), st.lists(st.sampled_from(sorted(PACKERS)), min_size=1, max_size=3))
def test_what_is_packed_is_unpacked(body, encodings):
    packed = body
    for name in encodings:
        packed = PACKERS[name](packed)
    headers = (("Content-Encoding", ", ".join(encodings)), ("Content-Length", "1"), ("Content-MD5", "x"), ("X", "y"))
    assert decoded(headers, packed, 5000) == ((("X", "y"),), body)


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate"]), st.binary(max_size=3))
def test_any_body_is_unpacked_or_damaged(body, name, start):
    try:
        _, result = decoded((("Content-Encoding", name),), start + body, 1000)
    except (DamagedError, TooLargeError):
        return
    assert len(result) <= 1000


@pytest.mark.parametrize("value", ["identity", "br", "gzip, br", "", "zstd"])
def test_what_cannot_be_unpacked_stays_as_it_is(value):
    headers = (("Content-Encoding", value), ("Content-Length", "3"))
    assert decoded(headers, b"abc", 10) == (headers, b"abc")


def test_members_of_gzip_are_joined_and_padding_is_passed_over():
    body = gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0) + b"\0\0"
    assert decoded((("content-encoding", "gzip"),), body, 100)[1] == b"one two"


def test_an_empty_body_is_not_damaged():
    assert decoded((("Content-Encoding", "gzip"),), b"", 10) == ((), b"")


def test_a_cut_body_is_damaged():
    with pytest.raises(DamagedError):
        decoded((("Content-Encoding", "gzip"),), gzip.compress(b"x" * 100, mtime=0)[:-9], 1000)


@pytest.mark.parametrize("limit", [0, 1, 999])
def test_the_limit_is_kept_whatever_the_body_claims(limit):
    with pytest.raises(TooLargeError):
        decoded((("Content-Encoding", "gzip"),), gzip.compress(b"0" * 1000, mtime=0), limit)
