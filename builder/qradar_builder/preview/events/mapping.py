"""Which files an event mapping changes: the file or the table of the log source type, and where a new record goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.package.layout import EVENTS_SUFFIX
from qradar_builder.preview.events.writing import (
    columns_of,
    has_records,
    key_of,
    with_mapping,
    with_record,
    with_row,
)
from qradar_builder.preview.protocol.events import DeclaredQid
from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.package.folder import LoadedPackage
    from qradar_builder.preview.protocol.editing import MappingRequest

SHARED: Final = "qids.yaml"
MOST_QIDS: Final = 2000
"""How many QID records a mapping is offered."""
_IN_PLACE: Final = {"name", "low_level_category"}
"""The columns of a table that describes records in place."""


def type_file(key: str) -> str:
    """The path of the file of a log source type."""
    return f"log_source_types/{key}.yaml"


def file_of_mappings(key: str, files: Collection[str]) -> str:
    """The path of the file that gets a mapping: the event table of the type where there is one, else its own file."""
    table = f"log_source_types/{key}{EVENTS_SUFFIX}"
    return table if table in files else type_file(key)


def declared(key: str, package: LoadedPackage) -> list[DeclaredQid]:
    """The QID records that a mapping of a log source type may lead to, by their names."""
    own = next((each.file.spec.qids for each in package.types if each.key == key), {})
    shared = {} if package.qids is None else package.qids.spec.root
    records = sorted((shared | own).items(), key=lambda record: (record[1].name.casefold(), record[0]))
    return [DeclaredQid(key=key, name=record.name) for key, record in records[:MOST_QIDS]]


def check_mapping(request: MappingRequest, definition: TypeDefinition) -> None:
    """Raise Refusal where a mapping leads to no record or to two, or the pair has one."""
    if (request.new is None) is (not request.existing):
        raise Refusal("preview/request", "a mapping leads to an existing record, or to a new one", status=422)
    pair = (request.event_id, request.event_category or "unknown")
    if any((each.event_id, each.category) == pair for each in definition.mappings):
        raise Refusal("preview/place", "the pair has a mapping already", "edit the mapping in the file")


def mapped(
    request: MappingRequest, key: str, files: Collection[str], read: Callable[[str], str], taken: Iterable[str]
) -> dict[str, str]:
    """The new texts of the files that a mapping changes, by path; that of the mapping is the last. Raises Refusal.

    `files` are the paths of the package, and `read` gives the text of one. `taken` are the keys of the records. A new
    record goes where the package has its records: into the table, the file of the type, or that of shared records.
    """
    changed: dict[str, str] = {}

    def text_of(path: str) -> str:
        return changed[path] if path in changed else read(path)

    target, own = file_of_mappings(key, files), type_file(key)
    is_table = target != own
    qid: str | None = request.existing
    if request.new is not None and is_table and set(columns_of(read(target))) >= _IN_PLACE:
        qid = None
    elif request.new is not None:
        qid = key_of(request.new.name, set(taken))
        shared = SHARED in files and not has_records(read(own))
        place = SHARED if shared else own
        changed[place] = with_record(read(place), qid, request.new, shared=shared)
    if is_table:
        changed[target] = with_row(text_of(target), request, qid)
    else:
        assert qid is not None, "only a table describes records in place"
        after = with_mapping(text_of(target), request, qid)
        changed.pop(target, None)
        changed[target] = after
    return changed
