"""Text is told from other data by its first bytes, in whatever encoding it is."""

import io
import random

import pytest

from qradar_builder.survey.records.encoding import Recoded, is_binary, is_utf8
from qradar_builder.survey.records.stopped import StoppedError


@pytest.mark.parametrize("size", [600, 4_096, 60_000])
def test_random_data_is_no_text(size):
    assert all(is_binary(random.Random(seed).randbytes(size)) for seed in range(50))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "Grüße aus Köln\n".encode() * 50,
        "Grüße aus Köln\n".encode("latin-1") * 50,
        "日本語のログ\n".encode("shift-jis") * 50,
        "日本語のログ\n".encode("utf-16"),
        # FIX has a control character behind each field.
        b"8=FIX.4.2\x019=12\x0135=8\x0149=A\x0156=B\n" * 20,
        b"\x1b[31mred\x1b[0m\n" * 20,
    ],
)
def test_text_in_any_encoding_is_text(content):
    assert not is_binary(content)


def test_a_character_that_is_cut_is_still_utf8():
    assert is_utf8("Grüße".encode()[:3])
    assert not is_utf8("Grüße".encode("latin-1"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_utf16_that_ends_inside_a_character_is_said(encoding, lost):
    content = "one\n\N{GRINNING FACE}".encode(encoding)
    recoded = Recoded(io.BytesIO(content[:-lost]), encoding)
    assert recoded.read(100) == b"one\n"
    with pytest.raises(StoppedError, match="ends inside a character"):
        recoded.read(100)
    assert recoded.taken == 8


def test_whole_utf16_is_all_taken():
    content = "one\n\N{GRINNING FACE}".encode("utf-16-le")
    recoded = Recoded(io.BytesIO(content), "utf-16-le")
    assert (recoded.read(100), recoded.read(100), recoded.taken) == ("one\n\N{GRINNING FACE}".encode(), b"", 12)
