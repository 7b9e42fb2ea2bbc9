"""The shape of a payload."""

from qradar_builder.survey.shapes.masking import shape_of


def test_numbers_are_no_part_of_a_shape():
    assert shape_of("port 443 of 192.0.2.1") == shape_of("port  888 of 198.7.5.4")
