"""What the rows of a file hold beyond what a build of the package writes: the content of `extra/`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qradar_builder.package.extension.extra import row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.package.extension.rows.row import Row


@dataclass(slots=True)
class Leftovers:
    """What a build does not write by itself."""

    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def leftovers(built: Iterable[Row], wanted: Iterable[Row]) -> Leftovers:
    """What has to be kept so that the rows of a build become the rows of a file."""
    made: dict[str, Row] = {}
    for row in built:
        made.setdefault(row_key(row), row)
    left = Leftovers()
    for row in wanted:
        own = made.pop(row_key(row), None) if "id" in row.columns else None
        if own is None:
            left.rows.append(row)
        elif dict(own.columns) != dict(row.columns):
            left.columns[row_key(row)] = _difference(own.columns, row.columns)
    left.absent = list(made)
    return left


def _difference(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    changed = {name: value for name, value in wanted.items() if made.get(name) != value}
    gone = {name: None for name in made if name not in wanted}
    return dict(sorted((changed | gone).items()))


def rows_json(left: Leftovers, version: str | None) -> bytes | None:
    """The file `rows.json`, an entry a line; None where there is nothing to say."""
    if not left.columns and not left.absent and version is None:
        return None
    parts = []
    if version is not None:
        parts.append(f'"version": {json.dumps(version)}')
    for name, lines in (
        ("columns", [f"{json.dumps(key)}: {_json(row)}" for key, row in sorted(left.columns.items())]),
        ("absent", [json.dumps(key, ensure_ascii=False) for key in sorted(left.absent)]),
    ):
        brackets = "{}" if name == "columns" else "[]"
        if lines:
            parts.append(f'"{name}": {brackets[0]}\n' + ",\n".join(lines) + f"\n{brackets[1]}")
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
