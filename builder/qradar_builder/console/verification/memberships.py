"""The groups of log sources on a console, beside those that a package recommends for log sources of their kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import fields
from qradar_builder.console.release.items import TYPE
from qradar_builder.reference.protocols import protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.console.connection.session import Session
    from qradar_builder.console.holdings.lists import Lists
    from qradar_builder.console.release.release import Release

_FIELDS: Final = ("id", "name", "type_id", "protocol_type_id", "group_ids")


def missing_groups(session: Session, release: Release, lists: Lists) -> Iterator[tuple[str, str, str]]:
    """The log sources that are not in all recommended groups: name, groups on the console, recommended groups.

    A log source is of a kind by its log source type and protocol. Raises ConsoleError.
    """
    names: dict[Any, str] | None = None
    for type_id, protocol_id, groups in _recommended(release, lists):
        query = {"filter": f"type_id={type_id}", **fields(calls.LOG_SOURCES, session.version, *_FIELDS)}
        for record in session.items(calls.LOG_SOURCES, query=query):
            if record.get("protocol_type_id") != protocol_id:
                continue
            if names is None:
                names = {each.get("id"): str(each.get("name")) for each in session.items(calls.GROUPS)}
            there = [names.get(number, f"group {number}") for number in record.get("group_ids") or ()]
            if not set(groups) <= set(there):
                yield str(record.get("name")), ", ".join(sorted(there)), ", ".join(sorted(groups))


def _recommended(release: Release, lists: Lists) -> Iterator[tuple[int, int, list[str]]]:
    """By log source type and protocol of the console, the groups of the log sources that a package recommends."""
    content = release.content
    for spec in () if content is None else content.log_sources.values():
        one = next((each for each in content.types if each.key == spec.type), None) if content is not None else None
        if one is None or not spec.groups:
            continue
        built_in = None if one.built_in is None else one.built_in.id
        for item in release.items.of(TYPE):
            is_it = item.name == one.name if built_in is None else item.built_in == built_in
            number = (lists.record(item) or {}).get("id") if is_it else None
            if isinstance(number, int):
                yield number, protocol(spec.protocol).id, list(spec.groups)
