"""The import: files of consoles become the files of a package folder, in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Location
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.package.extension.content_reader import ContentTables, read_content
from qradar_builder.package.layout import EXTENSION_FILE
from qradar_builder.source.files import display_name, whole
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.takeover.content.header import Header
from qradar_builder.takeover.content.kept import KeptRows
from qradar_builder.takeover.content.left_out import as_left_out
from qradar_builder.takeover.content.model import ReadContent
from qradar_builder.takeover.content.package import Described, describe, described_types
from qradar_builder.takeover.extensions import type_of_extension
from qradar_builder.takeover.inputs import read_inputs
from qradar_builder.takeover.keys import Keys, key_of
from qradar_builder.takeover.workflows import workflow_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from qradar_builder.source.files import Content
    from qradar_builder.takeover.content.model import EventForm, TakenType
    from qradar_builder.takeover.inputs import Inputs

_OLDEST = "7.4.2"
_OLDEST_OF_LATEST = "7.5.0"


@dataclass(frozen=True, slots=True)
class Imported:
    """A package that was made of files: `files` are its files by their paths in the folder."""

    id: str
    name: str
    files: dict[str, Content]

    def held(self) -> dict[str, bytes]:
        """The files, all in memory."""
        return {name: whole(content) for name, content in self.files.items()}


def import_files(
    paths: Iterable[Path],
    findings: Findings,
    *,
    fragments: bool = False,
    form_of: Callable[[TakenType], EventForm] | None = None,
) -> Imported | None:
    """Make a package of files. With `fragments`, actions that repeat in workflows become fragments.

    `form_of` tells how the events of a log source type are written.

    None, with findings, where one cannot be read or is nothing that can be imported.
    """
    with scratch_folder() as unpacked:
        return _imported(list(paths), unpacked, findings, fragments=fragments, form_of=form_of)


def _imported(
    given: list[Path],
    unpacked: Path,
    findings: Findings,
    *,
    fragments: bool,
    form_of: Callable[[TakenType], EventForm] | None,
) -> Imported | None:
    before = findings.errors
    inputs = read_inputs(given, findings, unpacked)
    if inputs is None:
        return None
    if len(inputs.contents) > 1:
        first = Location(inputs.contents[0].tables.name)
        for other in inputs.contents[1:]:
            message = "is another extension; an import makes one package"
            findings.add("import/several", Location(other.tables.name), message, related=[(first, "the first one")])
        return None
    described = _described(inputs, given, findings, form_of)
    if described is None or findings.errors > before:
        return None
    files = described.files | workflow_files(inputs, findings, fragments=fragments)
    if findings.errors > before:
        return None
    name = described.header.name
    files["CHANGELOG.md"] = _changelog(described.header, given)
    return Imported(described.header.id, name, dict(sorted(files.items())))


def _described(
    inputs: Inputs, paths: list[Path], findings: Findings, form_of: Callable[[TakenType], EventForm] | None
) -> Described | None:
    content = next(iter(inputs.contents), None)
    if _are_apart(inputs, findings):
        return None
    if inputs.rows:
        return _described_rows(inputs, paths, findings)
    if content is not None and not inputs.workflows and _is_empty(content):
        advice = "if a build made it, give the folder with the workflows that is next to it, too"
        findings.add("import/unknown-kind", Location(content.tables.name), "there are no rows in it", help=advice)
        return None
    if content is not None:
        return describe(content, findings, fallback=_fallback(paths), form_of=form_of)
    if not inputs.workflows and not inputs.extensions:
        if inputs.values:
            message = "contains parameter values of a workflow: import it together with the workflow"
            findings.add("import/values", inputs.values[0].values.origin, message)
        elif not findings.errors:
            findings.add("import/unknown-kind", Location(_shown(paths)), "there is nothing in it that can be imported")
        return None
    header = _header(inputs, paths)
    if not inputs.extensions:
        return Described(header, {EXTENSION_FILE: header.text().encode()})
    keys, numbers = Keys(), set[int]()
    types = [type_of_extension(read, keys, numbers) for read in inputs.extensions]
    return described_types(header, types, findings)


def _is_empty(content: ReadContent) -> bool:
    return not content.tables.tables and not content.kept.tables and not content.others


def _are_apart(inputs: Inputs, findings: Findings) -> bool:
    """Whether the files cannot make one package, since nothing tells what of the one belongs to the other."""
    kinds = [
        [each.tables.name for each in inputs.contents],
        [each.called for each in inputs.extensions],
        inputs.named,
    ]
    first, *others = [names for names in kinds if names] or [[]]
    message = "cannot be imported together with a file of another kind, unless one of them contains workflows"
    for name in (name for names in others for name in names):
        related = [(Location(first[0]), "the file of another kind")]
        findings.add("import/several", Location(name), message, related=related)
    return bool(others)


def _described_rows(inputs: Inputs, paths: list[Path], findings: Findings) -> Described | None:
    """The package of rows that were made for the import. Findings on them have no lines."""
    own = Findings()
    tables = _tables_of_rows(inputs, paths, own)
    content = None if tables is None else ReadContent(tables, KeptRows(), None, {})
    found = None if content is None else describe(content, own, verbatim=False, fallback=_fallback(paths))
    findings.extend(as_left_out(each) for each in own)
    return found


def _tables_of_rows(inputs: Inputs, paths: list[Path], findings: Findings) -> ContentTables | None:
    content = KeptRows().content(inputs.rows)
    assert content is not None, "there are rows"
    return read_content(whole(content), _shown(paths), findings)


def _header(inputs: Inputs, paths: list[Path]) -> Header:
    names = [read.workflow.name for read in inputs.workflows]
    schemas = [read.workflow.schema for read in inputs.workflows]
    name = names[0] if len(names) == 1 else _fallback(paths)
    latest = SchemaVersion.V2_1 in schemas
    line = " ".join(name.split()) or "Imported workflows"
    return replace(Header(id=key_of(line, "imported"), name=line), minimum=_OLDEST_OF_LATEST if latest else _OLDEST)


def _fallback(paths: list[Path]) -> str:
    """What to call a package whose content has no name of its own."""
    path = paths[0] if len(paths) == 1 else paths[0].parent
    return (path.stem if path.is_file() else path.resolve().name) or "imported"


def _shown(paths: list[Path]) -> str:
    return display_name(paths[0]) if len(paths) == 1 else display_name(paths[0].parent)


def _changelog(header: Header, paths: list[Path]) -> bytes:
    sources = ", ".join(sorted({path.name for path in paths}))
    return f"# Changelog\n\n## {header.version}\n\n- Imported from {sources}.\n".encode()
