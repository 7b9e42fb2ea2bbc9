"""Very many QID records are on disk while a file is read; a package describes those that something uses."""

import uuid
from unittest.mock import patch

import pytest

from qradar_builder.source.files import whole
from qradar_builder.takeover.content import events, kept
from qradar_builder.takeover.content.bulk import records, store
from qradar_builder.takeover.content.bulk.records import BulkRecords
from tests.unit.takeover.conftest import EXTENSION, MAPPING, RECORD, ROWS, TYPE, content_xml, rows_of

FIRST = 1_003_750_003


def record(number, **more):
    """A record in the block of the log source type with an id, a number, a UUID and a name of its own."""
    own = {"id": str(600 + number), "qid": str(FIRST + number), "qname": f"Door {number}"}
    return ("qidmap", RECORD | own | {"uuid": str(uuid.UUID(int=2**90 + number, version=4))} | more)


def mapping(number, **more):
    own = {"id": str(1000 + number), "uuid": str(uuid.UUID(int=number, version=4)), "deviceeventid": f"e{number}"}
    return ("dsmevent", MAPPING | own | {"qidmapid": str(600 + number)} | more)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Two records are held, and at most three more can be described; each row is written at once."""
    monkeypatch.setattr(records, "MOST_HELD", 2)
    for module in (records, events):
        monkeypatch.setattr(module, "MOST_USED", 3)
    monkeypatch.setattr(kept, "_BUFFER", 100)
    monkeypatch.setattr(kept, "_HELD", 0)


def described(taken):
    """The names of the records that the files of the package describe."""
    text = taken.imported.held()["log_source_types/acme-gate.yaml"].decode()
    return [line.split("name: ")[1].split(",")[0] for line in text.splitlines() if "{name: Door" in line]


def test_records_that_nothing_uses_are_kept(take):
    rows = [*ROWS, *map(record, range(40))]
    taken = take({"export.xml": content_xml(rows)})
    assert described(taken) == ["Door opened", "Door 0"]
    assert [finding.message for finding in taken.findings] == ["39 rows of `qidmap` are kept in extra/ unchanged"]
    assert str(next(iter(taken.findings)).location) == "export.xml:9:1"
    assert taken.rows == rows_of(content_xml(rows))


def test_records_that_a_mapping_uses_are_described(take):
    rows = [*ROWS, *map(record, range(40)), mapping(7), mapping(30), mapping(31, qidmapid="601")]
    taken = take({"export.xml": content_xml(rows)})
    assert described(taken) == ["Door opened", "Door 0", "Door 1", "Door 7", "Door 30"]
    assert "36 rows of `qidmap` are kept in extra/ unchanged" in [finding.message for finding in taken.findings]
    assert taken.rows == rows_of(content_xml(rows))


def test_a_few_more_records_are_all_described(take):
    rows = [*ROWS, *map(record, range(4))]
    taken = take({"export.xml": content_xml(rows)})
    assert "import/kept" not in taken.rules
    assert described(taken) == ["Door opened", *(f"Door {number}" for number in range(4))]
    assert taken.rows == rows_of(content_xml(rows))


@pytest.mark.parametrize("used", [3, 12])
def test_mappings_on_disk_use_records_on_disk(take, used):
    rows = [*ROWS, *map(record, range(40)), *(mapping(number) for number in range(used))]
    with patch.object(store, "MOST_HELD", 1):
        taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))
    # More than a document can hold stay with their mappings in extra/.
    table = whole(taken.imported.files["log_source_types/acme-gate.events.csv"]).decode()
    assert len(table.splitlines()) == (2 + 3 if used == 3 else 2 + 1)


def test_a_new_record_has_a_number_that_no_kept_one_has(take):
    taken = take({"export.xml": content_xml([*ROWS, *map(record, range(40))])})
    lock = taken.imported.held()["identity.lock.yaml"].decode()
    assert f'next_qid:\n  "acme-gate": {FIRST + 39 - 1_003_750_000 + 1}\n' in lock


@pytest.mark.parametrize(
    "row",
    [
        record(9, id="501"),
        record(9, id="605"),
        record(9, qid="1003750002"),
        record(9, qid=str(FIRST + 5)),
        record(9, qid=f"0{FIRST + 9}"),
        record(9, qid="1003750000"),
        record(9, qid="1003750001"),
        record(9, qid="2000001"),
        record(9, qid="1004000007"),
        record(9, qid="17"),
        record(9, qid="x"),
        record(9, id="x"),
        record(9, id="2147483647"),
        record(9, uuid="none"),
        record(9, uuid=RECORD["uuid"]),
        record(9, uuid=str(uuid.UUID(int=5, version=4))),
        record(9, qname=""),
        record(9, qname="<&>\"'ü\r\n x"),
        record(9, qname={"part": "1"}),
        record(9, severity="99"),
        record(9, more="column"),
    ],
    ids=str,
)
@pytest.mark.parametrize("held", [2, 10_000])
def test_whatever_a_record_is_it_comes_back(take, row, held):
    mappings = [mapping(number, qidmapid=row[1]["id"] if number == 4 else "605") for number in range(8)]
    rows = [*ROWS, *map(record, range(8)), row, *map(record, range(10, 20)), *mappings]
    with patch.object(store, "MOST_HELD", held):
        taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))


def test_the_records_of_a_type_that_is_only_kept_are_kept(take):
    broken = EXTENSION | {"xml": "PGRldmljZS1leHRlbnNpb24vPg=="}
    rows = [("sensordevicetype", TYPE | {"devicecategoryid": "6"}), ("device_ext", broken), *map(record, range(20))]
    taken = take({"export.xml": content_xml([*rows, mapping(3), mapping(12)])})
    assert taken.rows == rows_of(content_xml([*rows, mapping(3), mapping(12)]))


def test_a_row_is_found_if_it_is_the_only_one():
    found = BulkRecords()
    assert not found.has("1")
    for number, (identity, qid) in enumerate([(1, FIRST), (2, FIRST + 1), (2, FIRST + 2), (3, FIRST), (4, 5)]):
        found.put((identity, qid), number, number, number + 1)
    found.put((9, FIRST + 9), 9, 20, 30)
    assert found.find("id", "9") == found.find("qid", str(FIRST + 9)) == (9, 20, 30)
    assert [found.find("id", identity) for identity in ("1", "2", "3", "4", "5", "x", "09")] == [None] * 7
    assert found.has("4")
    assert not found.has("5")
    assert found.next_row() == 10
    assert found.next_places() == {4007: 13}
