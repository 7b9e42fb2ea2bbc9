from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.syslog_header import read_header
from qradar_builder.javalang.dates.errors import JavaDateError

VECTORS = json.loads(
    (Path(__file__).parents[2] / "conformance" / "dsm" / "syslog_headers.json").read_text(encoding="utf-8")
)
MIB = 1 << 20
HOSTILE = {
    "no header": "a" * MIB,
    "priorities": "<" * MIB,
    "an endless host": "Mar  5 01:02:03 " + "a" * MIB,
    "endless colons": "Mar  5 01:02:03 " + ":" * MIB,
    "an endless value": '<1>1 - h a b c [d e="' + "f" * MIB,
    "escapes": '<1>1 - h a b c [d e="' + r"\"" * (MIB // 2),
    "elements": "<1>1 - h a b c " + '[d e="f"]' * (MIB // 9),
    "parameters": "<1>1 - h a b c [d" + ' e="f"' * (MIB // 6),
}


def epoch_ms(text):
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_a_header_says_host_and_time(row):
    header = read_header(row["text"])
    if row["header"] is None:
        assert header is None
        return
    assert header is not None
    epoch = header.epoch_ms(epoch_ms(row["now"]), row["zone"])
    assert {
        "format": header.format,
        "host": header.host,
        "time": header.time,
        "message": row["text"][header.body :],
        "epoch": epoch,
        "routable": header.is_routable,
    } == row["header"] | {"epoch": row["header"]["epoch"] and epoch_ms(row["header"]["epoch"])}


def test_a_zone_that_there_is_not_is_refused():
    header = read_header("Mar  5 01:02:03 h m")
    assert header is not None
    with pytest.raises(JavaDateError, match="Mars/Phobos"):
        header.epoch_ms(0, "Mars/Phobos")


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_payload_of_a_mebibyte_takes_no_long_time(payload):
    started = time.process_time()
    read_header(payload)
    assert time.process_time() - started < 1


@given(st.text(), st.sampled_from(["", "<13>", "<13>1 ", "Mar  5 01:02:03 ", "<13>1 - h a b c [", "<1>2024-03-05T"]))
def test_any_payload_is_taken(text, start):
    header = read_header(start + text)
    if header is not None:
        assert 0 < header.body <= len(start + text)
        header.epoch_ms(1_700_000_000_000, "UTC")


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30)),  # noqa: DTZ001 - the header has no zone
    st.integers(0, 363 * 86400),
)
def test_a_time_less_than_a_year_ago_gets_its_year(moment, seconds):
    header = read_header(f"{moment:%b %d %H:%M:%S} h m")
    assert header is not None
    then = epoch_ms(f"{moment:%Y-%m-%dT%H:%M:%S}Z")
    assert header.epoch_ms(then + seconds * 1000, "UTC") == then
