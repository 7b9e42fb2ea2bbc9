"""What a build of a package gives otherwise than the files that it was imported from."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.package.assembly import assemble
from qradar_builder.package.extension.extra import row_key
from qradar_builder.source.files import display_name
from qradar_builder.source.xml.canonical import same_document
from qradar_builder.takeover.content.package import write_folder
from qradar_builder.takeover.content.verbatim import wanted_rows
from qradar_builder.takeover.importing import import_files
from qradar_builder.takeover.inputs import read_inputs
from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qradar_builder.findings import Findings
    from qradar_builder.package.assembly import Assembly
    from qradar_builder.package.extension.rows.row import Row
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
        said = [f"{self.rows:,} rows"] if self.rows else []
        said += [f"{self.documents} XML document{'s' if self.documents != 1 else ''}"] if self.documents else []
        found = f"{self.differences:,} difference{'s' if self.differences != 1 else ''}"
        return f"{' and '.join(said) or 'Nothing'} compared: {found if self.differences else 'no difference'}."


def check_import(paths: Iterable[Path], folder: Path | None, findings: Findings) -> Compared | None:
    """Compare files with the package that was made of them, or with a new import. Differences are findings.

    None, with findings, where one of the two cannot be read.
    """
    with TemporaryDirectory(prefix="qradar-builder-") as unpacked:
        return _checked(list(paths), folder, Path(unpacked), findings)


def _checked(given: list[Path], folder: Path | None, unpacked: Path, findings: Findings) -> Compared | None:
    inputs = read_inputs(given, findings, all_rows=True, unpacked=unpacked)
    if inputs is None:
        return None
    if folder is not None:
        assembly = assemble(folder, findings)
        return None if assembly is None else _compared(inputs, assembly, display_name(folder), findings)
    imported = import_files(given, findings)
    if imported is None:
        return None
    with TemporaryDirectory() as temporary:
        target = Path(temporary) / imported.id
        write_folder(target, imported.files)
        assembly = assemble(target, findings)
        return None if assembly is None else _compared(inputs, assembly, "the import", findings)


def _compared(inputs: Inputs, assembly: Assembly, name: str, findings: Findings) -> Compared | None:
    rows = documents = 0
    differences = 0
    for content in inputs.contents:
        wanted = list(wanted_rows(content.tables))
        built = list(assembly.rows(findings))
        rows += len(wanted)
        differences += _compare_rows(wanted, built, content.tables.name, findings)
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


def _compare_rows(wanted: list[Row], built: list[Row], name: str, findings: Findings) -> int:
    left, made = Counter(map(_plain, wanted)), Counter(map(_plain, built))
    lost, new = left - made, made - left
    by_key: dict[str, Row] = {row_key(row): row for row in built if _plain(row) in new}
    count = 0
    for row in wanted:
        plain = _plain(row)
        if lost[plain] <= 0:
            continue
        lost[plain] -= 1
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


def _plain(row: Row) -> str:
    return f"{row.table} {json.dumps(dict(row.columns), sort_keys=True, default=dict)}"


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
