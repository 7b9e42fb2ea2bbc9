from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from qradar_builder.dsm.expressions.name_value_pairs import compile_nvp

CASES = json.loads(
    (Path(__file__).parents[3] / "conformance" / "dsm" / "name_value_pairs.json").read_text(encoding="utf-8")
)

delimiters = st.sampled_from([" ", ",", ", ", ";", "|", "\t", "\\t", "."])
value_delimiters = st.sampled_from(["=", ":", " = ", " "])
payloads = st.text(alphabet='ab=:;,| \t.\\"é😀', max_size=60) | st.text(max_size=60)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_value_behind_a_name_is_found(case):
    extractor = compile_nvp(case["key"], case["pair_delimiter"], case["value_delimiter"])
    found = extractor.explain(case["payload"])
    assert extractor.read(extractor.view(case["payload"])) == found.value == case["value"]
    assert case.get("reason", "") in found.reason
    assert bool(found.reason) == (found.value is None)


@given(payloads, st.sampled_from(["a", "b", "ab", "é", ""]), delimiters, value_delimiters)
def test_reading_and_explaining_agree_and_spans_are_where_the_value_is(payload, name, pair, value):
    extractor = compile_nvp(name, pair, value)
    found = extractor.explain(payload)
    assert extractor.read(extractor.view(payload)) == found.value
    assert [payload[start:end] for start, end in found.spans] == ([] if found.value is None else [found.value])
    for start, _ in found.spans:
        assert payload[:start].endswith(name + value)


@given(st.dictionaries(st.text("abc", min_size=1), st.text("xyz =é"), min_size=1))
def test_each_pair_of_a_payload_is_found(pairs):
    payload = ";".join(f"{name}={value}" for name, value in pairs.items())
    for name, value in pairs.items():
        extractor = compile_nvp(name, ";", "=")
        assert extractor.read(extractor.view(payload)) == value


def test_names_with_the_same_delimiters_share_a_view():
    first, second, other = compile_nvp("a", ";", "="), compile_nvp("{b}-{c}", ";", "="), compile_nvp("a", ";", ":")
    assert first.view is second.view
    assert first.view is not other.view


def test_several_names_have_several_spans():
    found = compile_nvp("{user}@{host}", ";", "=").explain("host=web1;user=anna")
    assert found.spans == ((15, 19), (5, 9))


@pytest.mark.parametrize(("pair", "value"), [("", "="), (";", "")])
def test_an_empty_delimiter_is_refused(pair, value):
    with pytest.raises(ValueError, match="empty"):
        compile_nvp("a", pair, value)


@pytest.mark.parametrize("payload", ["a=1;" * 250_000, "=" * 1_000_000, "x" * 1_000_000, ";" * 1_000_000])
def test_a_large_payload_is_read(payload):
    extractor = compile_nvp("zz", ";", "=")
    assert extractor.read(extractor.view(payload)) is None
    assert len(extractor.explain(payload).reason) < 300
