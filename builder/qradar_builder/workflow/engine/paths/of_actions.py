"""Which paths an action reads and writes, as far as its text tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath import JPathError, parse
from qradar_builder.jpath.syntax.tree import Key, Path, levels
from qradar_builder.model.workflow.elements import ACTIONS
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.model.workflow.document import Element, Workflow

_HOLE: Final = re.compile(r"(['\"]?)\$\{([^${}]*)\}\1")
_READ: Final = frozenset({"items", "sourcePath"})
_WRITTEN: Final = ("savePath", "targetPath", "item")
_SETS: Final = frozenset({"Set", "Initialize", "Add"})
_POSTS: Final = frozenset({"PostEvent", "PostEvents"})


@dataclass(frozen=True, slots=True)
class Use:
    """A path of an action, in the order of the document; `attribute` is the one that has it."""

    element: Element
    attribute: str
    path: str


def parts(element: Element) -> Iterator[Element]:
    """The element and, unless those are actions, what lies below it."""
    spec = ACTIONS.get(element.name)
    if spec is not None and spec.block:
        yield element
    else:
        yield from element.walk()


def read_by(element: Element) -> Iterator[Use]:
    """The paths that an action reads, without those that stand in what it holds."""
    for part in parts(element):
        for name, text in part.attributes.items():
            for path in _paths(part.name, name, text):
                yield Use(element, name, path)
        if part.text is not None:
            for path in _in_templates(part.text):
                yield Use(element, "", path)


def written_by(element: Element) -> Use | None:
    """The path that an action writes; None where it writes none, or one that templates make."""
    names = ("path",) if element.name in _SETS else _WRITTEN
    for name in names:
        text = element.get(name)
        if text is not None and "${" not in text:
            path = normal(text)
            return None if path is None else Use(element, name, path)
    return None


def posts(element: Element) -> bool:
    """Whether an action posts events."""
    return element.name in _POSTS


def actions(workflow: Workflow) -> Iterator[Element]:
    """All actions, in the order of the document."""
    for each in workflow.actions:
        yield from _walked(each)


def _walked(element: Element) -> Iterator[Element]:
    yield element
    if (spec := ACTIONS.get(element.name)) is not None and spec.block:
        for child in element.children:
            yield from _walked(child)


def normal(text: str) -> str | None:
    """A path in one spelling, up to its first brackets; None for what is no path of the State, or all of it."""
    try:
        tree = parse(text)
    except JPathError:
        return None
    return _spelled(tree) if isinstance(tree, Path) else None


def _spelled(tree: Path) -> str | None:
    if tree.in_element:
        return None
    keys = []
    for step in tree.steps:
        if not isinstance(step, Key):
            break
        keys.append(f"/{step}")
    return "".join(keys) or None


def _paths(element: str, name: str, text: str) -> Iterator[str]:
    if name == "condition":
        yield from _in_expression(_HOLE.sub(lambda hole: hole[2], text))
    elif name in _READ or (element in _POSTS and name == "path"):
        yield from _in_expression(text)
    else:
        yield from _in_templates(text)


def _in_templates(text: str) -> Iterator[str]:
    for hole in _HOLE.finditer(text):
        yield from _in_expression(hole[2])


def _in_expression(text: str) -> Iterator[str]:
    try:
        tree = parse(text)
    except JPathError:
        return
    for level in levels(tree):
        for node in level:
            path = _spelled(node) if isinstance(node, Path) else None
            if path is not None:
                yield path
