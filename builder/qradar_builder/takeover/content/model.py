"""What is taken out of a content XML: log source types with their records, mappings and properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qradar_builder.package.extension.content_reader import ContentRow, ContentTables
    from qradar_builder.reference.log_source_types import BuiltInType
    from qradar_builder.takeover.content.kept import KeptRows
    from qradar_builder.takeover.content.parsing import Parsing


@dataclass(frozen=True, slots=True)
class ReadContent:
    """A content XML, with the manifest and the other files of its archive."""

    tables: ContentTables
    """The rows of tables that a package describes, or all of them."""
    kept: KeptRows
    """The other rows."""
    manifest: bytes | None
    others: dict[str, bytes]


@dataclass(slots=True, eq=False)
class TakenRecord:
    """A QID record."""

    row: ContentRow
    name: str
    category: int
    severity: int
    description: str
    users: list[str] = field(default_factory=list)
    """The keys of the log source types whose mappings or expressions use it."""
    events: list[tuple[str, str]] = field(default_factory=list)
    """The event ids and event categories that lead to it."""
    shared: bool = False
    """Whether it is for all log source types, and stands in `qids.yaml`."""
    by_key: bool = False
    """Whether a property expression names it, which needs a key."""
    key: str = ""
    described: bool = False
    """Whether the mappings describe it in place."""


@dataclass(slots=True, eq=False)
class TakenMapping:
    """An event mapping."""

    row: ContentRow
    event_id: str
    category: str
    record: TakenRecord


@dataclass(slots=True, eq=False)
class TakenExpression:
    """An expression of a custom property: the row of a table, and what the file says of it."""

    table: str
    row: ContentRow
    written: dict[str, Any]
    record: TakenRecord | None = None


@dataclass(slots=True, eq=False)
class TakenProperty:
    """A custom property with its expressions in one log source type."""

    row: ContentRow
    written: dict[str, Any]
    expressions: list[TakenExpression]


@dataclass(frozen=True, slots=True)
class EventForm:
    """How the events of a log source type are written; None where that is open."""

    table: bool | None = None
    """As a table, and not in the file of the type."""
    described: bool | None = None
    """Each with its record, and not with the key of the record."""


@dataclass(slots=True, eq=False)
class TakenType:
    """A log source type. `row` is None for a built-in one that the file refers to and does not carry."""

    key: str
    number: int
    name: str
    built_in: BuiltInType | None
    row: ContentRow | None
    extension: ContentRow | None = None
    document: bytes | None = None
    """The log source extension as it was."""
    unparsed: bool = False
    """Whether nothing tells how its events are parsed, so that a stand-in is written."""
    parsing: Parsing | None = None
    """None where there is no log source extension, or where it can only be kept as it is."""
    mappings: list[TakenMapping] = field(default_factory=list)
    automatic: dict[str, tuple[ContentRow | None, ContentRow | None]] = field(default_factory=dict)
    """The mapping and the record of each of the two that QRadar makes with every custom type, by its key."""
    bulk: dict[str, TakenRecord] = field(default_factory=dict)
    """The records of the mappings that are on disk, by their rows; empty where there are no such mappings."""
    records: list[TakenRecord] = field(default_factory=list)
    """Its own records, in the order of the file."""
    properties: list[TakenProperty] = field(default_factory=list)
    protocols: dict[int, ContentRow] = field(default_factory=dict)
    """The protocols that the file of the type names, by number."""
    form: EventForm = EventForm()

    @property
    def has_table(self) -> bool:
        """Whether its mappings are so many that they are written as a table."""
        is_table = len(self.mappings) > MANY if self.form.table is None else self.form.table and bool(self.mappings)
        return is_table or bool(self.bulk)


MANY = 24
"""How many mappings stand in the file of a log source type; more are written as a table."""
