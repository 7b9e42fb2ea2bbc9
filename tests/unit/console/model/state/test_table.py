"""A table finds records by its indexes, and tells each change."""

from qradar_builder.console.model.state.table import Table


def table_of(*names):
    written = []
    table = Table("t", 10, ("kind",), lambda *change: written.append(change))
    for name in names:
        table.add({"kind": name, "_own": 1})
    return table, written


def test_records_get_numbers_and_each_change_is_told():
    table, written = table_of("a", "b", "a")
    assert [each["id"] for each in table] == [10, 11, 12]
    table.change(11, {"kind": "c"})
    table.remove(10)
    assert [each[1] for each in written] == [10, 11, 12, 11, 10]
    assert written[-1][2] is None
    assert table.add({"kind": "d"})["id"] == 13
    assert len(table) == 3


def test_seeded_records_are_not_told_and_may_have_numbers_below_the_first():
    table, written = table_of()
    table.seed({"kind": "a"}, 3)
    assert table.add({"kind": "b"})["id"] == 10
    assert table.get(3) == {"kind": "a", "id": 3}
    assert len(written) == 1


def test_records_are_found_by_the_index_as_without_it():
    table, _ = table_of("a", "b", "a")
    table.change(12, {"kind": "b"})
    assert [each["id"] for each in table.find(kind="b")] == [11, 12]
    assert [each["id"] for each in table.find(_own=1, kind="a")] == [10]
    assert [each["id"] for each in table.find(_own=1)] == [10, 11, 12]
    assert table.first(kind="z") is None
    assert [each["id"] for each in table.candidates([("kind", "b"), ("no", 1)])] == [11, 12]
    assert len(table.candidates([("no", 1)])) == 3
    assert table.count("kind", "b") == 2
    table.remove(11)
    assert table.count("kind", "b") == 1


def test_a_number_in_an_index_is_found_by_its_text():
    table = Table("t", 1, ("number",), lambda *_: None)
    table.add({"number": 4001})
    table.add({"number": None})
    assert len(table.candidates([("number", "4001")])) == 1
    assert len(table.find(number=4001)) == 1
    assert table.candidates([("number", "None")]) == []
