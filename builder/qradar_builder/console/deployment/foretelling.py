"""What an installation will do with each item, beside what the PREVIEW of the console says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.items import Item


class Action(StrEnum):
    """What happens to an item; the value is what people call it."""

    ADD = "add"
    OVERWRITE = "overwrite"
    KEEP = "keep"


_WORDS: Final = {
    Action.ADD: frozenset({"ADD", "ADDED", "CREATE", "CREATED", "INSERT", "NEW", "INSTALL"}),
    Action.OVERWRITE: frozenset({"OVERWRITE", "OVERWRITTEN", "UPDATE", "UPDATED", "REPLACE", "REPLACED"}),
    Action.KEEP: frozenset({"SKIP", "SKIPPED", "PRESERVE", "PRESERVED", "KEEP", "KEPT", "NONE", "NO_ACTION"}),
}
"""The words of a console for an action. IBM's documentation shows SKIP only."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """An item with the action that is foretold, and the words of the console: none where it does not list the item.

    Items of one name may have several words.
    """

    item: Item
    action: Action
    words: frozenset[str] = frozenset()

    @property
    def differs(self) -> bool:
        """Whether the console says something else. A word that is not known cannot be compared."""
        told = {action for word in self.words if (action := action_of(word)) is not None}
        return bool(told) and self.action not in told


def action_of(word: str) -> Action | None:
    """What a word of the console means; None where it is not known."""
    return next((action for action, words in _WORDS.items() if word.upper() in words), None)


def foretold(items: Iterable[Item], lists: Lists, *, overwrite: bool) -> tuple[Foretold, ...]:
    """What an installation will do, by what the console has."""
    existing = Action.OVERWRITE if overwrite else Action.KEEP
    return tuple(Foretold(item, Action.ADD if lists.record(item) is None else existing) for item in items)


def previewed(ours: Iterable[Foretold], rows: Iterable[Mapping[str, Any]]) -> tuple[Foretold, ...]:
    """The items with the actions of a PREVIEW, whose rows name table and item."""
    words: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        table, name, action = row.get("content_type_name"), row.get("name"), row.get("action")
        if isinstance(table, str) and isinstance(name, str) and isinstance(action, str):
            words.setdefault((table, name), set()).add(action)
    return tuple(Foretold(each.item, each.action, _words(each.item, words)) for each in ours)


def _words(item: Item, words: Mapping[tuple[str, str], set[str]]) -> frozenset[str]:
    names = (item.identity, item.internal_name, item.name, item.row)
    found = (words[item.table, name] for name in names if name and (item.table, name) in words)
    return frozenset(next(found, ()))
