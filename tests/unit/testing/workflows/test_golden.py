import pytest

from qradar_builder.testing.workflows.golden import golden_difference, golden_text
from qradar_builder.workflow.engine.effects import Event


def events(*payloads, source=None):
    return [Event(payload, source) for payload in payloads]


def test_events_are_written_by_run_with_their_source():
    runs = [events("a", '{"b":1}') + events("c", source="h"), [], events("d\n- e\n\nf")]
    assert golden_text(runs) == 'run 1\n- a\n- {"b":1}\nfrom h\n- c\nrun 2\nrun 3\n- d\n  - e\n  \n  f\n'


def test_nothing_is_written_where_nothing_is_posted():
    assert golden_text([[], []]) == ""


@pytest.mark.parametrize("payloads", [["a"], ["- a", "run 2", "from x"], ["", ""], ["a\nrun 2\nb\n"], ["\ta\r\n b"]])
def test_the_same_events_do_not_differ(payloads):
    text = golden_text([events(*payloads), events(*payloads, source="h")])
    assert golden_difference(text, text) == ""


@pytest.mark.parametrize(
    ("expected", "obtained", "difference"),
    [
        (["a"], ["b"], "run 1, event 1:\n-a\n+b"),
        (["a", "b"], ["b"], "run 1, event 1:\n- a"),
        (["a"], ["a", "b"], "run 1, event 2:\n+ b"),
        (['{"x":1,"y":2}'], ['{"x":1,"y":3}'], 'run 1, event 1:\n  "x": 1,\n- "y": 2\n+ "y": 3\n }'),
        (['{"x":1}'], ['{"x": 1}'], 'run 1, event 1:\n-{"x":1}\n+{"x": 1}'),
    ],
)
def test_what_differs_is_shown_event_by_event(expected, obtained, difference):
    assert golden_difference(golden_text([events(*expected)]), golden_text([events(*obtained)])) == difference


def test_another_source_is_a_difference():
    left, right = golden_text([events("a", source="h")]), golden_text([events("a")])
    assert golden_difference(left, right) == "run 1, event 1:\n- from h\n+ from None"


def test_of_many_differences_the_first_are_shown():
    left = golden_text([events(*(f"a{n}" for n in range(50)))])
    right = golden_text([events(*(f"b{n}" for n in range(50)))])
    assert golden_difference(left, right).endswith("… and 40 more differences")


def test_a_golden_file_that_someone_has_edited_does_not_pass():
    assert golden_difference("run 1\n- a\n\n", "run 1\n- a\n") != ""
