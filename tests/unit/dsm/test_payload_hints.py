"""Why a payload has no syslog header, and what in it is easily overlooked."""

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.payload_hints import hints, why_no_header
from qradar_builder.dsm.syslog_header import read_header

HEADERLESS = [
    ("", "the payload is empty"),
    (" <13>May  1 10:00:00 gate1 a", "starts with white space"),
    ("\ufeff<13>May  1 10:00:00 gate1 a", "byte order mark"),
    ('{"a": 1}', "starts with JSON"),
    ("CEF:0|a|b|c|d|e|f|", "neither a priority"),
    ("<abc>May  1 10:00:00 gate1 a", "does not start with a priority"),
    ("May 1st 10:00:00 gate1 a", "does not start with a time such as `Jan 02 10:00:00`"),
    ("<192>May  1 10:00:00 gate1 a", "the priority 192 is more than 191"),
    ("<13> May  1 10:00:00 gate1 a", "white space follows the priority"),
    ("<13>1 2026-05-01T10:00:00 gate1 a", "requires a time with an offset"),
    ("<13>2 2026-05-01T10:00:00Z gate1 a", "RFC 5424 requires the version 1 after the priority, but found"),
    ("<13>yesterday gate1 a", "the priority is not followed by"),
]


@pytest.mark.parametrize(("payload", "reason"), HEADERLESS)
def test_a_payload_without_a_header_is_told_why(payload, reason):
    assert read_header(payload) is None
    assert reason in why_no_header(payload)


@given(st.text(alphabet="<>0123 9May:TZ-{[\ufeffa", max_size=30))
def test_there_is_always_a_reason(payload):
    assert why_no_header(payload)


@pytest.mark.parametrize("payload", ["<13>CEF: 0|a|b|c|d|e|f|", "LEEF:\t1.0|a|b|c|d|"])
def test_a_blank_before_the_version_is_a_hint(payload):
    (hint,) = hints(payload)
    assert "has a space before the version" in hint
    assert "message-blank" in hint


@pytest.mark.parametrize("payload", ["CEF:0|a|b|c|d|e|f|", "LEEF:1.0|a|b|c|d|", "CEF: zero"])
def test_there_is_no_hint_without_cause(payload):
    assert list(hints(payload)) == []
