"""What a package holds once its names are resolved and its items numbered: rows and XML documents, in memory."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from qradar_builder.dsm.lsx.writer import write_lsx
from qradar_builder.findings import Findings
from qradar_builder.model.workflow.document import same_workflow
from qradar_builder.package.extension.content_xml import rows, write_content_file
from qradar_builder.package.extension.extra import load_extra
from qradar_builder.package.extension.rows.row import NumberedContent
from qradar_builder.package.extension.rows.types import extension_name
from qradar_builder.package.folder import load_package
from qradar_builder.package.identity.numbering import number
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.layout import LOCK_FILE
from qradar_builder.package.resolve.extension import resolve
from qradar_builder.package.written_extension import extension_of, of_type, said_in
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import display_name
from qradar_builder.text.times import OLDEST_IN_A_ZIP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qradar_builder.dsm.lsx.model import LogSourceExtension
    from qradar_builder.model.content import Content, WorkflowFile
    from qradar_builder.package.extension.extra import Extra
    from qradar_builder.package.extension.rows.row import Row
    from qradar_builder.package.folder import LoadedPackage
    from qradar_builder.package.identity.identities import Identities
    from qradar_builder.package.identity.lock import Lock


@dataclass(frozen=True, slots=True)
class Assembly:
    """A package with its items numbered, its log source extensions written, and its workflows."""

    package: LoadedPackage
    source: NumberedContent
    identities: Identities
    extra: Extra
    """What an import kept."""
    extensions: dict[str, bytes]
    """The log source extensions by the keys of their types."""
    workflows: dict[str, bytes]
    """The XML of workflows and their parameter values, by path in the output."""

    @property
    def content(self) -> Content:
        """The package with all names resolved."""
        return self.source.content

    def own_rows(self) -> Iterator[Row]:
        """The rows that the package describes, without what an import kept."""
        return rows(self.source, self.extensions)

    def rows(self, findings: Findings) -> Iterator[Row]:
        """All rows of the extension."""
        return self.extra.applied(self.own_rows(), findings)


def assemble(folder: Path, findings: Findings, *, streams: bool = False) -> Assembly | None:
    """Load a package folder and number its items. None, with findings, where it has errors. Nothing is written.

    With `streams`, the rows that an import kept are read from the folder each time, and it must stay as it is.
    """
    before = findings.errors
    package = load_package(folder, findings)
    extra = load_extra(folder, findings, streams=streams)
    workflows = write_workflows(package, extra, findings)
    content = resolve(package, findings)
    lock = read_package_lock(package, findings)
    if content is None or findings.errors > before:
        return None
    numbered, identities = number(content, lock, findings)
    if findings.errors > before:
        return None
    source = NumberedContent(content, numbered, build_time())
    return Assembly(package, source, identities, extra, write_extensions(source, extra), workflows)


def read_package_lock(package: LoadedPackage, findings: Findings) -> Lock | None:
    """The lock of a package; a finding where it is that of another extension."""
    path = package.folder / LOCK_FILE
    lock = read_lock(path, display_name(path), findings)
    extension = package.extension
    if lock is None or extension is None:
        return lock
    if extension.spec.uuid not in {None, lock.namespace}:
        findings.add(
            "identity/uuid-changed",
            extension.at("uuid"),
            f"the package was built before in the namespace {lock.namespace}",
            help=f"put `uuid: {lock.namespace}` here, or remove the pin",
            related=[(lock.place("namespace"), "its identity")],
        )
    elif lock.extension != extension.spec.id and extension.spec.uuid is None:
        findings.add(
            "identity/extension-changed",
            extension.at("id"),
            f"the package was built before as `{lock.extension}`",
            help=f"restore the ID, or keep the identities under the new ID with `uuid: {lock.namespace}`; "
            "if you want a new extension, delete identity.lock.yaml",
            related=[(lock.place("extension"), "its identity")],
        )
    return lock


def write_workflows(package: LoadedPackage, extra: Extra, findings: Findings) -> dict[str, bytes]:
    """The workflows and their parameter values as XML, by path. A workflow that was written as XML stays as it is.

    So does one that was imported, as long as the YAML says the same. What is written is checked against the schema
    once more, as QRadar does when a log source is saved.
    """
    files: dict[str, bytes] = {}
    if not package.workflows:
        return files
    # A package without workflows needs nothing that runs or writes them.
    from qradar_builder.source.xml.reader import parse_xml  # noqa: PLC0415 - see above
    from qradar_builder.workflow.check.expressions import find_problems  # noqa: PLC0415 - see above
    from qradar_builder.workflow.xml.schema import validate_workflow_xml  # noqa: PLC0415 - see above
    from qradar_builder.workflow.xml.writer import write_values, write_workflow  # noqa: PLC0415 - see above

    for file in package.workflows:
        find_problems(file.workflow, findings)
        written = file.xml
        if written is None:
            written = write_workflow(file.workflow, findings)
            problems = Findings()
            document = None if written is None else parse_xml(written, file.key, problems)
            if document is not None:
                validate_workflow_xml(document, problems)
            for problem in problems:
                findings.add("workflow/schema", file.workflow.origin, problem.message, help=problem.help)
            written = _as_imported(file, extra) or written
        values = write_values(file.workflow, findings)
        if written is not None and values is not None:
            files[f"workflows/{file.key}.xml"] = written
            files[f"workflows/{file.key}-parameter-values.xml"] = values
    return files


def _as_imported(file: WorkflowFile, extra: Extra) -> bytes | None:
    """The XML that a workflow was imported from, where it still says the same."""
    kept = extra.workflows.get(file.key)
    if kept is None:
        return None
    from qradar_builder.workflow.xml.reader import read_workflow_xml  # noqa: PLC0415 - as above

    imported = read_workflow_xml(kept, file.key, Findings())
    return kept if imported is not None and same_workflow(imported, file.workflow) else None


def write_extensions(source: NumberedContent, extra: Extra) -> dict[str, bytes]:
    """The log source extensions by the keys of their types, as they were imported where they still say the same."""
    extensions: dict[str, bytes] = {}
    for one in source.content.types:
        type_id = source.numbered.types[one.key].number
        kept = one.extension_xml
        if kept is None:
            lsx = extension_of(one, type_id)
            kept = None if lsx is None else extra.extensions.get(extension_name(one))
            imported = None if kept is None else said_in(kept, one.key)
        else:
            imported = said_in(kept, one.key)
            lsx = None if imported is None else of_type(imported, type_id)
        if lsx is not None:
            extensions[one.key] = kept if kept is not None and _same(imported, lsx) else write_lsx(lsx)
    return extensions


def _same(imported: LogSourceExtension | None, lsx: LogSourceExtension) -> bool:
    """Whether what was kept still says what a log source extension does."""
    from qradar_builder.dsm.lsx.meaning import same_meaning  # noqa: PLC0415 - as above

    return imported is not None and same_meaning(imported, lsx)


def write_content(
    target: IO[bytes], source: NumberedContent, extensions: dict[str, bytes], extra: Extra, findings: Findings
) -> None:
    """Write the content XML."""
    build = source.content.minimum.build if extra.version is None else extra.version
    write_content_file(target, build, extra.applied(rows(source, extensions), findings))


def build_time() -> int:
    """The time of the build in epoch milliseconds: SOURCE_DATE_EPOCH, or a fixed one."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    time = int(text) * 1000 if text.isdecimal() and len(text) <= 10 else OLDEST_IN_A_ZIP
    return max(time, OLDEST_IN_A_ZIP)
