from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.expressions.leef import HEADER_WORDS, compile_leef, leef_view

VECTORS = json.loads((Path(__file__).parents[3] / "conformance" / "dsm" / "leef.json").read_text(encoding="utf-8"))
MIB = 1 << 20
HOSTILE = {
    "starts": "LEEF:1.0|" * (MIB // 9),
    "starts without an end": "LEEF:1.0" * (MIB // 8),
    "starts on lines": "LEEF:1.0|\n" * (MIB // 10),
    "an endless field": "LEEF:1.0|" + "a" * MIB,
    "an endless delimiter field": "LEEF:2.0|a|b|c|d|" + "a" * MIB,
    "delimiters": "LEEF:1.0|a|b|c|d|" + "\t" * MIB,
    "empty values": "LEEF:1.0|a|b|c|d|" + "a=\t" * (MIB // 3),
    "the key in one value": "LEEF:1.0|a|b|c|d|x=" + "adst=" * (MIB // 5),
}


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_a_key_gives_what_stands_in_the_message(row):
    extractor = compile_leef(row["key"])
    found = extractor.explain(row["payload"])
    assert extractor.read(extractor.view(row["payload"])) == row["value"]
    assert found.value == row["value"]
    assert bool(found.reason) == (row["value"] is None)
    if "reason" in row:
        assert found.reason == row["reason"]


@pytest.mark.parametrize("row", VECTORS, ids=[row["name"] for row in VECTORS])
def test_every_value_has_its_place_in_the_payload(row):
    message = leef_view(row["payload"])
    if message is not None:
        places = {key: row["payload"][start:end] for key, (start, end) in message.spans.items()}
        assert places == message.values


def test_a_template_has_the_places_of_all_its_values():
    payload = "LEEF:1.0|A|B|1|x|a=1\tb=2"
    assert compile_leef("{b} of {a}").explain(payload).spans == ((23, 24), (19, 20))


def test_a_reason_names_only_the_first_keys_and_cuts_long_ones():
    attributes = "\t".join([f"{'k' * 61}=1", *(f"k{number}=1" for number in range(20))])
    reason = compile_leef("a").explain(f"LEEF:1.0|A|B|1|x|{attributes}").reason
    assert reason == f"there is no key `a`; there are `{'k' * 60}…`, {', '.join(f'`k{n}`' for n in range(7))}, …"


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_payload_of_a_mebibyte_takes_no_long_time(payload):
    started = time.process_time()
    assert compile_leef("dst").explain(payload).reason
    assert time.process_time() - started < 5


@given(st.text(), st.text(max_size=20))
def test_any_payload_and_key_are_taken(text, key):
    for payload in (text, f"LEEF:1.0|A|B|1|x|{text}", f"LEEF:2.0|A|B|1|x|{text}"):
        found = compile_leef(key).explain(payload)
        assert (found.value is None) == bool(found.reason)


DELIMITERS = st.sampled_from(["\t", "^", "|", "¦", "#", ";"])
HEADER_FIELDS = st.text(st.characters(exclude_characters="|\r\n", exclude_categories=["Cs"]))


@given(st.data(), DELIMITERS, st.tuples(*[HEADER_FIELDS] * 4), st.booleans())
def test_a_message_that_is_written_reads_back(data, delimiter, header, as_hexadecimal):
    text = st.text(st.characters(exclude_characters=f"{delimiter}\r\n", exclude_categories=["Cs"]))
    keys = st.from_regex(r"[A-Za-z][A-Za-z0-9_.]{0,20}", fullmatch=True)
    attributes = data.draw(st.dictionaries(keys, text))
    field = f"x{ord(delimiter):02X}" if as_hexadecimal else delimiter
    pairs = delimiter.join(f"{key}={value}" for key, value in attributes.items())
    message = leef_view(f"LEEF:2.0|{'|'.join(header)}|{field}|{pairs}")
    assert message is not None
    assert message.values == dict(zip(HEADER_WORDS, ("2.0", *header), strict=True)) | attributes
