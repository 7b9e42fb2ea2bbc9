"""Records found by number, by exact name, or by name without regard to case and blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from qradar_builder.text.nearest import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Record = TypeVar("Record")


class NameIndex(Generic[Record]):
    """Looks records up. A record has one key and any number of names, the preferred ones first."""

    def __init__(self, entries: Iterable[tuple[int | str, tuple[str, ...], Record]]) -> None:
        self._by_key: dict[int | str, Record] = {}
        self._exact: dict[str, dict[int | str, Record]] = {}
        self._folded: dict[str, dict[int | str, Record]] = {}
        self._names: dict[str, str] = {}
        for key, names, record in entries:
            self._by_key[key] = record
            for name in names:
                self._exact.setdefault(name, {})[key] = record
                self._folded.setdefault(fold(name), {})[key] = record
                self._names.setdefault(name, names[0])

    @property
    def suggestions(self) -> Mapping[str, str]:
        """Every name, with the preferred name of its record, as `nearest` takes them."""
        return self._names

    def records(self) -> tuple[Record, ...]:
        """Every record, in the order of adding."""
        return tuple(self._by_key.values())

    def by_number(self, number: int | str) -> Record | None:
        """The record whose key is this number, which may be written in digits; None where there is none."""
        if isinstance(number, str):
            return self._by_key.get(int(number)) if is_number(number) else None
        return self._by_key.get(number)

    def by_name(self, name: str) -> tuple[Record, ...]:
        """The records with exactly this name; where there are none, those with it in another case or other blanks."""
        return tuple((self._exact.get(name) or self._folded.get(fold(name), {})).values())


def is_number(text: str) -> bool:
    """Whether a text is a number that a column of QRadar's could hold: plain digits, no more than ten."""
    return len(text) <= 10 and text.isascii() and text.isdigit()
