from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm import parsing_choices, universal_dsm as u
from qradar_builder.dsm.expressions.cef import compile_cef
from qradar_builder.dsm.expressions.leef import compile_leef
from qradar_builder.dsm.values.times.device_time import read_message_time
from qradar_builder.reference.log_source_types import log_source_type
from qradar_builder.reference.normalized_fields import normalized_field

VECTORS = json.loads(
    (Path(__file__).parents[2] / "conformance" / "dsm" / "universal_dsms.json").read_text(encoding="utf-8")
)


def base_event(type_id, payload):
    dsm = u.BASE_DSMS.get(type_id)
    return None if dsm is None else dsm.parse(dsm.view(payload))


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_a_dsm_makes_an_event_of_a_payload(row):
    event = base_event(row["type"], row["payload"])
    if row["event"] is None:
        assert event is None
        if "reason" in row:
            assert u.BASE_DSMS[row["type"]].why_nothing(row["payload"]) == row["reason"]
        return
    assert event is not None
    told = asdict(event)
    del told["of_pattern"]
    told["device_time"] = told["device_time"] and list(told["device_time"])
    assert told == row["event"]
    if "epoch_ms" in row:
        assert read_message_time(*event.device_time, 0, "UTC").epoch_ms == row["epoch_ms"]


def test_each_choice_that_an_event_leans_on_is_named():
    payload = "CEF:0|A|B|1|x|n|5|src=1.1.1.1 dst=2.2.2.2 duser=d"
    assert set(u.choices_of(u.UNIVERSAL_CEF, payload)) == {
        parsing_choices.CEF_CONNECTION,
        parsing_choices.CEF_USER,
        parsing_choices.CEF_EVENT,
        parsing_choices.CEF_SEVERITY,
    }


def test_an_event_as_documented_leans_on_no_choice():
    payload = "LEEF:1.0|A|B|1|x|src=1.1.1.1\tdevTime=1431296305"
    assert list(u.choices_of(u.UNIVERSAL_LEEF, payload)) == []
    assert list(u.choices_of(u.UNIVERSAL_LEEF, "no message")) == []


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ("LEEF:1.0|A|B|1|x|devTime=soon", "there is no devTimeFormat"),
        ("CEF:0|A|B|1|x|n|5|rt=soon", "there is no date form of the CEF standard"),
    ],
)
def test_a_time_that_cannot_be_read_is_told_in_the_words_of_its_format(payload, told):
    event = base_event(u.UNIVERSAL_LEEF if payload[0] == "L" else u.UNIVERSAL_CEF, payload)
    reading = read_message_time(*event.device_time, 0, "UTC", of_pattern=event.of_pattern)
    assert told in reading.warning


@pytest.mark.parametrize("known", [*u.LEEF_KEYS, *u.CEF_KEYS], ids=lambda known: known.key)
def test_a_predefined_key_fills_a_field_that_there_is(known):
    assert normalized_field(known.field)
    assert not known.ipv6_field or normalized_field(known.ipv6_field).value_type == "ipv6"
    assert known.source


@pytest.mark.parametrize(
    ("type_id", "name"), [(u.UNIVERSAL_LEEF, "Universal LEEF"), (u.UNIVERSAL_CEF, "Universal CEF")]
)
def test_a_dsm_has_the_id_of_its_type(type_id, name):
    assert log_source_type(name).id == type_id
    assert type_id in u.BASE_DSMS


def test_a_dsm_reads_the_view_that_expressions_read():
    assert u.BASE_DSMS[u.UNIVERSAL_LEEF].view is compile_leef("src").view
    assert u.BASE_DSMS[u.UNIVERSAL_CEF].view is compile_cef("src").view


@given(st.sampled_from(["LEEF:1.0|A|B|1|x|sev=", "CEF:0|A|B|1|x|n|", "LEEF:1.0|A|B|1|x|src="]), st.text())
def test_any_payload_is_taken(start, text):
    for type_id, dsm in u.BASE_DSMS.items():
        event = base_event(type_id, start + text)
        assert event is not None or dsm.why_nothing(start + text)
        assert event is None or event.severity is None or 0 <= event.severity <= 10
