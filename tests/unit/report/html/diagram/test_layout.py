"""Boxes do not overlap, and every line begins and ends at one, for nests of actions of any form."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import Element, SchemaVersion, Workflow
from qradar_builder.report.html.diagram.drawing import diagram
from qradar_builder.report.html.diagram.flow import edges_of
from qradar_builder.report.html.diagram.layout import laid_out
from qradar_builder.workflow.load import load_workflow
from qradar_builder.workflow.recording.nodes import nodes_of
from tests.own_packages import CONTENT

HERE = Location("w.yaml", 1, 1)
OWN = sorted(CONTENT.glob("*/workflows/*.yaml"))


def element(kind, children=(), **attributes):
    return Element(origin=HERE, name=kind, children=tuple(children), attributes=attributes)


LOOPS = st.sampled_from(["ForEach", "While", "DoWhile"])


def chain(one, more, last):
    further = [element("ElseIf", each) for each in more]
    return [element("If", one), *further, *([element("Else", last)] if last else [])]


def nested(inner):
    loop = st.builds(lambda name, children: [element(name, children)], LOOPS, inner)
    branches = st.builds(chain, inner, st.lists(inner, max_size=2), st.none() | inner)
    parts = st.lists(loop | branches | plain, min_size=1, max_size=3)
    return parts.map(lambda found: [each for part in found for each in part])


plain = st.sampled_from(["Set", "Log", "Abort", "PostEvent"]).map(lambda name: [element(name)])
ACTIONS = st.recursive(plain, nested, max_leaves=12)


def workflow_of(actions):
    return Workflow(origin=HERE, name="n", version="1", schema=SchemaVersion.V2_1, actions=tuple(actions))


def check(workflow):
    """See that the geometry holds. Gives the layout."""
    nodes = nodes_of(workflow)
    edges = edges_of(nodes)
    layout = laid_out(nodes, [("label",)] * len(nodes), edges)
    rows = sorted(layout.boxes.values(), key=lambda box: box.y)
    assert all(above.bottom < below.y for above, below in pairwise(rows))
    assert all(box.x >= 0 and box.right < layout.width and box.bottom < layout.height for box in rows)
    assert len(set(edges)) == len(edges)
    for line in layout.lines:
        source, target = layout.boxes[line.edge.source], layout.boxes[line.edge.target]
        assert is_on(line.points[0], source), line
        assert is_on(line.points[-1], target), line
        for (x, y), (to_x, to_y) in pairwise(line.points):
            assert x == to_x or y == to_y
            assert 0 <= x < layout.width
            # No line goes through a box.
            low, high = sorted((y, to_y))
            left, right = sorted((x, to_x))
            for box in rows:
                inside = left < box.right and right > box.x and low < box.bottom and high > box.y
                assert not inside, (line, box)
    reached = {edge.target for edge in edges}
    # What stands behind an Abort is never reached.
    assert {node.id for node in nodes} <= reached or any(node.element.name == "Abort" for node in nodes)
    return layout


def is_on(point, box):
    x, y = point
    return (x in {box.x, box.right} and box.y <= y <= box.bottom) or (
        y in {box.y, box.bottom} and box.x <= x <= box.right
    )


@settings(max_examples=60)
@given(ACTIONS)
def test_nests_of_any_form_are_laid_out(actions):
    check(workflow_of(actions))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_the_workflows_of_the_packages_are_laid_out(path):
    check(load_workflow(path, Findings()).workflow)


def test_a_deep_nest_is_laid_out_and_drawn():
    actions = [element("Set")]
    for _ in range(60):
        actions = [element("If", actions)]
    layout = check(workflow_of(actions))
    assert layout.width > 60 * 50
    etree.fromstring(str(diagram(workflow_of(actions))))
