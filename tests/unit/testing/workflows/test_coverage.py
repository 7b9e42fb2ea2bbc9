from qradar_builder.testing.workflows.coverage import Coverage
from qradar_builder.testing.workflows.replay import replay_case
from qradar_builder.workflow.engine.compile import compile_workflow

ACTIONS = """
  - Set: {path: /a, value: "1"}
  - If: /a = 1
    then:
      - While: /a > 5
        do: [ClearStatus]
  - ElseIf: /a = 2
    then:
      - Set: {path: /b, value: x}
  - Else:
    then: [ClearStatus]
  - ForEach: {item: /i, items: /none}
    do:
      - PostEvent: {path: /i}
  - use: stop
  - Log: {type: INFO, message: never}
  - ClearStatus
"""
STOP = "actions:\n  - Abort: {reason: enough}\n  - ClearStatus\n"


def covered(workflow, case):
    coverage = Coverage(workflow)
    replay_case(case, compile_workflow(workflow, reporter=coverage))
    return coverage


def test_what_no_case_reached_is_listed_outermost_only(workflow_of, case_of):
    coverage = covered(workflow_of(ACTIONS, stop=STOP), case_of("runs: [{}]"))
    assert [str(each) for each in coverage.unreached()] == [
        "w.yaml:9: While /a > 5: it never ran its actions",
        "w.yaml:11: ElseIf /a = 2: its branch never ran",
        "w.yaml:14: Else: its branch never ran",
        "w.yaml:16: ForEach /i: it never ran its actions",
        "stop.yaml:3: ClearStatus (used at w.yaml:19)",
        "w.yaml:20: Log never and 1 more up to line 21",
    ]


def test_actions_are_counted(workflow_of, case_of):
    workflow = workflow_of(ACTIONS, stop=STOP)
    assert Coverage(workflow).counts() == (0, 14)
    assert covered(workflow, case_of("runs: [{}]")).counts()[0] == 5


def test_cases_add_up(workflow_of, case_of):
    workflow = workflow_of("  - If: /a = 1\n    then: [ClearStatus]\n  - Else:\n    then: [ClearStatus]\n")
    coverage = Coverage(workflow)
    checked = compile_workflow(workflow, reporter=coverage)
    replay_case(case_of("runs: [{}]"), checked)
    assert [str(each) for each in coverage.unreached()] == ["w.yaml:5: If /a = 1: its branch never ran"]
    replay_case(case_of("state: {/a: 1}\nruns: [{}]"), checked)
    assert coverage.unreached() == []
