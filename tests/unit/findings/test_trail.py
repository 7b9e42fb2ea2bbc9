from dataclasses import dataclass

from qradar_builder.findings import Findings, Location


@dataclass(frozen=True)
class Inner:
    """A place in a fragment that a workflow uses."""

    line: int
    used: int

    def locate(self):
        return Location("fragment.yaml", self.line)

    def trail(self):
        return [(Location("workflow.yaml", self.used), "used here")]


def test_the_way_to_a_place_stands_after_what_else_is_related():
    findings = Findings()
    findings.add("yaml/key", Inner(3, 7), "wrong", related=[(Location("a.yaml"), "first here")])
    (finding,) = findings
    assert finding.location == Location("fragment.yaml", 3)
    assert [(str(each.location), each.message) for each in finding.related] == [
        ("a.yaml:1:1", "first here"),
        ("workflow.yaml:7:1", "used here"),
    ]


def test_the_same_said_of_one_place_is_given_once_however_it_was_reached():
    findings = Findings()
    for used in (7, 9):
        findings.add("yaml/key", Inner(3, used), "wrong")
    findings.add("yaml/key", Inner(3, 9), "wrong in another way")
    assert [(finding.message, str(finding.related[0].location)) for finding in findings] == [
        ("wrong", "workflow.yaml:7:1"),
        ("wrong in another way", "workflow.yaml:9:1"),
    ]
