"""Kinds of changes to event mappings and QID records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.model import Kind

if TYPE_CHECKING:
    from qradar_builder.comparison.effects.rule import Kinds

_ADDED, _REMOVED, _CHANGED, _, _RENAMED = Operation

EVENTS: Final[Kinds] = {
    (Kind.MAPPING, _ADDED, None): "mapping/added",
    (Kind.MAPPING, _REMOVED, None): "mapping/removed",
    (Kind.MAPPING, _CHANGED, "QID record"): "mapping/repointed",
    (Kind.MAPPING, _CHANGED, "uuid"): "mapping/identity",
    (Kind.QID, _ADDED, None): "qid/added",
    (Kind.QID, _REMOVED, None): "qid/removed",
    (Kind.QID, _RENAMED, None): "qid/renamed",
    (Kind.QID, _CHANGED, "category"): "qid/category",
    (Kind.QID, _CHANGED, "severity"): "qid/severity",
    (Kind.QID, _CHANGED, "description"): "qid/description",
    (Kind.QID, _CHANGED, "uuid"): "qid/identity",
    (Kind.QID, _CHANGED, "number"): "qid/number",
}
