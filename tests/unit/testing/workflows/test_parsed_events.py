import pytest

from qradar_builder.findings import Findings
from qradar_builder.testing.case_run import WorkflowCaseRun
from qradar_builder.testing.events.tested import TestedType
from qradar_builder.testing.workflows.case import read_case
from qradar_builder.testing.workflows.coverage import Coverage
from qradar_builder.testing.workflows.tested import TestedWorkflow
from qradar_builder.workflow.check.expressions import check_workflow

TYPE = """
name: T
parsing:
  EventName: {json: '/"id"'}
  EventCategory: {json: '/"kind"'}
  UserName: {json: '/"user"'}
  DeviceTime: {json: '/"time"', format: MMM dd HH:mm:ss}
events: [{id: open, category: door, name: Door opened, low_level_category: User Login Success, severity: 3}]
"""
OPEN = '{"id":"open","kind":"door","user":"a"}'
BURN = '{"id":"burn","kind":"door"}'
NOTHING = "nothing"
HYPHEN = '{"id":"open","kind":"door","user":"-"}'


@pytest.fixture
def problems(type_of, workflow_of, tmp_path):
    """What is told of runs that each post the given events, and the type that has read them."""
    definition = type_of(TYPE)

    def problems(expect, *payloads, clock="2024-05-01T12:00:00Z"):
        path = tmp_path / "case.yaml"
        actions = "  - ClearStatus\n" + "".join(
            f"  - Set: {{path: /event, value: {text!r}}}\n  - PostEvent: {{path: /event, source: h.example.com}}\n"
            for text in payloads
        )
        text = f"workflow: w\nlog_source_type: t\nclock: {clock}\nruns: [{{expect: {expect}}}]\n"
        path.write_text(text, encoding="utf-8")
        findings = Findings()
        case = read_case(path, "case.yaml", tmp_path, findings, lambda *_: definition)
        assert list(findings) == []
        workflow = workflow_of(actions)
        coverage = Coverage(workflow)
        checked = check_workflow(workflow, findings, coverage)
        tested = TestedType("t", definition, tmp_path / "t.yaml")
        run = WorkflowCaseRun(case, TestedWorkflow("w", checked, coverage), tested)
        return list(run.problems(lambda explanation, number: f"({number}: {explanation.event.outcome})")), tested

    return problems


@pytest.mark.parametrize(
    ("expect", "payloads"),
    [
        ("{}", [OPEN, OPEN]),
        ("{}", []),
        ("{parsed: {unknown: 1}}", [OPEN, BURN, OPEN]),
        ("{parsed: {parsed: 1, unknown: 1, stored: 1}}", [OPEN, BURN, NOTHING]),
        ("{parsed_events: [{fields: {UserName: a}}, {outcome: unknown}]}", [OPEN, BURN]),
    ],
)
def test_what_is_as_expected_passes(problems, expect, payloads):
    told, tested = problems(expect, *payloads)
    assert told == []
    assert tested.coverage.samples == len(payloads)


def test_an_event_that_is_not_mapped_is_named_and_explained(problems):
    told, _ = problems("{}", OPEN, BURN)
    assert told == [
        "run 1: event 2 is unknown: event id `burn`, event category `door`\n  outcome: expected parsed, found unknown",
        "(2: unknown)",
    ]


def test_other_outcomes_than_expected_are_counted_and_the_first_explained(problems):
    told, _ = problems("{parsed: {parsed: 3, unknown: 1}}", OPEN, BURN, BURN, NOTHING)
    assert told[:3] == [
        "run 1: 1 of 4 events is parsed, expected: 3",
        "run 1: 2 of 4 events are unknown, expected: 1",
        "run 1: 1 of 4 events is stored, expected: 0",
    ]
    assert told[3::2] == [
        "run 1: event 2 is unknown: event id `burn`, event category `door`",
        "run 1: event 3 is unknown: event id `burn`, event category `door`",
        "run 1: event 4 is stored: event id ``, event category ``",
    ]


def test_fewer_than_expected_are_told_too(problems):
    assert problems("{parsed: {unknown: 1}}", OPEN)[0] == ["run 1: 0 of 1 event is unknown, expected: 1"]


def test_each_event_is_compared_with_what_is_expected_of_it(problems):
    told, _ = problems("{parsed_events: [{fields: {UserName: b}}]}", OPEN, OPEN)
    assert told[0] == "run 1: `parsed_events` has 1 event, and 2 were posted"
    assert told[1].endswith('\n  UserName: expected "b", found "a"')


def test_a_value_that_stands_for_nothing_is_told(problems):
    told, _ = problems("{parsed: {parsed: 1}}", HYPHEN)
    assert "captured an empty value or '-':" in told[0]


def test_of_many_events_the_first_are_told(problems):
    told, _ = problems("{}", *[BURN] * 7)
    assert told[0] == "run 1: 7 of 7 events are not parsed as expected. The first:"
    assert len(told) == 1 + 2 * 3


def test_events_arrive_when_the_run_begins(problems):
    payload = '{"id":"open","kind":"door","time":"May 01 12:00:00"}'
    expect = "{parsed_events: [{fields: {DeviceTime: 2031-05-01T12:00:00Z}}]}"
    assert problems(expect, payload, clock="2031-05-01T12:30:00Z")[0] == []
