"""Reports identities: those that would change, and those that two items would have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.package.identity.keys import file_of, kind_of, name_of, scope_of, way_back

if TYPE_CHECKING:
    from qradar_builder.findings import Findings, Origin
    from qradar_builder.package.identity.known import KnownItems


class IdentityReports:
    """The findings about the identities of one extension."""

    def __init__(self, known: KnownItems, findings: Findings) -> None:
        self._known = known
        self._findings = findings
        self._keys: dict[str, str] = {}
        self._numbers: dict[str, dict[int, str]] = {}
        self._clashes: list[tuple[str, Origin | None, str]] = []

    def changed(self, rule: str, key: str, origin: Origin | None, message: str) -> None:
        """Report an item that would get another UUID or number than it has."""
        place = self._known.place(key)
        self._findings.add(rule, place if origin is None else origin, message, related=[(place, "its identity")])

    def check_target(self, key: str, built_in: str | None, origin: Origin) -> None:
        """Report a log source type that was an override of another built-in type before, or none; or is none now."""
        was_custom = f"type/{key}" in self._known.items
        extension = self._known.items.get(f"extension/{key}")
        if not was_custom and (extension is None or extension.name is None):
            return
        before = None if was_custom or extension is None else extension.name
        if before == built_in:
            return
        now, then = (f"an override of `{name}`" if name else "a custom type" for name in (built_in, before))
        self._findings.add(
            "identity/key-changed",
            origin,
            f"`{key}` was built before as {then}, but {now} is another item",
            help=f"change it back to {then}, or rename the file: a new item needs a new key",
            related=[(self._known.place(f"type/{key}" if was_custom else f"extension/{key}"), "its identity")],
        )

    def check_renamed(self, key: str, origin: Origin | None, name: str | None) -> None:
        """Report a new item that has the name of one that is gone."""
        old = self._known.renamed(key, name or "")
        if old is None or origin is None:
            return
        before, now = f"`{name_of(old)}`", f"under the key `{name_of(key)}`"
        if scope_of(key) != scope_of(old):
            before, now = (f"`{name_of(one)}` of {file_of(one)}" for one in (old, key))
            now = f"as {now}"
        self._findings.add(
            "identity/key-changed",
            origin,
            f"`{name}` was built before as {before}, but {now} it would be a new item",
            help=self._advice(old, key),
            related=[(self._known.place(old), "its identity")],
        )

    def _advice(self, old: str, key: str) -> str:
        """What to do about an item that was known under an old key; every kind has its own ways."""
        uuid, fresh = self._known.uuid(old), self._known.other_than_kept(key) or self._known.derived(key)
        back = way_back(old, key)
        if name_of(key).startswith("@"):
            return (
                f"{back}, or put it in `qids` under another key with `uuid: {uuid}`; if you want a new item, put "
                f"it in `qids` with `uuid: {fresh}`"
            )
        pin = "extension_uuid" if kind_of(key) == "extension" else "uuid"
        return f"{back}, or keep its identity with `{pin}: {uuid}`; if you want a new item, pin `{pin}: {fresh}`"

    def check_number(self, what: str, number: int, key: str, origin: Origin | None) -> None:
        """Remember who has a number, and who would have it too."""
        first = self._numbers.setdefault(what, {}).setdefault(number, key)
        if first != key:
            message = f"`{name_of(key)}` would have the {what} {number} of `{name_of(first)}`"
            self._clashes.append((key, origin, message))

    def check_uuid(self, uuid: str, key: str, origin: Origin | None) -> None:
        """Report a UUID that another item has."""
        first = self._keys.setdefault(uuid, key)
        if first != key and origin is not None:
            message = f"`{name_of(key)}` would have the UUID of `{name_of(first)}`"
            self._findings.add("identity/duplicate-uuid", origin, message)

    def report_clashes(self) -> None:
        """Report numbers that were handed out twice: whatever else went wrong, no console shall get these."""
        for key, origin, message in self._clashes:
            self._findings.add("identity/duplicate-number", origin or self._known.place(key), message)
