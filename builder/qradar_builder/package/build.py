"""Compiles a package folder into everything that a release holds, in memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.compiler import compile_lsx
from qradar_builder.dsm.lsx.writer import write_lsx
from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.archive import write_zip
from qradar_builder.package.extension.content_xml import rows, write_content_xml
from qradar_builder.package.extension.manifest import MANIFEST, write_manifest
from qradar_builder.package.extension.qidmap_csv import write_qidmap_csv
from qradar_builder.package.extension.rows.row import NumberedContent
from qradar_builder.package.extension.rows.types import extension_name
from qradar_builder.package.extension.sums import SUMS, write_sums
from qradar_builder.package.folder import load_package
from qradar_builder.package.guide.documents import read_documents
from qradar_builder.package.guide.install import check_guide, install_guide
from qradar_builder.package.guide.theme import Templates, ThemeError, own_templates
from qradar_builder.package.identity.numbering import number
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.layout import LOCK_FILE
from qradar_builder.package.resolve.extension import resolve
from qradar_builder.package.rest_plan import left_out, rest_plan, write_rest_plan
from qradar_builder.source.files import display_name
from qradar_builder.source.output import fingerprint
from qradar_builder.source.xml.reader import parse_xml
from qradar_builder.text.times import OLDEST_IN_A_ZIP
from qradar_builder.workflow.check.expressions import check_workflow
from qradar_builder.workflow.xml.schema import validate_workflow_xml
from qradar_builder.workflow.xml.writer import write_values, write_workflow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qradar_builder.findings import Origin
    from qradar_builder.model.content import Content
    from qradar_builder.package.folder import LoadedPackage
    from qradar_builder.package.guide.documents import Documents
    from qradar_builder.package.identity.lock import Lock
    from qradar_builder.package.identity.numbering import Numbered

_SHOWN = 5
"""How many new identities a finding names."""


@dataclass(frozen=True, slots=True)
class Built:
    """A compiled package."""

    content: Content
    numbered: Numbered
    origin: Origin
    stem: str
    """`<id>-<version>`: the name of the ZIP, without its ending, and of the folder beside it."""
    zip: bytes
    files: dict[str, bytes]
    """What goes into the folder, by path."""
    holds: tuple[str, ...]
    """How many items of each kind there are, in words."""
    lock: bytes
    lock_read: str | None
    """The fingerprint of the lock that it was compiled with; None where there was none."""
    left_out: dict[str, list[str]]
    """What earlier builds had and this one has no more, by kind: the keys of the items, which a console keeps."""
    new_identities: tuple[str, ...]
    """The lock's entries that are new or changed."""

    @property
    def id(self) -> tuple[str, Origin]:
        """The id of the package, and its place."""
        return self.content.extension.id, self.origin

    @property
    def zip_name(self) -> str:
        """The name of the ZIP."""
        return f"{self.stem}.zip"


def build_package(folder: Path, findings: Findings, *, locked: bool = False, theme: Path | None = None) -> Built | None:
    """Load and compile a package folder. None, with findings, where it has errors.

    Nothing is written. With `locked`, an identity that the lock does not have is an error. `theme` is a folder with
    templates and style sheets for the install guide.
    """
    before = findings.errors
    package = load_package(folder, findings)
    workflows = _write_workflows(package, findings)
    documents = read_documents(folder, findings)
    content = resolve(package, findings)
    # Before it is read: where it changes in the meantime, the build is not written.
    lock_read = _fingerprint(folder / LOCK_FILE)
    lock = _read_lock(package, findings)
    if content is None or package.extension is None or findings.errors > before:
        return None
    numbered, identities = number(content, lock, findings)
    new = identities.new_keys()
    if locked and new:
        shown = ", ".join(f"`{key}`" for key in new[:_SHOWN])
        more = f" and {len(new) - _SHOWN} more" if len(new) > _SHOWN else ""
        place = Location(display_name(folder / LOCK_FILE))
        findings.add("identity/lock-outdated", place, f"is out of date for {shown}{more}")
    if findings.errors > before:
        return None
    _note_plan(content, findings)
    source = NumberedContent(content, numbered, _time())
    stem = f"{content.extension.id}-{content.extension.version}"
    archive, files = _files(source, stem, {**workflows, **documents.linked.files})
    try:
        templates = own_templates() if theme is None else Templates(theme)
        _add_guide(source, files, documents, templates, findings)
    except ThemeError as error:
        findings.add("guide/theme", error.location, str(error))
    if findings.errors > before:
        return None
    files[SUMS] = write_sums({**files, f"../{stem}.zip": archive})
    return Built(
        content=content,
        numbered=numbered,
        origin=package.extension.at("id"),
        stem=stem,
        zip=archive,
        files=files,
        holds=_counts(content),
        lock=identities.lock(),
        lock_read=lock_read,
        left_out=identities.left_out(),
        new_identities=tuple(new),
    )


def check_ids(ids: Iterable[tuple[str, Origin]], findings: Findings) -> None:
    """Report packages that share an id, each given with its place: one would take the place of the other."""
    first: dict[str, Location] = {}
    for name, origin in ids:
        place = origin.locate()
        other = first.setdefault(name, place)
        if other != place:
            message = f"the id `{name}` is that of another package too"
            findings.add("extension/duplicate", place, message, related=[(other, "this one")])


def _fingerprint(path: Path) -> str | None:
    try:
        return fingerprint(path)
    except OSError:
        # Reading it will tell.
        return None


def _read_lock(package: LoadedPackage, findings: Findings) -> Lock | None:
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
            help=f"restore the id, or keep the identities under the new one with `uuid: {lock.namespace}`; "
            "if it shall be another extension, delete identity.lock.yaml",
            related=[(lock.place("extension"), "its identity")],
        )
    return lock


def _write_workflows(package: LoadedPackage, findings: Findings) -> dict[str, bytes]:
    """The workflows and their parameter values as XML, by path. A workflow that was written as XML stays as it is.

    What is written is checked against the schema once more, as QRadar does when a log source is saved.
    """
    files: dict[str, bytes] = {}
    for file in package.workflows:
        check_workflow(file.workflow, findings)
        written = file.xml
        if written is None:
            written = write_workflow(file.workflow, findings)
            problems = Findings()
            document = None if written is None else parse_xml(written, file.key, problems)
            if document is not None:
                validate_workflow_xml(document, problems)
            for problem in problems:
                findings.add("workflow/schema", file.workflow.origin, problem.message, help=problem.help)
        values = write_values(file.workflow, findings)
        if written is not None and values is not None:
            files[f"workflows/{file.key}.xml"] = written
            files[f"workflows/{file.key}-parameter-values.xml"] = values
    return files


def _files(source: NumberedContent, stem: str, ready: dict[str, bytes]) -> tuple[bytes, dict[str, bytes]]:
    """The ZIP, and what lies beside it in a folder of its own, but for the guide: what is `ready`, and what follows."""
    content = source.content
    extensions: dict[str, bytes] = {}
    files = dict(ready)
    for one in content.types:
        lsx = compile_lsx(one.spec, source.numbered.types[one.key].number)
        if lsx is not None:
            extensions[one.key] = write_lsx(lsx)
            files[f"log_source_extensions/{extension_name(one)}.xml"] = extensions[one.key]
    entries = {
        f"{stem}.xml": write_content_xml(content.minimum.build, rows(source, extensions)),
        MANIFEST: write_manifest(content),
    }
    archive = write_zip(entries, source.time)
    qidmap = write_qidmap_csv(source)
    if qidmap is not None:
        files["qidmap.csv"] = qidmap
    plan = rest_plan(source)
    if plan is not None:
        files["rest-plan.json"] = write_rest_plan(plan)
    return archive, files


def _add_guide(
    source: NumberedContent, files: dict[str, bytes], documents: Documents, templates: Templates, findings: Findings
) -> None:
    guide = install_guide(source, files, documents, templates)
    check_guide(documents, guide, source.content, findings)
    files |= {name: text.encode() for name, text in guide.files.items()}


def _note_plan(content: Content, findings: Findings) -> None:
    for prop, expression in left_out(content):
        kind = "regex with a format" if expression.spec.format else expression.spec.kind
        message = f"the expression of `{prop.name}` ({kind}) is not in the ZIP, but in rest-plan.json"
        findings.add("property/not-in-zip", expression.origin, message)


def _counts(content: Content) -> tuple[str, ...]:
    counts = (
        (len(content.types), "log source type", "log source types"),
        (sum(len(one.mappings) for one in content.types), "event mapping", "event mappings"),
        (sum(len(one.qids) for one in content.types), "QID record", "QID records"),
        (len(content.properties), "custom property", "custom properties"),
        (len(content.workflows), "workflow", "workflows"),
        (len(content.groups), "log source group", "log source groups"),
        (len(content.reference_data), "reference data collection", "reference data collections"),
    )
    return tuple(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)


def _time() -> int:
    """The time of the build in epoch milliseconds: SOURCE_DATE_EPOCH, or a fixed one."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    time = int(text) * 1000 if text.isdecimal() and len(text) <= 10 else OLDEST_IN_A_ZIP
    return max(time, OLDEST_IN_A_ZIP)
