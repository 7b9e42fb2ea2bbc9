"""Merges the files of `extra/`: rows by table and id, columns by row, and other files as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Findings
from qradar_builder.package.extension.content_reader import read_content
from qradar_builder.package.extension.extra import ROWS
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.package.layout import EXTRA, KEPT_ROWS
from qradar_builder.source.files import whole
from qradar_builder.takeover.content.kept import KeptRows
from qradar_builder.takeover.content.leftovers import Leftovers, rows_json
from qradar_builder.takeover.update.merging import MISSING, Conflict, Merge

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFLICTS = f"{EXTRA}/conflicts"
"""The folder of files of the new version that the team has changed, too. A build does not read it."""

Sides = tuple[bytes | None, bytes | None, bytes | None]
"""A file of the old version, of the team and of the new version; None where there is none."""


def is_kept(name: str) -> bool:
    """Whether a file is among those that an import kept."""
    return name.startswith(f"{EXTRA}/")


def merged_kept(name: str, sides: Sides, merge: Merge) -> bytes | None:
    """The merge of a file of `extra/`; None for none. Where both sides changed something, the team's is in it."""
    inner = name.removeprefix(f"{EXTRA}/")
    if inner == ROWS:
        return _merged_columns(sides, merge)
    if inner == KEPT_ROWS:
        return _merged_rows(sides, merge)
    _, mine, _ = sides
    merge.conflicts.append(Conflict((), mine, sides[2]))
    return mine


def _mine(value: Any) -> Any:
    """A value with the team's side of each conflict."""
    if isinstance(value, Conflict):
        return value.mine
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := _mine(each)) is not MISSING}
    return [kept for each in value if (kept := _mine(each)) is not MISSING] if isinstance(value, list) else value


def _merged_columns(sides: Sides, merge: Merge) -> bytes | None:
    try:
        said = [_columns(content) for content in sides]
    except (ValueError, TypeError, AttributeError):
        merge.conflicts.append(Conflict((), sides[1], sides[2]))
        return sides[1]
    found = _mine(merge.merged(said[0], said[1], said[2]))
    version = found.get("version")
    left = Leftovers(found.get("columns", {}), found.get("absent", []), before=found.get("before", {}))
    return rows_json(left, version)


def _columns(content: bytes | None) -> dict[str, Any]:
    found = {} if content is None else dict(json.loads(content))
    if set(found) - {"columns", "absent", "before", "version"}:
        raise ValueError("it says more than an import writes")
    return found


def _merged_rows(sides: Sides, merge: Merge) -> bytes | None:
    tables = [_rows(content) for content in sides]
    if None in tables:
        merge.conflicts.append(Conflict((), sides[1], sides[2]))
        return sides[1]
    found = _mine(merge.merged(tables[0], tables[1], tables[2]))
    content = KeptRows().content(Row(key.partition("/")[0], columns) for key, columns in found.items())
    return None if content is None else whole(content)


def _rows(content: bytes | None) -> dict[str, Any] | None:
    """The columns of rows by table and id, or whatever tells them apart; None where it cannot be read."""
    if content is None:
        return {}
    tables = read_content(content, KEPT_ROWS, Findings())
    return (
        None
        if tables is None
        else dict(_named((table, row.columns) for table, rows in tables.tables.items() for row in rows))
    )


def _named(rows: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for table, columns in rows:
        identity = columns.get("uuid") or columns.get("id") or columns.get("name") or ""
        key = f"{table}/{identity}"
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key} ({seen[key]})", dict(columns)
