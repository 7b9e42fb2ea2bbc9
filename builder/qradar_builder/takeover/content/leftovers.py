"""What the rows of a file hold beyond what a build of the package writes: the content of `extra/`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from qradar_builder.package.extension.extra import row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.package.extension.rows.row import Row

_AT_ONCE = 1000


@dataclass(slots=True)
class Leftovers:
    """What a build does not write by itself."""

    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    """For a row that is kept, the row of the build that it comes before, where the order has a meaning."""

    def column_lines(self) -> Iterator[tuple[str, str]]:
        """The lines of columns with their keys, in order."""
        return ((key, f"{json.dumps(key)}: {column_json(self.columns[key])}") for key in sorted(self.columns))


def leftovers(built: Iterable[Row], wanted: Iterable[Row]) -> Leftovers:
    """What has to be kept so that the rows of a build become the rows of a file."""
    made: dict[str, Row] = {}
    for row in built:
        made.setdefault(row_key(row), row)
    left, order = Leftovers(), _Order(frozenset(made))
    for row in wanted:
        own = made.pop(row_key(row), None) if "id" in row.columns else None
        left.before |= order.of(row, is_made=own is not None)
        if own is None:
            left.rows.append(row)
        elif dict(own.columns) != dict(row.columns):
            left.columns[row_key(row)] = difference(own.columns, row.columns)
    left.absent = list(made)
    return left


class _Order:
    """Expressions of a property that have one rank, such as -1: of these, QRadar takes the first of the file first."""

    def __init__(self, made: frozenset[str]) -> None:
        self._made = made
        self._waiting: dict[tuple[object, ...], list[str]] = {}

    def of(self, row: Row, *, is_made: bool) -> dict[str, str]:
        """The kept rows that come before this one, which is the next of the file."""
        if "rank" not in row.columns:
            return {}
        group = (row.table, *(row.columns.get(name) for name in ("ap_id", "devicetypeid", "rank")))
        key = row_key(row)
        if is_made:
            return dict.fromkeys(self._waiting.pop(group, ()), key)
        if "id" in row.columns and key not in self._made:
            self._waiting.setdefault(group, []).append(key)
        return {}


def difference(made: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that make the columns of a build those of a file."""
    changed = {name: value for name, value in wanted.items() if made.get(name) != value}
    gone = {name: None for name in made if name not in wanted}
    return dict(sorted((changed | gone).items()))


def rows_json(left: Leftovers, version: str | None) -> bytes | None:
    """The file `rows.json`, an entry a line; None where there is nothing to say."""
    if not left.columns and not left.absent and not left.before and version is None:
        return None
    return b"".join(rows_json_pieces(left, version, (line for _, line in left.column_lines())))


def rows_json_pieces(left: Leftovers, version: str | None, column_lines: Iterable[str]) -> Iterator[bytes]:
    """The file `rows.json` with these lines for columns, some at a time."""
    start = "{" if version is None else f'{{"version": {json.dumps(version)}'
    between = "" if version is None else ",\n"
    absent = [json.dumps(key, ensure_ascii=False) for key in sorted(left.absent)]
    order = (f"{json.dumps(key)}: {json.dumps(other, ensure_ascii=False)}" for key, other in left.before.items())
    parts = (("columns", column_lines, "{}"), ("before", order, "{}"), ("absent", absent, "[]"))
    for name, lines, brackets in parts:
        before = f'{start}{between}"{name}": {brackets[0]}\n'
        rest = iter(lines)
        is_empty = True
        while some := list(islice(rest, _AT_ONCE)):
            yield (before + ",\n".join(some)).encode()
            before, is_empty = ",\n", False
        if not is_empty:
            yield f"\n{brackets[1]}".encode()
            start, between = "", ",\n"
    yield (start + "}\n").encode()


def column_json(columns: Mapping[str, Any]) -> str:
    """Columns as they are written."""
    return json.dumps(columns, ensure_ascii=False)
