"""Expressions for a selection: each is tried on all samples, none can run away, and what is proposed can be written."""

from hashlib import sha256

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.preview.events.proposals.proposing import fields_for, proposals
from qradar_builder.preview.events.proposals.regexes import is_safe, regexes
from qradar_builder.preview.events.proposals.selection import Selection, selected
from qradar_builder.preview.events.spans import Units

LOGIN = "May  1 sshd[12]: Failed password for ann from 10.0.0.1 port 22"
NOW = 1_714_564_800_000


def proposed(payload, text, *others, field="UserName", occurrence=0):
    """The expressions for a text of a payload, with how many of all payloads each matches."""
    start = -1
    for _ in range(occurrence + 1):
        start = payload.index(text, start + 1)
    found = proposals(Selection(payload, start, start + len(text)), [payload, *others], field, NOW)
    for each in found:
        if not each.note:
            assert each.values[0].value in {text, text.replace("\\\\", "\\")}, each
    return {each.expression: each.matches for each in found}


@pytest.mark.parametrize(
    ("payload", "text", "expression"),
    [
        ('{"user": {"name": "ann"}}', "ann", '{json: \'/"user"/"name"\'}'),
        ('{"users": [{"n": "x"}, {"n": "ann"}]}', "ann", '{json: \'/"users"[1]/"n"\'}'),
        ('{"tags": ["a", "b"]}', "b", "{json: '/\"tags\"[1]'}"),
        ('{"count": 42, "ok": true}', "42", "{json: '/\"count\"'}"),
        ('{"path": "C:\\\\x"}', "C:\\\\x", "{json: '/\"path\"'}"),
        ('<13>May  1 10:00:00 host app: {"user": "ann"}', "ann", "{json: '/\"user\"'}"),
        ("CEF:0|V|P|1|100|Name|5|suser=ann dst=1.2.3.4", "ann", "{cef: suser}"),
        ("CEF:0|V|P|1|100|Name|5|suser=ann dst=1.2.3.4", "100", '{cef: "$id$"}'),
        ("LEEF:1.0|V|P|1|login|usrName=ann\tsrc=1.2.3.4", "ann", "{leef: usrName}"),
        ("<E><U>ann</U><U>bob</U></E>", "bob", '{xml: \'/"E"/"U"[1]\'}'),
        ('<E><U name="ann"/></E>', "ann", '{xml: \'/"E"/"U".name\'}'),
        ("user=ann,src=1.2.3.4", "ann", '{nvp: user, pair_delimiter: ",", value_delimiter: "="}'),
        ("user=ann src=1.2.3.4", "1.2.3.4", '{nvp: src, pair_delimiter: " ", value_delimiter: "="}'),
    ],
)
def test_each_structure_has_its_expression(payload, text, expression):
    assert next(iter(proposed(payload, text))) == expression


@pytest.mark.parametrize(
    ("payload", "text", "others"),
    [
        (LOGIN, "ann", ["May 11 sshd[7]: Failed password for bob from 10.0.0.2 port 9"]),
        (LOGIN, "10.0.0.1", ["x from 10.9.9.9 y"]),
        ("10.0.0.1 - ann [01/May/2024]", "10.0.0.1", ["10.1.1.1 - bob [02/May/2024]"]),
        ('msg="the user \\"ann\\" logged in"', "ann", ['msg="the user \\"bob\\" logged in"']),
        ('{"text": "{\\"user\\":\\"ann\\",\\"id\\":1}"}', "ann", ['{"text": "{\\"id\\":2,\\"user\\":\\"bob\\"}"}']),
        ("a\tann\tb", "ann", ["c\tbob\td"]),
        ("only", "only", ["other"]),
    ],
)
def test_a_regex_is_general_enough_for_the_other_samples(payload, text, others):
    found = proposed(payload, text, *others)
    assert any(expression.startswith("{regex") and matches == 1 + len(others) for expression, matches in found.items())


def test_blanks_around_the_sign_of_a_pair_may_be_more_or_fewer():
    others = ["user: bob", "user : eve", "user:  joe"]
    found = proposed("user:ann x", "ann", *others)
    assert max(matches for expression, matches in found.items() if expression.startswith("{regex")) == 1
    found = proposed("the user: ann x", "ann", *others)
    assert found[r"{regex: '\buser\s*:\s*(\w+)'}"] == 4


def test_a_part_of_a_value_says_that_it_gives_more():
    payload = '{"user": "CORP\\\\ann"}'
    start = payload.index("ann")
    found = proposals(Selection(payload, start, start + 3), [payload], "UserName", NOW)
    notes = {each.kind: each.note for each in found}
    assert notes["json"] == "it gives more than the selected text"
    assert found[0].kind == "regex"
    assert found[0].note == ""


def test_values_that_the_field_refuses_are_noted():
    payload, other = '{"ip": "10.0.0.1"}', '{"ip": "host"}'
    found = proposals(Selection(payload, 8, 16), [payload, other], "SourceIp", NOW)
    assert found[0].note == "SourceIp refuses the value of 1 sample"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2024-05-01 12:00:00", "yyyy-MM-dd HH:mm:ss"),
        ("2024-05-01T12:00:00.123Z", ""),
        ("01/May/2024:12:00:00 +0200", ""),
    ],
)
def test_a_time_has_its_date_pattern(text, pattern):
    payload = f'{{"time": "{text}"}}'
    found = proposals(Selection(payload, 10, 10 + len(text)), [payload], "DeviceTime", NOW)
    assert found
    assert all("format: " in each.expression for each in found)
    assert pattern in found[0].expression


def test_what_is_no_time_has_no_expression_of_device_time():
    assert proposals(Selection('{"a": "b"}', 7, 8), ['{"a": "b"}'], "DeviceTime", NOW) == []


def test_fields_with_a_form_of_their_own_come_first():
    assert fields_for("10.0.0.1")[0] == "SourceIp"
    assert fields_for("00:11:22:33:44:55")[0] == "SourceMAC"
    assert fields_for("ann")[0] in {"EventName", "Protocol"}


def test_a_selection_loses_its_quotes_and_blanks():
    payload = '\U0001d4b3 "ann" '
    assert selected(payload, Units(payload), 3, 9).text == "ann"
    assert selected(payload, Units(payload), 0, 2).text == "\U0001d4b3"
    assert selected(payload, Units(payload), 9, 3).text == ""
    assert selected(payload, Units(payload), 1000, 2000).text == ""


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="ab1 =:\"'\\{}[](),.|\t\n<é-^$", min_size=1, max_size=60), st.data())
def test_whatever_is_selected_each_regex_is_safe_and_gives_it_or_is_left(payload, data):
    start = data.draw(st.integers(0, len(payload) - 1))
    end = data.draw(st.integers(start + 1, len(payload)))
    selection = selected(payload, Units(payload), start, end)
    if not selection.text:
        return
    for pattern in list(regexes(selection))[:5]:
        assert is_safe(pattern)
    for each in proposals(selection, [payload], "", NOW):
        assert each.of == 1
        assert each.matches == 1
        assert each.note or each.values[0].value == selection.text or each.kind != "regex"


def test_the_page_asks_by_units_and_writes_what_it_got(asked):
    detail = asked.get("api/events/alerts/1").json()
    at = len(detail["payload"][: detail["payload"].index("bob")].encode("utf-16-le")) // 2
    body = {"index": 1, "start": at, "end": at + 3, "field": "UserName"}
    found = asked.post("api/events/alerts/propose", body).json()
    assert found["selection"] == "bob"
    best = found["proposals"][0]
    path = "log_source_types/alerts.yaml"
    digest = sha256((asked.folder / path).read_bytes()).hexdigest()
    write = {"field": "UserName", "at": 2, "expression": best["expression"], "base_hash": digest}
    answer = asked.post("api/events/alerts/expressions", write)
    assert answer.json()["findings"] == []
    values = {each["name"]: each["text"] for each in asked.get("api/events/alerts/1").json()["fields"]}
    assert values["UserName"] == "bob"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"index": 0, "start": 0, "end": 0}, 422),
        ({"index": 0, "start": 5, "end": 2}, 422),
        ({"index": 99, "start": 0, "end": 1}, 404),
        ({"index": -1, "start": 0, "end": 1}, 400),
        ({"index": 0, "start": -1, "end": 1}, 400),
        ({"index": 0, "start": 0, "end": 1 << 40}, 400),
        ({"index": 0, "start": "0", "end": 1}, 400),
    ],
)
def test_a_selection_that_is_none_is_refused(asked, body, status):
    assert asked.post("api/events/alerts/propose", body).status_code == status
