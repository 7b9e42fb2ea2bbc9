"""Each form gives the payloads of a file, with their places, and says where they cannot be read."""

import base64
import csv
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qradar_builder.survey.records.exports import PAYLOAD_NAMES
from qradar_builder.survey.records.form import Form, form_of
from qradar_builder.survey.records.raw import Raw
from qradar_builder.survey.records.reading import read_records
from qradar_builder.survey.records.stopped import StoppedError

EVENT = "<13>Jan 1 00:00:00 host login user=Müller"
PACKED = base64.b64encode(EVENT.encode()).decode()


def read(content, name="events", asked=None, column=None):
    found = read_records(io.BytesIO(content), form_of(name, content, asked), column=column)
    return [raw for each in found for raw in ([each] if isinstance(each, Raw) else each.raws())]


def payloads(content, name="events", asked=None, column=None):
    return [raw.payload for raw in read(content, name, asked, column)]


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.log", b"one\ntwo\n", Form.LINES),
        ("a.ndjson", b"{}\n", Form.NDJSON),
        ("a.json", b"[{}]", Form.JSON),
        ("a.json", b'{"a": 1}\n{"a": 2}\n', Form.NDJSON),
        ("a.json", b'{\n"a": 1}\n', Form.JSON),
        ("a", b'[\n {"a": 1}]', Form.JSON),
        ("a", b"[2024] text\n", Form.LINES),
        ("a", b"17 <13>hello world!\n", Form.FRAMES),
        ("a.csv", b"a,b\n1,2\n", Form.CSV),
        ("a.log", b"starttime,utf8_payload,x\n1,hello,2\n", Form.CSV),
        ("a.log", b"#Fields: a b c\n1 2 3\n", Form.LINES),
        ("a.xml", b"<events></events>", Form.XML),
        ("a.xml", b"no element\n", Form.LINES),
        ("a", b"PAR1....", Form.PARQUET),
    ],
)
def test_the_form_is_told_by_name_and_start(name, content, form):
    assert form_of(name, content) is form


def test_what_is_asked_goes_before_what_is_told():
    assert form_of("a.json", b"[{}]", Form.LINES) is Form.LINES
    assert form_of("a", b"5 <1>ab", Form.SYSLOG) is Form.FRAMES
    assert form_of("a", b"<1>ab", Form.SYSLOG) is Form.LINES
    assert form_of("a", b"<events>", Form.QRADAR) is Form.XML
    assert form_of("a", b'{"events": [', Form.QRADAR) is Form.JSON
    assert form_of("a", b"Payload\n", Form.QRADAR) is Form.CSV


def test_lines_have_their_places_and_encodings():
    content = b"\xef\xbb\xbfone\r\n\r\n \nm\xc3\xbcde\nm\xfcde\n"
    assert [(raw.payload, raw.offset, raw.length, raw.encoding) for raw in read(content)] == [
        ("one", 3, 3, "utf-8"),
        ("müde", 12, 5, "utf-8"),
        ("müde", 18, 4, "latin-1"),
    ]


def test_a_line_of_json_may_hold_the_payload():
    lines = [{"a": 1}, "text\nof two lines", {"starttime": 1700000000000, "payload": EVENT, "qid": 5}]
    content = "\n".join(map(json.dumps, lines)).encode()
    assert [(raw.payload, raw.received) for raw in read(content, "a.ndjson")] == [
        ('{"a": 1}', None),
        ("text\nof two lines", None),
        (EVENT, 1700000000000),
    ]
    assert payloads(b'"not whole\n{"payload": "x"}\n', "a.ndjson") == ['"not whole', '{"payload": "x"}']


def test_arrays_give_their_values_with_their_places():
    content = b' [{"a": "\xc3\xbc"}, "text", [1,\n2]]\n{"b": 2} '
    found = read(content, "a.json")
    assert [raw.payload for raw in found] == ['{"a": "ü"}', "text", "[1,\n2]", '{"b": 2}']
    for raw in found:
        json.loads(content[raw.offset : raw.offset + raw.length])


def test_the_list_of_an_export_is_read_item_by_item():
    content = json.dumps({"events": [{"UTF8_payload": PACKED}, {"a": 1}], "cursor": {"x": [1]}, "n": 2}).encode()
    assert payloads(content, "a.json") == [EVENT, '{"a": 1}']
    content = json.dumps({"other": [{"a": 1}]}).encode()
    assert payloads(content, "a.json") == [content.decode()]


@pytest.mark.parametrize(
    ("content", "before", "offset"),
    [
        (b'[{"a": 1}, {"b": ', ['{"a": 1}'], 11),
        (b'[{"a": 1} {"b": 1}]', ['{"a": 1}'], 10),
        (b'{"events": [{"a": 1}, x', ['{"a": 1}'], 22),
        (b'{"events": [{"a": 1}], "x"}', ['{"a": 1}'], 26),
        (b'\xef\xbb\xbf["\xc3\xbc", ', ["ü"], 10),
    ],
)
def test_damaged_json_is_said_with_its_place(content, before, offset):
    records = read_records(io.BytesIO(content), Form.JSON)
    assert next(records).payloads == before
    with pytest.raises(StoppedError) as stopped:
        next(records)
    assert stopped.value.offset == offset


def test_a_long_cell_of_csv_is_read_and_the_limit_of_the_process_stays():
    before = csv.field_size_limit()
    assert payloads(b"time,payload\n1," + b"x" * 200_000 + b"\n", "a.csv") == ["x" * 200_000]
    assert csv.field_size_limit() == before


def test_a_column_of_csv_is_the_payload():
    first = f'1700000000000,"{EVENT}, ""quoted""\nand more"'
    content = f"Start Time,Payload\r\n{first}\r\n\r\n1,{PACKED}\r\n2,\r\n3\r\n".encode()
    found = read(content, "a.csv")
    assert [(raw.payload, raw.received, raw.broken) for raw in found] == [
        (f'{EVENT}, "quoted"\nand more', 1700000000000, None),
        (EVENT, None, None),
        ("", None, "the column `Payload` is empty"),
        ("", None, "the row has 1 of 2 columns"),
    ]
    assert content[found[0].offset :].startswith(b"1700000000000")
    assert content[found[0].offset : found[0].offset + found[0].length].endswith(b'more"')


def test_rows_without_a_payload_are_payloads():
    assert payloads(b"a,b,c\n1,2,3\n4,5,6\n", "a.csv") == ["1,2,3", "4,5,6"]
    assert payloads(b"x,y\n1,2\n", "a.csv", column="Y") == ["2"]
    with pytest.raises(StoppedError, match="no column `z`; its columns are `x`, `y`"):
        payloads(b"x,y,w\n1,2,3\n", "a.csv", column="z")


def test_a_quote_that_nothing_closes_loses_no_row():
    content = b"id,payload,x\n1,ok,2\n" + b'2,"open,3\n' + b"".join(b"%d,p%d,4\n" % (n, n) for n in range(3000))
    found = read(content, "a.csv")
    assert len(found) == 3002
    assert found[-1].payload == "p2999"


def parquet(**columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


def test_a_column_of_parquet_is_the_payload():
    table = parquet(n=[1, 2, 3], payload=["one", None, "three"], starttime=[1700000000000, 2, None])
    assert [(raw.payload, raw.offset, raw.received, raw.broken) for raw in read(table)] == [
        ("one", 0, 1700000000000, None),
        ("", 1, None, "the column has no text here"),
        ("three", 2, None, None),
    ]
    assert payloads(parquet(n=[1], text=[b"m\xfc"])) == ["mü"]
    damaged = pa.Array.from_buffers(pa.string(), 2, pa.array([b"m\xfc", b"x"]).buffers())
    assert payloads(parquet(n=[1, 2], text=damaged)) == ["mü", "x"]
    assert payloads(parquet(n=[1, 2], text=pa.array(["x", "x"]).dictionary_encode())) == ["x", "x"]
    assert payloads(parquet(a=["x"], b=["y"]), column="b") == ["y"]
    with pytest.raises(StoppedError, match="2 columns of text"):
        read(parquet(a=["x"], b=["y"]))
    with pytest.raises(StoppedError, match="no column `c`"):
        read(parquet(a=["x"]), column="c")
    twice = io.BytesIO()
    pq.write_table(pa.table([pa.array(["x"]), pa.array(["y"])], names=["payload", "payload"]), twice)
    with pytest.raises(StoppedError, match="2 columns `payload`"):
        read(twice.getvalue())
    with pytest.raises(StoppedError, match="damaged"):
        read(b"PAR1 and nothing else")


def test_elements_of_xml_contain_payloads_or_are_events():
    content = f"<events><event><payload>{PACKED}</payload><qid>1</qid></event>".encode()
    content += b"<event><payload>a &lt;b&gt; &#228;</payload></event>"
    content += b"<event><payload><![CDATA[<13>x]]></payload></event></events>"
    found = read(content, "a.xml")
    assert [raw.payload for raw in found] == [EVENT, "a <b> ä", "<13>x"]
    assert all(content[raw.offset :].startswith(b"<payload>") for raw in found)
    windows = b'<?xml version="1.0"?><Events><Event xmlns="x">\n<System/></Event><Event>2</Event></Events>'
    assert payloads(windows) == ['<Event xmlns="x">\n<System/></Event>', "<Event>2</Event>"]
    with pytest.raises(StoppedError, match="no end"):
        read(b"<events><event><payload>cut", "a.xml")


def test_messages_after_their_length_are_records():
    messages = [f"<13>1 message {number}\nof two lines" for number in range(3)]
    content = b"".join(f"{len(message.encode())} {message}".encode() for message in messages)
    assert payloads(content + b"\n") == messages
    with pytest.raises(StoppedError, match="cut"):
        read(content[:-3])
    with pytest.raises(StoppedError, match="does not begin with its length"):
        read(content + b"<13>other")


def test_a_whole_file_is_a_payload():
    assert payloads(b"\xef\xbb\xbfone\ntwo", asked=Form.WHOLE) == ["one\ntwo"]
    assert payloads(b" \n", asked=Form.WHOLE) == []


def test_each_name_of_a_payload_is_known_in_lines_of_json():
    for name in PAYLOAD_NAMES - {"payload"}:
        line = json.dumps({"a": 1, name.title(): EVENT})
        assert payloads(line.encode(), "a.ndjson") == [EVENT]
