"""A Universal Cloud REST API workflow: its parameters, actions and tests, whichever side it was read from."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from textwrap import dedent
from typing import TYPE_CHECKING, TypeVar

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from qradar_builder.findings import Origin

MAX_NESTING = 50
"""How deep actions may lie in one another. Everything that walks a workflow may rely on it."""

_BASE = "http://qradar.ibm.com/UniversalCloudRESTAPI"


class SchemaVersion(StrEnum):
    """A version of the workflow language; later ones compare as greater."""

    V1 = "V1"
    V2 = "V2"
    V2_1 = "V2_1"

    @property
    def workflow_namespace(self) -> str:
        """The XML namespace of a workflow."""
        return f"{_BASE}/Workflow/{self}"

    @property
    def values_namespace(self) -> str:
        """The XML namespace of workflow parameter values."""
        return f"{_BASE}/WorkflowParameterValues/{self}"


def tidy_comment(text: str) -> str:
    """A comment without margin, outer blank lines and space at the ends of lines."""
    first, *others = (line.rstrip() for line in text.split("\n"))
    return "\n".join([first.lstrip(), *dedent("\n".join(others)).split("\n")]).strip("\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What stands somewhere in a source. Where it stands plays no part in whether two of them are equal."""

    origin: Origin = field(compare=False, repr=False)
    places: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False)
    """The origins of its attributes and of its body, as far as they are known."""
    comments: tuple[str, ...] = ()
    """The comments that stand before it, each without margin; lines are parted by newlines."""

    def at(self, name: str) -> Origin:
        """The origin of an attribute, or its own where that is not known."""
        return self.places.get(name, self.origin)


@dataclass(frozen=True, slots=True)
class Element(Placed):
    """An action, a test, or a part of one, in IBM's own names.

    The values of attributes are as written: templates are not expanded, defaults are not filled in.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Element, ...] = ()
    text: str | None = None
    """The text of a `RequestBody`, or the one element of an `XmlRequestBody` as serialised XML; else None.

    In that XML, elements of the workflow's own namespace stand without any: they have it only by inheritance.
    """
    closing: tuple[str, ...] = ()
    """The comments in it after its last child, or in it alone."""

    def get(self, name: str) -> str | None:
        """An attribute as it is written, or None."""
        return self.attributes.get(name)

    def child(self, name: str) -> Element | None:
        """The first child of that name, or None."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Element]:
        """The children of that name, in order."""
        return (child for child in self.children if child.name == name)

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in the order of the document."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))


@dataclass(frozen=True, slots=True)
class Parameter(Placed):
    """A value that the administrator gives for each log source; it stands in the State under `/name`."""

    name: str
    label: str
    description: str | None = None
    required: bool = False
    secret: bool = False
    default: str | None = None
    written: Mapping[str, str] = field(default_factory=dict, hash=False)
    """How truth values are written, where not by `true` or by leaving them out."""
    closing: tuple[str, ...] = ()
    """The comments in it."""


@dataclass(frozen=True, slots=True)
class ListComments:
    """The comments before one of the three lists of a workflow, and those in it after its last item."""

    before: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workflow(Placed):
    """A workflow. `minimum_recurrence` is in seconds, as text."""

    name: str
    version: str
    schema: SchemaVersion
    description: str | None = None
    minimum_recurrence: str | None = None
    parameters: tuple[Parameter, ...] = ()
    actions: tuple[Element, ...] = ()
    tests: tuple[Element, ...] = ()
    around: Mapping[str, ListComments] = field(default_factory=dict)
    """The comments of `Parameters`, `Actions` and `Tests`, as far as they have any."""
    ending: tuple[str, ...] = ()
    """The comments in it after the lists."""
    closing: tuple[str, ...] = ()
    """The comments behind it, at the end of the document."""

    def walk(self) -> Iterator[Element]:
        """Every action and test with all that lies below, in the order of the document."""
        for element in (*self.actions, *self.tests):
            yield from element.walk()


P = TypeVar("P", bound=Placed)


def same_workflow(one: Workflow, other: Workflow) -> bool:
    """Whether two workflows say the same, comments included.

    How comments are parted and laid out, and those that close a block, play no part.
    """
    return _plain(one) == _plain(other)


def _plain(workflow: Workflow) -> Workflow:
    before = {name: each.before for name, each in workflow.around.items()}
    return replace(
        workflow,
        comments=_as_one(workflow.comments),
        around={},
        ending=(),
        closing=(),
        parameters=tuple(
            replace(each, comments=_as_one((*first, *each.comments, *each.closing)), closing=(), written={})
            for first, each in _with_first(before.get("Parameters", ()), workflow.parameters)
        ),
        actions=_plain_elements(workflow.actions, before.get("Actions", ())),
        tests=_plain_elements(workflow.tests, before.get("Tests", ())),
    )


def _plain_elements(elements: tuple[Element, ...], before: tuple[str, ...] = ()) -> tuple[Element, ...]:
    return tuple(
        replace(
            each,
            comments=_as_one((*first, *each.comments, *(() if each.children else each.closing))),
            children=_plain_elements(each.children),
            closing=(),
        )
        for first, each in _with_first(before, elements)
    )


def _with_first(before: tuple[str, ...], items: tuple[P, ...]) -> Iterator[tuple[tuple[str, ...], P]]:
    """Each item, the first one with the comments before the list."""
    for number, item in enumerate(items):
        yield () if number else before, item


def _as_one(comments: tuple[str, ...]) -> tuple[str, ...]:
    lines = [line.strip() for text in comments for line in text.split("\n")]
    return ("\n".join(lines),) if lines else ()


@dataclass(frozen=True, slots=True)
class ParameterValue(Placed):
    """The value of one parameter; an empty one counts as not given."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ParameterValues(Placed):
    """The values that one log source gives to the parameters of its workflow."""

    schema: SchemaVersion
    values: tuple[ParameterValue, ...] = ()
