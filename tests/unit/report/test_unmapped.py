"""Rows of unmapped events are such that they can be pasted into a package."""

from __future__ import annotations

import csv

import pytest
import yaml
from hypothesis import given, strategies as st

from qradar_builder.dsm.tally import Tally
from qradar_builder.report.unmapped import unmapped_text

HEADER = "id,category,qid,name"


@pytest.fixture
def package(tmp_path):
    (tmp_path / "log_source_types").mkdir()
    (tmp_path / "log_source_types" / "log.yaml").write_text("name: Log\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def with_table(package):
    (package / "log_source_types" / "log.events.csv").write_text(HEADER + "\n", encoding="utf-8-sig")
    return package


def tally(*pairs, more=0):
    found = Tally(more_unmapped=more)
    for pair in pairs:
        found.unmapped[pair] += 1
    return found


def lines(source, *pairs, most=50, more=0):
    return unmapped_text(source, "log", tally(*pairs, more=more), most).split("\n")


def test_a_package_with_a_table_gets_rows_of_its_columns(with_table):
    table = with_table / "log_source_types" / "log.events.csv"
    assert lines(with_table, ("a", "x"), ('b,"c"', "y"), ("a", "x")) == [
        f"Without a mapping; add the QID of each, and add the rows to {table}:",
        "a,x,,",
        '"b,""c""",y,,',
    ]


def test_a_package_without_a_table_gets_yaml_with_counts(package):
    where = package / "log_source_types" / "log.yaml"
    assert lines(package, ("a", "x"), ("b", "x"), ("a", "x")) == [
        f"Without a mapping; add the QID of each, and add the rows to {where}:",
        '  - {id: "a", category: "x", qid: }  # 2',
        '  - {id: "b", category: "x", qid: }  # 1',
    ]


def test_what_is_no_package_gets_yaml_and_no_place(tmp_path):
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"")
    assert lines(archive, ("a", "x")) == ["Without a mapping:", '  - {id: "a", category: "x", qid: }  # 1']


@pytest.mark.parametrize("key", ["../../x", "a\0b", "x" * 5000, ""])
def test_the_name_of_a_type_is_no_path(tmp_path, key):
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"")
    assert unmapped_text(archive, key, tally(("a", "x")), 5).startswith("Without a mapping:\n")


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\nb", "\x9b", "\u202e", "\x7f", "\r", "x" * 256])
def test_what_is_not_printable_or_too_long_stands_in_yaml_only(with_table, text):
    table, plain, heading, row = lines(with_table, (text, "x"), ("a", "x"))
    assert (table.endswith("log.events.csv:"), plain) == (True, "a,x,,")
    assert heading.endswith("log.yaml:")
    assert row.isprintable()
    assert row.startswith('  - {id: "')


def test_a_category_that_is_not_known_is_left_open(package):
    assert lines(package, ("a", ""))[1] == '  - {id: "a", category: , qid: }  # 1'


def test_what_is_left_out_is_counted(package):
    pairs = [(str(number), "x") for number in range(4)]
    assert lines(package, *pairs, most=3)[-1] == "… and 1 other pair"
    assert lines(package, *pairs, most=2)[-1] == "… and 2 other pairs"
    assert lines(package, *pairs, most=3, more=7)[-1] == "… and 1 or more other pairs"
    assert lines(package, *pairs, most=4, more=7)[-1] == "… and others that are too long to list"
    assert lines(package, more=7) == ["Without a mapping: IDs too long to list"]


IDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100)


@given(st.lists(st.tuples(IDS, IDS), min_size=1, unique=True))
def test_yaml_rows_mean_the_pairs(tmp_path_factory, pairs):
    rows = "\n".join(lines(tmp_path_factory.getbasetemp(), *pairs)[1:51])
    assert [(row["id"], row["category"]) for row in yaml.safe_load(rows)] == pairs[:50]


@given(st.lists(st.tuples(IDS, IDS).filter(lambda pair: all(map(str.isprintable, pair))), min_size=1, unique=True))
def test_table_rows_mean_the_pairs(tmp_path_factory, pairs):
    package = tmp_path_factory.getbasetemp() / "package"
    (package / "log_source_types").mkdir(parents=True, exist_ok=True)
    (package / "log_source_types" / "log.events.csv").write_text(HEADER + "\n", encoding="utf-8")
    rows = csv.reader(lines(package, *pairs)[1 : len(pairs) + 1])
    assert [tuple(row[:2]) for row in rows] == pairs[:50]
