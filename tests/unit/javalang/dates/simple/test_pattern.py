"""SimpleDateFormat patterns answer as a Java 17 virtual machine did."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.reader import MAX_PATTERN_LENGTH
from qradar_builder.javalang.dates.simple.pattern import compile_simple
from qradar_builder.javalang.dates.simple.reader import LETTERS

VECTORS = json.loads((Path(__file__).parents[4] / "conformance" / "java_simple_dates.json").read_text("utf-8"))
NOW = 1767225600000  # 2026-01-01, as the generator of the vectors has it
ALPHABET = "".join(sorted(LETTERS)) + "'-:. é"


def run(vector):
    pattern = compile_simple(vector["pattern"])
    if vector["op"] == "format":
        return {"result": pattern.format(vector["input"], vector["zone"])}
    return {"result": pattern.parse(vector["input"], vector["zone"], NOW)}


@pytest.mark.parametrize("vector", [v for v in VECTORS if "result" in v], ids=lambda v: v["name"])
def test_answers_as_java_does(vector):
    assert run(vector) == {"result": vector["result"]}


@pytest.mark.parametrize("vector", [v for v in VECTORS if "error" in v], ids=lambda v: v["name"])
def test_fails_as_java_does(vector):
    with pytest.raises(JavaDateError) as caught:
        run(vector)
    expected = vector["error"]
    assert (caught.value.kind, caught.value.message) == (expected["kind"], expected["message"])
    if caught.value.kind != "pattern":  # Java does not tell the place in the pattern
        assert caught.value.index == expected["index"]


def test_there_are_vectors_for_every_letter():
    assert len(VECTORS) >= 250
    assert {letter for letter in LETTERS if any(letter in v["pattern"] for v in VECTORS)} == LETTERS


def test_two_digit_years_follow_the_clock():
    pattern = compile_simple("yy-MM-dd")
    year = compile_simple("yyyy")
    later = NOW + 50 * 31_556_952_000
    assert year.format(pattern.parse("50-07-01", "UTC", NOW), "UTC") == "1950"
    assert year.format(pattern.parse("50-07-01", "UTC", later), "UTC") == "2050"


def test_what_follows_the_pattern_is_ignored():
    assert compile_simple("yyyy-MM-dd").parse("2024-05-01 and more", "UTC", NOW) == 1714521600000


@settings(deadline=None)
@given(ms=st.integers(-12_219_292_800_000, 2_000_000_000_000), zone=st.sampled_from(["UTC", "GMT+05:30", "GMT-3"]))
def test_what_is_printed_reads_back(ms, zone):
    for text in ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "G yyyy D kk:mm:ss.SSS Z", "YYYY ww u K:mm:ss.SSS a z"):
        pattern = compile_simple(text)
        assert pattern.parse(pattern.format(ms, zone), zone, NOW) == ms


@settings(deadline=None)
@given(
    pattern=st.text(alphabet=ALPHABET, max_size=20),
    text=st.text(alphabet="0123456789-+:. ZTGMTPE∞٢é", max_size=25),
    ms=st.integers(),
    zone=st.one_of(st.sampled_from(["UTC", "PST", "Europe/Berlin"]), st.text(max_size=8)),
)
def test_nothing_but_its_own_error_is_raised(pattern, text, ms, zone):
    results = []
    for call in ("format", "parse"):
        try:
            compiled = compile_simple(pattern)
            results.append(compiled.format(ms, zone) if call == "format" else compiled.parse(text, zone, NOW))
        except JavaDateError as error:
            results.append(error.message)
    assert len(results) == 2


def test_hostile_patterns_and_texts_are_bounded():
    with pytest.raises(JavaDateError, match="more than"):
        compile_simple("y" * (MAX_PATTERN_LENGTH + 1))
    assert compile_simple("s").parse("1E99999999999", "UTC", NOW) == compile_simple("s").parse("1E500", "UTC", NOW)
