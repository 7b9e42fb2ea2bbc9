"""What a build of a package gives otherwise than the files that it was imported from."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Location
from qradar_builder.package.assembly import assemble
from qradar_builder.package.extension.extra import row_key, verbatim_rows
from qradar_builder.package.extension.zip_reader import MAX_ENTRY
from qradar_builder.source.files import display_name
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.source.xml.canonical import same_document
from qradar_builder.source.xml.stored import stored_xml
from qradar_builder.source.xml.stream import XmlStream
from qradar_builder.takeover.content.bulk.database import Database
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.content.verbatim import wanted_rows
from qradar_builder.takeover.importing import import_files
from qradar_builder.takeover.inputs import read_inputs
from qradar_builder.text.shown import counted, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from qradar_builder.package.assembly import Assembly
    from qradar_builder.package.extension.rows.row import Row
    from qradar_builder.takeover.content.model import ReadContent
    from qradar_builder.takeover.inputs import Inputs

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Compared:
    """How much was compared."""

    rows: int
    documents: int
    differences: int

    def summary(self) -> str:
        """In words."""
        said = [counted(self.rows, "row")] if self.rows else []
        said += [counted(self.documents, "XML document")] if self.documents else []
        found = counted(self.differences, "difference")
        if not said and not self.differences:
            return "Nothing was compared: only extensions, content XML, workflows and log source extensions are."
        return f"{' and '.join(said) or 'Nothing'} compared: {found if self.differences else 'no difference'}."


def check_import(paths: Iterable[Path], folder: Path | None, findings: Findings) -> Compared | None:
    """Compare files with the package that was made of them, or with a new import. Differences are findings.

    None, with findings, where one of the two cannot be read.
    """
    with scratch_folder() as unpacked:
        return _checked(list(paths), folder, unpacked, findings)


def _checked(given: list[Path], folder: Path | None, unpacked: Path, findings: Findings) -> Compared | None:
    inputs = read_inputs(given, findings, unpacked)
    if inputs is None:
        return None
    if folder is not None:
        assembly = assemble(folder, findings, streams=True)
        return None if assembly is None else _compared(inputs, assembly, display_name(folder), findings)
    imported = import_files(given, findings)
    if imported is None:
        return None
    with scratch_folder() as temporary:
        target = temporary / imported.id
        write_folder(target, imported.files)
        assembly = assemble(target, findings, streams=True)
        return None if assembly is None else _compared(inputs, assembly, "the import", findings)


def _compared(inputs: Inputs, assembly: Assembly, name: str, findings: Findings) -> Compared | None:
    rows = documents = 0
    differences = 0
    for content in inputs.contents:
        wanted = _wanted(content, inputs.unpacked)
        count, different = _compare_rows(wanted, assembly, content.tables.name, findings)
        rows += count
        differences += different
    workflows = {
        path: document for path, document in assembly.workflows.items() if not path.endswith("-parameter-values.xml")
    }
    for workflow in inputs.workflows:
        documents += 1
        differences += _compare_document(workflow.content, workflows, workflow.name, name, findings)
    for extension in inputs.extensions:
        documents += 1
        differences += _compare_document(extension.content, assembly.extensions, extension.name, name, findings)
    return Compared(rows, documents, differences)


def _wanted(content: ReadContent, folder: Path) -> Callable[[], Iterator[Row]]:
    """What gives all rows of a file, as often as it is called. Those not in memory go to a file in the folder."""
    kept = content.kept.content(())
    path = folder / "kept.xml"
    if kept is not None:
        with path.open("wb") as file:
            file.writelines([kept] if isinstance(kept, bytes) else kept.pieces())

    def rows() -> Iterator[Row]:
        yield from wanted_rows(content.tables)
        document = None if kept is None else stored_xml(path, content.tables.name, Findings(), limit=2 * MAX_ENTRY)
        if document is not None:
            yield from verbatim_rows(XmlStream(content.tables.name, document), Findings())

    return rows


def _compare_rows(
    wanted: Callable[[], Iterator[Row]], assembly: Assembly, name: str, findings: Findings
) -> tuple[int, int]:
    """How many rows were compared, and how many differ. Only those that differ are ever in memory together."""
    rows = 0
    table = "create table plain (digest blob, side integer)"
    with closing(Database(table, "insert into plain values (?, ?)")) as sums:
        for row in wanted():
            rows += 1
            sums.put((_digest(row), 1))
        for row in assembly.rows(findings):
            sums.put((_digest(row), -1))
        sums.write()
        differing = "select digest, sum(side) from plain group by digest having sum(side) <> 0"
        left: dict[bytes, int] = dict(sums.run(differing))
    return rows, _report_rows(wanted(), assembly, left, name, findings) if left else 0


def _report_rows(
    wanted: Iterator[Row], assembly: Assembly, left: dict[bytes, int], name: str, findings: Findings
) -> int:
    """Report the rows that differ. `left` says of which kind the file has more, and of which a build (below 0)."""
    by_key = {row_key(row): row for row in assembly.rows(Findings()) if left.get(_digest(row), 0) < 0}
    count = 0
    for row in wanted:
        digest = _digest(row)
        if left.get(digest, 0) <= 0:
            continue
        left[digest] -= 1
        count += 1
        other = by_key.pop(row_key(row), None) if "id" in row.columns else None
        if other is None:
            message = f"the row {_named(row)} is not in a build"
        else:
            message = f"the row {_named(row)} is built with other columns: {_columns(row, other)}"
        findings.add("import/differs", Location(name), message)
    for row in by_key.values():
        count += 1
        findings.add("import/differs", Location(name), f"a build has the row {_named(row)}, and the file does not")
    return count


def _digest(row: Row) -> bytes:
    """What tells rows apart that are not the same."""
    text = f"{row.table} {json.dumps(dict(row.columns), sort_keys=True, default=dict)}"
    return blake2b(text.encode(), digest_size=16).digest()


def _named(row: Row) -> str:
    return f"`{cut(row_key(row), _SHOWN)}`"


def _columns(wanted: Row, built: Row) -> str:
    names = [
        name for name in {**wanted.columns, **built.columns} if wanted.columns.get(name) != built.columns.get(name)
    ]
    return ", ".join(f"`{name}`" for name in names)


def _compare_document(
    content: bytes, documents: Mapping[str, bytes], name: str, package: str, findings: Findings
) -> int:
    if any(same_document(content, document) for document in documents.values()):
        return 0
    findings.add("import/differs", Location(name), f"no document that a build of {package} gives says the same")
    return 1
