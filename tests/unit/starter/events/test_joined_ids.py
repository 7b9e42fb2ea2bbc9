"""Event ids of two parts: in each format, and where they must not be joined."""

from __future__ import annotations

import json

import pytest

from qradar_builder.findings import Findings
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.sample_files import read_samples
from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names
from qradar_builder.starter.not_provable import WrongExpression

NAMES = Names("Acme Gateway", "Syslog")
ROWS = [
    (number, category, action, result)
    for number, (category, action, result) in enumerate(
        (category, action, result)
        for category in ("user", "policy", "role")
        for action in ("create", "delete", "update")
        for result in ("success", "failure")
    )
]


def as_json(number, category, action, result):
    return json.dumps(
        {"action": action, "category": category, "result": result, "actor": f"u{number % 3}", "ip": f"192.0.2.{number}"}
    )


def as_pairs(number, category, action, result):
    return f"gw app: category={category} action={action} result={result} user=u{number % 3} srcip=192.0.2.{number}"


def as_quoted(number, category, action, result):
    first, second = f'category="{category}"', f'action="{action}"'
    pair = f"{first} {second}" if number % 4 < 2 else f"{second} {first}"
    return f'gw app: {pair} result="{result}" user="u{number % 3}" srcip=192.0.2.{number}'


def as_cef(number, category, action, result):
    pairs = f"cat={category} act={action} outcome={result} suser=u{number % 3} src=192.0.2.{number}"
    return f"CEF:0|Acme|App|1|100|audit|3|{pairs}"


def as_leef(number, category, action, result):
    pairs = f"category={category}\taction={action}\tresult={result}\tusrName=u{number % 3}\tsrc=192.0.2.{number}"
    return f"LEEF:1.0|Acme|App|1|100|{pairs}"


FORMS = {"json": as_json, "pairs": as_pairs, "quoted pairs": as_quoted, "cef": as_cef, "leef": as_leef}


def found(payloads, headers=None, event_id=None):
    forms = [EventFormat.SYSLOG if headers and each in headers else format_of_event(each) for each in payloads]
    proposal = propose(payloads, forms, NAMES.product, headers=headers, event_id=event_id)
    proven = prove(proposal, payloads, NAMES, CLOCK)
    by_payload = {each.payload: each.event for each in proven.explanations}
    return [(by_payload[each].event_id, by_payload[each].event_category) for each in payloads]


@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS)
def test_two_parts_tell_the_events_and_the_category_the_outcome(written):
    events = found([written(*row) for row in ROWS])
    assert events == [(f"{category} {action}", result) for _, category, action, result in ROWS]


def test_the_values_of_rows_are_joined_by_their_places(tmp_path):
    path = tmp_path / "audit.csv"
    rows = "".join(f"{result},{category},x{n},{action},u{n % 3}\n" for n, category, action, result in ROWS)
    path.write_text("result,category,note,action,user\n" + rows, encoding="utf-8")
    samples = read_samples([path], None, Findings())
    assert found(samples.payloads, samples.headers) == [
        (f"{category} {action}", result) for _, category, action, result in ROWS
    ]


def test_without_an_outcome_the_second_part_is_the_category():
    events = found([as_json(n, category, action, "success") for n, category, action, _ in ROWS[::2]])
    assert set(events) == {(action, category) for _, category, action, _ in ROWS}


def test_one_part_that_is_enough_stays_alone():
    payloads = [as_json(n, category, f"{category}.{action}", result) for n, category, action, result in ROWS]
    assert found(payloads) == [(f"{category}.{action}", result) for _, category, action, result in ROWS]


def test_a_part_that_some_events_lack_is_not_joined_by_keys():
    payloads = [as_json(*row) for row in ROWS] + [json.dumps({"action": "restart", "result": "success", "actor": "u1"})]
    events = found(payloads)
    assert not [event for event, _ in events if event != event.strip()]


@pytest.mark.parametrize("text", ["{category} {action}", '{/"category"}{/"action"}'])
def test_a_pair_is_taken_if_somebody_asks_for_it(text):
    payloads = [as_json(n, category, action, "success") for n, category, action, _ in ROWS[::2]]
    assert {event for event, _ in found(payloads, event_id=text)} == {f"{c} {a}" for _, c, a, _ in ROWS}


def test_a_pair_of_keys_that_are_not_there_is_refused():
    with pytest.raises(WrongExpression):
        found([as_json(*row) for row in ROWS], event_id="{category} {other}")
