"""The bookmarks of a workflow: what one run leaves in the State for the requests of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.lint.dataflow.by_place import ByPlace
from qradar_builder.lint.dataflow.graph import END, ENTRY
from qradar_builder.lint.dataflow.state_path import ANY, overlap
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.calls import Call
    from qradar_builder.lint.dataflow.flow import Flow
    from qradar_builder.lint.dataflow.state_path import StatePath


@dataclass(frozen=True, slots=True, eq=False)
class Bookmark:
    """A place that keeps its value between runs, and that calls ask by whose responses are posted."""

    path: StatePath
    first: tuple[tuple[int, Access], ...]
    """The nodes that initialize it, each with its access."""
    moves: tuple[tuple[int, Access], ...]
    """The other nodes that set it, each with its access."""
    calls: tuple[Call, ...]
    """The calls that ask by it."""


def bookmarks_of(flow: Flow, calls: Sequence[Call]) -> Iterator[Bookmark]:
    """The bookmarks of a workflow, in the order in which they are first set."""
    asked = [(call, _asked_of(flow, call)) for call in calls if call.posts]
    if not asked:
        return
    paths: list[StatePath] = [(parameter.name,) for parameter in flow.workflow.parameters]
    paths += [access.path for access in flow.all_accesses if _is_made_anew(access)]
    taken = ByPlace((path, path) for path in paths)
    places: dict[StatePath, list[tuple[int, Access]]] = {}
    for node in range(len(flow.graph.elements)):
        for access in flow.at(node):
            if access.kind == "write" and not any(step.endswith(ANY) for step in access.path):
                places.setdefault(access.path, []).append((node, access))
    for path, writes in places.items():
        if not path or taken.overlapping(path):
            continue
        asking = tuple(call for call, made in asked if made.overlapping(path) and _asks_by(flow, path, call))
        if asking and _is_carried(flow, path):
            first = tuple(each for each in writes if each[1].element.name == "Initialize")
            moves = tuple(each for each in writes if each[1].element.name != "Initialize")
            yield Bookmark(path, first, moves, asking)


def _asked_of(flow: Flow, call: Call) -> ByPlace[StatePath]:
    """The places that what a call asks may be made of, whatever the order of the actions."""
    return ByPlace((path, path) for path in flow.sources.read_for({access.path for access in call.asked}))


def _asks_by(flow: Flow, path: StatePath, call: Call) -> bool:
    """Whether what a call asks may be made of what is at a place when the run comes to it."""
    waiting = [(call.node, access.path) for access in call.asked]
    seen = set(waiting)
    while waiting:
        node, read = waiting.pop()
        if overlap(read, path):
            return True
        for writer, access in flow.nodes_touching(read):
            if access.kind in {"read", "delete"} or access.element.name == "CallEndpoint":
                continue
            if not _gets_to(flow, writer, node, read):
                continue
            new = {(writer, each.path) for each in flow.at(writer) if each.kind == "read"} - seen
            seen |= new
            waiting += new
    return False


def _gets_to(flow: Flow, writer: int, reader: int, path: StatePath) -> bool:
    """Whether what one action puts at a place may be there when another reads it, in the same run or a later one."""
    over = flow.setting(path)
    behind = flow.graph.reached(writer, over)
    return reader in behind or (END in behind and reader in flow.graph.reached(ENTRY, over))


def _is_made_anew(access: Access) -> bool:
    return access.kind == "write" and access.element.name in {"CallEndpoint", "ForEach"}


def _is_carried(flow: Flow, path: StatePath) -> bool:
    """Whether a run may read the value that the run before has left."""
    return not flow.graph.reached(ENTRY, flow.setting(path)).isdisjoint(flow.reading(path))
