"""What is known of a workflow: its texts, its ways and its accesses, each worked out once."""

from qradar_builder.lint.dataflow.flow import Flow
from tests.unit.lint.dataflow.workflows import subject_of

ACTIONS = """\
  - Set: {path: /a, value: "1"}
  - If: /a = 1
    then:
      - Set: {path: /b, value: "${/a}"}
"""


def _flow():
    return Flow(subject_of(ACTIONS).workflow)


def test_views_are_made_once():
    flow = _flow()
    assert flow.texts is flow.texts
    assert flow.graph is flow.graph
    assert flow.accesses is flow.accesses


def test_an_action_that_holds_others_has_only_the_accesses_of_its_own():
    flow = _flow()
    first, second = (each for each in flow.workflow.actions)
    assert len(flow.accesses_of(first)) == 1
    assert [access.kind for access in flow.accesses_of(second)] == ["read"]
