"""Kinds of changes to custom properties."""

from __future__ import annotations

from typing import Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.effects.rule import ANY, Kinds
from qradar_builder.comparison.model import Kind

_ADDED, _REMOVED, _CHANGED, _MOVED, _RENAMED = Operation

PROPERTIES: Final[Kinds] = {
    (Kind.PROPERTY, _ADDED, None): "property/added",
    (Kind.PROPERTY, _REMOVED, None): "property/removed",
    (Kind.PROPERTY, _RENAMED, None): "property/renamed",
    (Kind.PROPERTY, _CHANGED, "id"): "property/identity",
    (Kind.PROPERTY, _CHANGED, "type"): "property/type",
    (Kind.PROPERTY, _CHANGED, "description"): "property/description",
    (Kind.PROPERTY, _CHANGED, ANY): "property/changed",
    (Kind.OF_TYPE, _ADDED, None): "property/type-added",
    (Kind.OF_TYPE, _REMOVED, None): "property/type-removed",
    (Kind.EXPRESSION, _ADDED, None): "property/expression-added",
    (Kind.EXPRESSION, _REMOVED, None): "property/expression-removed",
    (Kind.EXPRESSION, _MOVED, None): "property/expression-moved",
    (Kind.EXPRESSION, _CHANGED, "uuid"): "property/expression-identity",
    (Kind.EXPRESSION, _CHANGED, "sample"): "property/sample",
    (Kind.EXPRESSION, _CHANGED, ANY): "property/expression-changed",
}


def of_value(kind: Kind | None, attribute: str | None, new: object) -> str | None:
    """The kind of a change to a value whose direction counts; else None."""
    if kind is Kind.PROPERTY and attribute == "optimized":
        return "property/optimized" if new else "property/not-optimized"
    if kind is Kind.EXPRESSION and attribute == "enabled":
        return "property/expression-enabled" if new else "property/expression-disabled"
    if kind is Kind.EXPRESSION and attribute in {"QID record", "category"}:
        return "property/expression-wider" if new is None else "property/expression-narrower"
    return None
