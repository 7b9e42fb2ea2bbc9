"""Rows that are only kept leave memory, and come back by table as they were."""

import pytest
from lxml import etree

from qradar_builder.package.extension.rows.row import Row
from qradar_builder.source.files import read_bytes, whole
from qradar_builder.takeover.content import kept
from qradar_builder.takeover.content.kept import KeptContent, KeptRows
from tests.unit.takeover.conftest import MAPPING, RECORD, ROWS as TYPE_ROWS, content_xml, rows_of


@pytest.fixture
def small(monkeypatch):
    """Every row is written at once, and no file is small enough to be held."""
    monkeypatch.setattr(kept, "_BUFFER", 0)
    monkeypatch.setattr(kept, "_HELD", 0)


def put(rows):
    found = KeptRows()
    for number, (table, columns) in enumerate(rows):
        assert found.take(table, columns, number)
    return found


ROWS = [("b", {"id": "1", "text": "<&>\r\n"}), ("a", {"id": "2"}), ("b", {"id": "3", "time": {"days": "1"}})]


@pytest.mark.usefixtures("small")
def test_rows_come_back_by_table():
    content = put(ROWS).content([Row("a", {"id": "4"})])
    assert isinstance(content, KeptContent)
    document = etree.fromstring(whole(content))
    assert [(row.tag, row.findtext("id")) for row in document] == [("a", "2"), ("a", "4"), ("b", "1"), ("b", "3")]
    assert rows_of(whole(content)) == sorted([("a", [("id", "4")]), *((t, sorted(c.items())) for t, c in ROWS)])
    assert whole(content) == whole(content)


def test_few_rows_stay_in_memory_and_look_the_same(monkeypatch):
    held = put(ROWS).content([])
    monkeypatch.setattr(kept, "_HELD", 0)
    assert held == whole(put(ROWS).content([]))


def test_without_rows_there_is_no_file():
    assert KeptRows().content([]) is None


def test_passwords_are_left_out():
    secret = {"paramtype": "PASSWORD", "name": "p", "value": "hunter2"}
    found = put([("sensorprotocolconfigparameters", secret)])
    assert b"hunter2" not in found.content([])
    assert [row.columns for row in found.passwords] == [secret]


@pytest.mark.usefixtures("small")
def test_a_large_import_is_the_same_as_a_small_one(take, monkeypatch):
    rows = [("custom_rule", {"id": str(number), "rule_data": "x" * 50}) for number in range(500)]
    export = {"export.xml": content_xml(rows)}
    taken = take(export)
    assert taken.rules == ["import/kept"]
    assert taken.rows == sorted((table, sorted(columns.items())) for table, columns in rows)
    assert str(next(iter(taken.findings)).location) == "export.xml:4:1"
    monkeypatch.undo()
    assert whole(taken.imported.files["extra/content.xml"]) == taken.imported.held()["extra/content.xml"]


SHIPPED = RECORD | {"id": "9", "qid": "1500000", "uuid": "s9"}
CARRIED = MAPPING | {"id": "10", "devicetypeid": "11", "customevent": "false", "qidmapid": "9", "uuid": "s10"}


@pytest.mark.parametrize(
    ("table", "columns", "taken"),
    [
        ("custom_rule", {}, True),
        ("sensordevicetype", {}, False),
        ("dsmevent", CARRIED, True),
        ("dsmevent", CARRIED | {"customevent": "true"}, False),
        ("dsmevent", CARRIED | {"devicetypeid": "4007"}, False),
        ("dsmevent", CARRIED | {"devicetypeid": "x"}, False),
        ("qidmap", SHIPPED, True),
        ("qidmap", RECORD, False),
        ("qidmap", SHIPPED | {"qid": "1002250000"}, False),
        ("qidmap", SHIPPED | {"id": "x"}, False),
    ],
)
def test_what_qradar_ships_is_only_kept(table, columns, taken):
    assert KeptRows().take(table, columns, 1) is taken


def test_what_is_only_kept_can_be_referred_to(take):
    custom = MAPPING | {"id": "11", "deviceeventid": "x", "qidmapid": "9", "uuid": "s11"}
    rows = [*TYPE_ROWS, ("qidmap", SHIPPED), ("dsmevent", CARRIED), ("dsmevent", custom)]
    taken = take({"export.xml": content_xml(rows)})
    assert set(taken.rules) == {"import/kept"}
    assert taken.rows == rows_of(content_xml(rows))


def test_records_that_are_too_many_for_a_file_are_only_kept(take, monkeypatch):
    rows = [
        ("qidmap", RECORD | {"id": str(number), "qid": str(1002250000 + number), "uuid": f"s{number}"})
        for number in range(80)
    ]
    monkeypatch.setitem(read_bytes.__kwdefaults__, "limit", 4000)
    taken = take({"export.xml": content_xml(rows)})
    assert "qids.yaml" not in taken.imported.files
    monkeypatch.undo()
    assert rows_of(taken.imported.held()["extra/content.xml"]) == rows_of(content_xml(rows))
