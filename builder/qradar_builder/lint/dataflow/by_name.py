"""Finds things by a name that each of them has, without a look at all of them."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class ByName(Generic[T]):
    """Things in an order, each with a name."""

    def __init__(self, things: Iterable[tuple[str, T]]) -> None:
        self._named: dict[str, list[tuple[int, T]]] = {}
        for number, (name, thing) in enumerate(things):
            self._named.setdefault(name, []).append((number, thing))

    def of(self, names: Iterable[str]) -> list[T]:
        """The things with one of these names, in their order."""
        rows = [self._named[name] for name in names if name in self._named]
        found = rows[0] if len(rows) == 1 else sorted((each for row in rows for each in row), key=itemgetter(0))
        return [thing for _, thing in found]
