"""XML is read to the end of the element around all records, and it is said where that is missing."""

import io

import pytest

from qradar_builder.survey.records.elements import xml_records
from qradar_builder.survey.records.stopped import StoppedError

ONE = b"<event><payload>a</payload></event>"


@pytest.mark.parametrize(
    ("content", "records"),
    [
        (b'<?xml version="1.0"?>\n<!-- <x> -->\n<events a="1">' + ONE + b"</events>\n", 1),
        (b"<events>" + ONE + b"</events>\n<!-- the end -->" + b" " * 20_000, 1),
        (ONE + b"\n" + ONE, 2),
        (b"<Event>1</Event><Event>2</Event>", 2),
        (b"<Events><Event>1</Event></Events >", 1),
        (b"<events/>", 0),
        (b"", 0),
    ],
)
def test_xml_that_is_whole_has_its_records(content, records):
    assert len(list(xml_records(io.BytesIO(content)))) == records


@pytest.mark.parametrize("end", [b"", b"</eve", b"\n"])
def test_xml_without_its_end_is_cut(end):
    content = b"<events>" + ONE + end
    records = xml_records(io.BytesIO(content))
    assert next(records).payload == "a"
    with pytest.raises(StoppedError, match="ends early: `</events>` is missing") as caught:
        next(records)
    assert caught.value.offset == len(content)
