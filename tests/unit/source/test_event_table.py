from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, strategies as st

from qradar_builder.findings import Findings
from qradar_builder.source.event_table import _ROWS_AT_ONCE, COLUMNS, parse_event_table, read_event_table

_PIECES = st.lists(
    st.sampled_from(
        ["id", "category", "qid", "name", ",", ",", "\n", "\r\n", "\r", '"', '""', " ", "a", "1", "\x00", "\u2028", "é"]
    ),
    max_size=60,
).map("".join)


@pytest.fixture
def table(findings):
    return lambda text: parse_event_table(text, "a.csv", findings)


def _at(table, index, column):
    place = table.at(index, column).locate()
    return place.line, place.column, place.end_column


def test_each_row_is_a_mapping(table, rules):
    rows = table("id,category,qid\n1,auth,login\n2,,logout\n").rows
    assert [(row.id, row.category, row.qid) for row in rows] == [("1", "auth", "login"), ("2", "unknown", "logout")]
    assert rules() == []


@pytest.mark.parametrize(
    "header",
    [
        "id,name,severity,low_level_category",
        "Id,NAME,Severity,Low Level Category",
        " id , name , severity , low-level category ",
        '"id","name","severity","low-level\ncategory"',
        "\ufeffid,name,severity,Low-Level-Category".removeprefix("\ufeff"),
    ],
)
def test_a_header_may_be_written_in_several_ways(table, rules, header):
    (row,) = table(f"{header}\n007,Login,3,1002\n").rows
    assert (row.id, row.name, row.severity, row.low_level_category) == ("007", "Login", 3, "1002")
    assert rules() == []


def test_columns_may_stand_in_any_order(table):
    (row,) = table("qid,id\nlogin,1\n").rows
    assert (row.id, row.qid) == ("1", "login")


def test_a_quoted_cell_may_hold_commas_quotes_and_line_breaks(table):
    (row,) = table('id,name,low_level_category\n"a,b","say ""x""\nand y",1002\n').rows
    assert (row.id, row.name) == ("a,b", 'say "x"\nand y')


def test_ids_stay_as_they_are_written(table):
    rows = table("id,qid\n007,a\n1.10,a\ntrue,a\nnull,a\n 5 ,a\n").rows
    assert [row.id for row in rows] == ["007", "1.10", "true", "null", " 5 "]


def test_blank_lines_and_empty_rows_are_passed_over(table, rules):
    found = table("\nid,qid\n\n1,a\n,\n\n2,b\n\n")
    assert [row.id for row in found.rows] == ["1", "2"]
    assert [_at(found, index, "id")[0] for index in range(2)] == [4, 7]
    assert rules() == []


def test_a_file_with_a_byte_order_mark_and_line_ends_of_windows_is_read(tmp_path, findings):
    path = tmp_path / "a.events.csv"
    path.write_bytes(b"\xef\xbb\xbfid,qid\r\n1,a\r\n2,b\r\n")
    found = read_event_table(path, "a.csv", findings)
    assert [row.id for row in found.rows] == ["1", "2"]
    assert _at(found, 1, "qid") == (3, 3, 4)
    assert len(findings) == 0


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n"])
def test_an_empty_table_is_a_finding(table, said, text):
    assert table(text) is None
    assert said() == [("event/table", 1, 1, "the table is empty")]


def test_a_table_with_a_header_only_has_no_rows(table, rules):
    assert table("id,qid\n").rows == ()
    assert rules() == []


class TestPlaces:
    def test_a_cell_has_its_row_and_column(self, table):
        found = table("id,category,qid\n1,auth,login\n22,,logout\n")
        assert _at(found, 0, "id") == (2, 1, 2)
        assert _at(found, 0, "category") == (2, 3, 7)
        assert _at(found, 1, "category") == (3, 4, 5)
        assert _at(found, 1, "qid") == (3, 5, 11)

    def test_quotes_and_line_breaks_before_a_cell_are_counted(self, table):
        found = table('id,name,low_level_category\n"a,""b","x\ny",1002\n2,z,1003\n')
        assert _at(found, 0, "id") == (2, 1, 8)
        assert _at(found, 0, "name")[:2] == (2, 9)
        assert _at(found, 0, "low_level_category") == (3, 4, 8)
        assert _at(found, 1, "id") == (4, 1, 2)

    @pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85"])
    def test_only_the_line_ends_of_csv_end_lines(self, table, odd):
        found = table(f"id,qid\n1{odd}x,a\n2,b\n")
        assert _at(found, 1, "id") == (3, 1, 2)
        assert _at(found, 0, "qid") == (2, 5, 6)

    def test_a_column_that_is_not_there_gives_the_row(self, table):
        assert _at(table("id,qid\n1,a\n"), 0, "severity") == (2, 1, 2)

    def test_rows_after_one_that_is_left_out_keep_their_places(self, table, said):
        found = table("id,name,low_level_category,severity\n1,a,1002,99\n2,b,,\n3,c,1002,\n4,d\n5,e,1002,2\n")
        assert [row.id for row in found.rows] == ["1", "3", "5"]
        assert [_at(found, index, "id")[0] for index in range(3)] == [2, 4, 6]
        assert [row[:3] for row in said()] == [
            ("yaml/wrong-value", 2, 10),
            ("event/one-record", 3, 1),
            ("event/table", 5, 1),
        ]


class TestManyRows:
    def test_rows_of_several_checks_are_in_order_with_their_places(self, table, rules):
        count = 2 * _ROWS_AT_ONCE + 1
        found = table("id,category,qid\n" + "".join(f"{number},Door,door\n" for number in range(count)))
        assert [row.id for row in found.rows] == [str(number) for number in range(count)]
        assert _at(found, count - 1, "category")[0] == count + 1
        assert rules() == []

    def test_one_bad_row_is_left_out_wherever_it_is(self, table, said):
        count, bad = 2 * _ROWS_AT_ONCE, _ROWS_AT_ONCE + 5
        lines = [f"{number},N,{'' if number == bad else 1002}" for number in range(count)]
        found = table("id,name,low_level_category\n" + "\n".join(lines))
        assert [row.id for row in found.rows] == [str(number) for number in range(count) if number != bad]
        assert [row[:2] for row in said()] == [("event/one-record", bad + 2)]
        assert _at(found, bad, "id")[0] == bad + 3


class TestBadTables:
    @pytest.mark.parametrize(
        ("header", "column", "said"),
        [
            ("id,categroy", 4, ("there is no column `categroy`", "did you mean `category`?")),
            ("id,zzzz", 4, ("there is no column `zzzz`", f"the valid columns are {', '.join(COLUMNS)}")),
            ("id,qid,", 8, ("there is no column ``", f"the valid columns are {', '.join(COLUMNS)}")),
            ("id,qid,QID", 8, ("the column `QID` appears twice", "remove one of the two")),
        ],
    )
    def test_a_bad_column_has_its_place_in_the_header(self, table, findings, header, column, said):
        assert table(f"{header}\n") is None
        (found,) = findings
        assert (found.rule, found.location.line, found.location.column) == ("event/table", 1, column)
        assert (found.message, found.help) == said

    def test_all_bad_columns_are_reported(self, table, said):
        assert table("\n\nx,y\n1,2\n") is None
        assert [row[1:] for row in said()] == [
            (3, 1, "the column `id` is missing"),
            (3, 1, "there is no column `x`"),
            (3, 3, "there is no column `y`"),
        ]

    @pytest.mark.parametrize(("row", "count"), [("1", "1 cell"), ("1,a,b", "3 cells"), ("1,a,", "3 cells")])
    def test_a_row_with_another_number_of_cells_is_left_out(self, table, said, row, count):
        found = table(f"id,qid\n0,z\n{row}\n2,c\n")
        assert [each.id for each in found.rows] == ["0", "2"]
        assert said() == [("event/table", 3, 1, f"the row has {count}, but the header has 2")]

    @pytest.mark.parametrize(
        ("text", "line"), [('id,qid\n1,"a', 2), ('id,qid\n1,"a"b\n', 2), ('id,qid\n1,a\n2,"x\ny"z\n', 3)]
    )
    def test_bad_quotes_have_the_place_of_their_row(self, table, said, text, line):
        assert table(text) is None
        assert [row[:2] for row in said()] == [("event/table", line)]

    def test_a_cell_that_is_far_too_long_is_a_finding(self, table, said):
        assert table("id,qid\n1," + "x" * 200_000 + "\n") is None
        assert [row[:2] for row in said()] == [("event/table", 2)]

    @pytest.mark.parametrize("bad", ["\x00", "\x01", "\x1b", "\uffff"])
    def test_a_control_character_is_a_finding(self, table, said, bad):
        assert table(f"id,qid\n1,a\n2{bad},b\n") is None
        assert said() == [("yaml/character", 3, 1, f"the text contains U+{ord(bad):04X}")]

    @pytest.mark.parametrize(
        ("severity", "rule"), [("11", "yaml/wrong-value"), ("high", "yaml/wrong-type"), ("3.5", "yaml/wrong-type")]
    )
    def test_a_bad_severity_has_the_place_of_its_cell(self, table, said, severity, rule):
        table(f"id,name,low_level_category,severity\n1,a,1002,{severity}\n")
        assert [row[:3] for row in said()] == [(rule, 2, 10)]

    def test_a_row_that_names_and_describes_a_record_is_a_finding(self, table, said):
        table("id,qid,name\n1,login,Login\n")
        assert [row[:3] for row in said()] == [("event/one-record", 2, 1)]

    def test_a_missing_id_is_a_finding_of_its_row(self, table, said):
        table("id,qid\n1,a\n,b\n")
        assert said() == [("yaml/missing-key", 3, 1, "`id` is missing")]


@given(st.one_of(st.text(max_size=200), _PIECES, _PIECES.map(lambda text: "id,qid\n" + text)))
def test_no_text_makes_the_reader_raise(text):
    findings = Findings()
    table = parse_event_table(text, "a.csv", findings)
    for found in findings:
        assert found.location.line >= 1
        assert found.location.column >= 1
    if table is None:
        assert findings.errors
    else:
        for index, _ in enumerate(table.rows):
            table.at(index, "qid").locate()


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(_CELLS, st.sampled_from(["login", "log-out"])), max_size=6))
def test_what_is_written_as_csv_is_read_back_with_its_places(cells):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "qid"])
    writer.writerows(cells)
    findings = Findings()
    table = parse_event_table(text.getvalue(), "a.csv", findings)
    assert [(row.id, row.qid) for row in table.rows] == cells
    lines = text.getvalue().split("\n")
    for index, (_, qid) in enumerate(cells):
        place = table.at(index, "qid").locate()
        assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == qid
    assert findings.errors == 0
