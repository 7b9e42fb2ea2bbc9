"""The names of columns rank them as event ids, and some cannot be one."""

from __future__ import annotations

import pytest

from qradar_builder.starter.events.columns import Column
from qradar_builder.starter.events.formats import EventFormat
from qradar_builder.starter.events.name_scores import name_score


def column(path, *values, form=EventFormat.JSON):
    steps = tuple(path.split("."))
    return Column({"json": f"/{'/'.join(steps)}"}, steps, steps[-1], values, form)


@pytest.mark.parametrize("path", ["user.name", "loginType", "country", "shoe", "device.address"])
def test_names_of_other_things_are_no_event_ids(path):
    score = name_score(column(path, "a", "b"))
    assert score is None or score < (name_score(column("eventType", "a", "b")) or 0.0)


def test_a_name_deeper_down_or_of_another_thing_counts_less():
    plain, deep, elsewhere = (
        name_score(column(path, "a")) for path in ("eventType", "a.b.eventType", "user.eventType")
    )
    assert plain is not None
    assert deep is not None
    assert elsewhere is not None
    assert plain > deep > elsewhere


def test_the_key_above_a_value_gives_the_name():
    below = name_score(column("eventType.value", "a"))
    assert below is not None
    assert below == pytest.approx((name_score(column("eventType", "a")) or 0.0) - 0.5)


def test_a_code_where_the_name_of_a_header_is_to_stand_counts_more_than_a_name():
    texts, codes = (name_score(column("$name$", *values, form=EventFormat.CEF)) for values in (["Login"], ["AB-1001"]))
    assert texts is not None
    assert codes is not None
    assert codes > texts
