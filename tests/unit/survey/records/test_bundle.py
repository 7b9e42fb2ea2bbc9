"""Records that are read together come in their order, and none is lost where reading stops."""

import pytest

from qradar_builder.survey.records import bundle as module
from qradar_builder.survey.records.bundle import Bundle, bundled
from qradar_builder.survey.records.raw import Raw, broken


def raw(number):
    return Raw(f"payload {number}", number * 10, 9, "utf-8", number or None)


def test_bundles_have_the_records_in_their_order_and_broken_ones_are_between_them(monkeypatch):
    monkeypatch.setattr(module, "_MOST", 3)
    records = [raw(0), raw(1), broken(20, 9, "it is cut"), raw(3), raw(4), raw(5), raw(6)]
    found = list(bundled(records))
    assert [len(each) if isinstance(each, Bundle) else each.broken for each in found] == [2, "it is cut", 3, 1]
    assert [one for each in found for one in (each.raws() if isinstance(each, Bundle) else [each])] == records


def test_what_was_read_before_a_fault_is_given():
    def failing():
        yield raw(0)
        yield raw(1)
        raise ValueError("the end")

    found = bundled(failing())
    assert list(next(found).raws()) == [raw(0), raw(1)]
    with pytest.raises(ValueError, match="the end"):
        next(found)


def test_chosen_records_keep_all_that_they_have():
    (whole,) = bundled([raw(number) for number in range(5)])
    assert list(whole.chosen([1, 4]).raws()) == [raw(1), raw(4)]
