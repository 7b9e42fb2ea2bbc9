"""Totals by name."""

from qradar_builder.survey.sketches.packed import Packer, Unpacked
from qradar_builder.survey.sketches.totals import Totals


def test_totals_are_added_and_those_of_0_are_left_out():
    one, other = Totals(), Totals()
    one.add({"b": 2, "a": 1, "none": 0})
    other.add({"a": 4})
    one.merge(other)
    assert list(one.result().items()) == [("a", 5), ("b", 2)]
    assert other.result() == {"a": 4}


def test_totals_come_back_from_their_bytes():
    made, again = Totals(), Totals()
    made.add({"a": 1 << 60})
    packer = Packer()
    unpacked = Unpacked(packer.packed(made.pack(packer)))
    again.load(unpacked.document, unpacked)
    assert again.result() == made.result()
