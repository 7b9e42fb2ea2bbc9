"""No event that tells of a failure gets the category of a success, and each outcome has a record of its own."""

from __future__ import annotations

import itertools
import json
import re

import pytest

from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names

NAMES = Names("Acme Gateway", "Syslog")
GOOD = re.compile(r"Succe|Permit|Allow|Accept|Grant|Opened|Established|Added|Created|Authorization$")
BAD = re.compile(r"Fail|Den(?:y|ied)|Error|Invalid|Un(?:success|author)|Not ")
ACTIONS = ["login", "user.create", "UpdatePolicy", "file_upload", "Connect", "group member add", "ChangePassword"]
FAILURES = [
    {"result": "failure"},
    {"result": "FAILED"},
    {"outcome": "denied"},
    {"outcome": {"result": "FAILURE", "reason": "x"}},
    {"status": "error"},
    {"status": "Unsuccessful"},
    {"success": False},
    {"errorCode": "AccessDenied"},
    {"response": {"status": 403}},
    {"http_status": 401},
    {"detail": "the request was rejected by the server"},
    {"reason": "invalid credentials"},
    {"error": {"message": "permission denied"}},
    {"decision": "blocked"},
    {"resultType": "50126", "resultDescription": "Invalid username or password"},
]


def records_of(payloads):
    """For each payload the category of its record, and the key of the record."""
    proposal = propose(payloads, [format_of_event(each) for each in payloads], NAMES.product)
    proven = prove(proposal, payloads, NAMES, CLOCK)
    qids = {qid.key: qid for qid in proven.qids}
    by_pair = {(each.event_id, each.category or "unknown"): qids[each.qid] for each in proven.mappings}
    events = {each.payload: each.event for each in proven.explanations}
    found = [by_pair.get((events[each].event_id, events[each].event_category or "unknown")) for each in payloads]
    return [None if each is None else (each.category, each.key) for each in found]


def is_good(record):
    return record is not None and GOOD.search(record[0]) is not None and BAD.search(record[0]) is None


@pytest.mark.parametrize(("action", "failure"), list(itertools.product(ACTIONS, FAILURES)), ids=str)
def test_a_failure_alone_is_no_success(action, failure):
    payloads = [
        json.dumps({"time": f"2026-01-05T09:00:0{number}Z", "action": action, "user": user} | failure)
        for number, user in enumerate(["alee", "bkim"])
    ]
    assert not any(map(is_good, records_of(payloads)))


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("result", "success", "failure"),
        ("outcome", "SUCCESS", "DENIED"),
        ("status", "succeeded", "failed"),
        ("success", True, False),
        ("errorCode", "", "AccessDenied"),
        ("status_code", 200, 403),
        ("decision", "allowed", "blocked"),
    ],
)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_outcome_has_its_own_record(action, name, good, bad):
    payloads = [
        json.dumps({"time": f"2026-01-05T09:00:0{number}Z", "action": action, "user": user, name: value})
        for number, (user, value) in enumerate([("alee", good), ("bkim", bad), ("cdiaz", good), ("dwu", bad)])
    ]
    records = records_of(payloads)
    assert not is_good(records[1])
    assert not is_good(records[3])
    assert records[0] == records[2] != records[1] == records[3]


@pytest.mark.parametrize(
    "line",
    [
        "Failed password for alee from 192.0.2.1 port 5000 ssh2",
        "login: authentication failure for user alee",
        "user alee was denied access to /admin",
        "create user alee: permission denied",
        "connection from 192.0.2.1 refused",
        "password change for alee unsuccessful",
        "session not permitted for user alee",
        "could not log in user alee",
        "backup completed with errors",
    ],
)
def test_text_of_a_failure_is_no_success(line):
    payloads = [f"<38>Jan  5 09:00:0{number} gw app[7]: {line}" for number in range(2)]
    assert not any(map(is_good, records_of(payloads)))
