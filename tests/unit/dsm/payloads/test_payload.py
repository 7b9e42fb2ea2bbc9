"""The bytes of a payload become text, and what is wrong with them is told with the event."""

import pytest

from qradar_builder.dsm.payloads.payload import Payload, decoded


class _Event:
    def __init__(self):
        self.warnings = ["its own"]


@pytest.mark.parametrize(
    ("content", "text", "byte"),
    [(b"\xffabc", "\ufffdabc", 1), (b"b\xffd", "b\ufffdd", 2), ("é".encode() + b"\xe2\x82", "é\ufffd", 3)],
)
def test_bytes_that_are_no_utf_8_are_replaced_with_a_warning(content, text, byte):
    assert decoded(content) == Payload(text, f"byte {byte} of the payload is not UTF-8: it is read as U+FFFD")


def test_the_warning_of_a_payload_comes_before_those_of_its_event():
    event = _Event()
    decoded(b"good").tell(event)
    assert event.warnings == ["its own"]
    decoded(b"\xff").tell(event)
    assert event.warnings == ["byte 1 of the payload is not UTF-8: it is read as U+FFFD", "its own"]
