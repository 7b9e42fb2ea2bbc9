"""Log source groups of an extension: they are known again by their names from the root on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.state.made import new_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.console.model.content.items import Item
    from qradar_builder.console.model.state.state import State

ROOT: Final = 1
_OF_LOG_SOURCES: Final = "1"
_DEEPEST: Final = 100


class Groups:
    """The groups of one extension."""

    def __init__(self, state: State, items: Iterable[Item]) -> None:
        self._state = state
        self._items = {each.text("id"): each for each in items if is_group(each)}

    def known(self, item: Item) -> dict[str, Any] | None:
        """The group of the console that is the same; None where there is none."""
        found = self._state["groups"].get(ROOT)
        for each in self._path(item):
            if found is None:
                return None
            found = self._state["groups"].first(name=each.text("name"), parent_id=found["id"])
        return found

    def put(self, item: Item, now: int, *, write: bool) -> None:
        """Make the group where it is missing, and the groups above it; else give it the description."""
        groups, parent = self._state["groups"], ROOT
        found = groups.get(ROOT)
        for each in self._path(item):
            found = groups.first(name=each.text("name"), parent_id=parent)
            if found is None:
                found = new_group(self._state, each.text("name"), each.text("description"), parent, now=now)
            elif write and each is item:
                groups.change(found["id"], {"description": each.text("description"), "modification_date": now})
            parent = found["id"]

    def _path(self, item: Item) -> list[Item]:
        """The group and those above it, from the top; the root is not one of them."""
        path: list[Item] = []
        current: Item | None = item
        while current is not None and current.text("parent_id") and len(path) < _DEEPEST:
            path.append(current)
            current = self._items.get(current.text("parent_id"))
        return path[::-1]


def is_group(item: Item) -> bool:
    """Whether an item is a group of log sources, or the root of these."""
    return item.table == "fgroup" and item.text("type_id") == _OF_LOG_SOURCES
