"""The event mappings and QID records of a release beside those of a console: which are the same, and which are not.

A QID record is the same by identity, name, severity, category and description; an event mapping by identity, event and
the identity of its QID record.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Final

from qradar_builder.console.bulk.rows import HELD, OTHERS, QUIET, SAID, SAME, WANTED, EventRows
from qradar_builder.takeover.content.bulk.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SEEN: Final = f"state in ({HELD}, {WANTED})"
_CACHE: Final = 4096
"""How much of the rows is in memory, in KiB."""


class Events:
    """The rows of a release, and those of the console that is looked at. Raises OSError where the disk is full."""

    def __init__(self) -> None:
        self.database = Database("create table type (theirs text primary key, ours text)", "", cache=_CACHE)
        weakref.finalize(self, self.database.close)
        self.ours = EventRows(self.database, "ours")
        self.theirs: EventRows = EventRows(self.database, "theirs")

    def new_theirs(self) -> EventRows:
        """Rows of the console, of which there are none yet. All that was found in earlier ones is forgotten."""
        self.theirs = EventRows(self.database, "theirs")
        for table in ("record", "mapping"):
            self.database.run(f"update ours_{table} set state = {QUIET} where state in ({WANTED}, {SAME})")
        return self.theirs

    def match(self, types: Mapping[str, str]) -> None:
        """Find what is the same, and what one side must hold because the other one does.

        `types` are the rows of the log source types of the release by their numbers on the console.
        """
        run = self.database.run
        run("delete from type")
        self.database.insert("insert into type values (?, ?)", types.items())
        for table in ("record", "mapping"):
            run(f"update ours_{table} set state = {QUIET} where state in ({WANTED}, {SAME})")
            run(f"update theirs_{table} set state = {QUIET} where state not in ({QUIET}, {HELD})")
        self._leave_out()
        while self._pulled():
            """Each side may want more by now."""
        run(
            f"update ours_record set state = {SAME} where state = {QUIET} and exists (select 1 from theirs_record t"
            f" where t.uuid = ours_record.uuid and t.state = {QUIET}"
            + "".join(f" and t.{each} = ours_record.{each}" for each in SAID)
            + ")"
        )
        run(
            f"update theirs_record set state = {SAME} where state = {QUIET}"
            f" and uuid in (select uuid from ours_record where state = {SAME})"
        )
        run(
            f"update ours_mapping set state = {SAME} where state = {QUIET} and exists (select 1 from theirs_mapping t"
            " join theirs_record r on r.row = t.record join ours_record o on o.row = ours_mapping.record"
            " join type on type.theirs = t.type"
            f" where t.uuid = ours_mapping.uuid and t.state = {QUIET} and r.uuid = o.uuid"
            " and type.ours = ours_mapping.type"
            + "".join(f" and t.{each} = ours_mapping.{each}" for each in ("event", "category", "custom"))
            + ")"
        )
        run(
            f"update theirs_mapping set state = {SAME} where state = {QUIET}"
            f" and uuid in (select uuid from ours_mapping where state = {SAME})"
        )

    def _leave_out(self) -> None:
        """Leave out what an export has of other types, and records that neither these types nor the release use."""
        self.database.run(
            f"update theirs_mapping set state = {OTHERS} where state = {QUIET}"
            " and type not in (select theirs from type)"
        )
        self.database.run(
            f"update theirs_record set state = {OTHERS} where state = {QUIET}"
            " and uuid not in (select uuid from ours_record)"
            f" and row not in (select record from theirs_mapping where state <> {OTHERS})"
        )

    def _pulled(self) -> bool:
        """Want on each side what the other one holds. Whether there was something."""
        (before,) = next(iter(self.database.run("select total_changes()")))
        for one, other in (("ours", "theirs"), ("theirs", "ours")):
            held = f"from {other}_record o where {_SEEN}"
            # Records are one by identity, and only by name where neither side has the identity of the other one's.
            by_name = (
                f"name in (select name {held} and uuid not in (select uuid from {one}_record))"
                f" and uuid not in (select uuid from {other}_record)"
            )
            for condition in (f"uuid in (select uuid {held} and uuid <> '')", by_name):
                self._want(f"{one}_record", condition)
            held = f"from {other}_mapping o where {_SEEN}"
            self._want(f"{one}_mapping", f"uuid in (select uuid {held} and uuid <> '')")
            held = f"from {other}_mapping o join type on type.{other} = o.type where {_SEEN}"
            self._want(f"{one}_mapping", f"(type, event, category) in (select type.{one}, event, category {held})")
            (self.ours if one == "ours" else self.theirs).close_over()
        (after,) = next(iter(self.database.run("select total_changes()")))
        return bool(after > before)

    def _want(self, table: str, condition: str) -> None:
        self.database.run(f"update {table} set state = {WANTED} where state = {QUIET} and {condition}")

    @property
    def different(self) -> int:
        """How many rows of both sides are neither the same nor held."""
        return sum(side.count(table, f"state = {QUIET}") for side in self.sides for table in ("record", "mapping"))

    @property
    def sides(self) -> tuple[EventRows, EventRows]:
        """The release, and the console."""
        return self.ours, self.theirs

    def want_different(self) -> None:
        """Have all that differs in the readings."""
        for side in self.sides:
            for table in ("record", "mapping"):
                self.database.run(f"update {side.side}_{table} set state = {WANTED} where state = {QUIET}")

    def want_all(self) -> None:
        """Have all rows of the release and the console in the readings."""
        for side in self.sides:
            for table in ("record", "mapping"):
                self.database.run(f"update {side.side}_{table} set state = {WANTED} where state in ({QUIET}, {SAME})")

    def identities(self) -> Iterator[str]:
        """The identities of the QID records of the release, in order, while these are changed, too."""
        last = ""
        while found := list(
            self.database.run("select distinct uuid from ours_record where uuid > ? order by uuid limit 500", last)
        ):
            yield from (uuid for (uuid,) in found)
            (last,) = found[-1]
