"""Lines that are read together give the records that they give one by one."""

import io

import pytest
from hypothesis import given, strategies as st

from qradar_builder.survey.records import lines, payload_lines as module
from qradar_builder.survey.records.raw import Raw

LINES = st.sampled_from(
    [
        b"",
        b" ",
        b"\x1c",
        b"\r",
        b"plain",
        b" padded\t",
        "ä€😀".encode(),
        "\u2028".encode(),
        b"\xff\xfe",
        b"\xef\xbb\xbfmark",
        b'"text"',
        b'"half',
        b'"\\ud800"',
        b'{"a": 1} ',
        b'{"Payload": "inner", "StartTime": 1700000000000}',
        b'{"_RAW": "\\ud800"}',
        b"x" * 25,
    ]
)


def records(content, *, is_json):
    found = module.payload_lines(io.BytesIO(content), 0, None, is_json=is_json)
    return [raw for each in found for raw in ([each] if isinstance(each, Raw) else each.raws())]


@given(st.lists(LINES, max_size=9), st.sampled_from([b"\n", b"\r\n"]), st.integers(20, 60), st.booleans())
def test_together_or_one_by_one_is_the_same(parts, end, block, is_json):
    content = end.join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", block)
        patch.setattr(module, "MAX_PAYLOAD", 24)
        found = records(content, is_json=is_json)
        patch.setattr(module, "_together", lambda *_, **__: None)
        assert found == records(content, is_json=is_json)


def test_most_lines_are_read_together(monkeypatch):
    monkeypatch.setattr(module, "_one_by_one", None)
    content = "\r\n\r\n".join(f"line {number} of the f\u00fcle" for number in range(100)).encode()
    assert len(records(content, is_json=False)) == len(records(content, is_json=True)) == 100


@pytest.mark.parametrize("name", ["payload", "UTF8PayLoad", "_RAW", "rawMessage", "Raw_Message"])
def test_each_name_of_a_payload_is_found_whatever_its_letters(name):
    assert [raw.payload for raw in records(f'{{"{name}": "inner", "qid": 1}}'.encode(), is_json=True)] == ["inner"]
