"""Where the time in a place comes from: the actions that read the clock, and whether a margin is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.jpath.syntax.tree import Arithmetic, Negation
from qradar_builder.lint.dataflow.state_path import covers
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.lint.dataflow.flow import Flow
    from qradar_builder.lint.dataflow.state_path import StatePath


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock that is read for a place."""

    way: tuple[int, ...]
    """The node that reads the clock, those that pass the time on, and the one that sets the place."""
    has_margin: bool
    """Whether something is taken off on the way."""


def readings_of(flow: Flow, node: int, place: StatePath) -> Iterator[Reading]:
    """The clocks that are read for what a node sets, through places that are surely set by other actions.

    What is made of the place itself is left out: that is the time of the run before.
    """
    waiting: list[tuple[tuple[int, ...], bool]] = [((node,), False)]
    while waiting:
        way, has_margin = waiting.pop()
        has_margin = has_margin or _takes_off(flow, way[0])
        if _reads_clock(flow, way[0]):
            yield Reading(way, has_margin)
        for access in flow.at(way[0]):
            if access.kind != "read" or covers(access.path, place):
                continue
            waiting += [((other, *way), has_margin) for other in _setters(flow, access.path) if other not in way]


def _setters(flow: Flow, path: StatePath) -> list[int]:
    return [
        node
        for node, access in flow.nodes_touching(path)
        if access.kind == "write"
        and access.path == path
        and access.element.name in {"Set", "FormatDate", "ParseDate", "Copy"}
    ]


def _reads_clock(flow: Flow, node: int) -> bool:
    element = flow.graph.elements[node]
    if element is None:
        return False
    is_now = element.name == "FormatDate" and element.get("time") is None
    return is_now or id(element) in flow.asking_clock


def _takes_off(flow: Flow, node: int) -> bool:
    element = flow.graph.elements[node]
    texts = () if element is None else flow.texts_of(element)
    nodes = (part for text in texts for part in text.nodes())
    return any(isinstance(part, Negation) or (isinstance(part, Arithmetic) and part.operator == "-") for part in nodes)
