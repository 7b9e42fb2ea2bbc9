"""What a proposal must never do: decide by the order of keys, call a failure a success, be sure without a reason."""

from __future__ import annotations

import json
import random

import pytest

from qradar_builder.starter.events.sample_format import format_of_event
from qradar_builder.starter.invented.events import CLOCK
from qradar_builder.starter.log_source_type.proof import prove
from qradar_builder.starter.log_source_type.proposal import propose
from qradar_builder.starter.log_source_type.writer import Names

NAMES = Names("Acme Gateway", "Syslog")
EVENTS = [
    {
        "eventName": name,
        "eventType": "api",
        "time": f"2026-01-05T09:00:0{number}Z",
        "user": "x",
        "ip": f"192.0.2.{number}",
        "kind": "a",
    }
    for number, name in enumerate(("CreateUser", "DeleteUser", "ReadReport"))
]
FAILURES = (
    ("result", "failure"), ("outcome", "FAILED"), ("status", "denied"), ("success", False),
    ("errorMessage", "Access denied"),
    ("statusCode", 403), ("message", "wrong password: login failed"), ("reason", "Invalid credentials"),
)  # fmt: skip


def proven(payloads):
    forms = [format_of_event(payload) for payload in payloads]
    return prove(propose(payloads, forms, NAMES.product), payloads, NAMES, CLOCK)


def test_the_order_of_keys_decides_nothing():
    found = set()
    for seed in range(6):
        shuffled = []
        for event in EVENTS:
            items = list(event.items())
            random.Random(seed).shuffle(items)
            shuffled.append(json.dumps(dict(items)))
        found.add(json.dumps(proven(shuffled).proposal.fields["EventName"]))
    assert found == {json.dumps([{"json": '/"eventName"'}])}


@pytest.mark.parametrize(("key", "value"), FAILURES, ids=[f"{key} {value}" for key, value in FAILURES])
def test_a_failure_has_no_category_of_a_success(key, value):
    good = {"result": "success", "outcome": "OK", "status": "allowed", "success": True, "statusCode": 200}
    events = [
        {"action": "login", "user": "x", key: good.get(key, "fine")},
        {"action": "login", "user": "y", key: value},
        {"action": "logout", "user": "y", key: good.get(key, "fine")},
    ]
    result = proven([json.dumps(event) for event in events])
    qid = result.explanations[1].event.qid
    category = next(each.category for each in result.qids if each.key == qid.key)
    assert not any(word in category for word in ("Succe", "Permit", "Allowed", "Granted")), category


def test_each_outcome_has_a_record_of_its_own():
    events = [json.dumps({"action": "login", "result": result}) for result in ("success", "failure")]
    result = proven(events)
    assert {each.category for each in result.qids} == {"User Login Success", "User Login Failure"}


def test_a_constant_id_is_for_review_and_its_category_is_unknown():
    result = proven(["~~ 1 ~~", "~~ 2 ~~"])
    assert [(each.category, each.is_sure) for each in result.qids] == [("Unknown", False)]


def test_an_address_is_no_account_that_is_added():
    events = [json.dumps({"action": action, "ipAddress": "192.0.2.1", "address": "x"}) for action in ("ping", "pong")]
    assert "User Account Added" not in {each.category for each in proven(events).qids}


TROUBLE = (
    ("reason", "account locked"), ("reason", "wrong pin"), ("detail", "bad credentials"),
    ("response", "declined by user"), ("reason", "no such user"), ("reason", "LogonDenied"),
    ("failureReason", "InvalidPassword"), ("mfa", "NOT_PERFORMED"), ("error_description", "The token was revoked"),
    ("code", "ERR_AUTH"), ("action_taken", "prevented"), ("msg", "certificate mismatch"), ("msg", "quota exceeded"),
    ("msg", "session ended: user not found"), ("ok", False), ("isSuccess", "false"), ("granted", "no"),
    ("authenticated", 0), ("failed", True), ("exitCode", "1"), ("outcome", "timeout"), ("status", "TIMED_OUT"),
    ("status", "expired"), ("state", "aborted"), ("status", "rolled back"),
    ("message", "User could not be verified"), ("message", "Anmeldung fehlgeschlagen"),
    ("message", "Acceso denegado"), ("message", "Échec de l'authentification"), ("message", "accesso negato"),
    ("message", "Toegang geweigerd"), ("message", "acesso negado"), ("note", "login not completed"),
    ("result", "ko"), ("result", "NOK"),
)  # fmt: skip


@pytest.mark.parametrize(("key", "value"), TROUBLE, ids=[f"{key} {value}" for key, value in TROUBLE])
@pytest.mark.parametrize("before", [1, 120], ids=["early", "late"])
def test_no_word_of_trouble_anywhere_has_a_category_of_a_success(key, value, before):
    good = [json.dumps({"action": "login", "user": f"u{number}"}) for number in range(before)]
    payloads = [*good, json.dumps({"action": "login", "user": "y", key: value}), json.dumps({"action": "logout"})]
    result = proven(payloads)
    place = next(place for place, each in enumerate(result.explanations) if each.event.fields.get("UserName") == "y")
    qid = result.explanations[place].event.qid
    category = next(each.category for each in result.qids if each.key == qid.key)
    assert not any(word in category for word in ("Succe", "Permit", "Allowed", "Granted")), category
