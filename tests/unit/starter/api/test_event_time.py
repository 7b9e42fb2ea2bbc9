"""How times are recognised, and printed and read again by the workflow's own actions."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from qradar_builder.javalang.dates.formatter.pattern import compile_formatter
from qradar_builder.starter.api.event_time import epoch_ms, printed_form, read_form, shifted
from qradar_builder.starter.api.flow import Moments
from qradar_builder.text.times import iso_utc

INSTANT = 1_767_603_612_345  # 2026-01-05T09:00:12.345Z


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-05T09:00:12.345Z", INSTANT),
        ("2026-01-05T09:00:12.3456789Z", INSTANT),
        ("2026-01-05T10:00:12.345+01:00", INSTANT),
        ("2026-01-05T10:00:12.345+0100", INSTANT),
        ("2026-01-05 09:00:12", INSTANT - 345),
        (INSTANT, INSTANT),
        (str(INSTANT), INSTANT),
        (INSTANT // 1000, INSTANT - 345),
        ("2026-01-05", None),
        ("2026-13-05T09:00:12Z", None),
        ("5550001234", None),
        (True, None),
        (None, None),
        ("", None),
        ({}, None),
    ],
)
def test_a_time_is_recognised(value, expected):
    assert epoch_ms(value) == expected


@pytest.mark.parametrize(
    ("value", "kind", "step"),
    [
        ("2026-01-05T09:00:12.345Z", Moments.TEXT, 1),
        ("2026-01-05T09:00:12Z", Moments.TEXT, 1000),
        ("2026-01-05 09:00:12+0000", Moments.TEXT, 1000),
        ("2026-01-05T09:00:12.345678+00:00", Moments.TEXT, 1),
        ("1767603612345", Moments.MILLISECONDS, 1),
        ("1767603612", Moments.SECONDS, 1000),
    ],
)
def test_the_form_of_a_query_is_printed_as_it_was(value, kind, step):
    form = printed_form(value)
    assert form is not None
    assert (form.kind, form.step) == (kind, step)


@pytest.mark.parametrize("value", ["2026-01-05T10:00:12+01:00", "soon", "", "12"])
def test_a_time_that_a_workflow_could_not_print_is_none(value):
    assert printed_form(value) is None


def test_times_of_different_kinds_have_no_form():
    assert read_form(["2026-01-05T09:00:12Z", "1767603612345"]) is None
    assert read_form(["1767603612345", "1767603612"]) is None
    assert read_form([]) is None


def test_one_form_reads_fractions_of_any_length_and_none():
    form = read_form(["2026-01-05T09:00:12Z", "2026-01-05T09:00:12.34+01:00", "2026-01-05T09:00:12.123456789Z"])
    assert form is not None
    formatter = compile_formatter(form.pattern)
    assert formatter is not None
    assert form.pattern.endswith("XXX")


@given(st.integers(1_000_000_000_000, 4_000_000_000_000))
def test_a_time_that_is_shifted_is_later_by_so_much(instant):
    text = iso_utc(instant, brief=True)
    assert epoch_ms(text) == instant
    assert epoch_ms(shifted(text, 60_000)) == instant + 60_000
    assert shifted(instant, 60_000) == instant + 60_000


def test_what_is_no_time_is_not_shifted():
    assert shifted("soon", 60_000) == "soon"
    assert shifted("9999-12-31T23:59:59Z", 60_000) == "9999-12-31T23:59:59Z"
