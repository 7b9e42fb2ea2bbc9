"""An extension with every name resolved: what the rows of a content XML are made from.

Nothing here has a number or UUID yet but those that are pinned; the package layer hands them out.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qradar_builder.findings import Origin
    from qradar_builder.model.expressions import PropertyExpression
    from qradar_builder.model.extension import ExtensionSpec
    from qradar_builder.model.log_source import LogSourceSpec
    from qradar_builder.model.log_source_groups import LogSourceGroupSpec
    from qradar_builder.model.log_source_type import LogSourceTypeSpec, PropertyType
    from qradar_builder.model.reference_data import ReferenceDataSpec
    from qradar_builder.model.workflow.document import Workflow
    from qradar_builder.reference.custom_properties import CustomProperty
    from qradar_builder.reference.log_source_types import BuiltInType
    from qradar_builder.reference.protocols import Protocol
    from qradar_builder.reference.versions import QRadarVersion


@dataclass(frozen=True, slots=True, eq=False)
class QidRecord:
    """A QID record with its category's number. Two records are the same only if they are one object."""

    key: str
    """The key in its file; where an event table describes the record in place, the first of `event_keys`."""
    scope: str | None
    """The key of the log source type that it belongs to; None for `qids.yaml`."""
    name: str
    description: str
    severity: int
    category: int
    uuid: str | None
    origin: Origin
    event_keys: tuple[str, ...] = ()
    """For a record that is described in place: the mappings that describe it, each as `@<event id>|<category>`.

    It is known by any of them, so that it stays itself when its name changes.
    """


@dataclass(frozen=True, slots=True)
class EventMapping:
    """Event id and event category lead to a QID record."""

    event_id: str
    category: str
    qid: QidRecord
    uuid: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class ExpressionOfProperty:
    """An expression of a custom property in one log source type, with its selectivity resolved."""

    spec: PropertyExpression
    type_key: str
    rank: int
    """Its place among the expressions of the property in that type, from 1."""
    qid: QidRecord | None
    category: int | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Property:
    """A custom property, with its expressions over all log source types of the extension."""

    name: str
    type: PropertyType
    optimize: bool
    description: str
    datetime_format: str | None
    locale: str | None
    id: str | None
    """The pinned identity."""
    shipped: CustomProperty | None
    """The property of that name that QRadar ships."""
    expressions: tuple[ExpressionOfProperty, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class LogSourceType:
    """A log source type, custom or an override of a built-in one."""

    key: str
    spec: LogSourceTypeSpec
    name: str
    """The name that the console shows."""
    internal_name: str
    built_in: BuiltInType | None
    """The type that it overrides."""
    protocols: tuple[Protocol, ...]
    """What its log sources may use, by number."""
    mappings: tuple[EventMapping, ...]
    qids: tuple[QidRecord, ...]
    """The records in its number block, in the order of the source."""
    origin: Origin
    at: Callable[..., Origin]
    """The place of a part of `spec`, by its path of keys and indices."""
    extension_xml: bytes | None = None
    """The log source extension, where the package has it as XML in place of `parsing` and `modifiers`."""


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """A workflow of the extension; `xml` is what lies in the folder where it was written as XML."""

    key: str
    workflow: Workflow
    xml: bytes | None


@dataclass(frozen=True, slots=True)
class Content:
    """The whole extension."""

    extension: ExtensionSpec
    minimum: QRadarVersion
    types: tuple[LogSourceType, ...]
    properties: tuple[Property, ...]
    groups: Mapping[str, LogSourceGroupSpec]
    reference_data: Mapping[str, ReferenceDataSpec]
    workflows: tuple[WorkflowFile, ...]
    log_sources: Mapping[str, LogSourceSpec] = field(default_factory=dict)
    records: tuple[QidRecord, ...] = ()
    """The QID records of an extension that holds no log source type; else each record is among those of a type."""
    named_places: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    """Where groups and reference data collections have their names, by `group` or `reference-data` and the key."""
