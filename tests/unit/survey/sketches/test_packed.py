"""Packed bytes: a document with long bytes behind it, and nothing else is taken for it."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.survey.sketches.packed import Packer, TallyBytesError, Unpacked

VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=10)


@given(VALUES, st.lists(st.binary(max_size=50), max_size=4))
def test_what_is_packed_comes_back(document, blobs):
    packer = Packer()
    assert [packer.blob(each) for each in blobs] == list(range(len(blobs)))
    found = Unpacked(packer.packed(document))
    assert (found.document, found.blobs) == (document, blobs)


@given(st.data())
def test_bytes_that_are_cut_or_damaged_in_the_document_are_refused(data):
    packer = Packer()
    number = packer.blob(b"long bytes")
    content = packer.packed({"number": number, "text": "some text"})
    size = data.draw(st.integers(0, len(content) - 1))
    place = data.draw(st.integers(0, len(content) - len(b"long bytes") - 1))
    damaged = bytearray(content)
    damaged[place] ^= data.draw(st.integers(1, 255))
    for wrong in (content[:size], bytes(damaged), content + b"x"):
        with pytest.raises(TallyBytesError):
            Unpacked(wrong)


@given(st.binary(max_size=80))
def test_other_bytes_are_refused(content):
    with pytest.raises(TallyBytesError):
        Unpacked(content)


def test_the_order_of_the_names_is_nothing():
    assert Packer().packed({"a": 1, "b": "\ud800"}) == Packer().packed({"b": "\ud800", "a": 1})
