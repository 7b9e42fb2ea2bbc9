"""Kinds of changes to the extension itself, to groups, reference data, log source settings and other rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.change import Change, Operation
from qradar_builder.comparison.effects.rule import ANY, Kinds
from qradar_builder.comparison.model import Kind
from qradar_builder.reference.versions import UnknownVersion, qradar_version

if TYPE_CHECKING:
    from qradar_builder.reference.versions import QRadarVersion

_ADDED, _REMOVED, _CHANGED, _MOVED, _RENAMED = Operation

SETTINGS: Final[Kinds] = {
    (Kind.EXTENSION, _CHANGED, "id"): "extension/id",
    (Kind.EXTENSION, _CHANGED, "hub id"): "extension/identity",
    (Kind.EXTENSION, _CHANGED, ANY): "extension/text",
    (Kind.GROUP, _ADDED, None): "group/added",
    (Kind.GROUP, _REMOVED, None): "group/removed",
    (Kind.GROUP, _CHANGED, "parent"): "group/parent",
    (Kind.GROUP, _CHANGED, ANY): "group/text",
    (Kind.REFERENCE_DATA, _ADDED, None): "reference-data/added",
    (Kind.REFERENCE_DATA, _REMOVED, None): "reference-data/removed",
    (Kind.REFERENCE_DATA, _CHANGED, "kind"): "reference-data/kind",
    (Kind.REFERENCE_DATA, _CHANGED, "element type"): "reference-data/element-type",
    (Kind.REFERENCE_DATA, _CHANGED, "elements"): "reference-data/elements",
    (Kind.REFERENCE_DATA, _CHANGED, ANY): "reference-data/changed",
    (Kind.LOG_SOURCE, _ADDED, None): "log-source/added",
    (Kind.LOG_SOURCE, _REMOVED, None): "log-source/removed",
    (Kind.LOG_SOURCE, _RENAMED, None): "log-source/key",
    (Kind.LOG_SOURCE, _CHANGED, ANY): "log-source/changed",
    (Kind.PARAMETER, _ADDED, None): "log-source/parameter-added",
    (Kind.PARAMETER, _REMOVED, None): "log-source/parameter-removed",
    (Kind.PARAMETER, _MOVED, None): "log-source/parameter-moved",
    (Kind.PARAMETER, _CHANGED, ANY): "log-source/parameter-changed",
    (Kind.ROW, _ADDED, None): "row/added",
    (Kind.ROW, _REMOVED, None): "row/removed",
    (Kind.ROW, _CHANGED, ANY): "row/changed",
}
ONE_SIDE: Final = "identity/one-side"
"""What an old export lacks is no change of an identity."""


def of_minimum(change: Change) -> str | None:
    """The kind of a change to a minimum version, which depends on its direction."""
    if change.kind is not Kind.EXTENSION and change.path:
        return None
    old, new = _version(change.old), _version(change.new)
    if change.attribute != "minimum version" or old is None or new is None:
        return None
    return "extension/minimum-raised" if new > old else "extension/minimum-lowered"


def _version(value: object) -> QRadarVersion | None:
    try:
        return qradar_version(str(value))
    except UnknownVersion:
        return None
