"""Sample sets in the shapes of real products, with invented values: what must come out of each event."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qradar_builder.starter.events.outcomes import has_failure
from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names

SETS = json.loads((Path(__file__).parents[2] / "conformance/starter/sets.json").read_text(encoding="utf-8"))
SUCCESS = re.compile(r"Succe|Permit|Allowed|Granted|Accept|Opened")
NO_VALUE = re.compile(r'"\w+": ?(?:null|false|""|0)(?=[,}])')
NAMES = Names("Acme Gateway", "Syslog")


@pytest.fixture(scope="module", params=SETS, ids=lambda case: case["name"])
def found(request):
    """A set, what the proposed type makes of its events, and the categories of its QID records."""
    payloads = [event["raw"] for event in request.param["events"]]
    proposal = propose(payloads, [format_of_event(payload) for payload in payloads], NAMES.product)
    proven = prove(proposal, payloads, NAMES, CLOCK)
    events = [each.event for each in proven.explanations]
    return request.param, events, {each.key: each.category for each in proven.qids}


def test_ids_tell_kinds_apart_and_nothing_else(found):
    case, events, _ = found
    by_kind = {}
    for expected, event in zip(case["events"], events, strict=True):
        if "kind" in expected and expected["kind"] is not None:
            by_kind.setdefault(expected["kind"], set()).add(event.event_id)
    assert all(len(ids) == 1 for ids in by_kind.values()), by_kind
    assert len(set.union(set(), *by_kind.values())) == len(by_kind), by_kind


@pytest.mark.parametrize("field", ["user", "source", "destination"])
def test_a_field_has_its_value(found, field):
    case, events, _ = found
    names = {
        "user": ("UserName",),
        "source": ("SourceIp", "SourceIpv6"),
        "destination": ("DestinationIp", "DestinationIpv6"),
    }
    for expected, event in zip(case["events"], events, strict=True):
        if field in expected:
            assert expected[field] in [event.fields.get(name) for name in names[field]], expected["raw"]


def test_the_time_is_that_of_the_event(found):
    case, events, _ = found
    for expected, event in zip(case["events"], events, strict=True):
        if "time" in expected:
            wanted = int(datetime.fromisoformat(expected["time"]).replace(tzinfo=UTC).timestamp() * 1000)
            assert event.fields.get("DeviceTime", event.log_source_time) == wanted, expected["raw"]


def test_no_event_with_a_word_of_a_failure_has_a_category_of_a_success(found):
    case, events, categories = found
    for expected, event in zip(case["events"], events, strict=True):
        category = categories.get(event.qid.key, "") if event.qid is not None else ""
        if has_failure(NO_VALUE.sub("", expected["raw"])):
            assert not SUCCESS.search(category), expected["raw"]
