"""Very many mappings go through a database on disk into the table and the lock, and come back as they were."""

import errno
import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from qradar_builder.findings import Findings
from qradar_builder.source.files import whole
from qradar_builder.takeover.checking import check_import
from qradar_builder.takeover.content.bulk import repeats, rows, runs, store
from qradar_builder.takeover.content.bulk.database import Database
from qradar_builder.takeover.content.bulk.files import BulkColumns, BulkTable
from qradar_builder.takeover.content.bulk.repeats import Repeats, marks
from qradar_builder.takeover.content.leftovers import Leftovers, rows_json
from tests.unit.takeover.conftest import EXTENSION, MAPPING, RECORD, ROWS, TYPE, content_xml, rows_of

SECOND = RECORD | {
    "id": "502",
    "qid": "1003750003",
    "qname": "Door closed",
    "uuid": str(uuid.UUID(int=99999, version=4)),
}
KNOWN = [*ROWS, ("qidmap", SECOND)]


def mapping(number, **more):
    """A mapping with an id, an UUID and an event id of its own."""
    own = {"id": str(1000 + number), "uuid": str(uuid.UUID(int=number, version=4)), "deviceeventid": f"e{number}"}
    return ("dsmevent", MAPPING | own | more)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(store, "MOST_HELD", 2)


def test_all_mappings_are_in_the_table_and_in_the_lock(take):
    rows = [*KNOWN, *(mapping(number, qidmapid=("501", "502")[number % 2]) for number in range(3000))]
    taken = take({"export.xml": content_xml(rows)})
    assert "import/kept" not in taken.rules
    table = taken.imported.files["log_source_types/acme-gate.events.csv"]
    assert isinstance(table, BulkTable)
    lines = whole(table).decode().splitlines()
    assert lines[:4] == ["id,category,qid", "open,door,door-opened", "e0,door,door-opened", "e1,door,door-closed"]
    assert lines[-1] == "e2999,door,door-closed"
    assert taken.rows == rows_of(content_xml(rows))
    lock = whole(taken.imported.files["identity.lock.yaml"]).decode()
    assert taken.built.lock.decode() == lock


@pytest.mark.parametrize("count", [5, 1002, 1005])
def test_a_check_compares_every_mapping_also_those_that_wait_to_be_written(tmp_path, monkeypatch, count):
    monkeypatch.chdir(tmp_path)
    rows = [*KNOWN, *(mapping(number) for number in range(count))]
    (tmp_path / "export.xml").write_text(content_xml(rows), encoding="utf-8")
    findings = Findings()
    compared = check_import([tmp_path / "export.xml"], None, findings)
    assert (findings.errors, compared.rows, compared.differences) == (0, len(rows), 0)


def test_mappings_of_very_many_types_are_in_memory_up_to_a_number_of_them_all(monkeypatch):
    monkeypatch.setattr(store, "MOST_HELD_TOGETHER", 20)
    monkeypatch.setattr(store, "FEW", 1)
    mappings = store.BulkMappings()
    taken = [
        [mappings.take(mapping(number, devicetypeid=str(4003 + kind))[1], number) for number in range(3)]
        for kind in range(40)
    ]
    assert taken[:10] == [[False, False, True]] * 10
    assert taken[10:] == [[False, True, True]] * 30


@pytest.mark.parametrize(
    "row",
    [
        mapping(9, id="1001"),
        mapping(9, deviceeventid="open"),
        mapping(9, deviceeventid="e4"),
        mapping(9, qidmapid="999"),
        mapping(9, qidmapid="x"),
        mapping(9, devicetypeid="4008"),
        mapping(9, devicetypeid="11"),
        mapping(9, devicetypeid={"a": "1"}),
        mapping(9, deviceeventid=" x "),
        mapping(9, deviceeventid="a\\b|c"),
        mapping(9, deviceeventid="<&>\"'ü,;"),
        mapping(9, deviceeventid="x\ny"),
        mapping(9, deviceeventid=""),
        mapping(9, credibility="3"),
        mapping(9, uuid="none"),
        mapping(9, uuid=str(uuid.UUID(int=9, version=5))),
        mapping(9, id="99999999999"),
        mapping(9, more="column"),
        mapping(9, more={"a": "1", "b": "<&>"}),
        mapping(9, more=""),
        mapping(9, more="column", qidmapid="999"),
        mapping(9, more="column", deviceeventid="e4"),
        mapping(9, more="column", id="1001"),
        mapping(9, credibility="3", uuid=SECOND["uuid"]),
        mapping(9, customevent="false"),
        mapping(9, uuid=SECOND["uuid"]),
        mapping(9, uuid=str(uuid.UUID(int=5, version=4))),
    ],
    ids=str,
)
def test_whatever_a_row_is_it_comes_back(take, row):
    rows = [*KNOWN, *map(mapping, range(7)), row, mapping(20)]
    taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))


UNUSUAL = [
    {"tenantid": "7"},
    {"credibility": "5"},
    {"unravelevent": None},
    {"customevent": "false"},
    {"customevent": None, "credibility": "10", "more": {"a": "ü"}},
]


def unusual(number):
    """A mapping with other columns than a build writes."""
    table, columns = mapping(number, **UNUSUAL[number % len(UNUSUAL)])
    return table, {name: value for name, value in columns.items() if value is not None}


def test_mappings_with_other_columns_go_to_disk_as_all_others_do():
    mappings = store.BulkMappings()
    assert [mappings.take(unusual(number)[1], number) for number in range(40)] == [False] * 2 + [True] * 38
    mappings.start([], [])
    mappings.choose("4007", [MAPPING["qidmapid"]])
    changes = dict(line for lines in mappings.changes() for line in lines)
    assert len(changes) == 38
    assert [json.loads(changes[str(1000 + number)]) for number in range(5, 10)] == UNUSUAL
    mappings.refuse("4007", [MAPPING["qidmapid"]])
    assert not list(mappings.changes())
    assert list(mappings.rows_left()) == [unusual(number)[1] for number in range(2, 40)]


def test_the_mappings_that_qradar_makes_with_a_type_stay_in_memory_and_are_not_counted():
    mappings = store.BulkMappings()
    own = [mapping(number, deviceeventid="unknown", deviceeventcategory="Stored") for number in range(5)]
    taken = [mappings.take(row | {"customevent": "false"}, 1) for _, row in [*own, *map(mapping, range(3)), *own]]
    assert taken == [False] * 7 + [True] + [False] * 5


@pytest.mark.parametrize("version", ["7.5.0", "2021.6.10.20241008193358"])
def test_other_columns_stand_in_the_file_that_a_build_reads_in_the_order_of_their_rows(take, monkeypatch, version):
    monkeypatch.setattr(runs, "MOST_HELD", 30)
    monkeypatch.setattr(rows, "_AT_ONCE", 20)
    given = [*KNOWN, *map(unusual, range(95, 0, -1)), *map(mapping, range(100, 1200))]
    document = content_xml(given, version)
    taken = take({"export.xml": document})
    assert "import/kept" not in taken.rules
    assert taken.rows == rows_of(document)
    kept = taken.imported.files["extra/rows.json"]
    assert isinstance(kept, BulkColumns)
    lines = whole(kept).decode().splitlines()
    keys = [line.split('"')[1] for line in lines if line.startswith('"dsmevent/') and ": {" in line]
    assert keys == sorted(f"dsmevent/{1000 + number}" for number in range(1, 96))
    assert '"dsmevent/1005": {"tenantid": "7"},' in lines
    # An update and a build read the same from a file that is in memory.
    held = json.loads(whole(kept))
    again = rows_json(Leftovers(held["columns"], held.get("absent", [])), held.get("version"))
    assert again == whole(kept)


def test_mappings_of_a_type_that_is_only_kept_come_back_with_their_other_columns(take):
    broken = EXTENSION | {"xml": "PGRldmljZS1leHRlbnNpb24vPg=="}
    given = [("sensordevicetype", TYPE | {"devicecategoryid": "6"}), ("device_ext", broken), ROWS[2]]
    given += map(unusual, range(20))
    taken = take({"export.xml": content_xml(given)})
    assert taken.rows == rows_of(content_xml(given))
    assert "20 rows of `dsmevent` are kept in extra/ unchanged" in [finding.message for finding in taken.findings]


def test_long_columns_take_the_room_of_several_rows():
    waiting = rows.MappingRows()
    row = (1, "1", "", "e", "c", json.dumps({"note": "x" * 1_000_000}), "5")
    assert any(waiting.put("4003", row) for _ in range(3))
    assert len(waiting.write()["4003"]) <= 3


def test_the_mappings_of_a_type_that_is_only_kept_are_kept(take):
    broken = EXTENSION | {"xml": "PGRldmljZS1leHRlbnNpb24vPg=="}
    rows = [("sensordevicetype", TYPE | {"devicecategoryid": "6"}), ("device_ext", broken), ROWS[2]]
    rows += map(mapping, range(7))
    taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))
    assert "7 rows of `dsmevent` are kept in extra/ unchanged" in [finding.message for finding in taken.findings]


def test_an_identity_that_derives_from_the_key_is_not_written(take):
    first = take({"export.xml": content_xml([*KNOWN, *map(mapping, range(7))])})
    lock = whole(first.imported.files["identity.lock.yaml"]).decode()
    namespace = uuid.UUID(next(line for line in lock.splitlines() if line.startswith("namespace"))[11:])
    own = str(uuid.uuid5(namespace, "event/acme-gate/@e6|door"))
    rows = [*KNOWN, *map(mapping, range(6)), mapping(6, uuid=own)]
    taken = take({"export.xml": content_xml(rows)})
    assert '"event/acme-gate/@e6|door": 1006\n' in whole(taken.imported.files["identity.lock.yaml"]).decode()
    assert taken.rows == rows_of(content_xml(rows))


def test_a_disk_that_is_full_is_an_error_of_the_system(monkeypatch):
    monkeypatch.setattr(store, "MOST_HELD", 0)
    mappings = store.BulkMappings()
    assert mappings.take(mapping(1)[1], 1)

    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(rows, "TemporaryFile", full)
    for write in (mappings.left, mappings.next_row, lambda: mappings.start([], [])):
        with pytest.raises(OSError, match="No space left on device"):
            write()


@pytest.mark.parametrize("noted", [0, 1, 2, 100])
def test_mappings_of_types_come_back_however_many_of_their_records_are_noted(take, monkeypatch, noted):
    monkeypatch.setattr(store, "_MOST_NOTED", noted)
    other = TYPE | {"id": "4008", "uuid": str(uuid.UUID(int=77777, version=4)), "devicetypename": "AcmeBarrierCustom"}
    other |= {"extension_id": "0"}
    both = [
        mapping(number, devicetypeid=("4003", "4008")[number % 3 == 0], qidmapid=("501", "502", "999")[number % 5 % 3])
        for number in range(40)
    ]
    rows = [*KNOWN, ("sensordevicetype", other), *both]
    taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))


def test_mappings_of_one_event_in_two_types_are_both_taken(take):
    other = TYPE | {"id": "4008", "uuid": str(uuid.UUID(int=77777, version=4)), "devicetypename": "AcmeBarrierCustom"}
    other |= {"extension_id": "0"}
    second = [
        mapping(100 + number, devicetypeid="4008", deviceeventid=f"e{number}", qidmapid="502") for number in range(7)
    ]
    rows = [*KNOWN, ("sensordevicetype", other), *map(mapping, range(7)), *second]
    taken = take({"export.xml": content_xml(rows)})
    assert taken.rows == rows_of(content_xml(rows))


def test_repeats_are_never_missed(monkeypatch):
    monkeypatch.setattr(repeats, "_AT_ONCE", 100)
    found = Repeats()
    texts = [str(number) for number in range(5000)]
    found.add(marks(texts))
    assert len(found.found([])) < 100
    found.add(marks(texts[100:105]))
    assert found.found(marks(["7", "x"])) >= {*marks(["7", *texts[100:105]])}


def test_a_database_is_closed_in_whichever_thread_it_is_garbage():
    database = Database("create table t (a)", "insert into t values (?)")
    database.put((1,))
    database.write()
    with ThreadPoolExecutor() as pool:
        pool.submit(database.close).result()
