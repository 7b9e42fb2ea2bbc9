"""Log source groups, with the root and the kind of group that they refer to (QRadar export, 7.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.extension.rows.row import OWNER, Row
from qradar_builder.text.times import iso_utc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.package.extension.rows.row import NumberedContent

_LOG_SOURCES = "1"
"""The kind of group that holds log sources; its root has the same number."""


def fgroup_type(source: NumberedContent) -> Iterator[Row]:
    """The kind of group, where there are groups."""
    if source.content.groups:
        yield Row(
            "fgroup_type",
            {
                "name": "sensor device",
                "description": "sensor device",
                "id": _LOG_SOURCES,
                "class_name": "com.q1labs.core.shared.group.SensorDeviceGroupFactory",
            },
        )


def fgroup(source: NumberedContent) -> Iterator[Row]:
    """The root and a row for each group, parents first."""
    groups = source.content.groups
    if not groups:
        return
    common = {"type_id": _LOG_SOURCES, "user_name": OWNER, "modified_date": iso_utc(source.time, zone="+00:00")}
    yield Row(
        "fgroup",
        common
        | {
            "level_id": "1",
            "name": "sensor device",
            "description": "Sensor device grouping root node",
            "id": _LOG_SOURCES,
        },
    )
    for level, key in sorted((_level(source, key), key) for key in groups):
        group = groups[key]
        number = str(source.numbered.groups[key].row)
        parent = _LOG_SOURCES if group.parent is None else str(source.numbered.groups[group.parent].row)
        yield Row(
            "fgroup",
            common
            | {
                "description_id": f"fgroup.description.{number}",
                "parent_id": parent,
                "level_id": str(level),
                "name": group.name,
                "description": group.description,
                "id": number,
                "name_id": f"fgroup.name.{number}",
            },
        )


def _level(source: NumberedContent, key: str) -> int:
    """How deep a group lies; those below the root are on level 1, as the root itself."""
    level = 1
    while (parent := source.content.groups[key].parent) is not None:
        key, level = parent, level + 1
    return level
