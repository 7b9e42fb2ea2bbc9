"""The content of a console as far as its lists tell it, as one side of a comparison. Parsing is in no list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.model import Kind, Part, Reading, Subject, part, with_list, with_parts
from qradar_builder.comparison.reading.properties import in_order
from qradar_builder.comparison.reading.tables import content_parts
from qradar_builder.takeover.tables.console_json import row_of

if TYPE_CHECKING:
    from qradar_builder.comparison.columns import Columns
    from qradar_builder.console.holdings.lists import Lists

_HAS: Final = frozenset({Subject.EVENTS, Subject.PROPERTIES, Subject.GROUPS})
_UNTOLD: Final = frozenset({"sample", "rank", "locale", "date format"})
"""Values of properties and expressions that lists do not tell as a ZIP has them."""


def listed_reading(lists: Lists, host: str) -> Reading:
    """What the lists of a console tell."""
    rows: dict[str, list[Columns]] = {}
    resources = {
        "log_source_types": lists.types,
        "qid_records": lists.qids,
        "dsm_event_mappings": lists.mappings,
        "regex_properties": lists.properties,
        **lists.expressions,
    }
    for resource, records in resources.items():
        for record in records:
            row = row_of(resource, record)
            if row is not None:
                rows.setdefault(row.table, []).append(row.columns)
    parts = content_parts(rows, {}).parts
    parts = {**parts, Kind.PROPERTY: in_order(parts[Kind.PROPERTY])}
    root = told(part(Kind.EXTENSION, {}, {kind: parts[kind] for kind in (Kind.TYPE, Kind.QID, Kind.PROPERTY)}))
    return Reading(f"console {host}", "the lists of a console", root, _HAS, is_package=True)


def comparable(reading: Reading) -> Reading:
    """The side of a release without what no list tells."""
    return replace(reading, root=told(reading.root), has=reading.has & _HAS)


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
