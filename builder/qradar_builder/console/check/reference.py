"""Compares the built-in log source types and the categories of a console with the shipped reference data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.reference.categories import BLOCK, categories
from qradar_builder.reference.log_source_types import log_source_types
from qradar_builder.reference.number_blocks import FIRST_CUSTOM_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.console.connection.session import Session

TYPES_FILE: Final = "log_source_types.json"
CATEGORIES_FILE: Final = "categories.json"


@dataclass(frozen=True, slots=True)
class Named:
    """A built-in log source type or a category of the console. `ours` is the shipped name; None without one."""

    number: int
    name: str
    ours: str | None
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Differences:
    """What the console has that the reference data has not, or under another name."""

    types: tuple[Named, ...]
    categories: tuple[Named, ...]

    @property
    def new(self) -> int:
        """How many rows the reference data does not have."""
        return sum(each.ours is None for each in (*self.types, *self.categories))

    def files(self, existing: Mapping[str, bytes]) -> dict[str, bytes]:
        """The reference files with the new rows, by name. `existing` are the files to add to."""
        types = _document(existing.get(TYPES_FILE), {"device_categories": [], "types": []})
        rows: list[dict[str, Any]] = [
            {
                "id": each.number, "name": each.name, "display_name": each.name, "former_names": [],
                "category": None, "credibility": None,
            }
            for each in self.types
            if each.ours is None
        ]  # fmt: skip
        named = _document(existing.get(CATEGORIES_FILE), {"high_level": [], "low_level": []})
        low = [
            {
                "id": each.number, "name": each.name, "high_level": each.number // BLOCK * BLOCK,
                "severity": each.severity, "severity_basis": "observed",
            }
            for each in self.categories
            if each.ours is None
        ]  # fmt: skip
        return {
            TYPES_FILE: _written(types | {"types": _with(types.get("types", []), rows)}),
            CATEGORIES_FILE: _written(named | {"low_level": _with(named.get("low_level", []), low)}),
        }


def reference_differences(session: Session, types: Iterable[dict[str, Any]]) -> Differences:
    """Compare. `types` are the log source types of the console. Raises ConsoleError."""
    known = {
        one.id: {name for name in (one.display_name, one.name, *one.former_names) if name} for one in log_source_types()
    }
    found = []
    for row in types:
        number, name = row.get("id"), row.get("name")
        if isinstance(number, int) and isinstance(name, str) and number < FIRST_CUSTOM_TYPE and not row.get("custom"):
            ours = known.get(number)
            if ours is None or name.casefold() not in {each.casefold() for each in ours}:
                found.append(Named(number, name, None if ours is None else min(ours)))
    names = {one.id: one.name for one in categories()}
    low = []
    for row in session.items(calls.CATEGORIES, query={"fields": "id,name,severity"}):
        number, name = row.get("id"), row.get("name")
        if isinstance(number, int) and isinstance(name, str) and (number not in names or _differs(names[number], name)):
            severity = row.get("severity")
            low.append(Named(number, name, names.get(number), severity if isinstance(severity, int) else None))
    return Differences(tuple(found), tuple(low))


def _differs(ours: str | None, theirs: str) -> bool:
    return ours is not None and ours.casefold() != theirs.casefold()


def _document(content: bytes | None, empty: dict[str, Any]) -> dict[str, Any]:
    if content is None:
        return empty
    found = json.loads(content)
    return found if isinstance(found, dict) else empty


def _with(old: list[Any], rows: list[dict[str, Any]]) -> list[Any]:
    there = {each.get("id") for each in old if isinstance(each, dict)}
    return sorted([*old, *(row for row in rows if row["id"] not in there)], key=lambda each: each["id"])


def _written(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
