"""What kinds of values a place in the State may hold: an abstract interpretation of everything that writes to it."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from qradar_builder.jpath.syntax.tree import Arithmetic, Call, Negation, Number, Path, Text, Word
from qradar_builder.lint.dataflow.state_path import ANY, covers, path_of

if TYPE_CHECKING:
    from qradar_builder.jpath.syntax.tree import Node
    from qradar_builder.lint.dataflow.flow import Flow
    from qradar_builder.lint.dataflow.state_path import StatePath
    from qradar_builder.model.workflow.document import Element

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NUMBERS: Final = frozenset({"count", "time", "trunc", "round", "floor", "ceil", "random_number"})
_EITHER: Final = frozenset({"min", "max"})
_ARRAYS: Final = frozenset({"range", "keys", "values", "items"})


class Shape(Enum):
    """A kind of value."""

    NUMBER = "a number"
    TRUTH = "true or false"
    TEXT = "a text"
    EMPTY = "an empty text"
    ARRAY = "an array"
    OBJECT = "an object"
    UNKNOWN = "anything"
    """What a service answers, or what is not known."""


_MADE: Final = {
    "FormatDate": frozenset({Shape.TEXT}),
    "ParseDate": frozenset({Shape.NUMBER}),
    "Split": frozenset({Shape.ARRAY}),
    "RegexCapture": frozenset({Shape.TEXT, Shape.EMPTY}),
    "GenerateHMAC": frozenset({Shape.TEXT}),
    "CreateJWTAccessToken": frozenset({Shape.TEXT}),
    "Add": frozenset({Shape.ARRAY}),
    "CallEndpoint": frozenset({Shape.OBJECT}),
}
_RESPONSE: Final[dict[tuple[str, ...], frozenset[Shape]]] = {
    ("status_code",): frozenset({Shape.NUMBER}),
    ("status_message",): frozenset({Shape.TEXT}),
    ("headers",): frozenset({Shape.OBJECT}),
    ("cookies",): frozenset({Shape.OBJECT}),
}


class Shapes:
    """The shapes of every place in the State of a workflow."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[StatePath, frozenset[Shape]] = {}

    def of(self, path: StatePath) -> frozenset[Shape]:
        """The shapes that a place may have where it exists; none where nothing sets it."""
        if path not in self._known:
            self._known[path] = frozenset()
            found: frozenset[Shape] = frozenset()
            # A place may be made of itself: once more with what is known then.
            for _ in range(2):
                found = self._of(path)
                self._known[path] = found
        return self._known[path]

    def of_node(self, node: Node) -> frozenset[Shape]:
        """The shapes of what an expression comes to."""
        match node:
            case Number() | Arithmetic() | Negation():
                return frozenset({Shape.NUMBER})
            case Text():
                return _of_literal(node.value)
            case Word():
                return frozenset({Shape.EMPTY if node.text == "null" else Shape.TRUTH})
            case Path():
                return self.of(path_of(node))
            case Call():
                return self._of_call(node)
            case _:
                return frozenset({Shape.TRUTH})

    def _of_call(self, node: Call) -> frozenset[Shape]:
        if node.function in _NUMBERS:
            return frozenset({Shape.NUMBER})
        if node.function in _EITHER:
            return frozenset({Shape.UNKNOWN})
        if node.function in _ARRAYS:
            return frozenset({Shape.ARRAY})
        return frozenset({Shape.TRUTH if node.function == "empty" else Shape.TEXT})

    def _of(self, path: StatePath) -> frozenset[Shape]:
        found: set[Shape] = set()
        for parameter in self._flow.workflow.parameters:
            if path == (parameter.name,):
                found |= _of_literal(parameter.default or "a") - {Shape.EMPTY}
        if not path or path[-1].endswith(ANY):
            return frozenset({Shape.UNKNOWN})
        for access in self._flow.touching(path):
            if access.kind not in {"write", "extend"}:
                continue
            if access.path == path:
                found |= self._of_write(access.element)
            elif covers(path, access.path):
                found.add(Shape.OBJECT)
            elif access.element.name == "CallEndpoint":
                rest = path[len(access.path) :]
                is_header = rest[0] in {"headers", "cookies"} and len(rest) > 1
                found |= {Shape.TEXT} if is_header else _RESPONSE.get(rest, {Shape.UNKNOWN})
            else:
                found.add(Shape.UNKNOWN)
        return frozenset(found)

    def _of_write(self, element: Element) -> frozenset[Shape]:
        if element.name in _MADE:
            return _MADE[element.name]
        if element.name in {"Set", "Initialize"}:
            return self._of_value(element)
        if element.name == "XPathQuery":
            return frozenset({Shape.TEXT} if element.get("singleton") == "true" else {Shape.ARRAY})
        return frozenset({Shape.UNKNOWN})

    def _of_value(self, element: Element) -> frozenset[Shape]:
        for text in self._flow.texts_of(element):
            if text.name == "value":
                trees = [tree for tree in text.trees if tree.start == len("${") and tree.end == len(text.text) - 1]
                if trees:
                    found = self.of_node(trees[0].node)
                    return found | {Shape.EMPTY} if Shape.UNKNOWN in found else found
                return _of_literal(text.text)
        return frozenset({Shape.UNKNOWN})


def _of_literal(text: str) -> frozenset[Shape]:
    if not text:
        return frozenset({Shape.EMPTY})
    if _NUMBER.fullmatch(text):
        return frozenset({Shape.NUMBER})
    if text in {"true", "false"}:
        return frozenset({Shape.TRUTH})
    first, last = text.strip()[:1], text.strip()[-1:]
    if first + last in {"[]", "{}"}:
        return frozenset({Shape.ARRAY if first == "[" else Shape.OBJECT})
    return frozenset({Shape.UNKNOWN} if text.startswith("${") else {Shape.TEXT})
