"""A table of records by their numbers, with indexes, so that a look-up does not go through all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Written = Callable[[str, int, Mapping[str, Any] | None], None]
    """Learns of a change: the table, the number, and the record, or None where it is removed."""


class Table:
    """Records in the order in which they came. Each has its number in `id`; fields with `_` in front are not shown."""

    def __init__(self, name: str, first: int, indexed: Iterable[str], written: Written) -> None:
        self.name = name
        self._first = first
        self._records: dict[int, dict[str, Any]] = {}
        self._indexes: dict[str, dict[Any, dict[int, None]]] = {field: {} for field in indexed}
        self._next = first
        self._written = written

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(list(self._records.values()))

    def get(self, number: int | None) -> dict[str, Any] | None:
        """The record of a number."""
        return None if number is None else self._records.get(number)

    def add(self, record: Mapping[str, Any], number: int | None = None) -> dict[str, Any]:
        """Add a record, with the next number or the given one. Gives it with its `id`."""
        added = self.seed(record, number)
        self._written(self.name, added["id"], added)
        return added

    def seed(self, record: Mapping[str, Any], number: int | None = None) -> dict[str, Any]:
        """Add or replace a record that needs not be kept in the file, since it is there again in the next run."""
        number = self._next if number is None else number
        self.forget(number)
        added = {**record, "id": number}
        self._records[number] = added
        self.reserve(number)
        for field, index in self._indexes.items():
            index.setdefault(_hashable(added.get(field)), {})[number] = None
        return added

    def reserve(self, number: int) -> None:
        """Give a number to no record that comes later, whether or not its own record is still there."""
        self._next = max(self._next, number + 1) if number >= self._first else self._next

    def change(self, number: int, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change fields of a record. Its place in the order stays."""
        record = self._records[number]
        for field, index in self._indexes.items():
            if field in changes:
                old = index[_hashable(record.get(field))]
                del old[number]
                index.setdefault(_hashable(changes[field]), {})[number] = None
        record.update(changes)
        self._written(self.name, number, record)
        return record

    def remove(self, number: int) -> None:
        """Remove a record."""
        self.forget(number)
        self._written(self.name, number, None)

    def forget(self, number: int) -> None:
        """Remove a record, if it is there, without a word to the file."""
        record = self._records.pop(number, None)
        if record is not None:
            for field, index in self._indexes.items():
                del index[_hashable(record.get(field))][number]

    def find(self, **fields: Any) -> list[dict[str, Any]]:
        """The records whose fields have these values, by the best index."""
        numbers = self._candidates(fields.items())
        records = self._records.values() if numbers is None else [self._records[each] for each in numbers]
        return [each for each in records if all(each.get(name) == value for name, value in fields.items())]

    def first(self, **fields: Any) -> dict[str, Any] | None:
        """The first record whose fields have these values."""
        return next(iter(self.find(**fields)), None)

    def count(self, field: str, value: Any) -> int:
        """How many records have this value in an indexed field."""
        return len(self._indexes[field].get(_hashable(value), ()))

    def candidates(self, equal: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
        """The records that may have these values: those of the best index, or all."""
        numbers = self._candidates(equal)
        if numbers is None:
            return list(self._records.values())
        return [self._records[each] for each in sorted(numbers)]

    def _candidates(self, equal: Iterable[tuple[str, Any]]) -> list[int] | None:
        best: Mapping[int, None] | None = None
        for field, value in equal:
            index = self._indexes.get(field)
            if index is not None:
                found = index.get(_hashable(value), {})
                best = found if best is None or len(found) < len(best) else best
        return None if best is None else list(best)


def _hashable(value: Any) -> Any:
    """The value in an index: as text, since a filter may write the number of a text field without quotes."""
    return None if value is None else str(value)
