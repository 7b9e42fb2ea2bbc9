"""The ways that a run can take from action to action."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qradar_builder.workflow.recording.nodes import Node

START: Final = "start"
END: Final = "end"
_CHAIN: Final = ("ElseIf", "Else")
_LOOPS: Final = ("ForEach", "While", "DoWhile")


class Way(StrEnum):
    """Why a run goes on there."""

    NEXT = "next"
    HOLDS = "true"
    FAILS = "false"
    TURN = "turn"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one node to another, by their ids; `start` and `end` are those of the workflow."""

    source: str
    target: str
    way: Way


def edges_of(nodes: Sequence[Node]) -> list[Edge]:
    """All ways, in the order of the document."""
    return list(_Ways(nodes).all())


def counts_of(edges: Sequence[Edge], flows: Mapping[tuple[str, str], int], nodes: Sequence[Node]) -> dict[Edge, int]:
    """How often each way was taken. `flows` counts pairs of actions that followed one another.

    A ForEach has no step of its own when its items are used up: what follows it comes right after its last turn.
    """
    lists = [node.id for node in nodes if node.element.name == "ForEach"]
    counts = {}
    for edge in edges:
        count = flows.get((edge.source, edge.target), 0)
        if edge.source in lists:
            count += sum(n for (a, b), n in flows.items() if b == edge.target and _leaves(a, b, edge.source))
        if edge.way is Way.BACK and edge.target in lists:
            count += sum(n for (a, b), n in flows.items() if a == edge.source and _leaves(a, b, edge.target))
        counts[edge] = count
    return counts


def _leaves(source: str, target: str, loop: str) -> bool:
    """Whether a step leads out of a loop from within it."""
    inside = f"{loop}."
    return source.startswith(inside) and target != loop and not target.startswith(inside)


class _Ways:
    def __init__(self, nodes: Sequence[Node]) -> None:
        self._children: dict[str, list[Node]] = {}
        for node in nodes:
            self._children.setdefault(node.id.rpartition(".")[0], []).append(node)

    def all(self) -> Iterator[Edge]:
        top = self._children.get("", [])
        if not top:
            yield Edge(START, END, Way.NEXT)
            return
        yield Edge(START, top[0].id, Way.NEXT)
        yield from self._sequence(top)
        yield from (Edge(source, END, way) for source, way in self._exits(top))

    def _sequence(self, nodes: Sequence[Node]) -> Iterator[Edge]:
        """The ways among siblings and below them. How deep they lie is bounded by the readers."""
        for place, node in enumerate(nodes):
            yield from self._inside(node)
            following = nodes[place + 1] if place + 1 < len(nodes) else None
            if following is None:
                continue
            if following.element.name in _CHAIN:
                yield Edge(node.id, following.id, Way.FAILS)
            else:
                yield from (Edge(source, following.id, way) for source, way in self._exits(nodes[: place + 1]))

    def _inside(self, node: Node) -> Iterator[Edge]:
        inner = self._children.get(node.id)
        if not inner:
            return
        name = node.element.name
        first = Way.TURN if name in {"ForEach", "DoWhile"} else Way.NEXT if name == "Else" else Way.HOLDS
        yield Edge(node.id, inner[0].id, first)
        yield from self._sequence(inner)
        if name in _LOOPS:
            yield from (Edge(source, node.id, Way.BACK) for source, _ in self._exits(inner))

    def _exits(self, nodes: Sequence[Node]) -> list[tuple[str, Way]]:
        """The actions that a run leaves a sequence from, and how."""
        last = nodes[-1]
        name = last.element.name
        if name == "Abort":
            return []
        if name in _LOOPS:
            return [(last.id, Way.NEXT if name == "ForEach" else Way.FAILS)]
        if name != "If" and name not in _CHAIN:
            return [(last.id, Way.NEXT)]
        # All of the chain lead to what follows it.
        first = max((n for n, node in enumerate(nodes) if node.element.name == "If"), default=len(nodes) - 1)
        found = []
        for node in nodes[first:]:
            inner = self._children.get(node.id)
            found += self._exits(inner) if inner else [(node.id, Way.NEXT)]
        return found if name == "Else" else [*found, (last.id, Way.FAILS)]
