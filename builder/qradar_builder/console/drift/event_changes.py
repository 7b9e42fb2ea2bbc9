"""Brings changed event mappings and QID records of a console into the files of a package, whoever wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.change import Operation
from qradar_builder.comparison.model import Kind
from qradar_builder.console.drift.sources import OF_RECORD
from qradar_builder.console.verification.items import Verdict, difference_of
from qradar_builder.model.events import EventRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.comparison.change import Change
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.comparison.model import Part
    from qradar_builder.console.drift.sources import Sources
    from qradar_builder.console.release.release import Release
    from qradar_builder.model.content import LogSourceType, QidRecord

_COLUMNS: Final = {"severity": "severity", "category": "low_level_category", "description": "description"}
"""The columns of a table by the attributes of a record."""
_DEFAULT_CATEGORY: Final = str(EventRow.model_fields["category"].default)
"""The event category of a mapping that is written without one."""
_FIRST: Final = (Kind.QID, Kind.TYPE)
"""Records change first: a mapping that moves takes what its new record is by then."""


class EventChanges:
    """The changes of a comparison from the console to the release, turned around and made in a package.

    `taken` says what was brought in, `left` what only a person can.
    """

    def __init__(
        self, release: Release, comparison: Comparison, sources: Sources, other: Callable[[Change], bool]
    ) -> None:
        content = release.content
        assert content is not None, "changes go into a package folder"
        self._content = content
        self._comparison = comparison
        self._sources = sources
        self._other = other
        """Makes a change of something else, and says whether it could."""
        self._new: dict[int, dict[str, Any]] = {}
        """What was changed of a record, by its `id()`."""
        self.taken: list[str] = []
        self.left: list[str] = []

    def make(self) -> None:
        """Make all changes in the sources."""
        changes = [each.change for each in self._comparison.changes]
        properties = self._comparison.new.root.named(Kind.PROPERTY)
        for change in sorted(changes, key=lambda each: _FIRST.index(each.path[0].kind) if _is_ours(each) else 9):
            if difference_of(change, properties=properties).verdict is Verdict.SHARED:
                continue
            if _is_ours(change):
                done = self._record(change) if len(change.path) == 1 else self._mapping(change)
            else:
                done = self._other(change)
            (self.taken if done else self.left).append(difference_of(change).text)
        for one in self._content.types:
            self._drop_unused(one)

    def _drop_unused(self, one: LogSourceType) -> None:
        """Take records out that had a mapping and have none any more: a build refuses them. The console keeps them."""
        qids = self._sources.qids(one.key)
        rows = self._sources.events(one.key) if qids else []
        used = {str(row.get("qid")) for row in rows}
        for key in {each.qid.key for each in one.mappings if each.qid.scope == one.key and not each.qid.event_keys}:
            needed = any(each.spec.qid == key for prop in self._content.properties for each in prop.expressions)
            if key in qids and key not in used and not needed:
                del qids[key]
                self.taken.append(f"QID record {key}: removed from the package, as no event mapping leads to it")

    def _record(self, change: Change) -> bool:
        """A QID record of the console is another one."""
        if change.path[0].kind is not Kind.QID:
            return False
        if change.operation is not Operation.CHANGED:
            # A record comes with its mapping. A console cannot lose one, and what was renamed has its old identity.
            return change.operation is Operation.REMOVED
        record, column = self._known(change.path[0].label), _COLUMNS.get(str(change.attribute))
        if record is None or column is None:
            return False
        value = "" if change.old is None else change.old
        self._new.setdefault(id(record), {})[column] = value
        if not record.event_keys:
            self._put(self._sources.qids(record.scope)[record.key], str(change.attribute), value)
            return True
        for one, row in self._rows_of(record):
            self._put(row, column, value if self._sources.table(one.key) is None else str(value))
        return True

    def _mapping(self, change: Change) -> bool:
        """An event mapping of the console leads to another record, is new, or is gone."""
        one = next((each for each in self._content.types if each.name == change.path[0].label), None)
        if one is None:
            return False
        if change.operation is Operation.CHANGED:
            return change.attribute == "QID record" and self._moved(one, change)
        events = self._sources.events(one.key)
        part: Any = change.new if change.operation is Operation.ADDED else change.old
        event = {"id": str(part.get("event id") or ""), "category": str(part.get("event category") or "")}
        if event["category"] == _DEFAULT_CATEGORY:
            del event["category"]
        if change.operation is Operation.ADDED:
            events[:] = [row for row in events if not _is(row, event["id"], event.get("category", _DEFAULT_CATEGORY))]
            return True
        row: dict[str, Any] = event
        self._lead(one, row, str(part.get("QID record")))
        events.append(row)
        return True

    def _moved(self, one: LogSourceType, change: Change) -> bool:
        part = self._comparison.new.root.named(Kind.TYPE)[one.name].named(Kind.MAPPING).get(change.path[1].label)
        if part is None:
            return False
        event_id, category = str(part.get("event id") or ""), str(part.get("event category") or "")
        row = next((row for row in self._sources.events(one.key) if _is(row, event_id, category)), None)
        if row is None:
            return False
        self._lead(one, row, str(change.old))
        return True

    def _lead(self, one: LogSourceType, row: dict[str, Any], label: str) -> None:
        """Let a mapping lead to a record: by its key, or described in place as it is on the console."""
        for column in ("qid", *OF_RECORD):
            row.pop(column, None)
        record = self._known(label)
        if record is not None and not record.event_keys and record.scope in {None, one.key}:
            row["qid"] = record.key
            return
        described = self._described(record, label)
        is_table = self._sources.table(one.key) is not None
        row.update({name: str(value) if is_table else value for name, value in described.items() if value != ""})

    def _described(self, record: QidRecord | None, label: str) -> dict[str, Any]:
        if record is not None:
            old = {
                "severity": record.severity,
                "low_level_category": record.category,
                "description": record.description,
            }
            return {"name": record.name} | old | self._new.get(id(record), {})
        part: Part | None = self._comparison.old.root.named(Kind.QID).get(label)
        found = {} if part is None else {column: part.get(name) for name, column in _COLUMNS.items()}
        return {"name": label} | {column: "" if value is None else value for column, value in found.items()}

    def _known(self, label: str) -> QidRecord | None:
        records = [record for one in self._content.types for record in one.qids] + list(self._content.records)
        found = [record for record in records if record.name == label]
        return found[0] if len(found) == 1 else None

    def _rows_of(self, record: QidRecord) -> Iterator[tuple[LogSourceType, dict[str, Any]]]:
        for one in self._content.types:
            events = self._sources.events(one.key) if any(each.qid is record for each in one.mappings) else []
            for mapping in one.mappings:
                if mapping.qid is record:
                    yield from ((one, row) for row in events if _is(row, mapping.event_id, mapping.category))

    @staticmethod
    def _put(where: dict[str, Any], name: str, value: Any) -> None:
        if value == "":
            where.pop(name, None)
        else:
            where[name] = value


def _is_ours(change: Change) -> bool:
    return (
        bool(change.path)
        and change.path[0].kind in _FIRST
        and (change.path[0].kind is Kind.QID or (len(change.path) == 2 and change.path[1].kind is Kind.MAPPING))
    )


def _is(row: dict[str, Any], event_id: str, category: str) -> bool:
    found = (row.get("id", ""), row.get("category") or _DEFAULT_CATEGORY)
    return tuple(str(getattr(each, "text", each)) for each in found) == (event_id, category)
