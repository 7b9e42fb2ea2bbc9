"""Calls that a loop makes again after they have failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.lint.dataflow.calls import by_status

if TYPE_CHECKING:
    from qradar_builder.lint.dataflow.calls import Call
    from qradar_builder.lint.dataflow.flow import Flow

_PASSING: Final = (429, 503, 500)
"""The statuses of failures that may pass."""


def retry(flow: Flow, call: Call, stopping: frozenset[int]) -> tuple[int, list[int]] | None:
    """A status of a failure, and a way from the call that got it back to the call, past none of the stopping nodes.

    None where there is no such way, or nothing on it looks at the status.
    """
    inside = {node for nodes in flow.graph.loops.values() if call.node in nodes for node in nodes}
    if not inside:
        return None
    stops = {*call.posts, *_deciding(flow, call, inside), *stopping}
    for number in _PASSING:
        way = flow.graph.way(
            call.node,
            lambda node: node == call.node,
            past=lambda node: node not in stops,
            along=by_status(flow, call, number),
        )
        asked = (way or ())[1:-1]
        if way and any(
            flow.outcome(each, call.status, status) is not None for each in asked for status in (number, 200)
        ):
            return number, way
    return None


def _deciding(flow: Flow, call: Call, inside: set[int]) -> set[int]:
    """The nodes that set, without counting, what a loop around the call asks, so that it may end; or take an item."""
    loops = [loop for loop, nodes in flow.graph.loops.items() if call.node in nodes]
    read = {access.path for loop in loops for access in flow.at(loop) if access.kind == "read"}
    found = {loop for loop in flow.graph.loops if loop in inside and _is_for_each(flow, loop)}
    for node, access in (each for path in read for each in flow.nodes_touching(path)):
        if node in inside and access.changes and access.element.name != "CallEndpoint":
            own = {each.path for each in flow.at(node) if each.kind == "read"}
            if access.path not in own:
                found.add(node)
    return found


def _is_for_each(flow: Flow, loop: int) -> bool:
    element = flow.graph.elements[loop]
    return element is not None and element.name == "ForEach"
