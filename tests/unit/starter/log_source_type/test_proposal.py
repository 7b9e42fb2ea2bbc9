"""What is proposed from samples: formats, fields, categories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.dsm.event import Outcome
from qradar_builder.findings import Findings
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.sample_files import read_samples
from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.invented.events import CLOCK, invented_payloads
from qradar_builder.starter.log_source_type.proof import Names, prove
from qradar_builder.starter.log_source_type.proposal import propose

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "acceptance" / "starter"
CASES = json.loads((ROOT / "conformance/starter/fields.json").read_text(encoding="utf-8"))
NAMES = Names("Acme Gateway", "Syslog")


def proven(payloads, form):
    return prove(propose(payloads, [form] * len(payloads), "Acme Gateway"), payloads, NAMES, CLOCK)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case["format"])
def case(request):
    """A file of samples with what must come out of it, and what came out."""
    payloads = (SAMPLES / request.param["file"]).read_text(encoding="utf-8").splitlines()
    return request.param, payloads, proven(payloads, EventFormat(request.param["format"]))


def test_the_format_is_told(case):
    expected, payloads, _ = case
    assert {format_of_event(payload) for payload in payloads} == {EventFormat(expected["format"])}


def test_each_field_has_a_value_in_so_many_samples(case):
    expected, _, found = case
    for name, (count, kinds) in expected["fields"].items():
        values = [value_of(explanation.event, name) for explanation in found.explanations]
        given = [value for value in values if value is not None]
        assert len(given) == count, name
        assert kinds is None or len(set(given)) == kinds, name


def test_the_samples_are_all_mapped(case):
    _, _, found = case
    assert {explanation.event.outcome for explanation in found.explanations} == {Outcome.PARSED}
    assert len(found.mappings) == 9


def test_the_device_is_neither_source_nor_destination(case):
    _, _, found = case
    service = next(each for each in found.explanations if "proxy started" in each.payload)
    assert "SourceIp" not in service.event.fields
    assert "DestinationIp" not in service.event.fields
    assert "UserName" not in service.event.fields


def test_the_categories_are_what_an_analyst_would_expect(case):
    _, _, found = case
    by_id = {mapping.event_id.removeprefix("GW-"): mapping.qid for mapping in found.mappings}
    categories = {qid.key: qid.category for qid in found.qids}
    assert {event_id: categories[qid] for event_id, qid in by_id.items()} == {
        "1001": "User Login Success",
        "1002": "User Login Failure",
        "1003": "Misc Logout",
        "2001": "Firewall Permit",
        "2002": "Firewall Deny",
        "3001": "Successful Configuration Modification",
        "3002": "User Account Added",
        "4001": "Misc Malware",
        "5001": "Service Started",
    }


def value_of(event, name):
    if name == "EventName":
        return event.event_id
    return event.event_category if name == "EventCategory" else event.fields.get(name)


@pytest.mark.parametrize("form", EventFormat)
def test_invented_events_are_of_their_format(form):
    assert {format_of_event(payload) for payload in invented_payloads(form, "Acme | x=y")} == {form}


def test_samples_without_an_event_id_have_one_for_all():
    found = proven(["nothing here", "nor there at all 1"], EventFormat.SYSLOG)
    assert [mapping.event_id for mapping in found.mappings] == ["event"]


def test_values_that_stand_for_none_do_not_cost_the_user_of_the_other_events():
    payloads = [json.dumps({"type": "login", "user": user}) for user in ("-", "-", "alice")]
    found = proven(payloads, EventFormat.JSON)
    assert [each.event.fields.get("UserName") for each in found.explanations] == [None, "alice"]


@pytest.mark.parametrize(
    ("digits", "pattern", "seen"),
    [
        ("1767603612", "ssssssssss Z", 1767603612000),
        ("1767603612345", "ssssssssssSSS Z", 1767603612345),
        ("1767603612345678", "ssssssssssSSS Z", 1767603612345),
        ("1767603612345678901", "ssssssssssSSS Z", 1767603612345),
        ("1767603612.345678", "ssssssssssSSS Z", 1767603612345),
        ("1767603612.5", "ssssssssss Z", 1767603612000),
        ('"1767603612345"', "ssssssssssSSS Z", 1767603612345),
    ],
)
def test_an_epoch_time_is_read_in_each_form(digits, pattern, seen):
    found = proven([f'{{"type": "{name}", "time": {digits}}}' for name in ("login", "logout")], EventFormat.JSON)
    assert [each["format"] for each in found.proposal.fields["DeviceTime"]] == [pattern]
    assert {each.event.log_source_time for each in found.explanations} == {seen}
    assert found.proposal.notes == []


def test_a_number_whose_name_says_nothing_of_time_is_no_time():
    found = proven(
        ['{"type": "login", "serial": 1767603612}', '{"type": "out", "serial": 1767603613}'], EventFormat.JSON
    )
    assert "DeviceTime" not in found.proposal.fields
    assert "`serial` is an epoch time that" in found.proposal.notes[0]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=80), min_size=1, max_size=5
    )
)
def test_whatever_lines_there_are_something_is_proven(lines):
    payloads = [line for line in lines if line.strip()] or ["x"]
    form = format_of_event(payloads[0])
    payloads = [payload for payload in payloads if format_of_event(payload) is form]
    found = proven(payloads, form)
    assert any(each.event.outcome is Outcome.PARSED for each in found.explanations)


def test_samples_are_taken_once_each_and_control_characters_are_left_out(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(b"one two\none two\nwith \x01 in it\n")
    samples = read_samples([path, path], None, Findings())
    assert samples is not None
    assert samples.payloads == ("one two",)
    assert "1 events with control characters" in samples.notes[0]


def test_a_property_is_a_regex_where_that_gives_the_same(case):
    expected, _, found = case
    kinds = {next(iter(each)) for proposed in found.proposal.properties for each in proposed.expressions}
    assert kinds <= {"json": {"json"}, "cef": {"regex", "cef"}}.get(expected["format"], {"regex"})


def test_json_on_several_lines_becomes_one(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{\n  "type": "login",\n  "size": 1.10\n}]', encoding="utf-8")
    samples = read_samples([path], None, Findings())
    assert samples is not None
    assert samples.payloads == ('{"type":"login","size":1.10}',)
