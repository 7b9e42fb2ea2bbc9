"""Which actions read the clock for what is set."""

from qradar_builder.lint.dataflow.clock import readings_of
from tests.unit.lint.dataflow.workflows import subject_of


def readings(actions):
    subject = subject_of(actions)
    names = [None if each is None else each.name for each in subject.graph.elements]
    last = len(names) - 1
    return [([names[node] for node in each.way], each.has_margin) for each in readings_of(subject, last, ("b",))]


def test_a_clock_is_read_by_the_action_itself():
    assert readings('  - Set: {path: /b, value: "${time()}"}') == [(["Set"], False)]
    assert readings('  - Set: {path: /b, value: "${time() - 60000}"}') == [(["Set"], True)]


def test_a_clock_is_read_by_an_action_before():
    actions = (
        "  - FormatDate: {pattern: yyyy, timeZone: UTC, savePath: /now}\n" + '  - Set: {path: /b, value: "${/now}"}'
    )
    assert readings(actions) == [(["FormatDate", "Set"], False)]


def test_what_is_made_of_the_place_itself_is_the_time_of_the_run_before():
    actions = '  - Set: {path: /b, value: "${time()}"}\n  - Set: {path: /b, value: "${/b + 1}"}'
    assert readings(actions) == []
