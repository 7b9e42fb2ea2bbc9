"""What it takes to read the events of a log source type: its extension, mappings, QID records and custom properties.

It is the same whether it came from YAML, from an extension ZIP or from a log source extension alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.log_source_types import DEFAULT_CREDIBILITY, log_source_type
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE, first_qid
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.findings import Origin
    from qradar_builder.model.expressions import PropertyExpression
    from qradar_builder.model.log_source_type import PropertyType

STORED_EVENT = ("unknown", "Stored")
UNKNOWN_EVENT = ("unknown", "unknown")
"""The event id and event category of the mappings that QRadar makes with every custom type (QRadar exports)."""
_STORED_CATEGORY = 10009
_UNKNOWN_CATEGORY = 10001
_AUTOMATIC_SEVERITY = 3


@dataclass(frozen=True, slots=True, eq=False)
class Qid:
    """A QID record. `category` is a low-level category by its number; `number` is None where none is handed out yet."""

    name: str
    severity: int
    category: int
    origin: Origin
    number: int | None = None
    key: str = ""
    """What the package calls it."""


@dataclass(frozen=True, slots=True, eq=False)
class EventMapping:
    """Event id and event category, compared as they are written, lead to a QID record."""

    event_id: str
    category: str
    qid: Qid
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class PropertyRule:
    """An expression of a custom property, and the events that it is for: all where neither of both is given."""

    expression: PropertyExpression
    rank: int
    origin: Origin
    qid: Qid | None = None
    category: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PropertyDefinition:
    """A custom property, with its expressions for the log source type."""

    name: str
    type: PropertyType
    rules: tuple[PropertyRule, ...]
    origin: Origin
    optimize: bool = False
    datetime_format: str | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TypeDefinition:
    """A log source type. `extension` is None where it changes no parsing, which only makes sense for a built-in one."""

    name: str
    """The name that the console shows."""
    number: int | None
    extension: LogSourceExtension | None
    stored: Qid
    unknown: Qid
    origin: Origin
    key: str = ""
    built_in: bool = False
    credibility: int = DEFAULT_CREDIBILITY
    mappings: tuple[EventMapping, ...] = ()
    properties: tuple[PropertyDefinition, ...] = ()
    has_mappings: bool = True
    """False for a log source extension alone: what its events are mapped to is not known."""


def automatic_qids(name: str, number: int | None, origin: Origin) -> tuple[Qid, Qid]:
    """The records of a log source type for stored and for unknown events, which QRadar makes with it."""
    first = None if number is None else first_qid(number)
    stored = Qid(f"{name} Message", _AUTOMATIC_SEVERITY, _STORED_CATEGORY, origin, first)
    return stored, Qid("Unknown", _AUTOMATIC_SEVERITY, _UNKNOWN_CATEGORY, origin, None if first is None else first + 1)


def extension_alone(extension: LogSourceExtension, name: str) -> TypeDefinition:
    """The log source type of an extension that came without one; `name` is what to call a custom type.

    Its number is that of the first match group that names one.
    """
    number = next((group.type_id for group in extension.groups if group.type_id is not None), None)
    built_in = None
    if number is not None and number < FIRST_CUSTOM_TYPE:
        try:
            built_in = log_source_type(number)
        except UnknownName:
            built_in = None
    if built_in is not None:
        name = built_in.display_name or built_in.name
    stored, unknown = automatic_qids(name, number, extension.origin)
    return TypeDefinition(
        name=name,
        number=number,
        extension=extension,
        stored=stored,
        unknown=unknown,
        origin=extension.origin,
        key=name,
        built_in=built_in is not None,
        credibility=DEFAULT_CREDIBILITY if built_in is None or built_in.credibility is None else built_in.credibility,
        has_mappings=False,
    )
