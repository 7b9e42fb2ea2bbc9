"""What an installation will do with each item, beside what the PREVIEW of the console says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from qradar_builder.console.release.items import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.bulk.told import ToldActions
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.items import Item, Items


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
MOST_SHOWN: Final = 20
"""How many items of which the console says something else are kept."""


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


class Foretelling:
    """What an installation will do with each item: made when it is asked for, as there can be very many items.

    `told` is None where the installation is done, so that there was no preview.
    """

    def __init__(self, items: Items, lists: Lists, told: ToldActions | None, *, overwrite: bool) -> None:
        self._items = items
        self._lists = lists
        self._told = told
        self._existing = Action.OVERWRITE if overwrite else Action.KEEP
        self._counts: Counter[Action] = Counter()
        self._differing: list[Foretold] = []
        self.differing = 0
        """Of how many items the console says something else."""
        for each in self:
            self._counts[each.action] += 1
            if each.differs:
                self.differing += 1
                if self.differing <= MOST_SHOWN:
                    self._differing.append(each)

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Foretold]:
        for table in WORDS:
            for item, is_there in zip(self._items.of(table), self._items.are_there(table), strict=True):
                is_known = self._lists.record(item) is not None if is_there is None else is_there
                action = self._existing if is_known else Action.ADD
                yield Foretold(item, action, self._words(item))

    def _words(self, item: Item) -> frozenset[str]:
        names = (item.identity, item.internal_name, item.name, item.row)
        return frozenset() if self._told is None else self._told.words(item.table, filter(None, names))

    def count(self, action: Action) -> int:
        """How many items an action is foretold for."""
        return self._counts[action]

    @property
    def mismatches(self) -> tuple[Foretold, ...]:
        """The first items of which the console says something else."""
        return tuple(self._differing)
