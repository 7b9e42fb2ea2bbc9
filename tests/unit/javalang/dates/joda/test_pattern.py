"""Joda-Time patterns answer as Joda-Time 2.10 did."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.reader import MAX_PATTERN_LENGTH
from qradar_builder.javalang.dates.joda.pattern import compile_joda

VECTORS = json.loads((Path(__file__).parents[4] / "conformance" / "joda_dates.json").read_text("utf-8"))
NOW = 1767225600000  # 2026-01-01, as the generator of the vectors has it
LETTERS = "GCYxweEyDMdaKhHkmsSzZ"


def run(vector):
    pattern = compile_joda(vector["pattern"])
    if vector["op"] == "format":
        return pattern.format(vector["input"], vector["zone"])
    return pattern.parse(vector["input"], vector["zone"], NOW)


@pytest.mark.parametrize("vector", [v for v in VECTORS if "result" in v], ids=lambda v: v["name"])
def test_answers_as_joda_does(vector):
    assert run(vector) == vector["result"]


@pytest.mark.parametrize("vector", [v for v in VECTORS if "error" in v], ids=lambda v: v["name"])
def test_fails_as_joda_does(vector):
    with pytest.raises(JavaDateError) as caught:
        run(vector)
    expected = vector["error"]
    assert (caught.value.kind, caught.value.message) == (expected["kind"], expected["message"])
    if caught.value.kind != "pattern":  # Joda-Time does not tell the place in the pattern
        assert caught.value.index == expected["index"]


def test_there_are_vectors_for_every_letter():
    assert len(VECTORS) >= 100
    assert {letter for letter in LETTERS if any(letter in v["pattern"] for v in VECTORS)} == set(LETTERS)


@settings(deadline=None)
@given(ms=st.integers(0, 4_000_000_000_000), zone=st.sampled_from(["UTC", "+05:30", "Asia/Kolkata"]))
def test_what_is_printed_reads_back(ms, zone):
    for text in ("yyyy-MM-dd'T'HH:mm:ss.SSSZZ", "xxxx-ww-e kk:mm:ss.SSS Z", "G YYYY D K:mm:ss.SSS a Z"):
        pattern = compile_joda(text)
        assert pattern.parse(pattern.format(ms, zone), zone, NOW) == ms


@settings(deadline=None)
@given(
    pattern=st.text(alphabet=LETTERS + "'-:. é", max_size=20),
    text=st.text(alphabet="0123456789-+:. ZTGMTPE/٢é", max_size=25),
    ms=st.integers(),
    zone=st.one_of(st.sampled_from(["UTC", "Europe/Berlin"]), st.text(max_size=8)),
)
def test_nothing_but_its_own_error_is_raised(pattern, text, ms, zone):
    results = []
    for call in ("format", "parse"):
        try:
            compiled = compile_joda(pattern)
            results.append(compiled.format(ms, zone) if call == "format" else compiled.parse(text, zone, NOW))
        except JavaDateError as error:
            results.append(error.message)
    assert len(results) == 2


def test_hostile_patterns_are_bounded():
    with pytest.raises(JavaDateError, match="more than"):
        compile_joda("y" * (MAX_PATTERN_LENGTH + 1))
