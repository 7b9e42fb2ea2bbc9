"""A request gives its headers without regard to case."""

from qradar_builder.serving.messages import Request


def test_the_first_value_of_a_header_is_given():
    request = Request("GET", "/", headers=(("Range", "items=0-1"), ("range", "items=2-3")))
    assert request.header("RANGE") == "items=0-1"
    assert request.header("SEC") is None
