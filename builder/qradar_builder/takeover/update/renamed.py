"""QID records that have another key in one version: they are known by their identities, and keep the team's keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from qradar_builder.package.layout import EVENTS_SUFFIX
from qradar_builder.takeover.update.texts import unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.package.identity.lock import Lock, LockedItem
    from qradar_builder.takeover.update.texts import Change

_FOLDER = "log_source_types/"
_SHARED = "*"


@dataclass(frozen=True, slots=True)
class RenamedRecords:
    """The team's keys of QID records, by log source type (`*` for those of `qids.yaml`) and the key in a version."""

    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def change(self, name: str) -> Change:
        """What gives a file of that name the team's keys."""
        if name == "qids.yaml":
            keys = self.keys.get(_SHARED, {})
            return partial(_with_top_keys, keys=keys) if keys else unchanged
        key = name.removeprefix(_FOLDER).removesuffix(EVENTS_SUFFIX).removesuffix(".yaml")
        keys = {**self.keys.get(_SHARED, {}), **self.keys.get(key, {})}
        return partial(_with_keys, keys=keys) if keys and name.startswith(_FOLDER) else unchanged

    def in_lock(self, text: str) -> str:
        """The text of a lock with the team's keys."""
        for scope, keys in self.keys.items():
            for old, new in keys.items():
                text = text.replace(f'\n  "qid/{scope}/{old}": ', f'\n  "qid/{scope}/{new}": ')
        return text


def renamed_records(mine: Lock | None, theirs: Lock | None) -> RenamedRecords:
    """Which records of a version the team's package has under other keys."""
    if mine is None or theirs is None:
        return RenamedRecords()
    known = {identity: key for key, item in mine.items.items() if (identity := _identity(key, item, mine)) is not None}
    found: dict[str, dict[str, str]] = {}
    for key, item in theirs.items.items():
        identity = _identity(key, item, theirs)
        own = None if identity is None else known.get(identity)
        if own is not None and own != key and key not in mine.items and own not in theirs.items:
            scope = key.split("/")[1]
            found.setdefault(scope, {})[key.removeprefix(f"qid/{scope}/")] = own.removeprefix(f"qid/{scope}/")
    return RenamedRecords(found)


def _identity(key: str, item: LockedItem, lock: Lock) -> tuple[str, str] | None:
    """What a console knows a record by, in its scope. None for records that have no key in YAML, and other items."""
    kind, _, rest = key.partition("/")
    scope, _, name = rest.partition("/")
    if kind != "qid" or item.gone or name.startswith(("@", ":")):
        return None
    return scope, item.uuid or str(uuid5(UUID(lock.namespace), key))


def _with_keys(value: Any, keys: Mapping[str, str]) -> Any:
    """A document of a version with the team's keys of QID records."""
    if isinstance(value, list):
        return [_with_keys(each, keys) for each in value]
    return {key: _value(key, each, keys) for key, each in value.items()} if isinstance(value, dict) else value


def _value(key: str, value: Any, keys: Mapping[str, str]) -> Any:
    if key == "qids":
        return _with_top_keys(value, keys)
    if key == "qid":
        return keys.get(str(value), value)
    return _with_keys(value, keys) if key in {"events", "properties", "expressions"} else value


def _with_top_keys(value: Any, keys: Mapping[str, str]) -> Any:
    """Records by the team's keys."""
    return {keys.get(key, key): each for key, each in value.items()} if isinstance(value, dict) else value
