"""Where the boxes and lines of a diagram are. Each row has one box, so that no two can overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qradar_builder.report.html.diagram.flow import END, START, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.report.html.diagram.flow import Edge
    from qradar_builder.workflow.recording.nodes import Node

WIDTH: Final = 320
"""The width of a box, in pixels, as all measures here."""
LINE: Final = 17
"""The height of a line of text."""
PADDING: Final = 9
_MARGIN: Final = 16
_INDENT: Final = 56
_GAP: Final = 30
_SPINE: Final = 14
"""Lines down to the next action begin and end so far from the left side of a box, those back to a loop and those into a
block further to the right."""
_BACK: Final = 34
_INTO: Final = 84
_LANE: Final = 12
_TERMINAL: Final = 30

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A box; `lines` are further texts in it, below the name."""

    id: str
    x: int
    y: int
    height: int
    lines: tuple[str, ...]

    @property
    def bottom(self) -> int:
        """Its lower side."""
        return self.y + self.height

    @property
    def right(self) -> int:
        """Its right side."""
        return self.x + WIDTH

    @property
    def middle(self) -> int:
        """Half of its height."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as lines from point to point. The last point has the arrow; `label` is where its text begins."""

    edge: Edge
    points: tuple[Point, ...]
    label: Point


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes and lines in a picture of that size."""

    boxes: dict[str, Box]
    lines: tuple[Line, ...]
    width: int
    height: int


def laid_out(nodes: Sequence[Node], texts: Sequence[tuple[str, ...]], edges: Sequence[Edge]) -> Layout:
    """Place nodes and the ways between them. `texts` are the further lines of each node."""
    boxes = {START: Box(START, _MARGIN, _MARGIN, _TERMINAL, ())}
    y = boxes[START].bottom + _GAP
    for node, lines in zip(nodes, texts, strict=True):
        height = 2 * PADDING + LINE * (1 + len(lines))
        boxes[node.id] = Box(node.id, _MARGIN + _INDENT * node.depth, y, height, lines)
        y += height + _GAP
    boxes[END] = Box(END, _MARGIN, y, _TERMINAL, ())
    right = max(box.right for box in boxes.values())
    lanes = _lanes([edge for edge in edges if _takes_lane(edge, boxes)], boxes)
    drawn = tuple(_line(edge, boxes, right, lanes) for edge in edges)
    width = right + _LANE * (1 + max(lanes.values(), default=-1)) + 2 * _MARGIN
    return Layout(boxes, drawn, width, boxes[END].bottom + _MARGIN)


def _takes_lane(edge: Edge, boxes: dict[str, Box]) -> bool:
    """Whether a way goes around on the right: it comes from deeper down, and not back to the loop right around it."""
    source, target = boxes[edge.source], boxes[edge.target]
    if edge.way is Way.BACK:
        return source.x != target.x + _INDENT or not _is_child(edge.source, edge.target)
    return source.x > target.x


def _is_child(id_: str, loop: str) -> bool:
    return id_.rpartition(".")[0] == loop


def _lanes(edges: Sequence[Edge], boxes: dict[str, Box]) -> dict[str, int]:
    """The lane of each target, from 0 on: all ways to a target share a lane, which no other has at that height."""
    spans: dict[str, list[int]] = {}
    for edge in edges:
        spans.setdefault(edge.target, [boxes[edge.target].middle]).append(boxes[edge.source].middle)
    taken: list[list[tuple[int, int]]] = []
    found = {}
    # Short ones inside: they cross fewer others.
    for target, heights in sorted(spans.items(), key=lambda one: (max(one[1]) - min(one[1]), min(one[1]))):
        low, high = min(heights), max(heights)
        lane = next(
            (n for n, others in enumerate(taken) if all(high < start or end < low for start, end in others)), len(taken)
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found[target] = lane
    return found


def _line(edge: Edge, boxes: dict[str, Box], right: int, lanes: dict[str, int]) -> Line:
    source, target = boxes[edge.source], boxes[edge.target]
    if _takes_lane(edge, boxes):
        x = right + _LANE * (1 + lanes[edge.target])
        around = ((source.right, source.middle), (x, source.middle), (x, target.middle), (target.right, target.middle))
        return Line(edge, around, (source.right + 4, source.middle - 4))
    if edge.way is Way.BACK:
        x = target.x + _BACK
        back = ((source.x, source.middle), (x, source.middle), (x, target.bottom))
        return Line(edge, back, (x + 4, target.bottom + 11))
    if source.x < target.x:
        x = source.x + _INTO
        return Line(edge, ((x, source.bottom), (x, target.y)), (x + 6, target.y - 8))
    x = source.x + _SPINE
    return Line(edge, ((x, source.bottom), (x, target.y)), (x + 6, target.y - 8))
