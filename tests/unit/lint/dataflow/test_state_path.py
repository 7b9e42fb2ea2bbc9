import pytest

from qradar_builder.lint.dataflow.state_path import ANY, covers, known_part, overlap, written


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (("a",), ("a", "b"), True),
        (("a", "b"), ("a",), True),
        (("a",), ("b",), False),
        (("a", ANY), ("a", "b", "c"), True),
        (("a", ANY, "c"), ("a", "b", "d"), False),
        ((), ("a",), True),
        (("get_*",), ("get_x", "y"), True),
        (("get_*",), ("got",), False),
        (("get_*",), ("g*",), True),
    ],
)
def test_places_that_may_lie_in_each_other(one, other, result):
    assert overlap(one, other) is result
    assert overlap(other, one) is result


def test_a_place_covers_what_surely_lies_in_it():
    assert covers(("a",), ("a", "b"))
    assert covers(("a",), ("a",))
    assert not covers(("a", "b"), ("a",))
    assert not covers((ANY,), ("a",))


@pytest.mark.parametrize(
    ("text", "path"),
    [("/a/b/${/c}", ("a", "b", ANY)), ("/a/x${/c}/d", ("a", "x*")), ("${/c}", (ANY,)), ("/a[${/i}]", ("a", ANY))],
)
def test_what_is_known_of_a_path_that_is_put_together(text, path):
    assert known_part(text) == path


def test_a_place_as_people_write_it():
    assert written(("a", ANY, "b c")) == "/a[…]/'b c'"
    assert written(("get_*",)) == "/get_…"
    assert written(()) == "/"
