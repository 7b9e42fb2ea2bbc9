"""Event mappings whose event id or category changed: a console has the old mapping and gets a new one beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.package.identity.keys import MESSAGE, UNKNOWN
from qradar_builder.package.resolve.events import event_key
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qradar_builder.findings import Findings
    from qradar_builder.model.content import EventMapping
    from qradar_builder.package.identity.known import KnownItems
    from qradar_builder.package.identity.lock import LockedItem

_PARTS = re.compile(r"@((?:[^\\|]|\\.)*)\|(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MappedEvents:
    """The mappings of a log source type, each with the key of its QID record in the lock."""

    type_key: str
    mappings: tuple[tuple[EventMapping, str], ...]

    def key(self, mapping: EventMapping) -> str:
        """The key of a mapping in the lock."""
        return f"event/{self.type_key}/{event_key(mapping.event_id, mapping.category)}"


def check_changed(types: Sequence[MappedEvents], known: KnownItems, findings: Findings) -> None:
    """Report a new mapping that most likely is one that the last build had, with another event id or category.

    The lock does not say which QID record a mapping led to. A record of an earlier build to which no other mapping of
    that build leads now is that of a mapping that is gone.
    """
    if not known.items:
        return
    kept = {qid for one in types for mapping, qid in one.mappings if one.key(mapping) in known.items}
    locked: dict[str, dict[str, LockedItem]] = {}
    for key, item in known.locked("event/").items():
        locked.setdefault(key.split("/", 2)[1], {})[key] = item
    for one in types:
        _check_type(one, kept, locked.get(one.type_key, {}), known, findings)


def _check_type(
    one: MappedEvents, kept: set[str], locked: Mapping[str, LockedItem], known: KnownItems, findings: Findings
) -> None:
    prefix = f"event/{one.type_key}/"
    there = {one.key(mapping) for mapping, _ in one.mappings}
    pins = {mapping.uuid for mapping, _ in one.mappings}
    automatic = {prefix + MESSAGE, prefix + UNKNOWN}
    gone = {
        key: _event(key.removeprefix(prefix))
        for key, item in locked.items()
        if key not in there and key not in automatic and not item.gone and known.uuid(key) not in pins
    }
    if not gone:
        return
    for mapping, qid in one.mappings:
        if mapping.uuid is not None or one.key(mapping) in known.items or qid not in known.items:
            continue
        old = _before(mapping, gone, is_orphan=qid not in kept)
        if old is not None:
            event_id, category = gone.pop(old)
            _report(mapping, (event_id, category), old, known, findings)


def _before(mapping: EventMapping, gone: dict[str, tuple[str, str]], *, is_orphan: bool) -> str | None:
    """The key of the mapping that another one was: with its event id, else, if its record lost one, its category."""
    by_id = _keys(gone, lambda event: event[0] == mapping.event_id)
    if by_id or not is_orphan:
        return next(iter(by_id), None)
    by_category = _keys(gone, lambda event: event[1] == mapping.category)
    candidates = by_category or list(gone)
    return candidates[0] if len(candidates) == 1 else None


def _keys(gone: dict[str, tuple[str, str]], matches: Callable[[tuple[str, str]], bool]) -> list[str]:
    return [key for key, event in gone.items() if matches(event)]


def _report(mapping: EventMapping, before: tuple[str, str], old: str, known: KnownItems, findings: Findings) -> None:
    now = f"id `{mapping.event_id}` and category `{mapping.category}`"
    findings.add(
        "identity/mapping-changed",
        mapping.origin,
        f"the mapping of {now} is new, and that of id `{before[0]}` and category `{before[1]}` is gone: a console "
        "keeps the old one in addition to the new one",
        help=f"if it is the same mapping, keep its identity with `uuid: {known.uuid(old)}`, so that the "
        "console changes it, or put the old id and category back; if it is another one, delete the old mapping on the "
        "console",
        related=[(known.place(old), "its identity")],
    )


def _event(key: str) -> tuple[str, str]:
    """The event id and the category of a key as `event_key` writes it."""
    parts = _PARTS.fullmatch(key)
    if parts is None:
        return key, ""
    event_id, category = (_ESCAPED.sub(r"\1", part) for part in parts.groups())
    return event_id, category
