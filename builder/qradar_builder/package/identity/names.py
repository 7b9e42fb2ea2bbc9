"""Items that a console knows by their names: log source groups and reference data collections."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.package.identity.known import KnownItems

_KINDS = {
    "group": ("log source group", "its log sources"),
    "reference-data": ("reference data collection", "its elements and the rules that use it"),
}
"""What the items of a kind are called, and what would stay with the old item."""


def follow_names(kind: str, names: Mapping[str, str], known: KnownItems) -> None:
    """Carry items whose keys changed and whose names did not: for a console they are the same.

    `names` gives the names of now by key.
    """
    locked = {key.removeprefix(f"{kind}/"): item for key, item in known.locked(f"{kind}/").items()}
    free = {item.name: key for key, item in locked.items() if names.get(key) != item.name}
    moved = {}
    for key, name in names.items():
        before = free.get(name)
        if before is not None and (key not in locked or locked[key].name != name):
            del free[name]
            moved[f"{kind}/{before}"] = f"{kind}/{key}"
    known.rename(moved)


def check_names(kind: str, names: Mapping[str, tuple[str, Origin]], known: KnownItems, findings: Findings) -> None:
    """Report items that have other names than before under their keys: on a console they would be other items.

    `names` gives names and their places by key.
    """
    what, stays = _KINDS[kind]
    for key, (name, origin) in names.items():
        item = known.items.get(f"{kind}/{key}")
        if item is None or item.name in {None, name} or item.gone:
            continue
        findings.add(
            "identity/key-changed",
            origin,
            f"the {what} `{key}` was built before as `{item.name}`; under the name `{name}` it would be another one on "
            f"the console, and {stays} would stay with `{item.name}`",
            help=f"put the name `{item.name}` back; if you want another {what}, or renamed it on the console, give it "
            "another key",
            related=[(known.place(f"{kind}/{key}"), "its identity")],
        )
