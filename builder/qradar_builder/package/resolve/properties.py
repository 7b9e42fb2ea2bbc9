"""Resolves custom properties over all log source types of a package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.checks import check_group
from qradar_builder.dsm.values.times.patterns import check_date_pattern
from qradar_builder.model.content import ExpressionOfProperty, Property
from qradar_builder.model.expressions import Kind, Operator
from qradar_builder.model.log_source_type import PropertyType
from qradar_builder.package.resolve.parsing import check_expression
from qradar_builder.reference.custom_properties import custom_property
from qradar_builder.text.nearest import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.expressions import Calculation
    from qradar_builder.model.log_source_type import PropertySpec
    from qradar_builder.package.folder import LoadedType
    from qradar_builder.package.names import Names
    from qradar_builder.package.resolve.events import EventResolver
    from qradar_builder.reference.custom_properties import CustomProperty

_GROUP = re.compile(r"\$([0-9]{1,4})", re.ASCII)


class PropertyResolver:
    """Gathers the properties of all log source types by name: QRadar has one definition of each."""

    def __init__(self, names: Names, events: EventResolver, findings: Findings) -> None:
        self._names = names
        self._events = events
        self._findings = findings
        self._declared: dict[str, list[tuple[PropertySpec, LoadedType, Origin]]] = {}
        self._expressions: dict[str, list[ExpressionOfProperty]] = {}

    def add(self, loaded: LoadedType) -> None:
        """Take the properties of a log source type."""
        seen: dict[str, Origin] = {}
        for index, spec in enumerate(loaded.file.spec.properties):
            origin = loaded.file.at("properties", index, "name")
            if spec.name in seen:
                self._findings.add(
                    "property/duplicate",
                    origin,
                    f"the property `{spec.name}` appears twice",
                    related=[(seen[spec.name], "first here")],
                )
                continue
            seen[spec.name] = origin
            if spec.datetime_format is not None:
                place = loaded.file.at("properties", index, "datetime_format")
                check_date_pattern(spec.datetime_format, place, self._findings)
            self._declared.setdefault(spec.name, []).append((spec, loaded, origin))
            expressions = list(self._resolve_expressions(loaded, index, spec))
            self._expressions.setdefault(spec.name, []).extend(expressions)

    def properties(self) -> tuple[Property, ...]:
        """The properties, by name."""
        return tuple(self._merge(name, declared) for name, declared in sorted(self._declared.items()))

    def _merge(self, name: str, declared: list[tuple[PropertySpec, LoadedType, Origin]]) -> Property:
        spec, _, origin = declared[0]
        shipped = self._shipped(name, origin) if all(one.id is None for one, _, _ in declared) else None
        kinds = [one.type for one, _, _ in declared if one.type is not None]
        kind = kinds[0] if kinds else PropertyType(shipped.type or "string") if shipped else PropertyType.STRING
        self._check_agreement(name, kind, declared)
        if shipped is not None and shipped.type is not None and kind != shipped.type:
            self._findings.add(
                "property/shipped-type",
                origin,
                f"QRadar ships the property `{name}` with the type {shipped.type}, not {kind}",
            )
        return Property(
            name=name,
            type=kind,
            optimize=any(one.optimize for one, _, _ in declared) or bool(shipped and shipped.optimized),
            description=next((one.description for one, _, _ in declared if one.description), ""),
            datetime_format=spec.datetime_format,
            locale=spec.locale,
            id=spec.id,
            shipped=shipped,
            expressions=tuple(self._expressions[name]),
            origin=origin,
        )

    def _check_agreement(
        self, name: str, kind: PropertyType, declared: list[tuple[PropertySpec, LoadedType, Origin]]
    ) -> None:
        first, _, place = declared[0]
        for spec, _, origin in declared[1:]:
            other = spec.type is not None and spec.type != kind
            details = (spec.datetime_format, spec.locale, spec.id) != (first.datetime_format, first.locale, first.id)
            if other or details:
                self._findings.add(
                    "property/conflict",
                    origin,
                    f"another log source type defines the property `{name}` differently",
                    related=[(place, "here")],
                )

    def _shipped(self, name: str, origin: Origin) -> CustomProperty | None:
        try:
            known = custom_property(name)
        except UnknownName:
            return None
        if name in {known.name, known.dictionary_name}:
            return known
        self._findings.add(
            "property/similar-name",
            origin,
            f"QRadar ships a property with the name `{known.name}`, which differs from `{name}` in spelling",
            help=f"use the name `{known.name}`",
        )
        return None

    def _resolve_expressions(
        self, loaded: LoadedType, index: int, spec: PropertySpec
    ) -> Iterator[ExpressionOfProperty]:
        for rank, expression in enumerate(spec.expressions, 1):
            path = ("properties", index, "expressions", rank - 1)
            place = loaded.file.at(*path)
            pattern = check_expression(expression, loaded.file.at(*path, expression.kind), self._findings)
            if pattern is not None and expression.format is not None:
                for group in groups_of_format(expression.format):
                    check_group(group, pattern, f"${group}", loaded.file.at(*path, "format"), self._findings)
            if pattern is not None and expression.format is None:
                group = 1 if expression.capture_group is None else expression.capture_group
                check_group(group, pattern, str(group), place, self._findings)
            if expression.kind is Kind.CALCULATED:
                self._check_operands(loaded, spec.name, expression.calculated, path)
            qid = category = None
            if expression.qid is not None:
                qid = self._events.find(loaded, expression.qid, loaded.file.at(*path, "qid"))
            if expression.category is not None:
                category = self._names.category(expression.category, loaded.file.at(*path, "category"))
            yield ExpressionOfProperty(
                spec=expression,
                type_key=loaded.key,
                rank=rank,
                qid=qid,
                category=None if category is None else category.id,
                origin=place,
            )

    def _check_operands(
        self, loaded: LoadedType, name: str, calculation: Calculation | None, path: tuple[str | int, ...]
    ) -> None:
        assert calculation is not None
        if calculation.operator is Operator.DIVIDE and calculation.second == 0:
            divisor = loaded.file.at(*path, "calculated", "second")
            self._findings.add("property/unknown-operand", divisor, "a division by zero has no result")
        numeric = {spec.name for spec in loaded.file.spec.properties if spec.type is PropertyType.NUMERIC}
        for place, operand in (("first", calculation.first), ("second", calculation.second)):
            if operand == name:
                message = f"`{name}` cannot depend on itself"
                self._findings.add("property/unknown-operand", loaded.file.at(*path, "calculated", place), message)
            elif isinstance(operand, str) and operand not in numeric and not ships_numeric(operand):
                message = f"`{operand}` is not a numeric property of this log source type"
                self._findings.add("property/unknown-operand", loaded.file.at(*path, "calculated", place), message)


def groups_of_format(template: str) -> list[int]:
    """The groups of a regex that a `format` such as `$1 at $2` names."""
    return [int(group) for group in _GROUP.findall(template)]


def ships_numeric(name: str) -> bool:
    """Whether QRadar ships a numeric property of that name."""
    try:
        return custom_property(name).type == PropertyType.NUMERIC
    except UnknownName:
        return False
