"""The texts of a workflow, each with the JPath expressions that it holds as syntax trees."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qradar_builder.jpath.errors import JPathError
from qradar_builder.jpath.syntax.parser import parse
from qradar_builder.jpath.syntax.tree import Text, levels
from qradar_builder.jpath.template import Hole, split_template
from qradar_builder.lint.dataflow.state_path import path_of, paths_in
from qradar_builder.model.workflow.elements import elements_of
from qradar_builder.model.workflow.grammar import TextKind
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.workflow.check.stretch import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.jpath.syntax.tree import Node, Path
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.model.workflow.grammar import Attribute

_OPEN = "${"
_EXPRESSIONS = (TextKind.PATH, TextKind.CONDITION)
_LONGEST_REMEMBERED = 2000
"""Characters of a text whose expressions are kept: workflows say many things in the same words."""
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
    nodes: tuple[Node, ...]
    """The expression, and those that it is made of, level by level."""
    paths: tuple[Path, ...]
    """The paths in it that begin at the root of the State."""
    places: tuple[StatePath, ...]
    """Where these paths lead to, in the same order."""


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

    def nodes(self) -> Iterator[Node]:
        """The expressions in it, and those that they are made of."""
        return (node for tree in self.trees for node in tree.nodes)

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
    if _OPEN not in text and kind not in _EXPRESSIONS:
        return WrittenText(element, name, attribute, text, (), is_fixed=True)
    known = _remembered if len(text) <= _LONGEST_REMEMBERED else _trees_of
    return WrittenText(element, name, attribute, text, *known(text, kind))


def _trees_of(text: str, kind: TextKind) -> tuple[tuple[Tree, ...], bool]:
    """The expressions of a text of that kind, and whether no template is in it."""
    holes = _holes(text)
    trees = list(_trees(text, holes))
    if kind in _EXPRESSIONS:
        filled = text if kind is TextKind.PATH else _filled(text, holes)
        whole = _tree(filled, 0, len(text), in_template=False) if kind is TextKind.CONDITION or not holes else None
        if whole is not None or not holes:
            # What a hole has within a text in quotes is no part of the expression.
            trees = [] if whole is None else [whole, *_trees(text, _left_out(whole, holes))]
    return tuple(trees), kind not in (*_EXPRESSIONS, TextKind.TEMPLATE) or not holes


_remembered = lru_cache(maxsize=4096)(_trees_of)


def _trees(text: str, holes: Iterable[Hole]) -> Iterator[Tree]:
    """The expression of each hole. A hole within another is a part of the outer one, where that can be read."""
    for hole in holes:
        inner = [part for part in hole.parts if isinstance(part, Hole)]
        tree = _tree(_filled(text, inner), hole.start + len(_OPEN), hole.end - 1, in_template=True)
        if tree is not None:
            yield tree
        yield from _trees(text, inner if tree is None else _left_out(tree, inner))


def _left_out(tree: Tree, holes: Iterable[Hole]) -> Iterator[Hole]:
    """The holes in which an expression has nothing."""
    starts = [node.start for node in tree.nodes if not isinstance(node, Text)]
    return (hole for hole in holes if not any(hole.start < start < hole.end for start in starts))


def _filled(text: str, holes: Iterable[Hole]) -> str:
    """A text of the same length, with parentheses in place of `${` and `}` and of the quotes around them."""
    waiting = list(holes)
    if not waiting:
        return text
    letters = list(text)
    while waiting:
        hole = waiting.pop()
        waiting += [part for part in hole.parts if isinstance(part, Hole)]
        letters[hole.start : hole.start + len(_OPEN)] = " ("
        letters[hole.end - 1] = ")"
        before, behind = text[hole.start - 1 : hole.start], text[hole.end : hole.end + 1]
        if before == behind and before in {"'", '"'}:
            letters[hole.start - 1] = letters[hole.end] = " "
    return "".join(letters)


def _holes(text: str) -> list[Hole]:
    try:
        return [part for part in split_template(text, _ignore) if isinstance(part, Hole)]
    except JPathError:
        return []


def _tree(text: str, start: int, end: int, *, in_template: bool) -> Tree | None:
    try:
        node = parse(text, start, end)
    except JPathError:
        return None
    nodes = tuple(each for level in levels(node) for each in level)
    paths = tuple(paths_in(node))
    return Tree(node, start, end, in_template, nodes, paths, tuple(map(path_of, paths)))


def _ignore(*_: object) -> None:
    """A check says elsewhere what is doubtful in a text."""
