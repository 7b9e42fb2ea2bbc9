"""A content XML with its archive becomes a package folder."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Severity
from qradar_builder.package.assembly import assemble
from qradar_builder.package.extension.content_xml import rows
from qradar_builder.package.extension.extra import ARCHIVE, EXTENSIONS, MANIFEST_FIELDS, ROWS
from qradar_builder.package.extension.manifest import plain_manifest
from qradar_builder.package.extension.rows.types import extension_name
from qradar_builder.package.folder import type_of_file
from qradar_builder.package.identity.known import extension_namespace
from qradar_builder.package.layout import EVENTS_SUFFIX, EXTENSION_FILE, EXTRA, KEPT_ROWS, LOCK_FILE
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.takeover.content.bulk.files import HEAD, BulkColumns, BulkLock, BulkTable
from qradar_builder.takeover.content.collections import TakenCollections, take_collections
from qradar_builder.takeover.content.doubtful import note_doubtful
from qradar_builder.takeover.content.events import Records, name_records, take_bulk, take_mappings
from qradar_builder.takeover.content.files import content_files
from qradar_builder.takeover.content.header import Header, header_of, manifest_fields
from qradar_builder.takeover.content.identity import draft_lock
from qradar_builder.takeover.content.left_out import note_left_out
from qradar_builder.takeover.content.leftovers import leftovers, rows_json
from qradar_builder.takeover.content.model import EventForm
from qradar_builder.takeover.content.parsing import NEVER, Parsing
from qradar_builder.takeover.content.properties import take_properties
from qradar_builder.takeover.content.rows import Index
from qradar_builder.takeover.content.types import take_types
from qradar_builder.takeover.content.verbatim import note_kept, wanted_rows
from qradar_builder.takeover.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qradar_builder.findings import Finding
    from qradar_builder.package.assembly import Assembly
    from qradar_builder.package.extension.content_reader import ContentTables
    from qradar_builder.package.extension.rows.row import Row
    from qradar_builder.source.files import Content
    from qradar_builder.takeover.content.bulk.store import BulkMappings
    from qradar_builder.takeover.content.kept import KeptRows
    from qradar_builder.takeover.content.leftovers import Leftovers
    from qradar_builder.takeover.content.model import ReadContent, TakenRecord, TakenType

_SAYS_NOTHING = re.compile(
    r"(?:sensordevicetype|all|package|customrule|customproperty|log-source-types?|deviceextension|qidmap|search|report"
    r"|content|export|extension)(?:-contentexport)?(?:-\d+)?"
)
_SHARED = -1
"""Stands among the numbers of log source types that are only kept for the records that no log source type uses."""
_STAMP = re.compile(r"-ContentExport-\d{14}|-\d{14}")


@dataclass(slots=True)
class Described:
    """A package in the making: its header and its files by path."""

    header: Header
    files: dict[str, Content] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a package describes."""

    types: list[TakenType]
    shared: list[TakenRecord]
    """The QID records that several log source types use."""
    collections: TakenCollections


def describe(
    read: ReadContent,
    findings: Findings,
    *,
    verbatim: bool = True,
    fallback: str = "",
    form_of: Callable[[TakenType], EventForm] | None = None,
) -> Described | None:
    """The package of a content XML. None, with findings, in case of error.

    What cannot be described is kept as it is: first single items, then whole log source types. Without `verbatim`
    nothing is kept: the rows were made for the import. `fallback` is the name of a package whose file has none.
    `form_of` tells how the events of a log source type are written.
    """
    tables, others = read.tables, read.others
    header = header_of(tables.name.rpartition("!")[2], read.manifest, tables.version, findings)
    kept: set[int] = set()
    while True:
        problems, notes, counts = Findings(), Findings(), Counter[str]()
        taken = take(read, kept, notes, verbatim=verbatim, form_of=form_of)
        _name_unnamed(header, taken.types, fallback)
        made: list[Row] | None = None if verbatim else []
        found = _whole(header, taken, read if verbatim else None, problems, others=others, counts=counts, made=made)
        if found is not None:
            findings.extend(notes)
            note_doubtful(tables, read.kept, findings)
            if made is None:
                note_kept(tables, read.kept, found, counts, findings)
            else:
                wanted = [*wanted_rows(tables)]
                known = _described_ids(taken.types)
                left = [row for row in leftovers(made, wanted).rows if (row.table, row.columns.get("id")) not in known]
                note_left_out(tables.name, left, wanted, findings)
            return Described(header, found)
        broken = {type_of_file(problem.location.file) for problem in problems if problem.severity is Severity.ERROR}
        numbers = {one.number for one in taken.types if one.key in broken} - kept
        if verbatim and taken.shared and any(_is_of_shared(problem) for problem in problems):
            numbers |= {_SHARED} - kept
        if not numbers:
            findings.extend(problems)
            return None
        kept |= numbers
        for one in taken.types:
            if one.number in numbers and one.row is not None:
                why = next(each.message for each in problems if type_of_file(each.location.file) == one.key)
                message = f"the log source type {one.name[:80]!a} is kept in extra/ as it is: {why}"
                findings.add("import/kept", tables.place(one.row), message)


def _described_ids(types: list[TakenType]) -> set[tuple[str, str | None]]:
    """The properties and expressions that files describe, also those that a build writes into the REST plan alone."""
    properties = [prop for one in types for prop in one.properties]
    found = {("ariel_regex_property", prop.row.text("id")) for prop in properties}
    return found | {(each.table, each.row.text("id")) for prop in properties for each in prop.expressions}


def _is_of_shared(problem: Finding) -> bool:
    return problem.severity is Severity.ERROR and Path(problem.location.file).name == "qids.yaml"


def described_types(header: Header, types: list[TakenType], findings: Findings) -> Described | None:
    """The package of log source types that come without rows. None, with findings, in case of error."""
    files = _whole(header, Taken(types, [], TakenCollections()), None, findings)
    return None if files is None else Described(header, files)


def take(
    read: ReadContent,
    kept: set[int],
    notes: Findings,
    *,
    verbatim: bool,
    form_of: Callable[[TakenType], EventForm] | None = None,
) -> Taken:
    """What a package can describe of a content XML, but for the log source types of these numbers.

    Without `verbatim`, the file is one of those that never tell how events are parsed.
    """
    index = Index(read.tables, read.kept, made=not verbatim)
    records = Records(index)
    types = [one for one in take_types(index, notes) if one.number not in kept]
    for one in types:
        one.form = EventForm() if form_of is None else form_of(one)
    records.reserve(types)
    names: dict[str, str] = {}
    for one in types:
        take_mappings(one, index, records)
    take_bulk(types, index, records)
    for one in types:
        take_properties(one, index, records, names)
    if not verbatim:
        _stand_in(types, read.tables, notes)
    records.place_unused(types, shares=not verbatim or not (types or kept))
    shared = name_records(types, records)
    return Taken(types, shared, take_collections(index))


def _stand_in(types: list[TakenType], tables: ContentTables, notes: Findings) -> None:
    """Give custom types that map events an expression for the event id, which finds nothing until it is replaced."""
    for one in types:
        if one.built_in is None and one.mappings and one.row is not None:
            one.unparsed, one.parsing = True, Parsing({"EventName": {"regex": NEVER}})
            message = f"nothing tells how the events of {one.name[:80]!a} are parsed; EventName has a stand-in"
            notes.add("import/no-parsing", tables.place(one.row), message)


def _name_unnamed(header: Header, types: list[TakenType], fallback: str) -> None:
    """A file name such as `sensordevicetype-20260403232323.xml` says nothing of what is in it."""
    if header.document is not None or not _SAYS_NOTHING.fullmatch(header.id):
        return
    names = [one.name for one in types]
    name = names[0] if len(names) == 1 else _STAMP.sub("", fallback)
    if name and not _SAYS_NOTHING.fullmatch(key_of(name)):
        header.name, header.id = name, key_of(name, header.id)


def _whole(
    header: Header,
    taken: Taken,
    read: ReadContent | None,
    problems: Findings,
    *,
    others: Mapping[str, bytes] | None = None,
    counts: Counter[str] | None = None,
    made: list[Row] | None = None,
) -> dict[str, Content] | None:
    """The files with `extra/`: what a build of the others does not write. None, with findings, if they do not build."""
    types = taken.types
    files = content_files(types, taken.shared, taken.collections)
    files[EXTENSION_FILE] = header.text().encode()
    bulk = None if read is None else read.kept.bulk
    least, places = (0, None) if read is None else _free_numbers(read.kept)
    files[LOCK_FILE] = draft_lock(header.id, types, taken.shared, taken.collections, least=least, places=places)
    is_empty = set(files) == {EXTENSION_FILE, LOCK_FILE}
    with scratch_folder() as temporary:
        folder = temporary / header.id
        draft = dict(files)
        if is_empty:
            draft[f"{EXTRA}/{KEPT_ROWS}"] = b"<content><none/></content>"
        write_folder(folder, draft)
        assembly = assemble(folder, problems)
    if assembly is None:
        return None
    if made is not None:
        made += rows(assembly.source, assembly.extensions)
    whole: dict[str, Content] = dict(files)
    held = assembly.identities.lock()
    lock: Content = held
    many = [one for one in types if one.bulk]
    if bulk is not None and many:
        tables_of_many = _bulk_tables(many, bulk, files, assembly)
        whole |= tables_of_many
        numbers = {one.key: str(one.number) for one in many}
        lock = BulkLock(held, bulk, numbers, extension_namespace(header.id))
    if read is not None:
        tables, kept = read.tables, read.kept
        # An extension that is kept as a document is no column of its row.
        own = rows(assembly.source, assembly.extensions | _kept_extensions(assembly, types))
        left = leftovers(own, wanted_rows(tables, kept))
        if counts is not None:
            counts.update(kept.counts())
            counts.update(row.table for row in left.rows)
        build = assembly.content.minimum.build
        optional = {
            ROWS: _rows_json(left, None if tables.version == build else tables.version or "", kept.bulk),
            KEPT_ROWS: kept.content(left.rows),
            MANIFEST_FIELDS: _fields(assembly, header),
        }
        whole |= {f"{EXTRA}/{name}": content for name, content in optional.items() if content is not None}
    whole |= {f"{EXTRA}/{ARCHIVE}/{name}": content for name, content in (others or {}).items()}
    names = {one.key: extension_name(one) for one in assembly.content.types}
    for key, document in _kept_extensions(assembly, types).items():
        whole[f"{EXTRA}/{EXTENSIONS}/{names[key]}.xml"] = document
    whole[LOCK_FILE] = lock
    return whole


def _rows_json(left: Leftovers, version: str | None, bulk: BulkMappings) -> Content | None:
    """The file `rows.json`, which is not in memory where mappings on disk have other columns than a build writes."""
    are_changed = any(True for _ in bulk.changes())
    return BulkColumns(left, version, bulk) if are_changed else rows_json(left, version)


def _free_numbers(kept: KeptRows) -> tuple[int, dict[int, int]]:
    """The first row, and the first place in each block, that nothing on disk has."""
    return max(kept.bulk.next_row(), kept.records.next_row()), kept.records.next_places()


def _bulk_tables(
    types: list[TakenType], bulk: BulkMappings, files: Mapping[str, bytes], assembly: Assembly
) -> dict[str, BulkTable]:
    """The tables with the mappings on disk. One that a build would write otherwise is kept as it is."""
    numbered = assembly.source.numbered
    shared = {record.key: record for record in assembly.content.records}
    tables: dict[str, BulkTable] = {}
    for one in types:
        own = next(each for each in assembly.content.types if each.key == one.key)
        known = shared | {record.key: record for record in own.qids}
        path = f"log_source_types/{one.key}{EVENTS_SUFFIX}"
        number = str(one.number)
        held = files.get(path, b"")
        fits = held.startswith(HEAD) and numbered.types[one.key].number == one.number
        found = {identity: known.get(record.key) if fits else None for identity, record in one.bulk.items()}
        rows_of = {identity: "" if one is None else str(numbered.qid_of(one).row) for identity, one in found.items()}
        bulk.refuse(number, [identity for identity, row in rows_of.items() if row != identity])
        keys = {identity: record.key for identity, record in one.bulk.items()}
        tables[path] = BulkTable(held or HEAD, bulk, number, keys)
    return tables


def _fields(assembly: Assembly, header: Header) -> bytes | None:
    fields = manifest_fields(plain_manifest(assembly.content), header.document)
    return (json.dumps(fields, indent=2, ensure_ascii=False) + "\n").encode() if fields else None


def _kept_extensions(assembly: Assembly, types: Iterable[TakenType]) -> dict[str, bytes]:
    """The log source extensions that a build writes otherwise than they were, by the keys of their types."""
    return {
        one.key: one.document
        for one in types
        if one.document is not None and one.parsing is not None and assembly.extensions.get(one.key) != one.document
    }


def write_folder(folder: Path, files: Mapping[str, Content]) -> None:
    """Write files into a folder that nobody else sees."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines((content,) if isinstance(content, bytes) else content.pieces())
