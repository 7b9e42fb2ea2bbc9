"""Low-level categories: what an event is, in QRadar's own classification, found by name or id."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.name_index import NameIndex, is_number
from qradar_builder.reference.shipped import shipped
from qradar_builder.text.nearest import UnknownName, alternatives, fold, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

BLOCK = 1000
"""The id of a low-level category is that of its high-level category, a multiple of this, plus a number below it."""


@dataclass(frozen=True, slots=True)
class LowLevelCategory:
    """One category. `name` is None where only the id is known, `severity` (0-10) where QRadar's own is not known.

    `severity_basis` is `documented` (IBM documentation, topic "Event categories"), `pattern` (not listed there, but
    as the documented ones of its kind), `observed` (QID records in QRadar exports) or None.
    """

    id: int
    name: str | None
    high_level_id: int
    high_level_name: str
    severity: int | None
    severity_basis: str | None

    @property
    def qualified_name(self) -> str:
        """The name that is never ambiguous: "High Level / Low Level", or the id where the category has no name."""
        return f"{self.high_level_name} / {self.name}" if self.name else str(self.id)


class UnknownCategory(UnknownName):
    """No such category. A suggestion reads "High Level / Low Level (id)"."""

    def __init__(self, name: str, suggestions: Iterable[str] = ()) -> None:
        super().__init__("low-level category", name, suggestions)


class AmbiguousCategory(UnknownName):
    """A name that several high-level categories have. `candidates` are the categories meant, by id."""

    def __init__(self, name: str, candidates: tuple[LowLevelCategory, ...]) -> None:
        self.candidates = candidates
        super().__init__("low-level category", name, (candidate.qualified_name for candidate in candidates))

    def __str__(self) -> str:
        return f"ambiguous {self.kind} {shown(self.name)}; write {alternatives(self.suggestions)}"


class CategoryTable:
    """A set of categories and the look-up over it."""

    def __init__(self, categories: Iterable[LowLevelCategory]) -> None:
        self._plain: NameIndex[LowLevelCategory] = NameIndex(
            (category.id, (category.name,) if category.name else (), category) for category in categories
        )
        self._qualified = {fold(category.qualified_name): category for category in self._plain.records()}

    def categories(self) -> tuple[LowLevelCategory, ...]:
        """Every category, in the order given."""
        return self._plain.records()

    def find(self, name_or_id: str | int) -> LowLevelCategory:
        """The category with this id (a number or its digits) or name.

        A name is compared without regard to case and blanks, and may be qualified: "High Level / Low Level" or
        "High Level > Low Level". Raises UnknownCategory or AmbiguousCategory.
        """
        found = self._plain.by_number(name_or_id)
        if found is not None:
            return found
        name = str(name_or_id)
        if is_number(name):
            raise UnknownCategory(name, self._neighbours(int(name)))
        named = self._plain.by_name(name)
        if len(named) > 1:
            raise AmbiguousCategory(name, named)
        if named:
            return named[0]
        # Names hold " / " themselves ("Portmap / RPC Request"), so a qualified name is looked up whole.
        high_level, separator, low_level = name.partition(">")
        qualified = self._qualified.get(fold(f"{high_level} / {low_level}" if separator else name))
        if qualified is not None:
            return qualified
        raise UnknownCategory(name, self._similar(name))

    def _neighbours(self, number: int) -> tuple[str, ...]:
        block = [c for c in self._plain.records() if c.name and c.high_level_id == number // BLOCK * BLOCK]
        block.sort(key=lambda category: (abs(category.id - number), category.id))
        return tuple(_suggestion(category) for category in block[:5])

    def _similar(self, name: str) -> tuple[str, ...]:
        names: dict[str, str] = {}
        for category in self._plain.records():
            if category.name:
                names[category.name] = names[category.qualified_name] = _suggestion(category)
        return nearest(name, names)


def _suggestion(category: LowLevelCategory) -> str:
    return f"{category.qualified_name} ({category.id})"


@cache
def _shipped_table() -> CategoryTable:
    data: dict[str, list[dict[str, Any]]] = shipped("categories.json")
    high_level = {row["id"]: row["name"] for row in data["high_level"]}
    return CategoryTable(
        LowLevelCategory(
            id=row["id"],
            name=row["name"],
            high_level_id=row["high_level"],
            high_level_name=high_level[row["high_level"]],
            severity=row["severity"],
            severity_basis=row["severity_basis"],
        )
        for row in data["low_level"]
    )


def categories() -> tuple[LowLevelCategory, ...]:
    """Every category that is known, by id."""
    return _shipped_table().categories()


def category(name_or_id: str | int) -> LowLevelCategory:
    """The category that a package means by a name or an id: see `CategoryTable.find`."""
    return _shipped_table().find(name_or_id)


def default_severity(cat: LowLevelCategory) -> int | None:
    """The severity (1-10) of a QID record that states none; None where the category's own is not known.

    QRadar takes the category's (REST documentation, `qid_records`). A new record cannot have 0: records that the
    DSM Editor made in a category of severity 0 have 1 (QRadar exports, category 4002).
    """
    return None if cat.severity is None else max(1, cat.severity)
