"""Rows that are only kept leave memory, and come back by table as they were."""

import pytest
from lxml import etree

from qradar_builder.package.extension.rows.row import Row
from qradar_builder.source.files import whole
from qradar_builder.takeover.content import kept
from qradar_builder.takeover.content.kept import KeptContent, KeptRows
from tests.unit.takeover.conftest import content_xml, rows_of


@pytest.fixture
def small(monkeypatch):
    """Every row is written at once, and no file is small enough to be held."""
    monkeypatch.setattr(kept, "_BUFFER", 0)
    monkeypatch.setattr(kept, "_HELD", 0)


def put(rows):
    found = KeptRows()
    for number, (table, columns) in enumerate(rows):
        found.put(table, columns, number)
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
