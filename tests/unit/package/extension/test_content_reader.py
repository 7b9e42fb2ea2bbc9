from qradar_builder.findings import Findings
from qradar_builder.package.extension.content_reader import read_content

XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<content>
\t<qradarversion>2020.7.0.20201113144954</qradarversion>
\t<!-- made by hand -->
\t<reference_data>
\t\t<id>1</id>
\t\t<time_to_live><days>3</days><hours>4</hours></time_to_live>
\t\t<name>a &amp; <![CDATA[<b>]]></name>
\t</reference_data>
\t<new_table><id></id></new_table>
\t<reference_data><id>2</id></reference_data>
</content>
"""


def read(xml):
    findings = Findings()
    return read_content(xml, "x.xml", findings), [one.rule for one in findings]


def test_rows_are_read_by_table_with_all_their_columns():
    tables, found = read(XML)
    assert found == []
    assert tables.version == "2020.7.0.20201113144954"
    assert tables.version_comes_first
    assert [row.columns for row in tables.rows("reference_data")] == [
        {"id": "1", "time_to_live": {"days": "3", "hours": "4"}, "name": "a & <b>"},
        {"id": "2"},
    ]
    assert [row.columns for row in tables.rows("new_table")] == [{"id": ""}]
    assert tables.rows("qidmap") == []


def test_rows_and_columns_know_where_they_stand():
    tables, _ = read(XML)
    first, second = tables.rows("reference_data")
    places = [(first, None), (first, "name"), (first, "missing"), (second, None), (second, "id")]
    assert [str(tables.place(row, column).locate()) for row, column in places] == [
        "x.xml:5:2",
        "x.xml:8:3",
        "x.xml:5:2",
        "x.xml:11:2",
        "x.xml:11:18",
    ]


def test_the_order_of_rows_and_places_holds_over_many_pieces():
    rows = "".join(f"<qidmap>\n<id>{n}</id><qname>{'x' * 200}</qname></qidmap>\n" for n in range(20_000))
    tables, found = read(f"<content>\n{rows}</content>".encode())
    assert found == []
    assert [row.text("id") for row in tables.rows("qidmap")] == [str(n) for n in range(20_000)]
    assert str(tables.place(tables.rows("qidmap")[-1], "qname").locate()) == "x.xml:40001:15"


def test_a_file_that_breaks_off_gives_nothing():
    rows = "<a><b>1</b></a>" * 100_000
    assert read(f"<content>{rows}".encode()) == (None, ["xml/syntax"])


def test_another_root_gives_nothing():
    assert read(b"<contents/>") == (None, ["xml/root"])
    assert read(b"<x>" + b"<content/>" * 200_000 + b"</x>") == (None, ["xml/root"])


def test_a_document_type_gives_nothing():
    assert read(b'<!DOCTYPE content [<!ENTITY a "b">]><content><a><b>&a;</b></a></content>') == (None, ["xml/doctype"])
