"""The texts of a workflow, each with the JPath expressions that it holds as syntax trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.jpath.errors import JPathError
from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.jpath.template import Hole, split_template
from qradar_builder.model.workflow.elements import elements_of
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.workflow.check.stretch import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.model.workflow.grammar import Attribute

_OPEN = "${"
BODY = "text"
"""The name of the text of a `RequestBody`, which has no attribute."""


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """An expression in a text. Its places count characters of the text, from 0."""

    node: Node
    start: int
    end: int
    in_template: bool
    """Whether it is in a `${…}`."""


@dataclass(frozen=True, slots=True, eq=False)
class WrittenText:
    """A text of an element: of one of its attributes, or its body."""

    element: Element
    name: str
    """The name of the attribute, or BODY."""
    attribute: Attribute | None
    text: str
    trees: tuple[Tree, ...]
    """The expressions in it that can be read; what is put together only when the workflow runs is left out."""
    is_fixed: bool
    """Whether no template is in it."""

    @property
    def origin(self) -> Origin:
        """The place of the text."""
        return self.element.at(self.name)

    def stretch(self, start: int, end: int) -> Origin:
        """The place of a part of the text, in characters from 0; the end is exclusive."""
        return Stretch(self.origin, self.name, self.text, start, end)


def texts_of(workflow: Workflow) -> Iterator[WrittenText]:
    """Every text of the actions and tests of a workflow, in the order of the document."""
    for element, spec in elements_of(workflow):
        for attribute in spec.attributes:
            text = element.get(attribute.name)
            if text is not None:
                yield _read(element, attribute.name, attribute, text)
        if element.text is not None:
            yield _read(element, BODY, None, element.text)


def _read(element: Element, name: str, attribute: Attribute | None, text: str) -> WrittenText:
    kind = TextKind.TEMPLATE if attribute is None else attribute.kind
    holes = _holes(text)
    trees = [
        each for hole in _whole(holes) if (each := _tree(text, hole.start + len(_OPEN), hole.end - 1, in_template=True))
    ]
    if kind in (TextKind.PATH, TextKind.CONDITION) and not holes:
        whole = _tree(text, 0, len(text), in_template=False)
        trees = [] if whole is None else [whole]
    is_fixed = kind not in (TextKind.PATH, TextKind.CONDITION, TextKind.TEMPLATE) or not holes
    return WrittenText(element, name, attribute, text, tuple(trees), is_fixed)


def _holes(text: str) -> list[Hole]:
    try:
        return [part for part in split_template(text, _ignore) if isinstance(part, Hole)]
    except JPathError:
        return []


def _whole(holes: Iterable[Hole]) -> Iterator[Hole]:
    """The holes that no other hole is in, at any depth."""
    for hole in holes:
        if hole.is_nested:
            yield from _whole(part for part in hole.parts if isinstance(part, Hole))
        else:
            yield hole


def _tree(text: str, start: int, end: int, *, in_template: bool) -> Tree | None:
    try:
        return Tree(parse(text, start, end), start, end, in_template)
    except JPathError:
        return None


def _ignore(*_: object) -> None:
    """A check says elsewhere what is doubtful in a text."""
