"""What is compared: content as a tree of parts, independent of the kind of file that it comes from.

A part has values, parts that are known by a label (their order has no meaning), and lists (their order has one). A
value that is not set is not there: None is never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.comparison.columns import Tables
    from qradar_builder.findings import Origin

Value: TypeAlias = str | int | float | bool | tuple[str, ...]
"""A value of a part. A tuple is a list of texts that is only ever replaced as a whole."""


class Kind(StrEnum):
    """What a part is; the value is what people call it, and what JSON has."""

    EXTENSION = "extension"
    TYPE = "log source type"
    PROTOCOL = "protocol"
    FIELD = "field"
    EXPRESSION = "expression"
    MODIFIER = "event modifier"
    MAPPING = "event mapping"
    QID = "QID record"
    PROPERTY = "custom property"
    OF_TYPE = "expressions for the log source type"
    GROUP = "log source group"
    REFERENCE_DATA = "reference data collection"
    WORKFLOW = "workflow"
    PARAMETER = "parameter"
    BOOKMARK = "bookmark"
    ACTION = "action"
    TEST = "test"
    ELEMENT = "element"
    LOG_SOURCE = "log source"
    ROW = "other row"


class Subject(StrEnum):
    """A part of content that some kinds of file have and others do not; the value is what people call it."""

    PACKAGE = "the key of the extension"
    MANIFEST = "name, author, description and minimum version of the extension"
    TYPES = "names, identities and protocols of log source types"
    PARSING = "parsing"
    EVENTS = "event mappings and QID records"
    PROPERTIES = "custom properties"
    PLANNED = "property expressions that no ZIP carries"
    GROUPS = "log source groups"
    REFERENCE_DATA = "reference data collections"
    ELEMENTS = "elements of reference data collections"
    WORKFLOWS = "workflows"
    LOG_SOURCES = "recommended log source settings"
    ROWS = "rows of other tables"


_NONE: Final[dict[Any, Any]] = {}
"""What all parts without parts or lists share: a release can have a hundred thousand of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of content. `parts` are by kind and label, `lists` by kind."""

    kind: Kind
    values: Mapping[str, Value] = field(default_factory=dict)
    parts: Mapping[Kind, Mapping[str, Part]] = field(default_factory=lambda: _NONE)
    lists: Mapping[Kind, tuple[Part, ...]] = field(default_factory=lambda: _NONE)

    def named(self, kind: Kind) -> Mapping[str, Part]:
        """Its parts of a kind, by label."""
        return self.parts.get(kind, {})

    def listed(self, kind: Kind) -> tuple[Part, ...]:
        """Its parts of a kind that have an order."""
        return self.lists.get(kind, ())

    def get(self, name: str) -> Value | None:
        """A value, or None."""
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class Reading:
    """One side of a comparison."""

    name: str
    """What people call it, such as its path."""
    form: str
    """What it is, such as `a package folder`."""
    root: Part
    has: frozenset[Subject]
    """What its kind of file can have."""
    version: str | None = None
    """The version of the extension; None where the file has none."""
    extension: str | None = None
    """The name of the extension; None where the file has none."""
    number: int | None = None
    """For a log source extension alone: the number of the log source type that it says it is for."""
    only: tuple[Kind, str] | None = None
    """The one log source type or workflow that is compared, by kind and label."""
    keys: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The labels of log source types by the keys that a package has for them."""
    is_package: bool = False
    """Whether it is a package folder, which holds more than a ZIP can carry."""
    has_plan: bool = False
    """For a ZIP: whether the plan that `build` writes beside it was read, so that what no ZIP carries is known."""
    tables: Tables | None = field(default=None, compare=False, repr=False)
    """The rows as they are in the content XML; None for what has none."""
    types: Mapping[str | None, str] = field(default_factory=dict, compare=False, repr=False)
    """The labels of log source types by the rows of the content XML."""
    place: Origin | None = field(default=None, compare=False, repr=False)
    """Where the version of a package is written."""


def said(values: Mapping[str, Value | None]) -> dict[str, Value]:
    """The values that are set."""
    return {name: value for name, value in values.items() if value is not None}


def part(
    kind: Kind,
    values: Mapping[str, Value | None],
    parts: Mapping[Kind, Mapping[str, Part]] | None = None,
    lists: Mapping[Kind, tuple[Part, ...]] | None = None,
) -> Part:
    """A part without what is not set or empty, so that equal content is equal."""
    return Part(
        kind,
        said(values),
        {each: named for each, named in (parts or {}).items() if named} or _NONE,
        {each: listed for each, listed in (lists or {}).items() if listed} or _NONE,
    )


def with_parts(old: Part, kind: Kind, named: Mapping[str, Part]) -> Part:
    """The part with other parts of a kind."""
    rest = {each: parts for each, parts in old.parts.items() if each is not kind}
    return replace(old, parts={**rest, kind: named} if named else rest)


def with_list(old: Part, kind: Kind, listed: tuple[Part, ...]) -> Part:
    """The part with another list of a kind."""
    rest = {each: parts for each, parts in old.lists.items() if each is not kind}
    return replace(old, lists={**rest, kind: listed} if listed else rest)
