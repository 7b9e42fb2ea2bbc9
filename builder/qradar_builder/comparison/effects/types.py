"""Kinds of changes to log source types and their parsing."""

from __future__ import annotations

from typing import Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.effects.rule import ANY, Kinds
from qradar_builder.comparison.model import Kind

_ADDED, _REMOVED, _CHANGED, _MOVED, _RENAMED = Operation

TYPES: Final[Kinds] = {
    (Kind.TYPE, _ADDED, None): "type/added",
    (Kind.TYPE, _REMOVED, None): "type/removed",
    (Kind.TYPE, _RENAMED, None): "type/renamed",
    (Kind.TYPE, _CHANGED, "uuid"): "type/identity",
    (Kind.TYPE, _CHANGED, "number"): "type/number",
    (Kind.TYPE, _CHANGED, "internal name"): "type/internal-name",
    (Kind.TYPE, _CHANGED, "built-in type"): "type/overridden",
    (Kind.TYPE, _CHANGED, "extension uuid"): "type/extension-identity",
    (Kind.TYPE, _CHANGED, "credibility"): "type/credibility",
    (Kind.PROTOCOL, _ADDED, None): "type/protocol-added",
    (Kind.PROTOCOL, _REMOVED, None): "type/protocol-removed",
}

PARSING: Final[Kinds] = {
    (Kind.FIELD, _ADDED, None): "field/added",
    (Kind.FIELD, _REMOVED, None): "field/removed",
    (Kind.EXPRESSION, _ADDED, None): "field/expression-added",
    (Kind.EXPRESSION, _REMOVED, None): "field/expression-removed",
    (Kind.EXPRESSION, _MOVED, None): "field/expression-moved",
    (Kind.EXPRESSION, _CHANGED, ANY): "field/expression-changed",
    (Kind.MODIFIER, _ADDED, None): "modifier/added",
    (Kind.MODIFIER, _REMOVED, None): "modifier/removed",
    (Kind.MODIFIER, _MOVED, None): "modifier/moved",
    (Kind.MODIFIER, _CHANGED, ANY): "modifier/changed",
}
