"""Resolves QID records and event mappings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qradar_builder.dsm.definition import STORED_EVENT, UNKNOWN_EVENT
from qradar_builder.model.content import EventMapping, QidRecord
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.reference.categories import default_severity
from qradar_builder.source.yaml.remains import left_out_below, was_left_out
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.model.events import EventRow, QidSpec
    from qradar_builder.package.folder import LoadedPackage, LoadedType
    from qradar_builder.package.names import Names
    from qradar_builder.source.event_table import TableRow
    from qradar_builder.source.yaml.remains import Positions

_MOST_ADVISED = 20
"""For how many unknown keys the nearest one is looked for."""

_RESERVED = {STORED_EVENT, UNKNOWN_EVENT}


def event_key(event_id: str, category: str) -> str:
    """The key of a mapping in its type, and of a QID record that a mapping describes in place."""
    if "\\" not in event_id and "|" not in event_id and "\\" not in category and "|" not in category:
        return f"@{event_id}|{category}"
    return "@" + "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in (event_id, category))


class EventResolver:
    """Resolves the records and mappings of a package, and notes which records are used."""

    def __init__(self, package: LoadedPackage, names: Names, findings: Findings) -> None:
        self._package = package
        self._names = names
        self._findings = findings
        self._used: set[int] = set()
        self._advised = 0
        self.shared: dict[str, QidRecord] = {}
        """The records of `qids.yaml`."""
        self.owned: dict[str, dict[str, QidRecord]] = {}
        """By log source type, the records that its file holds."""
        self.described: dict[str, tuple[QidRecord, ...]] = {}
        """By log source type, the records that mappings describe in place."""
        if package.qids is not None:
            self.shared = dict(self._records(package.qids.spec.root, package.qids.positions, None))
        for loaded in package.types:
            self.owned[loaded.key] = dict(self._records(loaded.file.spec.qids, loaded.file.positions, loaded.key))
            self._check_keys(loaded)

    def mappings(self, loaded: LoadedType, *, custom: bool) -> tuple[EventMapping, ...]:
        """The mappings of a log source type."""
        rows = list(_rows(loaded))
        described = dict(self._describe(loaded.key, rows))
        self.described[loaded.key] = tuple(described.values())
        seen: dict[tuple[str, str], Origin] = {}
        found: list[EventMapping] = []
        for row in rows:
            key = (row.spec.id, row.spec.category)
            if key in seen:
                self._findings.add(
                    "event/duplicate",
                    row.origin,
                    f"the event id `{key[0]}` with the category `{key[1]}` is mapped twice",
                    related=[(seen[key], "first here")],
                )
                continue
            seen[key] = row.origin
            if custom and key in _RESERVED:
                message = f"the mapping (`{key[0]}`, `{key[1]}`) is reserved for QRadar"
                self._findings.add("event/reserved", row.origin, message)
                continue
            if row.spec.qid is None:
                record = described.get(row.spec.name or "")
            else:
                record = self.find(loaded, row.spec.qid, row.at("qid"))
            if record is not None:
                found.append(EventMapping(*key, record, row.spec.uuid, row.origin))
        return tuple(found)

    def find(self, loaded: LoadedType, key: str, origin: Origin) -> QidRecord | None:
        """The record of that key, of the type's own file or of `qids.yaml`; None with a finding where there is none."""
        record = self.owned[loaded.key].get(key) or self.shared.get(key)
        if record is not None:
            self._used.add(id(record))
            return record
        declared = loaded.declared_qids | self._package.declared_qids
        if key not in declared and not self._has_unread_qids(loaded):
            self._advised += 1
            near = closest(key, declared) if self._advised <= _MOST_ADVISED else None
            advice = f"did you mean `{near}`?" if near else None
            self._findings.add("event/unknown-qid", origin, f"there is no QID record `{key}`", help=advice)
        return None

    def _has_unread_qids(self, loaded: LoadedType) -> bool:
        """Whether records that could be meant are in a part or a file that does not hold."""
        unread = self._package.qids is None and os.path.lexists(self._package.folder / "qids.yaml")
        return unread or was_left_out(loaded.file.positions, "qids")

    def report_unused(self) -> None:
        """Warn about records that no mapping and no property expression uses; not where a mapping was left out.

        Without log source types, nothing could use them.
        """
        if not self._package.types:
            return
        there = sum(folder == "log_source_types" for folder, _ in self._package.keys)
        partial = {loaded.key for loaded in self._package.types if _lacks_mappings(loaded)}
        records = [record for key, owned in self.owned.items() if key not in partial for record in owned.values()]
        are_all = not partial and there == len(self._package.types)
        for record in [*(self.shared.values() if are_all else ()), *records]:
            if id(record) not in self._used:
                message = f"nothing uses the QID record `{record.key}`"
                self._findings.add("qid/unused", record.origin, message)

    def _records(
        self, specs: dict[str, QidSpec], positions: Positions, scope: str | None
    ) -> Iterator[tuple[str, QidRecord]]:
        path: tuple[str, ...] = () if scope is None else ("qids",)
        for key, spec in specs.items():
            category = self._names.category(spec.category, positions.at(*path, key, "category"))
            if category is None:
                continue
            severity = spec.severity if spec.severity is not None else default_severity(category)
            if severity is None:
                if not was_left_out(positions, *path, key, "severity"):
                    self._no_severity(positions.key(*path, key), f"the QID record `{key}`", str(spec.category))
                continue
            yield (
                key,
                QidRecord(
                    key=key,
                    scope=scope,
                    name=spec.name,
                    description=spec.description,
                    severity=severity,
                    category=category.id,
                    uuid=spec.uuid,
                    origin=positions.key(*path, key),
                ),
            )

    def _describe(self, scope: str, rows: list[_Row]) -> Iterator[tuple[str, QidRecord]]:
        """The records that rows describe in place: one for each name, on which its rows must agree."""
        groups: dict[str, list[_Row]] = {}
        for row in rows:
            if row.spec.qid is None:
                groups.setdefault(row.spec.name or "", []).append(row)
        for name, group in groups.items():
            first = group[0]
            categories = [self._names.category(row.low_level_category, row.at("low_level_category")) for row in group]
            self._check_agreement(name, group, [None if one is None else one.id for one in categories])
            category = categories[0]
            if category is None:
                continue
            severity = next((row.spec.severity for row in group if row.spec.severity is not None), None)
            if severity is None:
                severity = default_severity(category)
            if severity is None:
                if not any(was_left_out(row.positions, *row.path, "severity") for row in group):
                    self._no_severity(first.origin, f"the mapping of `{first.spec.id}`", str(first.low_level_category))
                continue
            keys = tuple(event_key(row.spec.id, row.spec.category) for row in group)
            yield (
                name,
                QidRecord(
                    key=keys[0],
                    scope=scope,
                    name=name,
                    description=next((row.spec.description for row in group if row.spec.description is not None), ""),
                    severity=severity,
                    category=category.id,
                    uuid=None,
                    origin=first.origin,
                    event_keys=keys,
                ),
            )

    def _check_agreement(self, name: str, group: list[_Row], categories: list[int | None]) -> None:
        first = group[0]
        severity, description = first.spec.severity, first.spec.description
        for row, category in zip(group[1:], categories[1:], strict=True):
            severity = row.spec.severity if severity is None else severity
            description = row.spec.description if description is None else description
            if (
                category not in {None, categories[0]}
                or row.spec.severity not in {None, severity}
                or row.spec.description not in {None, description}
            ):
                self._findings.add(
                    "qid/conflict",
                    row.origin,
                    f"two mappings describe the QID record `{name}` differently",
                    related=[(first.origin, "first here")],
                )

    def _no_severity(self, origin: Origin, subject: str, category: str) -> None:
        message = f"{subject} has no severity, and the default severity of the category `{category}` is unknown"
        self._findings.add("qid/no-severity", origin, message)

    def _check_keys(self, loaded: LoadedType) -> None:
        """Report keys in a type's file that `qids.yaml` has too: they would hide the shared records."""
        for key in self.owned[loaded.key].keys() & self.shared.keys():
            self._findings.add(
                "qid/duplicate",
                self.owned[loaded.key][key].origin,
                f"the QID key `{key}` is also in qids.yaml",
                related=[(self.shared[key].origin, "here")],
            )


def _lacks_mappings(loaded: LoadedType) -> bool:
    """Whether a mapping or a property of a type was written and does not hold: it might use any record."""
    table = loaded.table is not None and left_out_below(loaded.table.positions)
    return table or any(left_out_below(loaded.file.positions, part) for part in ("events", "properties"))


@dataclass(frozen=True, slots=True)
class _Row:
    """A mapping as written, and where."""

    spec: EventRow | TableRow
    positions: Positions
    path: tuple[str | int, ...]

    def at(self, column: str) -> Origin:
        return self.positions.at(*self.path, column)

    @property
    def origin(self) -> Origin:
        return self.positions.at(*self.path)

    @property
    def low_level_category(self) -> str | int:
        assert self.spec.low_level_category is not None, "a row without a QID key must have a category"
        return self.spec.low_level_category


def _rows(loaded: LoadedType) -> Iterator[_Row]:
    for index, spec in enumerate(loaded.file.spec.events):
        yield _Row(spec, loaded.file.positions, ("events", index))
    if loaded.table is not None:
        for index, row in enumerate(loaded.table.rows):
            yield _Row(row, loaded.table.positions, (index,))
