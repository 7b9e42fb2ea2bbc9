"""The calls of a workflow: what their requests are made of, and where their responses go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.lint.dataflow.sources import ValueSource
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.flow import Flow
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.model.workflow.document import Element

_ASKS: Final = ("CallEndpoint", "QueryParameter", "RequestBody", "Parameter", "XmlRequestBody")
"""The elements that say what is asked for; headers and authentication say who asks."""
POSTS: Final = ("PostEvent", "PostEvents")
"""The actions that post events."""


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A CallEndpoint that a run can come to."""

    node: int
    element: Element
    saved: StatePath
    """Where the response is saved; empty where it is not."""
    asked: tuple[Access, ...]
    """What its URL, query and body read."""
    posts: tuple[int, ...]
    """The nodes that post what its response is made into."""

    @property
    def status(self) -> StatePath:
        """The place of its status."""
        return (*self.saved, "status_code")

    @property
    def body(self) -> StatePath:
        """The place of its body."""
        return (*self.saved, "body")


def calls_of(flow: Flow) -> Iterator[Call]:
    """The calls of a workflow, in the order of the document."""
    posts = [
        (
            node,
            {source for access in flow.at(node) if access.kind == "read" for source in _made_of(flow, access)},
        )
        for node, element in enumerate(flow.graph.elements)
        if element is not None and element.name in POSTS
    ]
    for node, element in enumerate(flow.graph.elements):
        if element is None or element.name != "CallEndpoint":
            continue
        accesses = flow.at(node)
        saved = next((access.path for access in accesses if access.kind == "write"), ())
        asked = tuple(
            access
            for access in accesses
            if access.kind == "read" and access.element.name in _ASKS and access.text.name not in {"savePath", "method"}
        )
        response = ValueSource("response", "/".join(saved))
        yield Call(node, element, saved, asked, tuple(post for post, made in posts if saved and response in made))


def _made_of(flow: Flow, access: Access) -> frozenset[ValueSource]:
    return flow.sources.of(access.path) if access.text.name == "path" else frozenset()


def comes_to(flow: Flow, call: Call, number: int) -> frozenset[int]:
    """The nodes that a run may come to behind a call whose response has a status."""
    following = by_status(flow, call, number)
    found: set[int] = set()
    waiting = [call.node]
    for node in waiting:
        new = set(following[node]) - found
        found |= new
        waiting += new
    return frozenset(found)


def by_status(flow: Flow, call: Call, number: int) -> Sequence[Sequence[int]]:
    """For `Graph.way`: for each node, those that may come next where the response of a call has a status."""
    return flow.following(call.status, number)
