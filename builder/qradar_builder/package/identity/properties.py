"""Renamed custom properties: a property is known by its name, and a renamed one by the expressions that it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.identity.known import property_uuid
from qradar_builder.reference.custom_properties import custom_properties

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qradar_builder.findings import Findings
    from qradar_builder.model.content import Property
    from qradar_builder.package.identity.known import KnownItems
    from qradar_builder.package.identity.lock import LockedItem

_PROPERTY = "property/"
_EXPRESSION = "expression/"


def carry_pinned(properties: Sequence[Property], items: KnownItems) -> None:
    """Carry a property that is pinned to the identity it had under another name, with its expressions."""
    gone = _gone(properties, items)
    known = items.locked(_PROPERTY)
    for prop in properties:
        if prop.id is None or f"{_PROPERTY}{prop.name}" in known:
            continue
        old = next((name for name, item in gone.items() if item.uuid == prop.id), None)
        if old is None:
            continue
        del gone[old]
        keys = {f"{_PROPERTY}{old}": f"{_PROPERTY}{prop.name}"}
        for key in items.locked(_EXPRESSION):
            kind, type_key, name, serial = key.split("/")
            if name == one_step(old):
                keys[key] = f"{kind}/{type_key}/{one_step(prop.name)}/{serial}"
        items.rename(keys)


def check_renamed(
    properties: Sequence[Property],
    texts_of: Mapping[str, Collection[tuple[str, str]]],
    items: KnownItems,
    findings: Findings,
) -> None:
    """Report a new property that has an expression of one that is gone: rules and searches would stay with that one.

    `texts_of` gives, by the name of a property, its expressions as the key of a type and the text that the lock keeps.
    """
    gone = _gone(properties, items)
    known = items.locked(_PROPERTY)
    for prop in properties:
        if prop.id is not None or prop.shipped is not None or f"{_PROPERTY}{prop.name}" in known:
            continue
        old = next((name for name in gone if set(texts_of[prop.name]) & set(_texts(name, items))), None)
        if old is None:
            continue
        item = gone.pop(old)
        findings.add(
            "identity/key-changed",
            prop.origin,
            f"the property `{old}` was built before with this expression; under the name `{prop.name}` it would be "
            f"another property, and rules and searches would stay with `{old}`",
            help=f"put the name `{old}` back, or keep the identity under the new name with `id: {item.uuid}`; "
            f"if you want another property, pin `id: {property_uuid(prop.name)}`",
            related=[(items.place(f"{_PROPERTY}{old}"), "its identity")],
        )


def one_step(name: str) -> str:
    """A name without slashes: the steps of a key in the lock are parted by them."""
    return name.replace("%", "%25").replace("/", "%2F")


def _gone(properties: Sequence[Property], items: KnownItems) -> dict[str, LockedItem]:
    """The properties of our own that the lock has and the source has no more, by name."""
    there = {f"{_PROPERTY}{prop.name}" for prop in properties}
    found = {key.removeprefix(_PROPERTY): item for key, item in items.locked(_PROPERTY).items() if key not in there}
    # What QRadar ships has its own identity, and its expressions may move to another property.
    shipped = {known.id for known in custom_properties()} if found else set()
    return {name: item for name, item in found.items() if item.uuid not in shipped}


def _texts(name: str, items: KnownItems) -> Iterator[tuple[str, str]]:
    for key, item in items.locked(_EXPRESSION).items():
        _, type_key, owner, _ = key.split("/")
        if owner == one_step(name) and item.text is not None and not item.gone:
            yield type_key, item.text
