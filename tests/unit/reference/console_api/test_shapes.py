"""Values are compared with shapes."""

import pytest

from qradar_builder.reference.console_api.shapes import choices, misfits, without

SHAPE = {"id": "integer", "of": [{"name": "string", "kind": "one of A, B"}], "rate": "number", "free": {"*": "string"}}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"id": 1, "of": [{"name": "a", "kind": "B"}], "rate": 1.5, "free": {"x": "y"}}, []),
        ({"id": None, "of": None}, []),
        ({"id": True}, ["/id must be of type integer, not a boolean"]),
        ({"rate": "1"}, ["/rate must be of type number, not a string"]),
        ({"of": [{"kind": "C"}, 3]}, ["/of[0]/kind must be one of A, B", "/of[1] must be an object, not an integer"]),
        ({"of": [None]}, ["/of[0] must not be null"]),
        ({"free": {"x": 1}}, ["/free/x must be of type string, not an integer"]),
        ({"more": 1}, ["/more is not a field of the API"]),
        (3, ["/ must be an object, not an integer"]),
    ],
)
def test_what_does_not_fit_is_said_with_its_path(value, found):
    assert [f"{each.path} {each.text}" for each in misfits(SHAPE, value)] == found


def test_a_whole_value_has_every_field():
    assert [each.path for each in misfits(SHAPE, {"id": 1, "of": [{}]}, whole=True)] == [
        "/of[0]/name", "/of[0]/kind", "/rate", "/free",
    ]  # fmt: skip


@pytest.mark.parametrize(("shape", "value", "fits"), [
    ("null", 3, True), ("null", "a", True), ("null", [], False), ("any", [], True), ("boolean", 0, False),
    ("integer", 2**63, False), ("integer", -(2**63), True), ("string", 1, False), (["string"], ["a", 1], False),
])  # fmt: skip
def test_a_value_has_the_type_of_its_shape(shape, value, fits):
    assert (not list(misfits(shape, value))) is fits


def test_fields_are_left_out_by_their_paths():
    assert without([SHAPE], frozenset({"[]/of[]/kind", "[]/rate"})) == [
        {"id": "integer", "of": [{"name": "string"}], "free": {"*": "string"}}
    ]
    assert choices("one of A, B") == ("A", "B")
    assert choices("string") == ()
