"""Answers of the REST API and files of `qidmap_cli` become packages."""

from __future__ import annotations

import json

import pytest

TYPES = [
    {
        "id": 4007,
        "name": "Acme Gate",
        "custom": True,
        "internal": False,
        "protocol_types": [{"protocol_id": 0, "documented": False}],
        "uuid": "6a56d6b8-34c8-43a5-b794-5d642c405940",
    },
    {"id": 10, "name": "Apache HTTP Server", "custom": False, "internal": False, "protocol_types": []},
]
RECORDS = [
    {
        "id": 501,
        "qid": 1003750002,
        "name": "Door opened",
        "description": None,
        "severity": 2,
        "low_level_category_id": 3001,
        "log_source_type_id": None,
        "uuid": "f6262376-7332-4a07-bc32-b07e024e91e6",
    }
]
MAPPINGS = [
    {
        "id": 701,
        "log_source_type_id": 4007,
        "log_source_event_id": "open",
        "log_source_event_category": "door",
        "qid_record_id": 501,
        "custom_event": True,
        "uuid": "f79a7fbe-3f28-4680-8ec3-83ef60db3c98",
    }
]
PROPERTIES = [
    {
        "id": 267,
        "identifier": "662f0b63-5106-4dda-9ab0-053a5afaf6ef",
        "name": "Door Name",
        "property_type": "STRING",
        "use_for_rule_engine": True,
        "description": "Which door",
        "datetime_format": None,
        "locale": None,
    }
]
EXPRESSIONS = [
    {
        "id": 785,
        "identifier": "123dcb0e-a163-47ec-a80f-dcce4b877616",
        "regex_property_identifier": "662f0b63-5106-4dda-9ab0-053a5afaf6ef",
        "log_source_type_id": 4007,
        "regex": "door=(\\w+)",
        "capture_group": 1,
        "enabled": True,
        "qid": None,
        "low_level_category_id": None,
        "log_source_id": None,
    }
]
JSON_EXPRESSIONS = [
    {
        "id": 12,
        "identifier": "123dcb0e-a163-47ec-a80f-dcce4b877617",
        "regex_property_identifier": "662f0b63-5106-4dda-9ab0-053a5afaf6ef",
        "log_source_type_id": 4007,
        "expression": '/"door"',
        "enabled": False,
    }
]


def test_answers_of_the_rest_api_become_a_package(take):
    answers = {
        "types.json": TYPES,
        "qids.json": RECORDS,
        "mappings.json": MAPPINGS,
        "properties.json": PROPERTIES,
        "expressions.json": EXPRESSIONS,
        "json.json": JSON_EXPRESSIONS,
    }
    taken = take({f"api/{name}": json.dumps(content) for name, content in answers.items()}, "api")
    assert taken.built is not None
    assert taken.text("log_source_types/acme-gate.yaml") == (
        "name: Acme Gate\n"
        "parsing:\n"
        "  # Replace this: it finds nothing. The imported files do not tell how the events are parsed.\n"
        '  EventName: {regex: "(?!)(.)"}\n'
        "properties:\n"
        "  - name: Door Name\n"
        "    optimize: true\n"
        "    description: Which door\n"
        "    expressions:\n"
        "      - {regex: 'door=(\\w+)'}\n"
        "      - {json: '/\"door\"', enabled: false}\n"
        "events:\n"
        "  - {id: open, category: door, qid: door-opened}\n"
        "qids:\n"
        "  door-opened: {name: Door opened, severity: 2, category: Unknown Authentication}\n"
    )
    lock = taken.text("identity.lock.yaml")
    for known in ("4007", "6a56d6b8-34c8-43a5-b794-5d642c405940", "662f0b63-5106-4dda-9ab0-053a5afaf6ef", "row: 785"):
        assert known in lock


def test_one_file_may_hold_several_answers(take):
    taken = take({"all.json": json.dumps({"log_source_types": TYPES, "mappings": MAPPINGS, "qid_records": RECORDS})})
    assert "log_source_types/acme-gate.yaml" in taken.imported.files


def test_a_file_of_qidmap_cli_becomes_qid_records(take):
    text = "qid,name,description,severity,category\n,Login,Somebody came,3,3001\n2000009,Logout,,1,3075\n"
    taken = take({"records.csv": text})
    assert taken.text("qids.yaml") == (
        "login: {name: Login, severity: 3, category: Unknown Authentication, description: Somebody came}\n"
        "logout: {name: Logout, severity: 1, category: Database Login Succeeded}\n"
    )
    assert taken.built is not None


def test_files_of_qidmap_cli_do_not_hide_each_other(take):
    """Without numbers, each line of each file gets a number of its own, beside the records of the REST API."""
    texts = {"a.csv": ",Login,,3,3001\n,Logout,,1,3075\n", "b.csv": ",Door opened,,3,3001\n2000001,Kept,,1,3075\n"}
    taken = take({**{f"in/{name}": text for name, text in texts.items()}, "in/q.json": json.dumps(RECORDS)}, "in")
    lines = taken.text("qids.yaml").splitlines()
    assert [line.split(":")[0] for line in lines] == ["door-opened", "login", "logout", "door-opened-2", "kept"]
    assert "import/skipped" not in taken.rules
    assert taken.built is not None


LINES = ",Login,Somebody came,3,3001\n2000009,Logout,,1,3075\n"
ANSWERS = json.dumps({"t": TYPES, "m": MAPPINGS, "q": RECORDS}, indent=1) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "made"), [(LINES, "qids.yaml"), (ANSWERS, "extension.yaml")], ids=["qidmap_cli", "REST API"]
)
def test_text_of_windows_is_read(take, encoding, end, text, made):
    """PowerShell writes UTF-16 with a byte order mark. Without one it is only a guess."""
    taken = take({"given.txt": text.replace("\n", end).encode(encoding)})
    if encoding == "utf-16-le":
        ((rule, message),) = [(each.rule, each.message) for each in taken.findings]
        assert rule == "import/unknown-kind"
        assert "looks like UTF-16 without a byte order mark" in message
    else:
        assert made in taken.imported.files
        assert taken.built is not None


def test_text_that_is_broken_as_utf_16_is_told(take):
    assert take({"q.csv": LINES.encode("utf-16") + b"\x00\xd8"}).rules == ["file/not-utf-8"]
