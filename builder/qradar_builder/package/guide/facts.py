"""What the install guide says about log source types, worked out and in the order in which it is said."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from qradar_builder.model.expressions import Kind
from qradar_builder.package.extension.rows.properties import in_zip
from qradar_builder.package.extension.rows.types import extension_name
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.categories import UnknownCategory, category
from qradar_builder.reference.normalized_fields import normalized_field
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from qradar_builder.model.content import EventMapping, ExpressionOfProperty, LogSourceType
    from qradar_builder.model.expressions import FieldExpression, PayloadExpression, PropertyExpression
    from qradar_builder.package.extension.rows.row import NumberedContent

MOST_EVENTS = 5000
"""How many event mappings of a log source type a page lists."""

_KINDS = {
    Kind.REGEX: "Regex",
    Kind.JSON: "JSON",
    Kind.LEEF: "LEEF",
    Kind.CEF: "CEF",
    Kind.XML: "XML",
    Kind.NVP: "Name Value Pair",
    Kind.LIST: "Generic List",
    Kind.AQL: "AQL",
    Kind.CALCULATED: "Calculated",
}
_OPERATORS = {"ADD": "+", "SUBTRACT": "-", "MULTIPLY": "*", "DIVIDE": "/"}


@dataclass(frozen=True, slots=True)
class ExpressionFact:
    """An expression: its kind as the DSM Editor calls it, its text, and its options, some of which have a value."""

    kind: str
    text: str
    options: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class PropertyExpressionFact:
    """An expression of a custom property in one log source type. `only_for` is None where it is for all events."""

    expression: ExpressionFact
    only_for: str | None
    place: int
    """Its place among the expressions of the property, from 1."""
    enabled: bool
    in_zip: bool


@dataclass(frozen=True, slots=True)
class PropertyFact:
    """A custom property in one log source type."""

    name: str
    type: str
    optimized: bool
    description: str
    expressions: tuple[PropertyExpressionFact, ...]


@dataclass(frozen=True, slots=True)
class FieldFact:
    """A normalized field with its expressions, in the order in which they are tried."""

    name: str
    label: str
    expressions: tuple[ExpressionFact, ...]


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event mapping. `category` is the low-level category by its name and number, as far as they are known."""

    event_id: str
    event_category: str
    name: str
    number: int
    severity: int
    category: str
    description: str


@dataclass(frozen=True, slots=True)
class TypeFact:
    """A log source type. `extension` is the name of its log source extension, if it has one."""

    key: str
    name: str
    number: int
    overrides: bool
    extension: str | None
    extension_file: str
    events: tuple[EventFact, ...]
    qid_count: int
    properties: tuple[PropertyFact, ...]
    fields: tuple[FieldFact, ...]

    @property
    def listed(self) -> tuple[EventFact, ...]:
        """The event mappings that a page lists."""
        return self.events[:MOST_EVENTS]

    @property
    def event_count(self) -> int:
        """How many event mappings there are."""
        return len(self.events)

    @property
    def events_described(self) -> bool:
        """Whether any of the QID records has a description."""
        return any(event.description for event in self.events)


def type_facts(source: NumberedContent, files: Collection[str]) -> tuple[TypeFact, ...]:
    """The log source types of a package; `files` tells which log source extensions there are."""
    return tuple(_type(one, source, files) for one in source.content.types)


def _type(one: LogSourceType, source: NumberedContent, files: Collection[str]) -> TypeFact:
    name = extension_name(one)
    file = f"log_source_extensions/{name}.xml"
    return TypeFact(
        key=one.key,
        name=one.name,
        number=source.numbered.types[one.key].number,
        overrides=one.built_in is not None,
        extension=name if file in files else None,
        extension_file=file,
        events=tuple(_event(mapping, source) for mapping in one.mappings),
        qid_count=len(one.qids),
        properties=tuple(_properties(one, source)),
        fields=tuple(_field(name, expressions) for name, expressions in one.spec.parsing.items()),
    )


def _event(mapping: EventMapping, source: NumberedContent) -> EventFact:
    record = mapping.qid
    return EventFact(
        event_id=mapping.event_id,
        event_category=mapping.category,
        name=record.name,
        number=source.numbered.qid_of(record).number,
        severity=record.severity,
        category=_category(record.category),
        description=record.description,
    )


@cache
def _category(number: int) -> str:
    try:
        known = category(number)
    except UnknownCategory:
        return str(number)
    return f"{known.qualified_name} ({number})" if known.name else str(number)


def _properties(one: LogSourceType, source: NumberedContent) -> Iterator[PropertyFact]:
    for prop in source.content.properties:
        expressions = tuple(_of_property(each, source) for each in prop.expressions if each.type_key == one.key)
        if expressions:
            name = prop.name if prop.shipped is None else prop.shipped.name
            yield PropertyFact(name, prop.type.value, prop.optimize, prop.description, expressions)


def _of_property(expression: ExpressionOfProperty, source: NumberedContent) -> PropertyExpressionFact:
    only_for = None
    if expression.qid is not None:
        only_for = f"QID {source.numbered.qid_of(expression.qid).number}, {expression.qid.name}"
    elif expression.category is not None:
        only_for = f"category {_category(expression.category)}"
    return PropertyExpressionFact(
        expression=_property_expression(expression.spec),
        only_for=only_for,
        place=expression.rank,
        enabled=expression.spec.enabled,
        in_zip=in_zip(expression),
    )


def _field(name: str, expressions: Iterable[FieldExpression]) -> FieldFact:
    try:
        label = normalized_field(name).label
    except UnknownName:
        label = name
    return FieldFact(name, label, tuple(_field_expression(one) for one in expressions))


def _field_expression(spec: FieldExpression) -> ExpressionFact:
    options: list[tuple[str, str | None]] = [*_delimiters(spec)]
    if spec.capture is not None:
        options.append(("capture", spec.capture))
    if spec.format is not None:
        options.append(("date format", spec.format))
    if spec.case_insensitive:
        options.append(("in either case", None))
    if spec.trim:
        options.append(("ignoring spaces around it", None))
    return ExpressionFact(_KINDS[spec.kind], spec.text, tuple(options))


def _property_expression(spec: PropertyExpression) -> ExpressionFact:
    options: list[tuple[str, str | None]] = [*_delimiters(spec)]
    text = spec.text
    if spec.calculated is not None:
        calculation = spec.calculated
        text = f"{calculation.first} {_OPERATORS[calculation.operator]} {calculation.second}"
    if spec.kind is Kind.REGEX and spec.format is None:
        options.append(("capture group", "1" if spec.capture_group is None else str(spec.capture_group)))
    if spec.format is not None:
        options.append(("format string", spec.format))
    return ExpressionFact(_KINDS[spec.kind], text, tuple(options))


def _delimiters(spec: PayloadExpression) -> Iterator[tuple[str, str]]:
    if spec.pair_delimiter is not None:
        yield "pair delimiter", spec.pair_delimiter
    if spec.value_delimiter is not None:
        yield "name value delimiter", spec.value_delimiter
    if spec.delimiter is not None:
        yield "delimiter", spec.delimiter
