"""What the page writes into the files of a log source type: one place changes, and all else stays."""

import difflib
from hashlib import sha256

import pytest

from qradar_builder.preview.events.mapping import mapped
from qradar_builder.preview.events.writing import key_of, with_expression
from qradar_builder.preview.protocol.editing import ExpressionRequest, MappingRequest, NewQid
from qradar_builder.preview.refusal import Refusal

TYPE = "log_source_types/alerts.yaml"
EVENTS = "api/events/alerts"


def changed(asked, path, body, file=TYPE):
    """What a request changes in a file, as lines that are removed and added."""
    before = (asked.folder / file).read_bytes().decode()
    answer = asked.post(f"{EVENTS}/{path}", {"base_hash": sha256(before.encode()).hexdigest(), **body})
    assert answer.status_code == 200, answer.text
    after = (asked.folder / file).read_bytes().decode()
    assert answer.json()["hash"] == sha256(after.encode()).hexdigest()
    assert answer.json()["path"] == file
    assert answer.json()["findings"] == []
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[:3] not in {"---", "+++", "@@ "}]


def refused(asked, path, body):
    before = (asked.folder / TYPE).read_bytes()
    answer = asked.post(f"{EVENTS}/{path}", {"base_hash": sha256(before).hexdigest(), **body})
    assert (asked.folder / TYPE).read_bytes() == before
    return answer.status_code, answer.json()["error"]["rule"]


def test_an_expression_is_replaced_in_place(asked):
    body = {"field": "UserName", "at": 1, "expression": '{json: \'/"user"/"id"\'}'}
    assert changed(asked, "expressions", body) == [
        '-    - {json: \'/"user"/"name"\'}   # the usual place',
        '+    - {json: \'/"user"/"id"\'}   # the usual place',
    ]


def test_an_expression_is_added_behind_the_others(asked):
    body = {"field": "UserName", "expression": "json: '/\"login\"'"}
    assert changed(asked, "expressions", body) == ["+    - {json: '/\"login\"'}"]


def test_a_single_expression_becomes_a_list(asked):
    assert changed(asked, "expressions", {"field": "EventName", "expression": "{json: '/\"t\"'}"}) == [
        "-  EventName: {json: '/\"type\"'}",
        "+  EventName:",
        "+    - {json: '/\"type\"'}",
        "+    - {json: '/\"t\"'}",
    ]


def test_a_new_field_is_added(asked):
    body = {"field": "SourceIp", "expression": "{json: '/\"ip\"'}"}
    assert changed(asked, "expressions", body) == ["+  SourceIp: {json: '/\"ip\"'}"]


def test_an_expression_of_a_property_is_written(asked):
    body = {"field": "Acme Policy", "property": True, "at": 1, "expression": "{json: '/\"p\"'}"}
    assert changed(asked, "expressions", body) == [
        "-  - {name: Acme Policy, expressions: {json: '/\"policy\"'}}",
        "+  - {name: Acme Policy, expressions: {json: '/\"p\"'}}",
    ]
    body = {"field": "Acme: New", "property": True, "expression": "{json: '/\"q\"'}"}
    assert changed(asked, "expressions", body) == ['+  - {name: "Acme: New", expressions: {json: \'/"q"\'}}']


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"field": "Nothing", "expression": "{json: x}"}, (422, "preview/place")),
        ({"field": "UserName", "at": 3, "expression": "{json: x}"}, (422, "preview/place")),
        ({"field": "SourceIp", "at": 1, "expression": "{json: x}"}, (422, "preview/place")),
        ({"field": "UserName", "expression": "{json: ["}, (422, "preview/request")),
        ({"field": "UserName", "expression": "text"}, (422, "preview/request")),
        ({"field": "UserName", "expression": ""}, (422, "preview/request")),
        ({"field": "UserName", "expression": "{json: x}\n# evil\nname: y: z"}, (422, "preview/request")),
        ({"field": "UserName", "expression": "x" * 20_000}, (413, "preview/too-large")),
        ({"field": "UserName", "at": -1, "expression": "{json: x}"}, (400, "preview/request")),
    ],
)
def test_an_expression_that_has_no_place_is_refused(asked, body, error):
    assert refused(asked, "expressions", body) == error


def test_an_old_text_is_a_conflict(asked):
    text = (asked.folder / TYPE).read_text(encoding="utf-8")
    body = {"field": "UserName", "at": 1, "expression": "{json: x}", "base_hash": "0" * 64}
    answer = asked.post(f"{EVENTS}/expressions", body)
    assert (answer.status_code, answer.json()["disk"]["text"]) == (409, text)
    assert (asked.folder / TYPE).read_text(encoding="utf-8") == text


def test_a_pair_is_mapped_to_a_record_that_is_there(asked):
    body = {"event_id": "pass", "event_category": "net", "existing": "blocked"}
    assert changed(asked, "mappings", body) == ["+  - {id: pass, category: net, qid: blocked}"]
    assert [each["outcome"] for each in asked.get(EVENTS).json()["rows"]] == ["parsed", "parsed", "stored"]


def test_the_records_that_a_pair_can_be_mapped_to_are_listed_by_name(asked):
    shared = "pass: {name: acme pass, category: 4003}\nother: {name: Other, category: 4003}\n"
    (asked.folder / "qids.yaml").write_text(shared, encoding="utf-8")
    asked.workspace.refresh()
    assert asked.get(EVENTS).json()["qids"] == [
        {"key": "pass", "name": "acme pass"},
        {"key": "blocked", "name": "Acme request blocked"},
        {"key": "other", "name": "Other"},
    ]


def test_a_pair_is_mapped_to_a_new_record(asked):
    new = {
        "name": "Acme request passed",
        "low_level_category": "Firewall Permit",
        "severity": 1,
        "review": "look\nat it",
    }
    body = {"event_id": "pass", "event_category": "net", "new": new}
    assert changed(asked, "mappings", body) == [
        (
            "+  acme-request-passed: {name: Acme request passed, category: Firewall Permit, severity: 1}   "
            "# Review: look at it"
        ),
        "+  - {id: pass, category: net, qid: acme-request-passed}",
    ]
    row = asked.get(EVENTS).json()["rows"][1]
    assert (row["outcome"], row["qid_name"]) == ("parsed", "Acme request passed")


def test_what_is_proposed_can_be_written(asked):
    (pair,) = asked.get(EVENTS).json()["pairs_unmapped"]
    new = {**{name: pair["proposal"][name] for name in ("low_level_category", "severity", "review")}}
    body = {
        "event_id": pair["event_id"],
        "event_category": pair["event_category"],
        "new": {**new, "name": pair["proposal"]["qid_name"]},
    }
    assert len(changed(asked, "mappings", body)) == 2
    assert asked.get(EVENTS).json()["pairs_unmapped"] == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"event_id": "pass"}, (422, "preview/request")),
        ({"event_id": "pass", "existing": "x", "new": {"name": "x", "low_level_category": "y", "severity": 1}}, None),
        ({"event_id": "block", "event_category": "net", "existing": "blocked"}, (422, "preview/place")),
        ({"event_id": "x", "new": {"name": "x", "low_level_category": "y", "severity": 11}}, (400, "preview/request")),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(asked, body, error):
    assert refused(asked, "mappings", body) == (error or (422, "preview/request"))


def test_the_table_of_a_type_gets_the_row(asked, folder):
    table = "log_source_types/alerts.events.csv"
    (folder / table).write_text("id,category,qid\nlogin,net,blocked\n", encoding="utf-8")
    asked.workspace.refresh()
    body = {"event_id": "a,b", "event_category": "net", "existing": "blocked"}
    assert changed(asked, "mappings", body, table) == ['+"a,b",net,blocked']


@pytest.mark.parametrize("has_own", [True, False])
@pytest.mark.parametrize("has_table", [True, False])
def test_a_new_record_goes_where_the_package_has_its_records(asked, folder, has_own, has_table):
    table, shared = "log_source_types/alerts.events.csv", "qids.yaml"
    record = "blocked: {name: Acme request blocked, category: 4003, severity: 5}\n"
    (folder / shared).write_text("# Shared.\nmore: {name: More, category: 4003, severity: 5}\n", encoding="utf-8")
    if not has_own:
        text = (folder / TYPE).read_text(encoding="utf-8").replace(f"qids:\n  {record}", "")
        (folder / TYPE).write_text(text, encoding="utf-8")
        (folder / shared).write_text(f"# Shared.\n{record}", encoding="utf-8")
    if has_table:
        (folder / table).write_text("id,category,qid\nlogin,net,blocked\n", encoding="utf-8")
    asked.workspace.refresh()
    target = table if has_table else TYPE
    body = {
        "event_id": "pass",
        "event_category": "net",
        "new": {"name": "Acme request passed", "low_level_category": "Firewall Permit", "severity": 1},
        "base_hash": sha256((folder / target).read_bytes()).hexdigest(),
    }
    answer = asked.post(f"{EVENTS}/mappings", body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["path"] == target
    assert answer.json()["hash"] == sha256((folder / target).read_bytes()).hexdigest()
    holder = TYPE if has_own else shared
    assert "acme-request-passed: {name: Acme request passed" in (folder / holder).read_text(encoding="utf-8")
    assert (folder / shared).read_text(encoding="utf-8").startswith("# Shared.\n")
    assert [each["outcome"] for each in asked.get(EVENTS).json()["rows"]][1] == "parsed"


def test_of_two_files_none_is_written_where_one_cannot_be(asked, folder, monkeypatch):
    (folder / "qids.yaml").write_text("more: {name: More, category: 4003, severity: 5}\n", encoding="utf-8")
    text = (folder / TYPE).read_text(encoding="utf-8").partition("qids:")[0]
    (folder / TYPE).write_text(text, encoding="utf-8")
    asked.workspace.refresh()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def fail(*_):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr("qradar_builder.source.disk.write_new", fail)
    new = {"name": "x", "low_level_category": "Firewall Permit", "severity": 1}
    body = {"event_id": "pass", "new": new, "base_hash": sha256(text.encode()).hexdigest()}
    answer = asked.post(f"{EVENTS}/mappings", body)
    assert (answer.status_code, answer.json()["error"]["rule"]) == (422, "preview/write")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_table_with_columns_of_its_own_gets_a_new_record(asked, folder):
    table = "log_source_types/alerts.events.csv"
    (folder / table).write_text("id,category,name,severity,low_level_category\r\n", encoding="utf-8", newline="")
    asked.workspace.refresh()
    new = {"name": 'Acme "x"', "low_level_category": "Firewall Permit", "severity": 1}
    body = {"event_id": "pass", "event_category": "net", "new": new}
    changed(asked, "mappings", body, table)
    assert (folder / table).read_bytes().endswith(b'pass,net,"Acme ""x""",1,Firewall Permit\r\n')


def test_lists_that_are_not_there_yet_are_made():
    text = "name: X\n# the end"
    with_parsing = with_expression(text, ExpressionRequest(field="EventName", expression="{json: x}", base_hash=""))
    assert with_parsing == "name: X\n# the end\nparsing:\n  EventName: {json: x}\n"
    new = NewQid(name="A", low_level_category="B", severity=3)
    request = MappingRequest(event_id="1", new=new, base_hash="")
    changed = mapped(request, "x", ["log_source_types/x.yaml"], lambda _: text, [])
    assert (
        changed["log_source_types/x.yaml"]
        == text + '\nqids:\n  a: {name: A, category: B, severity: 3}\nevents:\n  - {id: "1", qid: a}\n'
    )


def test_a_file_in_which_places_share_a_value_is_left():
    text = "parsing:\n  EventName: &x {json: a}\n  EventCategory: *x\n"
    with pytest.raises(Refusal, match="cannot change"):
        with_expression(text, ExpressionRequest(field="EventName", at=1, expression="{json: b}", base_hash=""))


def test_each_new_record_has_a_key_of_its_own():
    assert key_of("Acme request blocked", {"acme-request-blocked"}) == "acme-request-blocked-2"
    assert key_of("---", {"event"}) == "event-2"
