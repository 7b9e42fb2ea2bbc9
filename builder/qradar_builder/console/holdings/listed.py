"""The content of a console as far as its lists tell it, as one side of a comparison. Parsing is in no list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.model import Kind, Part, Reading, Subject, part, with_list, with_parts
from qradar_builder.comparison.reading.properties import in_order
from qradar_builder.comparison.reading.tables import content_parts
from qradar_builder.console.bulk.changes import compared
from qradar_builder.console.bulk.readings import matched
from qradar_builder.console.holdings.groups import with_groups
from qradar_builder.takeover.tables.console_json import row_of

if TYPE_CHECKING:
    from qradar_builder.comparison.columns import Columns
    from qradar_builder.comparison.compare import Comparison
    from qradar_builder.console.bulk.rows import EventRows
    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.release import Release

_HAS: Final = frozenset({Subject.EVENTS, Subject.PROPERTIES, Subject.GROUPS})
_UNTOLD: Final = frozenset({"sample", "rank", "locale", "date format"})
"""Values of properties and expressions that lists do not tell as a ZIP has them."""


class ListedRows:
    """Takes event mappings and QID records of a console as they are listed, those that need not be held to disk."""

    def __init__(self, rows: EventRows) -> None:
        self._rows = rows
        self.held: dict[str, list[Columns]] = {}

    def hear(self, resource: str, record: dict[str, Any]) -> None:
        """Take a record of a resource."""
        row = row_of(resource, record)
        if row is None:
            return
        if not self._rows.take(row.table, row.columns, 0):
            self.held.setdefault(row.table, []).append(row.columns)

    def reading(self, lists: Lists, host: str) -> Reading:
        """What the lists of a console tell, but for what is on disk alone."""
        rows = self.held
        resources = {
            "log_source_types": lists.types,
            "regex_properties": lists.properties,
            **lists.expressions,
        }
        for resource, records in resources.items():
            for record in records:
                self.hear(resource, record)
        for table, columns in list(self._rows.rest(rows)):
            rows.setdefault(table, []).append(columns)
        tabled = content_parts(rows, {})
        parts = {**tabled.parts, Kind.PROPERTY: in_order(tabled.parts[Kind.PROPERTY])}
        root = told(part(Kind.EXTENSION, {}, {kind: parts[kind] for kind in (Kind.TYPE, Kind.QID, Kind.PROPERTY)}))
        name = f"console {host}"
        return Reading(name, "the lists of a console", root, _HAS, is_package=True, types=tabled.types)


def listed_comparison(session: Session, release: Release, lists: Lists, listed: ListedRows) -> Comparison:
    """Compare what the lists of a console tell with a release, without what no list tells."""
    console = listed.reading(lists, session.profile.host)
    old, new = matched(console, release.reading, release.events, lists.types_by_number())
    comparable = replace(new, root=told(new.root), has=new.has & _HAS)
    return compared(with_groups(old, comparable, release.items.few, lists.groups), comparable, release.events)


def told(root: Part) -> Part:
    """Content without the values of custom properties that lists do not tell."""
    named = {label: _property(one) for label, one in root.named(Kind.PROPERTY).items()}
    return with_parts(root, Kind.PROPERTY, named)


def _property(one: Part) -> Part:
    lists = {
        label: with_list(each, Kind.EXPRESSION, tuple(map(_plain, each.listed(Kind.EXPRESSION))))
        for label, each in one.named(Kind.OF_TYPE).items()
    }
    return with_parts(_plain(one), Kind.OF_TYPE, lists)


def _plain(one: Part) -> Part:
    return replace(one, values={name: value for name, value in one.values.items() if name not in _UNTOLD})
