"""Tells what the files are that are taken over, and reads each by its kind."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.reader import read_lsx
from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.checks.whole_extension import content_entries
from qradar_builder.package.extension.content_reader import read_tables
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.tar_reader import is_tar, read_tar
from qradar_builder.package.extension.zip_reader import MAX_ENTRY, MAX_TOTAL, is_zip, read_archive
from qradar_builder.package.inputs.kind_guess import guessed_kind
from qradar_builder.package.inputs.kinds import ROOTS, Kind
from qradar_builder.source.files import MAX_BYTES, decode, display_name, open_regular, read_bytes
from qradar_builder.source.xml.reader import xml_text
from qradar_builder.source.xml.root import LOOKED_AT, root_name
from qradar_builder.source.xml.stored import HeldXml, stored_xml
from qradar_builder.source.xml.stream import XmlStream
from qradar_builder.takeover.content.kept import KeptRows
from qradar_builder.takeover.content.model import ReadContent
from qradar_builder.takeover.given import (
    Given,
    end_folder,
    given_files,
    is_json,
    is_unmarked,
    note_beside,
    note_unread,
    tell_unknown,
)
from qradar_builder.takeover.tables.answers import read_answers
from qradar_builder.takeover.tables.console_json import json_rows
from qradar_builder.takeover.tables.qidmap_csv import looks_like_qidmap, qidmap_rows
from qradar_builder.workflow.xml.reader import read_workflow_xml
from qradar_builder.workflow.xml.values_reader import read_values_xml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.model.workflow.document import ParameterValues, Workflow
    from qradar_builder.package.extension.rows.row import Row
    from qradar_builder.package.extension.zip_reader import Archive
    from qradar_builder.source.xml.stored import StoredXml
    from qradar_builder.takeover.tables.answers import Item

_SIGNATURES = "META-INF/"
_MOST_LETTERS = 100
_ARCHIVES = (".zip", ".tar.gz", ".tgz")


@dataclass(frozen=True, slots=True)
class ReadWorkflow:
    """A workflow with the name of its file."""

    name: str
    content: bytes
    workflow: Workflow


@dataclass(frozen=True, slots=True)
class ReadValues:
    """Parameter values with the name of their file."""

    name: str
    values: ParameterValues


@dataclass(frozen=True, slots=True)
class ReadExtension:
    """A log source extension with the name of its file. `called` is how findings name the file."""

    name: str
    called: str
    content: bytes
    extension: LogSourceExtension


@dataclass(slots=True)
class _Tabled:
    """The answers of the REST API, and the files of `qidmap_cli`, each with the name of its file."""

    answers: list[tuple[str, list[Item]]] = field(default_factory=list)
    lines: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass(slots=True)
class Inputs:
    """What the files hold."""

    unpacked: Path
    contents: list[ReadContent] = field(default_factory=list)
    workflows: list[ReadWorkflow] = field(default_factory=list)
    values: list[ReadValues] = field(default_factory=list)
    extensions: list[ReadExtension] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    """Rows that were made of files of another form: of the REST API, or of `qidmap_cli`."""
    named: list[str] = field(default_factory=list)
    """The names of these files."""


def read_inputs(paths: Iterable[Path], findings: Findings, unpacked: Path) -> Inputs | None:
    """Read the files; a folder stands for those in it. None, with findings, where one cannot be read.

    `unpacked` is an empty folder for large XML files of archives, which are needed as long as findings are made.
    """
    before = findings.errors
    inputs = Inputs(unpacked)
    tabled = _Tabled()
    given: set[Path] = set()
    for path, folder in given_files(paths, findings):
        # A file may be given twice, such as with its folder.
        if (place := path.absolute()) not in given:
            given.add(place)
            file = _read(path, inputs, tabled, findings)
            if file is not None and folder is not None:
                folder.unread.append(file)
            elif file is not None:
                tell_unknown(file, findings)
        if folder is not None and path == folder.last:
            end_folder(folder, findings)
    note_beside(given, findings)
    inputs.rows = json_rows((item for _, items in tabled.answers for item in items), findings)
    inputs.rows += qidmap_rows(tabled.lines, inputs.rows, findings)
    inputs.named = [name for name, _ in (*tabled.answers, *tabled.lines)]
    return None if findings.errors > before else inputs


def _read(path: Path, inputs: Inputs, tabled: _Tabled, findings: Findings) -> Given | None:
    """Read a file that is given. The file, without a finding, if it is of no known kind."""
    name = display_name(path)
    start = _start(path)
    root = root_name(start)
    if (guessed_kind(start) if root is None else ROOTS.get(root)) is Kind.CONTENT and not is_zip(start):
        _read_content(path, inputs, findings)
        return None
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0
    if size > MAX_TOTAL:
        findings.add("file/too-large", Location(name), f"is larger than {MAX_TOTAL // (1024 * 1024)} MiB")
        return None
    content = read_bytes(path, name, findings, limit=MAX_TOTAL)
    if content is None:
        return None
    archive = None
    if is_tar(content):
        archive = read_tar(content, name, findings, folder=_new_folder(inputs))
    elif is_zip(content):
        archive = read_archive(content, name, findings, folder=_new_folder(inputs))
    else:
        file = Given(path.name, name, content)
        if len(content) > MAX_BYTES:
            findings.add("file/too-large", Location(name), f"is larger than {MAX_BYTES // (1024 * 1024)} MiB")
        elif not _read_file(file, inputs, tabled, findings):
            return file
    if archive is not None:
        _read_archive(archive, inputs, tabled, findings)
    return None


def _new_folder(inputs: Inputs) -> Path:
    """A new folder for the files of one archive."""
    return Path(mkdtemp(dir=inputs.unpacked))


def _start(path: Path) -> bytes:
    """What a file begins with; empty where it cannot be read."""
    try:
        with open_regular(path) as file:
            return file.read(LOOKED_AT)
    except (OSError, ValueError):
        return b""


def _read_content(path: Path, inputs: Inputs, findings: Findings) -> None:
    """Read a content XML that no archive holds, row by row, with the manifest beside it."""
    name = display_name(path)
    beside = path.parent / MANIFEST
    manifest = read_bytes(beside, display_name(beside), findings) if beside.is_file() else None
    document = stored_xml(path, name, findings, limit=MAX_ENTRY)
    if document is not None:
        _add_rows(XmlStream(name, document), manifest, {}, inputs, findings)


def _read_file(file: Given, inputs: Inputs, tabled: _Tabled, findings: Findings) -> bool:
    """Read a file that is neither an archive nor a content XML. False, without a finding, if it is no such file."""
    root = root_name(file.content)
    kind = guessed_kind(file.content) if root is None else ROOTS.get(root)
    if kind is Kind.WORKFLOW:
        workflow = read_workflow_xml(file.content, file.called, findings)
        if workflow is not None:
            inputs.workflows.append(ReadWorkflow(file.name, file.content, workflow))
    elif kind is Kind.VALUES:
        values = read_values_xml(file.content, file.called, findings)
        if values is not None:
            inputs.values.append(ReadValues(file.name, values))
    elif kind is Kind.LSX:
        _read_extension(file, inputs, findings)
    else:
        return root is None and _read_table(file, tabled, findings)
    return True


def _read_table(file: Given, tabled: _Tabled, findings: Findings) -> bool:
    """Read an answer of the REST API, or a file of `qidmap_cli`. False, without a finding, where it is neither."""
    content = file.content
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        # As PowerShell and spreadsheets of Windows save text.
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            findings.add("file/not-utf-8", Location(file.called), "is not UTF-8, and broken as UTF-16")
            return True
    if is_unmarked(content):
        return False
    if is_json(content):
        return _read_json(content, file.called, tabled, findings)
    if looks_like_qidmap(content):
        tabled.lines.append((file.called, content))
        return True
    return False


def _read_extension(file: Given, inputs: Inputs, findings: Findings) -> None:
    problems = Findings()
    extension = read_lsx(file.content, file.called, problems)
    findings.extend(each for each in problems if extension is None or not each.rule.startswith("parsing/"))
    if extension is not None:
        inputs.extensions.append(ReadExtension(file.name, file.called, file.content, extension))


def _read_json(content: bytes, name: str, tabled: _Tabled, findings: Findings) -> bool:
    """Read an answer of the REST API. False, without a finding, where it is none."""
    text = decode(content, name, findings)
    items = [] if text is None else read_answers(text, name, findings)
    if items:
        tabled.answers.append((name, items))
    return items is not None


def _read_archive(archive: Archive, inputs: Inputs, tabled: _Tabled, findings: Findings) -> None:
    contents = content_entries(archive)
    if contents:
        _add_content(archive, contents, inputs, findings)
        return
    # Without a content XML it may be workflows that somebody packed.
    unread = []
    entries = [*archive.names()]
    for entry in entries:
        content = archive.content(entry)
        file = Given(entry.rpartition("/")[2], archive.called(entry), content)
        if len(content) > MAX_BYTES or not _read_file(file, inputs, tabled, findings):
            unread.append(entry)
    if len(unread) == len(entries):
        is_app = "manifest.json" in entries
        message = "is an app and not an extension: there is no content XML in it"
        inner = next((each for each in entries if each.lower().endswith(_ARCHIVES)), None)
        advice = None if inner is None else f"unpack it, and give the archive {inner[:_MOST_LETTERS]!a} that is in it"
        message = message if is_app else "there is no content XML in it"
        findings.add("package/no-content", Location(archive.name), message, help=advice)
    else:
        note_unread(archive.name, "archive", unread, findings)


def _add_content(archive: Archive, contents: list[str], inputs: Inputs, findings: Findings) -> None:
    if len(contents) > 1:
        first = Location(archive.called(contents[0]))
        for other in contents[1:]:
            place = Location(archive.called(other))
            findings.add(
                "package/several-contents", place, "there is another content XML", related=[(first, "this one")]
            )
        return
    called = archive.called(contents[0])
    document = _document(archive, contents[0], findings)
    if document is None:
        return
    others = {
        entry: archive.content(entry)
        for entry in archive.names()
        if entry not in {contents[0], MANIFEST} and not entry.startswith(_SIGNATURES)
    }
    _add_rows(XmlStream(called, document), archive.entries.get(MANIFEST), others, inputs, findings)
    if any(entry.startswith(_SIGNATURES) for entry in archive.names()):
        message = "the signature is skipped: it is valid only for the original archive, not for a build"
        findings.add("import/signature", Location(archive.name), message)


def _document(archive: Archive, entry: str, findings: Findings) -> HeldXml | StoredXml | None:
    called = archive.called(entry)
    if entry in archive.files:
        return stored_xml(archive.files[entry], called, findings, limit=MAX_ENTRY)
    text = xml_text(archive.entries[entry], called, findings, limit=MAX_ENTRY)
    return None if text is None else HeldXml(text)


def _add_rows(
    stream: XmlStream, manifest: bytes | None, others: dict[str, bytes], inputs: Inputs, findings: Findings
) -> None:
    kept = KeptRows()
    tables = read_tables(stream, findings, kept)
    if tables is not None:
        if stream.unplaced.attribute is not None:
            element, name, place = stream.unplaced.attribute
            message = f"the attribute {name[:60]!a} of `{element[:60]}` is skipped: content XML has none"
            findings.add("import/skipped", place, message, help="export again, or write the value as an element")
        if stream.unplaced.text is not None:
            element, place = stream.unplaced.text
            message = f"the text between the elements in `{element[:60]}` is skipped: a row has only columns"
            findings.add("import/skipped", place, message, help="export again, or write the text as a column")
        if few := kept.few_records():
            rows = [*tables.rows("qidmap"), *few]
            tables.tables["qidmap"] = sorted(rows, key=lambda row: row.number)
        inputs.contents.append(ReadContent(tables, kept, manifest, others))
