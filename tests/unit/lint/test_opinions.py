from dataclasses import dataclass, replace

from qradar_builder.findings import Edit, Findings, Location
from qradar_builder.lint.opinions import finding_of, judge
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.rule import Fix, Problem
from qradar_builder.lint.selection import Selection
from qradar_builder.lint.subjects.workflow import WorkflowSubject
from qradar_builder.model.workflow.document import Element, SchemaVersion, Workflow

RULE = lint_rules()["workflow/no-tests"]
CALL = Element("CallEndpoint", {"url": "https://a.example", "method": "GET"}, origin=Location("a.yaml", 2))
SUBJECT = WorkflowSubject(Workflow("a", "1", SchemaVersion.V2, actions=(CALL,), origin=Location("a.yaml")))


@dataclass(frozen=True)
class _Inner:
    """A place in a fragment that a workflow uses."""

    def locate(self):
        return Location("fragment.yaml", 3)

    def trail(self):
        return [(Location("workflow.yaml", 7), "used here")]


def test_rules_run_over_subjects_of_their_kind_as_far_as_they_are_selected():
    findings = Findings()
    judge([SUBJECT, object()], findings, Selection(select=frozenset({"workflow/no-tests"})))
    assert [(each.rule, each.severity, str(each.location)) for each in findings] == [
        ("workflow/no-tests", "note", "a.yaml:1:1")
    ]
    judge([SUBJECT], none := Findings(), Selection(ignore=frozenset({"workflow"})))
    assert not len(none)


def test_a_finding_keeps_what_the_problem_says():
    edit = Edit(Location("a.yaml", 1), "old", "new")
    steps = [(Location("a.yaml", 4), "the call"), (Location("a.yaml", 5), "the post")]
    problem = Problem(origin=_Inner(), message="lost", help="do this", related=steps, label="here", edits=(edit,))
    found = finding_of(replace(RULE, fix=Fix.SAFE), problem)
    assert (found.rule, found.help, found.label, found.edits) == ("workflow/no-tests", "do this", "here", (edit,))
    assert found.location == Location("fragment.yaml", 3)
    assert [(str(each.location), each.message) for each in found.related] == [
        ("a.yaml:4:1", "the call"),
        ("a.yaml:5:1", "the post"),
        ("workflow.yaml:7:1", "used here"),
    ]
    assert finding_of(RULE, Problem(origin=Location("a"), message="x")).help == RULE.help
