"""Text is told from other data by its first bytes, in whatever encoding it is."""

import random

import pytest

from qradar_builder.survey.records.encoding import is_binary, is_utf8


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
