"""Answers of the REST API and files of `qidmap_cli` become packages."""

from __future__ import annotations

import json

import pytest
import yaml

from qradar_builder.findings import Severity
from tests.unit.takeover.conftest import zip_of

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


NUMERIC, TWICE = "662f0b63-5106-4dda-9ab0-053a5afaf6e0", "662f0b63-5106-4dda-9ab0-053a5afaf6e1"
SIZES = [
    PROPERTIES[0] | {"id": 268, "identifier": NUMERIC, "name": "Size", "property_type": "NUMERIC"},
    PROPERTIES[0] | {"id": 269, "identifier": TWICE, "name": "Twice", "property_type": "NUMERIC"},
]


def expression(number, **more):
    identifier = f"123dcb0e-a163-47ec-a80f-{number:012}"
    common = {"id": number, "identifier": identifier, "regex_property_identifier": PROPERTIES[0]["identifier"]}
    return common | {"log_source_type_id": 4007, "enabled": True, "payload": "user=a", "log_source_id": None} | more


def with_expressions(**resources):
    """Answers of a log source type with these resources, each in a file with its name."""
    answers = {"types": TYPES, "q": RECORDS, "m": MAPPINGS, "regex_properties": PROPERTIES + SIZES} | resources
    return {f"api/{name}.json": json.dumps(items) for name, items in answers.items()}


LANGUAGES = [
    ("aql", {"expression": "username"}, {"aql": "username"}),
    ("cef", {"expression": "cs1", "qid": 1003750002}, {"cef": "cs1", "qid": "door-opened"}),
    ("leef", {"expression": "usrName"}, {"leef": "usrName"}),
    ("xml", {"expression": '/"a"/"b"'}, {"xml": '/"a"/"b"'}),
    ("json", {"expression": '/"a"'}, {"json": '/"a"'}),
    (
        "nvp",
        {"expression": "user", "delimiter_pair": " ", "delimiter_name_value": "="},
        {"nvp": "user", "pair_delimiter": " ", "value_delimiter": "="},
    ),
    ("genericlist", {"expression": "$2", "delimiter": ","}, {"list": "$2", "delimiter": ","}),
    ("", {"regex": "(a)(b)", "format_string": "$1-$2"}, {"regex": "(a)(b)", "format": "$1-$2"}),
    ("", {"regex": "(a)(b)", "format_string": None, "capture_group": 2}, {"regex": "(a)(b)", "capture_group": 2}),
]


@pytest.mark.parametrize(("language", "fields", "written"), LANGUAGES)
def test_an_expression_of_any_language_is_taken(take, language, fields, written):
    """What a ZIP cannot contain, a build writes into the REST plan."""
    resource = f"property_{language}_expressions".replace("__", "_")
    taken = take(with_expressions(**{resource: [expression(1, **fields)]}), "api")
    assert taken.built is not None
    (prop,) = yaml.safe_load(taken.text("log_source_types/acme-gate.yaml"))["properties"]
    assert prop["expressions"] == [written | {"sample": "user=a"}]
    skipped = [each.message for each in taken.findings if each.rule == "import/skipped"]
    assert [each.split("'")[1] for each in skipped] == ["Size"], "which has no expression, as Twice has none"


def test_the_language_of_an_expression_is_told_by_its_file_or_its_place(take):
    """LEEF, CEF, AQL and XML expressions have the same fields."""
    items = [expression(1, expression="usrName")]
    taken = take(with_expressions(other=items), "api")
    ((rule, message),) = [(each.rule, each.message) for each in taken.findings]
    assert (rule, message) == ("import/json", "1 expression does not tell in which language it is written")
    wrapped = {"t": TYPES, "q": RECORDS, "m": MAPPINGS, "p": PROPERTIES, "property_cef_expressions": items}
    assert "{cef: usrName" in take({"all.json": json.dumps(wrapped)}).text("log_source_types/acme-gate.yaml")


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("json-of-the-leef-device", "usrName", "{leef: usrName"),
        ("cef-device", '/"a"', "{json: '/\"a\"'"),
        ("cef-device-xml", '{/"a"} at {/"b"}', '{xml: \'{/"a"} at {/"b"}\''),
    ],
)
def test_the_name_of_a_file_does_not_make_a_path_of_a_key(take, name, text, written):
    taken = take(with_expressions(**{name: [expression(1, expression=text)]}), "api")
    assert written in taken.text("log_source_types/acme-gate.yaml")


def test_a_calculation_needs_numeric_properties(take):
    operands = {"second_operand": {"type": "STATIC", "numeric_value": 2.5}, "operator": "MULTIPLY"}
    size = {"type": "PROPERTY", "property_name": "Size"}
    good = expression(2, regex_property_identifier=TWICE, first_operand=size, **operands)
    bad = [
        expression(3, regex_property_identifier=TWICE, first_operand=size | {"property_name": "Door Name"}, **operands),
        expression(4, regex_property_identifier=TWICE, first_operand=size | {"property_name": "Twice"}, **operands),
    ]
    taken = take(
        with_expressions(
            property_json_expressions=[expression(1, regex_property_identifier=NUMERIC, expression='/"size"')],
            property_calculated_expressions=[good, *bad],
        ),
        "api",
    )
    assert taken.built is not None
    text = " ".join(taken.text("log_source_types/acme-gate.yaml").split())
    assert "{calculated: {first: Size, operator: MULTIPLY, second: 2.5}" in text
    skipped = [each.message for each in taken.findings if each.rule == "import/skipped"]
    assert len(skipped) == 2
    assert skipped[1].startswith("the expression 'MULTIPLY' and 1 more are skipped")


def test_an_expression_for_one_log_source_is_not_taken_for_all(take):
    items = [expression(1, regex="a=(b)", log_source_id=62)]
    taken = take(with_expressions(property_expressions=items), "api")
    assert "a=(b)" not in taken.text("log_source_types/acme-gate.yaml")
    assert any("'a=(b)' is skipped" in each.message for each in taken.findings)


ALL = [TYPES, RECORDS, MAPPINGS]
LINES_OF_JSON = "\n".join(json.dumps(item) for items in ALL for item in items)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(
            {"result": {"types": TYPES, "records": RECORDS}, "pages": [MAPPINGS], "count": 3, "next": {"at": 1}}
        ),
        json.dumps(ALL),
        LINES_OF_JSON,
        "".join(map(json.dumps, ALL)) + "\n[]",
        json.dumps([*ALL, MAPPINGS, []]),
        json.dumps([[{"id": 4007, "name": "Acme Gate", "custom": True}], RECORDS, [MAPPINGS[0] | {"uuid": None}]]),
        json.dumps([TYPES, RECORDS, [{k: v for k, v in MAPPINGS[0].items() if k.startswith("log") or k[0] == "q"}]]),
    ],
    ids=["wrapped", "lists", "lines", "pages", "repeated", "few fields", "no ids"],
)
def test_answers_are_read_however_they_are_saved(take, text):
    taken = take({"a.json": text})
    assert taken.built is not None
    assert taken.rules == ["import/no-parsing"]
    assert "{id: open, category: door, qid: door-opened}" in taken.text("log_source_types/acme-gate.yaml")


DENIED = {"http_response": {"code": 403, "message": "no"}, "code": 18, "message": "Unauthorized", "details": {}}


@pytest.mark.parametrize(
    ("name", "content", "rule", "words"),
    [
        ("m.json", json.dumps(DENIED), "import/json", "not an answer but an error of the REST API: '403 Unauthorized'"),
        ("m.json", "[null, 1]", "import/unknown-kind", "none of the answers"),
        ("m.json", json.dumps([*TYPES, None]), "import/json", "1 item is of no known resource"),
        ("m.json", json.dumps([*TYPES, {"a": 1}, 1]), "import/json", "2 items are of no known resource"),
        ("m.json", "[" * 100000, "import/json", "is not readable JSON"),
        ("m.json", "[]\n{", "import/json", "is not readable JSON"),
        ("m.json", "{}", "import/unknown-kind", "none of the answers"),
        ("m.json", "[]", "import/unknown-kind", "there is nothing in it"),
        ("m.json", json.dumps([{"id": 1, "type_id": 2}]), "import/unknown-kind", "there is nothing in it"),
        ("m.json", "HTTP/1.1 200 OK\n\n[]", "import/unknown-kind", "begins with the headers of an answer"),
        (
            "m.json",
            json.dumps([TYPES[0] | {"id": "4007"}]),
            "import/json",
            "has something else than an integer",
        ),
        (
            "m.json",
            json.dumps([RECORDS[0] | {"name": "a\x01"}]),
            "import/json",
            "has the character U+0001 in its",
        ),
        ("m.json", json.dumps([RECORDS[0] | {"name": "a\ud800"}]), "import/json", "has the character U+D800"),
        (
            "m.json",
            json.dumps([{"qid": 1, "name": "a"}]),
            "import/json",
            "no `severity` and no `low_level_category_id`",
        ),
    ],
)
def test_json_that_is_no_answer_is_told(take, name, content, rule, words):
    found = [(each.rule, each.message) for each in take({name: content}).findings if each.severity is Severity.ERROR]
    assert [each for each, _ in found] == [rule]
    assert words in found[0][1]


def test_answers_that_no_package_is_made_of_are_named(take):
    extra = {"log_source_extensions": [{"id": 1, "name": "x"}], "sources": [{"id": 1, "name": "y", "type_id": 4007}]}
    taken = take(with_expressions(**extra, none=[]), "api")
    assert taken.built is not None
    messages = [each.message for each in taken.findings if "not read" in each.message]
    assert messages == ["1 item of `log_source_extensions` is not read", "1 item of `log_sources` is not read"]


def test_an_app_is_named(take):
    taken = take({"a.zip": zip_of({"manifest.json": "{}", "app/views.py": "x"})})
    assert [each.message for each in taken.findings] == [
        "is an app and not an extension: there is no content XML in it"
    ]
