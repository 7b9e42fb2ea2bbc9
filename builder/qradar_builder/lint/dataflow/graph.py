"""The ways through a workflow: a node for each action, and arrows to those that may come next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qradar_builder.findings import Origin
    from qradar_builder.model.workflow.document import Element, Workflow

ENTRY: Final = 0
"""The node at which a run begins."""
END: Final = 1
"""The node of a run that ends as a whole: its State is kept."""
FAILED: Final = 2
"""The node of a run that an Abort ends: the next one begins with the State of the run before."""

_LOOPS = ("While", "DoWhile", "ForEach")


@dataclass(frozen=True, slots=True)
class Arrow:
    """A node that may come next, and what must be so: `true` or `false` of a condition; None without one."""

    to: int
    when: bool | None = None


@dataclass(slots=True)
class Graph:
    """Nodes are numbers. `elements` has the action of each; None for ENTRY, END and FAILED."""

    elements: list[Element | None] = field(default_factory=lambda: [None, None, None])
    arrows: list[list[Arrow]] = field(default_factory=lambda: [[], [], []])
    nodes: dict[int, int] = field(default_factory=dict)
    """The node of an action, by the `id` of its element."""
    loops: dict[int, frozenset[int]] = field(default_factory=dict)
    """By the node of a loop, the nodes in it, its own among them."""
    unreached: list[Element] = field(default_factory=list)
    """The first action of each row that no way leads to."""
    _reached: dict[tuple[int, frozenset[int]], frozenset[int]] = field(default_factory=dict)
    _following: list[list[int]] = field(default_factory=list)
    _behind: list[int] = field(default_factory=list)
    """For each node, those that ways lead to: the bits of a number."""

    def node(self, element: Element) -> int:
        """The node of an action."""
        return self.nodes[id(element)]

    def following(self) -> Sequence[Sequence[int]]:
        """For each node, those that may come next. Ask once the graph is whole."""
        if not self._following:
            self._following = [[arrow.to for arrow in arrows] for arrows in self.arrows]
        return self._following

    def before(self, node: int) -> Iterator[int]:
        """The nodes that may come right before one."""
        return (each for each, arrows in enumerate(self.arrows) if any(arrow.to == node for arrow in arrows))

    def way(
        self,
        start: int,
        goal: Callable[[int], bool],
        *,
        past: Callable[[int], bool] | None = None,
        along: Sequence[Sequence[int]] | None = None,
    ) -> list[int] | None:
        """A shortest way of one arrow or more to a node that is the goal, only through nodes that it may go past.

        `along` has for each node those that may come next, where not all arrows count. The list begins with `start` and
        ends with the goal. None where there is no such way.
        """
        came: dict[int, int] = {}
        waiting = [start]
        following = self.following() if along is None else along
        for node in waiting:
            for to in following[node]:
                if to in came:
                    continue
                if goal(to):
                    way = [to, node]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return way[::-1]
                if to != start and (past is None or past(to)):
                    came[to] = node
                    waiting.append(to)
        return None

    def way_to(self, start: int, end: int, *, past: Callable[[int], bool] | None = None) -> list[int] | None:
        """A shortest way of one arrow or more from one node to another, only through nodes that it may go past."""
        return self.way(start, end.__eq__, past=past) if self.leads(start, end) else None

    def way_by(
        self,
        start: int,
        stops: Sequence[int],
        goal: Callable[[int], bool],
        *,
        past: Callable[[int], bool] | None = None,
    ) -> list[int] | None:
        """A way to a goal that comes to each of the stops on its way, in their order. Each part is a shortest one."""
        way = [start]
        for stop in stops:
            part = self.way_to(way[-1], stop, past=past) if stop != way[-1] else [stop]
            if part is None:
                return None
            way += part[1:]
        last = self.way(way[-1], goal, past=past)
        return None if last is None else [*way, *last[1:]]

    def leads(self, start: int, end: int) -> bool:
        """Whether there is a way of one arrow or more from one node to another. Ask once the graph is whole."""
        return bool(self.behind((start,)) >> end & 1)

    def behind(self, starts: Iterable[int]) -> int:
        """The nodes that ways of one arrow or more lead to from any of these: the bits of a number."""
        self._behind = self._behind or _closure(self.following())
        found = 0
        for start in starts:
            found |= self._behind[start]
        return found

    def reached(self, start: int, stops: frozenset[int] = frozenset()) -> frozenset[int]:
        """The nodes that ways of one arrow or more lead to from a node, which may end at a stop but not go past one.

        Ask for them once the graph is whole.
        """
        known = self._reached.get((start, stops))
        if known is None:
            found: set[int] = set()
            waiting = [start]
            following = self.following()
            for node in waiting:
                for to in following[node]:
                    if to not in found:
                        found.add(to)
                        if to not in stops:
                            waiting.append(to)
            known = self._reached[start, stops] = frozenset(found)
        return known

    def steps(self, way: Sequence[int]) -> list[tuple[Origin, str]]:
        """A way as places with a few words each, numbered from 1; for the related places of a finding."""
        steps: list[tuple[Origin, str]] = []
        for number, node in enumerate(way):
            element = self.elements[node]
            if element is None:
                continue
            when = next(
                (arrow.when for arrow in self.arrows[node] if [arrow.to] == list(way[number + 1 : number + 2])), None
            )
            steps.append((element.origin, f"{len(steps) + 1}. {_said(element, when)}"))
        return steps


def _closure(following: Sequence[Sequence[int]]) -> list[int]:
    """For each node, those that ways of one arrow or more lead to, as the bits of a number."""
    behind = [0] * len(following)
    changed = True
    while changed:
        changed = False
        # Most arrows lead to a later node, of which more is known when the last one comes first.
        for node in range(len(following) - 1, -1, -1):
            found = 0
            for to in following[node]:
                found |= 1 << to | behind[to]
            if found != behind[node]:
                behind[node] = found
                changed = True
    return behind


def _said(element: Element, when: bool | None) -> str:
    if when is None:
        return element.name
    if element.name == "ForEach":
        return "ForEach takes an item" if when else "ForEach is done"
    return f"{element.name} is {'true' if when else 'false'}"


def graph_of(workflow: Workflow) -> Graph:
    """The graph of the actions of a workflow."""
    builder = _Builder()
    ends = builder.row(workflow.actions, [(ENTRY, None)])
    builder.join(ends, END)
    return builder.graph


_Ends = list[tuple[int, bool | None]]
"""Nodes from which the next action follows, each with the condition of the arrow."""


class _Builder:
    def __init__(self) -> None:
        self.graph = Graph()

    def join(self, ends: Iterable[tuple[int, bool | None]], node: int) -> None:
        for end, when in ends:
            self.graph.arrows[end].append(Arrow(node, when))

    def row(self, actions: Sequence[Element], ends: _Ends) -> _Ends:
        """Actions one after the other; gives where the next one follows."""
        for place, action in enumerate(actions):
            if not ends:
                self.graph.unreached.append(action)
                # What follows is still looked at, from a node that nothing leads to.
                for rest in actions[place:]:
                    self._hidden(rest)
                return []
            if action.name in {"ElseIf", "Else"}:
                continue
            ends = self._action(action, ends, self._branches(actions, place))
        return ends

    @staticmethod
    def _branches(actions: Sequence[Element], place: int) -> list[Element]:
        following: list[Element] = []
        for action in actions[place + 1 :]:
            if action.name not in {"ElseIf", "Else"}:
                break
            following.append(action)
        return following

    def _node(self, element: Element) -> int:
        node = len(self.graph.elements)
        self.graph.elements.append(element)
        self.graph.arrows.append([])
        self.graph.nodes[id(element)] = node
        return node

    def _hidden(self, element: Element) -> None:
        for each in element.walk():
            if id(each) not in self.graph.nodes:
                self._node(each)

    def _action(self, action: Element, ends: _Ends, branches: list[Element]) -> _Ends:
        if action.name == "If":
            return self._if([action, *branches], ends)
        node = self._node(action)
        if action.name == "DoWhile":
            return self._do_while(action, node, ends)
        self.join(ends, node)
        if action.name in _LOOPS:
            first = len(self.graph.elements)
            self.join(self.row(action.children, [(node, True)]), node)
            self.graph.loops[node] = frozenset((node, *range(first, len(self.graph.elements))))
            return [(node, False)]
        if action.name == "Abort":
            self.join([(node, None)], FAILED)
            return []
        return [(node, None)]

    def _if(self, branches: list[Element], ends: _Ends) -> _Ends:
        done: _Ends = []
        for branch in branches:
            if branch.name == "Else":
                node = self._node(branch)
                self.join(ends, node)
                done += self.row(branch.children, [(node, None)])
                return done
            node = self._node(branch)
            self.join(ends, node)
            done += self.row(branch.children, [(node, True)])
            ends = [(node, False)]
        return done + ends

    def _do_while(self, action: Element, node: int, ends: _Ends) -> _Ends:
        """The node of a DoWhile is its condition, which comes behind its actions."""
        first = len(self.graph.elements)
        last = self.row(action.children, [*ends, (node, True)])
        self.graph.loops[node] = frozenset((node, *range(first, len(self.graph.elements))))
        if not last:
            return []
        self.join(last, node)
        return [(node, False)]
