"""Compiles a package folder into everything that a release holds, in memory, or into the ZIP alone, on disk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qradar_builder.findings import Findings, Location
from qradar_builder.package.assembly import (
    build_time,
    read_package_lock,
    write_content,
    write_extensions,
    write_workflows,
)
from qradar_builder.package.extension.archive import write_zip, write_zip_file
from qradar_builder.package.extension.extra import load_extra
from qradar_builder.package.extension.manifest import MANIFEST, write_manifest
from qradar_builder.package.extension.qidmap_csv import write_qidmap_csv
from qradar_builder.package.extension.rows.row import NumberedContent
from qradar_builder.package.extension.rows.types import extension_name
from qradar_builder.package.extension.sums import SUMS, write_sums
from qradar_builder.package.folder import load_package
from qradar_builder.package.guide.documents import check_steps, read_documents
from qradar_builder.package.identity.numbering import number
from qradar_builder.package.layout import LOCK_FILE
from qradar_builder.package.resolve.extension import resolve
from qradar_builder.package.rest_plan import left_out, rest_plan, write_rest_plan
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import display_name
from qradar_builder.source.output import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qradar_builder.findings import Origin
    from qradar_builder.model.content import Content
    from qradar_builder.package.extension.archive import Entries
    from qradar_builder.package.extension.extra import Extra
    from qradar_builder.package.guide.documents import Documents
    from qradar_builder.package.identity.identities import Identities
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
    writes_lock: bool
    """Whether the lock is to be written: it changes, and may."""

    @property
    def id(self) -> tuple[str, Origin]:
        """The id of the package, and its place."""
        return self.content.extension.id, self.origin

    @property
    def zip_name(self) -> str:
        """The name of the ZIP."""
        return f"{self.stem}.zip"


@dataclass(frozen=True, slots=True)
class Archived:
    """What of a compiled package goes to a console."""

    content: Content
    plan: bytes | None
    """The REST plan."""
    workflows: dict[str, bytes]
    """The XML of workflows and their parameter values, by path."""


def build_package(
    folder: Path, findings: Findings, *, locked: bool = False, theme: Path | None = None, for_check: bool = False
) -> Built | None:
    """Load and compile a package folder. None, with findings, where it has errors.

    Nothing is written. With `locked`, an identity that the lock does not have is an error. `theme` is a folder with
    templates and style sheets for the install guide. With `for_check`, there is no guide, but its links are checked.
    """
    before = findings.errors
    compiled = _compiled(folder, findings, locked=locked)
    if compiled is None:
        return None
    source, documents, identities = compiled.source, compiled.documents, compiled.identities
    stem = f"{source.content.extension.id}-{source.content.extension.version}"
    archive = write_zip(_entries(compiled, findings), source.time)
    files = _files(compiled)
    if for_check:
        _check_links(source, files, documents, findings)
    else:
        _add_guide(source, files, documents, theme, findings)
    check_steps(documents, source.content, findings)
    if findings.errors > before:
        return None
    files[SUMS] = write_sums({**files, f"../{stem}.zip": archive})
    return Built(
        content=source.content,
        numbered=source.numbered,
        origin=compiled.origin,
        stem=stem,
        zip=archive,
        files=files,
        holds=_counts(source.content),
        lock=identities.lock(),
        lock_read=compiled.lock_read,
        left_out=identities.left_out(),
        # With `locked` there is none.
        new_identities=() if locked else tuple(identities.new_keys()),
        writes_lock=not locked and identities.is_outdated(),
    )


def build_archive(folder: Path, target: Path, findings: Findings) -> Archived | None:
    """Compile a package folder into the ZIP at `target`. None, with findings, where it has errors.

    All identities must be in its lock. Each row is written as it is made. There is no install guide, whose links are
    not checked. Raises OSError where the ZIP cannot be written.
    """
    before = findings.errors
    compiled = _compiled(folder, findings, locked=True, streams=True)
    if compiled is None:
        return None
    write_zip_file(target, _entries(compiled, findings), compiled.source.time)
    check_steps(compiled.documents, compiled.source.content, findings)
    if findings.errors > before:
        return None
    return Archived(compiled.source.content, _plan(compiled.source), compiled.workflows)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A package with all identities, of which nothing is written yet."""

    source: NumberedContent
    origin: Origin
    identities: Identities
    lock_read: str | None
    extra: Extra
    extensions: dict[str, bytes]
    """The log source extensions by the keys of their types."""
    workflows: dict[str, bytes]
    documents: Documents


def _compiled(folder: Path, findings: Findings, *, locked: bool, streams: bool = False) -> _Compiled | None:
    before = findings.errors
    package = load_package(folder, findings)
    extra = load_extra(folder, findings, streams=streams)
    workflows = write_workflows(package, extra, findings)
    documents = read_documents(folder, findings)
    content = resolve(package, findings)
    # Before it is read: where it changes in the meantime, the build is not written.
    lock_read = _fingerprint(folder / LOCK_FILE)
    lock = read_package_lock(package, findings)
    if content is None or package.extension is None or findings.errors > before:
        return None
    origin = package.extension.at("id")
    # What was read of very many events is not needed any more.
    del package
    numbered, identities = number(content, lock, findings)
    new = identities.new_keys() if locked else []
    if new:
        shown = ", ".join(f"`{key}`" for key in new[:_SHOWN])
        more = f" and {len(new) - _SHOWN} more" if len(new) > _SHOWN else ""
        place = Location(display_name(folder / LOCK_FILE))
        findings.add("identity/lock-outdated", place, f"is out of date for {shown}{more}")
    if findings.errors > before:
        return None
    _note_plan(content, findings)
    source = NumberedContent(content, numbered, build_time())
    extensions = write_extensions(source, extra)
    return _Compiled(source, origin, identities, lock_read, extra, extensions, workflows, documents)


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


def _entries(compiled: _Compiled, findings: Findings) -> Entries:
    """The files of the ZIP."""
    content, extra = compiled.source.content, compiled.extra
    written = partial(
        write_content, source=compiled.source, extensions=compiled.extensions, extra=extra, findings=findings
    )
    name = f"{content.extension.id}-{content.extension.version}.xml"
    return {**extra.archive, name: written, MANIFEST: write_manifest(content, extra)}


def _files(compiled: _Compiled) -> dict[str, bytes]:
    """What lies beside the ZIP in a folder of its own, but for the guide."""
    source = compiled.source
    files = {**compiled.workflows, **compiled.documents.linked.files}
    for one in source.content.types:
        if one.key in compiled.extensions:
            files[f"log_source_extensions/{extension_name(one)}.xml"] = compiled.extensions[one.key]
    qidmap = write_qidmap_csv(source)
    if qidmap is not None:
        files["qidmap.csv"] = qidmap
    plan = _plan(source)
    if plan is not None:
        files["rest-plan.json"] = plan
    return files


def _plan(source: NumberedContent) -> bytes | None:
    plan = rest_plan(source)
    return None if plan is None else write_rest_plan(plan)


def _check_links(source: NumberedContent, files: dict[str, bytes], documents: Documents, findings: Findings) -> None:
    """Report links to headings that the guide does not have."""
    if documents.linked.anchors:
        from qradar_builder.package.guide.anchors import check_anchors

        check_anchors(documents, lambda: _heading_ids(source, files, documents), findings)


def _heading_ids(source: NumberedContent, files: dict[str, bytes], documents: Documents) -> frozenset[str]:
    from qradar_builder.package.guide.install import heading_ids

    return heading_ids(source, files, documents)


def _add_guide(
    source: NumberedContent, files: dict[str, bytes], documents: Documents, theme: Path | None, findings: Findings
) -> None:
    from qradar_builder.package.guide.anchors import check_anchors
    from qradar_builder.package.guide.install import install_guide
    from qradar_builder.package.guide.theme import Templates, ThemeError, own_templates

    try:
        guide = install_guide(source, files, documents, own_templates() if theme is None else Templates(theme))
    except ThemeError as error:
        findings.add("guide/theme", error.location, str(error))
        return
    check_anchors(documents, lambda: guide.ids, findings)
    files |= {name: text.encode() for name, text in guide.files.items()}


def _note_plan(content: Content, findings: Findings) -> None:
    for prop, expression in left_out(content):
        kind = "regex with a format" if expression.spec.format else expression.spec.kind
        message = f"the expression of `{prop.name}` ({kind}) is in rest-plan.json, not in the ZIP"
        findings.add("property/not-in-zip", expression.origin, message)


def _counts(content: Content) -> tuple[str, ...]:
    counts = (
        (len(content.types), "log source type", "log source types"),
        (sum(len(one.mappings) for one in content.types), "event mapping", "event mappings"),
        (sum(len(one.qids) for one in content.types) + len(content.records), "QID record", "QID records"),
        (len(content.properties), "custom property", "custom properties"),
        (len(content.workflows), "workflow", "workflows"),
        (len(content.groups), "log source group", "log source groups"),
        (len(content.reference_data), "reference data collection", "reference data collections"),
    )
    return tuple(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)
