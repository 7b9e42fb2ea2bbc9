from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.expressions.cef import HEADER_WORDS, cef_view, compile_cef

VECTORS = json.loads((Path(__file__).parents[3] / "conformance" / "dsm" / "cef.json").read_text(encoding="utf-8"))
MIB = 1 << 20
HEADER = "CEF:0|a|b|c|d|e|f|"
HOSTILE = {
    "starts": "CEF:0|" * (MIB // 6),
    "starts on lines": "CEF:0|\n" * (MIB // 7),
    "escaped pipes": "CEF:0|" + r"\|" * (MIB // 2),
    "an endless field": "CEF:0|" + "a" * MIB,
    "an endless word": HEADER + "a" * MIB,
    "words": HEADER + "a " * (MIB // 2),
    "empty values": HEADER + " a=" * (MIB // 3),
    "backslashes": HEADER + "a=" + "\\" * MIB,
    "line ends": HEADER + "a=" + "\n" * MIB,
    "keys on lines": HEADER + "a=" + "\n a=" * (MIB // 4),
    "the key in one value": HEADER + "x=" + "adst=" * (MIB // 5),
}


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_a_key_gives_what_stands_in_the_message(row):
    extractor = compile_cef(row["key"])
    found = extractor.explain(row["payload"])
    assert extractor.read(extractor.view(row["payload"])) == row["value"]
    assert found.value == row["value"]
    assert bool(found.reason) == (row["value"] is None)
    if "reason" in row:
        assert found.reason == row["reason"]


def test_the_place_of_a_value_is_that_of_its_escaped_text():
    payload = HEADER + r"src=1.1.1.1 msg=a \= b  spt=1"
    (span,) = compile_cef("msg").explain(payload).spans
    assert payload[slice(*span)] == r"a \= b "


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_payload_of_a_mebibyte_takes_no_long_time(payload):
    started = time.process_time()
    assert compile_cef("dst").explain(payload).reason
    assert time.process_time() - started < 5


@given(st.text(), st.text(max_size=20))
def test_any_payload_and_key_are_taken(text, key):
    for payload in (text, f"CEF:0|A|B|{text}", HEADER + text):
        found = compile_cef(key).explain(payload)
        assert (found.value is None) == bool(found.reason)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ONE_LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))
KEYS = st.from_regex(r"[A-Za-z0-9_.\-\[\]]{1,20}", fullmatch=True)


def escaped(value):
    value = value.replace("\\", "\\\\").replace("=", "\\=")
    return value.replace("\n", "\\n").replace("\r", "\\r")


@given(st.tuples(*[ONE_LINE] * 6), st.dictionaries(KEYS, TEXT))
def test_a_message_that_is_written_reads_back(header, extension):
    if extension:
        last = next(reversed(extension))
        extension[last] = extension[last].rstrip(" ")  # these are not kept at the end
    fields = "|".join(field.replace("\\", "\\\\").replace("|", "\\|") for field in header)
    pairs = " ".join(f"{key}={escaped(value)}" for key, value in extension.items())
    message = cef_view(f"CEF:0|{fields}|{pairs}")
    assert message is not None
    assert message.values == dict(zip(HEADER_WORDS, ("0", *header), strict=True)) | extension
