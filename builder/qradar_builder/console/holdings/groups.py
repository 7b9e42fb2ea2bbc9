"""The log source groups of a release on a console: where they are, and what their list tells of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qradar_builder.comparison.model import Kind, Subject, part, with_parts
from qradar_builder.console.release.items import GROUP, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.comparison.model import Part, Reading

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a release, by row: those in their places, and all that have their names."""

    placed: Mapping[str, Record]
    named: Mapping[str, Record]
    """These, and where there is none in its place, the one group of the console that has the name."""
    above: Mapping[str, str]
    """By row, the name of the group above it on the console; empty below the root."""


def read_groups(items: Iterable[Item], records: Iterable[Record]) -> Groups:
    """Find the groups of a release among all groups of a console, by their names from the root on."""
    ours = {item.row: item for item in items if item.table == GROUP}
    by_number = {record.get("id"): record for record in records}
    by_path: dict[tuple[str, ...], Record] = {}
    by_name: dict[str, list[Record]] = {}
    for record in by_number.values():
        by_path[tuple(_names(record, by_number))] = record
        by_name.setdefault(str(record.get("name")), []).append(record)
    placed, named, above = {}, {}, {}
    for row, item in ours.items():
        if (found := by_path.get(tuple(_path(item, ours)))) is not None:
            placed[row] = found
        elif len(others := by_name.get(item.name, [])) == 1:
            found = others[0]
        if found is not None:
            named[row] = found
            names = list(_names(found, by_number))
            above[row] = names[-2] if len(names) > 1 else ""
    return Groups(placed, named, above)


def with_groups(reading: Reading, release: Reading, items: Iterable[Item], groups: Groups) -> Reading:
    """The side of a console with the groups of a release, as the list of groups tells them."""
    ours = [item for item in items if item.table == GROUP]
    # The release has a label for each of its groups, in the order of the rows.
    labels = dict(zip((item.row for item in ours), release.root.named(Kind.GROUP), strict=True))
    rows = {record.get("id"): row for row, record in groups.named.items()}
    found: dict[str, Part] = {}
    for row, record in groups.named.items():
        parent = rows.get(record.get("parent_id"))
        values = {
            "description": str(record.get("description") or "") or None,
            "parent": labels[parent] if parent is not None else groups.above[row] or None,
        }
        found[labels[row]] = part(Kind.GROUP, values)
    return replace(reading, root=with_parts(reading.root, Kind.GROUP, found), has=reading.has | {Subject.GROUPS})


def _path(item: Item, ours: Mapping[str, Item]) -> list[str]:
    """The names of a group and those above it, from the top."""
    names: list[str] = []
    seen: set[str] = set()
    here: Item | None = item
    while here is not None and here.row not in seen:
        seen.add(here.row)
        names.insert(0, here.name)
        here = ours.get(here.parent)
    return names


def _names(record: Record, by_number: Mapping[Any, Record]) -> Iterator[str]:
    """The names of a group of the console and those above it, from the top, without the root."""
    names: list[str] = []
    seen: set[Any] = set()
    here: Record | None = record
    while here is not None and here.get("id") not in seen:
        above = by_number.get(here.get("parent_id"))
        if above is None:
            break
        seen.add(here.get("id"))
        names.insert(0, str(here.get("name")))
        here = above
    return iter(names)
