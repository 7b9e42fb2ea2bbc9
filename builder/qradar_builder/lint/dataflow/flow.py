"""A workflow with all that is known of its State: texts, ways, accesses, sources. Each is worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from qradar_builder.lint.dataflow.accesses import accesses_of, is_block
from qradar_builder.lint.dataflow.by_name import ByName
from qradar_builder.lint.dataflow.by_place import ByPlace
from qradar_builder.lint.dataflow.conditions import condition_of, outcome
from qradar_builder.lint.dataflow.graph import graph_of
from qradar_builder.lint.dataflow.sources import Sources, asks_clock
from qradar_builder.lint.dataflow.state_path import covers, path_of, paths_in
from qradar_builder.lint.dataflow.written_text import WrittenText, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.lint.dataflow.accesses import Access
    from qradar_builder.lint.dataflow.graph import Graph
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.model.workflow.document import Element, Workflow


_LIVE: Final = ("clock", "response")
_ANEW: Final = frozenset({"write", "delete"})


@dataclass(frozen=True, eq=False)
class Flow:
    """What is known of a workflow that was read without an error."""

    workflow: Workflow

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """Every action and test with all its parts, in the order of the document."""
        return tuple(self.workflow.walk())

    @cached_property
    def texts(self) -> tuple[WrittenText, ...]:
        """Every text of the actions and tests, in the order of the document, with the JPath in it."""
        return tuple(texts_of(self.workflow))

    @cached_property
    def graph(self) -> Graph:
        """The ways through the actions."""
        return graph_of(self.workflow)

    @cached_property
    def accesses(self) -> dict[int, tuple[Access, ...]]:
        """What each element reads from the State and writes to it, by the `id` of the element."""
        return accesses_of(self.texts)

    @cached_property
    def _elements_by_name(self) -> ByName[Element]:
        return ByName((element.name, element) for element in self.elements)

    def elements_named(self, *names: str) -> Sequence[Element]:
        """The actions, tests and parts of these names, in the order of the document."""
        return self._elements_by_name.of(names)

    @cached_property
    def _texts_by_element(self) -> ByName[WrittenText]:
        return ByName((text.element.name, text) for text in self.texts)

    def texts_in(self, *elements: str) -> Sequence[WrittenText]:
        """The texts of elements of these names, in the order of the document."""
        return self._texts_by_element.of(elements)

    @cached_property
    def _texts_by_name(self) -> ByName[WrittenText]:
        return ByName((text.name, text) for text in self.texts)

    def texts_named(self, *names: str) -> Sequence[WrittenText]:
        """The texts of attributes of these names, in the order of the document."""
        return self._texts_by_name.of(names)

    @cached_property
    def reads(self) -> tuple[Access, ...]:
        """What all actions and tests read."""
        return tuple(access for access in self.all_accesses if access.kind == "read")

    @cached_property
    def _reads_by_element(self) -> ByName[Access]:
        return ByName((access.element.name, access) for access in self.reads)

    def reads_in(self, *elements: str) -> Sequence[Access]:
        """What elements of these names read, in the order of the document."""
        return self._reads_by_element.of(elements)

    def is_read(self, path: StatePath) -> bool:
        """Whether something reads what may be at a place, above it or in it."""
        return any(access.kind == "read" for access in self.touching(path))

    def accesses_of(self, action: Element) -> tuple[Access, ...]:
        """The accesses of an action with its parts, but not with the actions in it."""
        if not action.children or is_block(action):
            return self.accesses.get(id(action), ())
        return tuple(access for part in action.walk() for access in self.accesses.get(id(part), ()))

    @cached_property
    def _texts_of(self) -> dict[int, tuple[WrittenText, ...]]:
        found: dict[int, list[WrittenText]] = {}
        for text in self.texts:
            found.setdefault(id(text.element), []).append(text)
        return {key: tuple(value) for key, value in found.items()}

    def texts_of(self, element: Element) -> tuple[WrittenText, ...]:
        """The texts of an element, without those of the elements in it."""
        return self._texts_of.get(id(element), ())

    def texts_at(self, node: int) -> tuple[WrittenText, ...]:
        """The texts of the action at a node of the graph."""
        element = self.graph.elements[node]
        return () if element is None else self.texts_of(element)

    def is_live(self, access: Access) -> bool:
        """Whether what an action sets a place to is made of a response or the clock, and is no constant."""
        read = [each.path for each in self.accesses_of(access.element) if each.kind == "read"]
        return id(access.element) in self.asking_clock or any(
            source.kind in _LIVE for source in self.sources.of_all(read)
        )

    @cached_property
    def asking_clock(self) -> frozenset[int]:
        """The elements with a text that calls `time()`, by their `id`."""
        return frozenset(id(text.element) for text in self.texts if "time" in text.text and asks_clock(text.nodes()))

    @staticmethod
    def paths_in(node: Node) -> list[StatePath]:
        """The places that an expression reads."""
        return [path_of(path) for path in paths_in(node)]

    @cached_property
    def _at(self) -> tuple[tuple[Access, ...], ...]:
        return tuple(() if element is None else self.accesses_of(element) for element in self.graph.elements)

    def at(self, node: int) -> tuple[Access, ...]:
        """The accesses of the action at a node of the graph."""
        return self._at[node]

    @cached_property
    def _by_place(self) -> ByPlace[Access]:
        return ByPlace((access.path, access) for access in self.all_accesses)

    def touching(self, path: StatePath) -> tuple[Access, ...]:
        """The accesses of all actions and tests to places that overlap a place."""
        return self._by_place.overlapping(path)

    @cached_property
    def _nodes_by_place(self) -> ByPlace[tuple[int, Access]]:
        return ByPlace((access.path, (node, access)) for node, own in enumerate(self._at) for access in own)

    def nodes_touching(self, path: StatePath) -> tuple[tuple[int, Access], ...]:
        """The accesses to places that overlap a place, each with the node of its action."""
        return self._nodes_by_place.overlapping(path)

    def setting(self, path: StatePath) -> frozenset[int]:
        """The nodes of the actions after which nothing is at a place of what was there before."""
        if path not in self._setting:
            self._setting[path] = frozenset(
                node
                for node, access in self.nodes_touching(path)
                if access.kind in _ANEW and access.element.name != "Initialize" and covers(access.path, path)
            )
        return self._setting[path]

    @cached_property
    def _setting(self) -> dict[StatePath, frozenset[int]]:
        return {}

    def reading(self, path: StatePath) -> frozenset[int]:
        """The nodes of the actions that read what may be at a place, above it or in it."""
        return frozenset(node for node, access in self.nodes_touching(path) if access.kind == "read")

    @cached_property
    def _outcomes(self) -> dict[tuple[int, StatePath, int], bool | None]:
        return {}

    def outcome(self, node: int, status: StatePath, number: int) -> bool | None:
        """What the condition of a node comes to where a status is that number; None where that is not known."""
        condition = self.conditions.get(node)
        if condition is None:
            return None
        # What does not ask for the status comes to the same for all.
        key = (node, status, number) if node in self._asking.get(status, ()) else (node, (), 0)
        if key not in self._outcomes:
            self._outcomes[key] = outcome(condition, status, number)
        return self._outcomes[key]

    @cached_property
    def _asking(self) -> dict[StatePath, set[int]]:
        """The nodes whose conditions read a place, by the place."""
        found: dict[StatePath, set[int]] = {}
        for node, condition in self.conditions.items():
            for path in self.paths_in(condition):
                found.setdefault(path, set()).add(node)
        return found

    @cached_property
    def _following(self) -> dict[tuple[StatePath, int], Sequence[Sequence[int]]]:
        return {}

    def following(self, status: StatePath, number: int) -> Sequence[Sequence[int]]:
        """For each node of the graph, those that may come next where a status is that number."""
        # What no condition asks for changes no way.
        key = (status, number) if status in self._asking else ((), 0)
        if key not in self._following:
            found = self._following[key] = list(self.graph.following())
            for node in self.conditions:
                comes_to = self.outcome(node, status, number)
                if comes_to is not None:
                    found[node] = [arrow.to for arrow in self.graph.arrows[node] if arrow.when in {None, comes_to}]
        return self._following[key]

    @cached_property
    def conditions(self) -> dict[int, Node]:
        """The conditions by the nodes of their actions, with their templates put in; those that can be read."""
        texts = ((node, element.get("condition")) for node, element in enumerate(self.graph.elements) if element)
        read = ((node, condition_of(text)) for node, text in texts if text is not None)
        return {node: condition for node, condition in read if condition is not None}

    @cached_property
    def all_accesses(self) -> tuple[Access, ...]:
        """The accesses of all actions and tests."""
        return tuple(access for group in self.accesses.values() for access in group)

    @cached_property
    def sources(self) -> Sources:
        """What the values in the State are made of."""
        return Sources(self.workflow, self.asking_clock, self.accesses)
