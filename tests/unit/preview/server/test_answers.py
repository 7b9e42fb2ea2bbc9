"""Answers are JSON whatever is in them, and bodies that do not fit are told where."""

import json

import pytest

from qradar_builder.preview.protocol.files import FileAnswer, WriteRequest
from qradar_builder.preview.refusal import Refusal
from qradar_builder.preview.server.answers import answered, read_body


def test_half_a_surrogate_pair_becomes_the_replacement_sign():
    response = answered(FileAnswer(path="x", text="a\ud800b", hash=""))
    assert json.loads(response.body)["text"] == "a\ufffdb"


def test_markup_stays_text():
    response = answered(FileAnswer(path="x", text="<script>alert(1)</script>\x1b[31m", hash=""))
    assert json.loads(response.body)["text"] == "<script>alert(1)</script>\x1b[31m"
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Invalid JSON"),
        (b"[]", "object"),
        (b'{"text": 1, "base_hash": ""}', "text: "),
        (b'{"text": "", "base_hash": "", "more": 1}', "more: "),
        (b"[" * 100_000, "JSON"),
        (b"\xff\xfe", "JSON"),
    ],
)
def test_a_body_that_does_not_fit_is_refused(body, told):
    with pytest.raises(Refusal, match=told) as caught:
        read_body(WriteRequest, body)
    assert caught.value.status == 400
