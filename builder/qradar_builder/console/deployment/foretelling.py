"""What an installation will do with each item, beside what the PREVIEW of the console says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from sys import intern
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


Words = Mapping[str, Mapping[str, frozenset[str]]]
"""The actions of a PREVIEW, by table and by name of the item."""


class Told(NamedTuple):
    """What a console says of an item of a preview or an installation."""

    table: str
    name: str
    action: str


def told(row: dict[str, Any]) -> Told | dict[str, Any]:
    """A row of results; what is no row stays as it is."""
    table, name, action = row.get("content_type_name"), row.get("name"), row.get("action")
    if isinstance(table, str) and isinstance(name, str) and isinstance(action, str):
        return Told(intern(table), name, intern(action))
    return row


class Foretelling:
    """What an installation will do with each item: made when it is asked for, as there can be very many items."""

    def __init__(self, items: Sequence[Item], lists: Lists, words: Words, *, overwrite: bool) -> None:
        self._items = items
        self._lists = lists
        self._words = words
        self._existing = Action.OVERWRITE if overwrite else Action.KEEP

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Foretold]:
        for item in self._items:
            action = Action.ADD if self._lists.record(item) is None else self._existing
            yield Foretold(item, action, _words(item, self._words))


def told_words(rows: Iterable[Told]) -> Words:
    """The actions of a PREVIEW. Items of one name may have several."""
    words: dict[str, dict[str, frozenset[str]]] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}
    for row in rows:
        named = words.setdefault(row.table, {})
        said = named.get(row.name, frozenset()) | {row.action}
        named[row.name] = shared.setdefault(said, said)
    return words


def _words(item: Item, words: Words) -> frozenset[str]:
    names = (item.identity, item.internal_name, item.name, item.row)
    named = words.get(item.table, {})
    return next((named[name] for name in names if name and name in named), frozenset())
