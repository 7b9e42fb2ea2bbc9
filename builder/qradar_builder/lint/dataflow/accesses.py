"""What the elements of a workflow read from the State, write to it, and remove from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from qradar_builder.lint.dataflow.state_path import known_part
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.model.workflow.grammar import Meaning, TextKind
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.jpath.syntax.tree import Path
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.lint.dataflow.written_text import WrittenText
    from qradar_builder.model.workflow.document import Element

_KEEPS = ("Add", "Merge")
"""Actions whose target stays what it was, with something more in it."""


Kind: TypeAlias = Literal["read", "write", "extend", "delete"]
"""What is done with a place. Where it is extended it keeps its value, and gets more in it.

Rules ask for it a million times; a word is compared in a tenth of the time that a member of an Enum takes.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """One thing that is done with one place of the State."""

    kind: Kind
    path: StatePath
    element: Element
    """The element whose text it is: the action itself, or a part such as a RequestHeader."""
    text: WrittenText
    read_by: Path | None = None
    """The path in the text that reads it; None where the text as a whole is the path."""

    @property
    def origin(self) -> Origin:
        """The place of the path that reads it, or of the text."""
        return self.text.origin if self.read_by is None else self.text.stretch(self.read_by.start, self.read_by.end)

    @property
    def changes(self) -> bool:
        """Whether the place is another one afterwards."""
        return self.kind != "read"


def is_block(element: Element) -> bool:
    """Whether the children of an element are actions of their own."""
    spec = ACTIONS.get(element.name)
    return spec is not None and spec.block is not None


def accesses_of(texts: Iterable[WrittenText]) -> dict[int, tuple[Access, ...]]:
    """The accesses of each element, by the `id` of the element, in the order of their texts."""
    found: dict[int, list[Access]] = {}
    for text in texts:
        if text.trees or (text.attribute is not None and text.attribute.kind is TextKind.PATH):
            found.setdefault(id(text.element), []).extend(_of_text(text))
    return {key: tuple(value) for key, value in found.items() if value}


def _of_text(text: WrittenText) -> Iterator[Access]:
    element = text.element
    is_target = text.attribute is not None and text.attribute.meaning is Meaning.TARGET
    is_path = text.attribute is not None and text.attribute.kind is TextKind.PATH
    if is_target:
        yield Access(_kind_of_target(element), _place(text), element, text)
    for tree in text.trees:
        outer = tree.node
        for path, place in zip(tree.paths, tree.places, strict=True):
            if is_target and path is outer and not tree.in_template:
                continue
            yield Access("read", place, element, text, path)
    if is_path and not is_target and not any(not tree.in_template for tree in text.trees):
        # A path that is put together in a run.
        yield Access("read", known_part(text.text), element, text)


def _kind_of_target(element: Element) -> Kind:
    if element.name == "Delete":
        return "delete"
    return "extend" if element.name in _KEEPS else "write"


def _place(text: WrittenText) -> StatePath:
    whole = [tree for tree in text.trees if not tree.in_template]
    if len(whole) == 1:
        for place in whole[0].places:
            return place
    return known_part(text.text)
