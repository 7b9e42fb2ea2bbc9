"""The actions of a workflow as nodes with ids: `2.1` is the first action in the second one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.findings import TrailedOrigin
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.model.workflow.document import Element, Workflow

_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Node:
    """An action. `depth` is 0 for those of the workflow itself."""

    id: str
    element: Element
    depth: int

    @property
    def is_block(self) -> bool:
        """Whether it holds other actions."""
        return bool(ACTIONS[self.element.name].block)

    @property
    def place(self) -> tuple[str, int]:
        """The file and the line; those of the fragment for an action of one."""
        place = self.element.origin.locate()
        return place.file, place.line

    @property
    def used_at(self) -> tuple[tuple[str, int], ...]:
        """The files and lines where the fragment of the action is used, nearest first."""
        origin = self.element.origin
        if not isinstance(origin, TrailedOrigin):
            return ()
        return tuple((place.file, place.line) for each, _ in origin.trail() for place in [each.locate()])

    @property
    def label(self) -> str:
        """What the action is about, as it is written: its condition, its path, its method and URL."""
        return label_of(self.element)


def nodes_of(workflow: Workflow) -> list[Node]:
    """All actions, in the order of the document."""
    return list(_nodes(workflow.actions, "", 0))


def _nodes(elements: Sequence[Element], above: str, depth: int) -> Iterator[Node]:
    """The actions and all below them. How deep they lie is bounded by the readers."""
    for number, element in enumerate(elements, 1):
        node = Node(f"{above}{number}", element, depth)
        yield node
        if node.is_block:
            yield from _nodes(element.children, f"{node.id}.", depth + 1)


def label_of(element: Element) -> str:
    """What an action is about, on one line."""
    if element.name == "CallEndpoint":
        said = f"{element.get('method') or ''} {element.get('url') or ''}"
    elif element.name == "ForEach":
        said = f"{element.get('item') or ''} in {element.get('items') or ''}"
    else:
        spec = ACTIONS[element.name]
        name = spec.shorthand or next((each.name for each in spec.attributes if element.get(each.name)), None)
        said = (element.get(name) or "") if name else ""
        value = element.get("value")
        if value is not None and name != "value":
            said = f"{said} = {value}"
    return cut(" ".join(said.split()), _SHOWN)
