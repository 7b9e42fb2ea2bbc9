"""The ways from action to action are those that runs take, and are counted."""

from __future__ import annotations

from collections import Counter

import pytest

from qradar_builder.findings import Findings
from qradar_builder.report.html.diagram.flow import counts_of, edges_of
from qradar_builder.testing.tested_package import load_tested
from qradar_builder.workflow.recording.nodes import nodes_of
from tests.own_packages import CONTENT
from tests.unit.report.html.diagram.test_layout import element, workflow_of

IF = [element("If", [element("Set")]), element("ElseIf", [element("Abort")]), element("Else", [element("Log")])]


def ways(actions):
    return {(edge.source, edge.target): str(edge.way) for edge in edges_of(nodes_of(workflow_of(actions)))}


def test_branches_lead_to_what_follows_them():
    assert ways([*IF, element("Log")]) == {
        ("start", "1"): "next",
        ("1", "1.1"): "true",
        ("1", "2"): "false",
        ("2", "2.1"): "true",
        ("2", "3"): "false",
        ("3", "3.1"): "next",
        ("1.1", "4"): "next",
        ("3.1", "4"): "next",
        ("4", "end"): "next",
    }


def test_without_else_the_last_condition_leads_on_too():
    found = ways([element("If", [element("Set")]), element("Log")])
    assert found["1", "2"] == "false"
    assert found["1.1", "2"] == "next"


@pytest.mark.parametrize(
    ("name", "into", "out"), [("ForEach", "turn", "next"), ("While", "true", "false"), ("DoWhile", "turn", "false")]
)
def test_loops_lead_back_and_on(name, into, out):
    assert ways([element(name, IF), element("Log")]) == {
        ("start", "1"): "next",
        ("1", "1.1"): into,
        ("1.1", "1.1.1"): "true",
        ("1.1", "1.2"): "false",
        ("1.2", "1.2.1"): "true",
        ("1.2", "1.3"): "false",
        ("1.3", "1.3.1"): "next",
        ("1.1.1", "1"): "back",
        ("1.3.1", "1"): "back",
        ("1", "2"): out,
        ("2", "end"): "next",
    }


def test_a_workflow_without_actions_has_one_way():
    assert ways([]) == {("start", "end"): "next"}


def test_what_follows_a_list_is_counted_from_the_list():
    nodes = nodes_of(workflow_of([element("ForEach", [element("Set"), element("Log")]), element("Log")]))
    # Two turns, then on; the next run finds no items.
    inside = {("1", "1.1"): 2, ("1.1", "1.2"): 2}
    around = {("start", "1"): 2, ("2", "end"): 2}
    flows = Counter(inside | around | {("1", "1"): 1, ("1.2", "1"): 1, ("1.2", "2"): 1, ("1", "2"): 1})
    counts = {(edge.source, edge.target): count for edge, count in counts_of(edges_of(nodes), flows, nodes).items()}
    assert counts == inside | around | {("1.2", "1"): 2, ("1", "2"): 2}


@pytest.fixture(scope="module")
def recordings():
    package = load_tested(CONTENT / "beyondtrust-pra", Findings())
    chosen = {"empty", "refused", "overlap", "rate-limit-long"}
    return [file.run.recorded() for file in package.files if file.path.stem in chosen]


def test_every_way_that_a_run_took_is_drawn(recordings):
    """A pair of actions that followed one another is a way, or leaves a list, or begins its next turn."""
    for recording in recordings:
        edges = edges_of(recording.nodes)
        counts = counts_of(edges, recording.reached().flows, recording.nodes)
        into = Counter()
        for edge, count in counts.items():
            into[edge.target] += count
        reached = recording.reached().nodes
        loops = {node.id for node in recording.nodes if node.element.name in {"ForEach", "While", "DoWhile"}}
        for node in recording.nodes:
            if node.id not in loops:
                assert into[node.id] == reached[node.id], node.id
        ended = sum(run.outcome.status == "ok" for run in recording.runs)
        assert into["end"] == ended
