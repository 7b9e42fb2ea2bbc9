"""A release that is deployed: of a package folder, which is compiled into a ZIP, or of a ZIP that was built."""

from __future__ import annotations

import json
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.comparison.reading.archives import zip_reading
from qradar_builder.console.bulk.events import Events
from qradar_builder.console.plan.reader import PLAN_FILE, read_rest_plan
from qradar_builder.console.release.items import Items
from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.manifest import MANIFEST
from qradar_builder.package.extension.zip_reader import MAX_TOTAL, read_zip_file
from qradar_builder.package.inputs.kinds import Kind, kind_of
from qradar_builder.package.layout import built_workflows
from qradar_builder.source.files import display_name, is_inside, is_readable, open_regular, read_bytes
from qradar_builder.source.scratch import Scratch, scratch_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.comparison.columns import Columns, Tables
    from qradar_builder.comparison.model import Reading
    from qradar_builder.model.content import Content
    from qradar_builder.package.rest_plan import RestPlan


ZIP: Final = "release.zip"
"""The name of the ZIP where it is."""
_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Release:
    """What is deployed.

    `content` is that of a package folder, without event mappings and custom properties if they were not asked for;
    None for a ZIP.
    """

    place: str
    """How findings call it."""
    path: Path
    zip: Path
    """The extension, in a file that nobody else changes and that is there as long as this is."""
    hub_id: str
    name: str
    version: str
    minimum: str
    """The oldest build that takes it; empty where it states none."""
    reading: Reading = field(repr=False)
    plan: RestPlan | None = None
    content: Content | None = field(default=None, repr=False)
    workflows: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The files of workflows beside the ZIP, by their paths."""
    _: KW_ONLY
    events: Events = field(repr=False, compare=False)
    """Its event mappings and QID records, and those of the console that it is compared with."""
    items: Items = field(repr=False, compare=False)
    """What it has, in the order of an installation."""
    scratch: Scratch = field(repr=False, compare=False)
    """Where the ZIP is."""

    def rows(self, table: str) -> tuple[Columns, ...]:
        """The rows of a table of the ZIP: none of QID records and event mappings, which are very many."""
        tables: Tables = self.reading.tables or {}
        return tuple(tables.get(table, ()))

    @property
    def label(self) -> str:
        """Name and version as people say them."""
        return f"{self.name} {self.version}"


def read_release(path: Path, findings: Findings, *, whole: bool = False) -> Release | None:
    """Read a package folder or a ZIP. None, with findings, where it cannot be deployed.

    All identities of a package folder must be in its lock: what is deployed can be released again. With `whole`, its
    content has event mappings and custom properties, too, which can be very many.
    """
    name = display_name(path)
    kind = kind_of(path)
    if kind is Kind.PACKAGE:
        return _of_package(path, name, findings, whole=whole)
    if kind is not Kind.ZIP:
        if not path.exists():
            findings.add("file/missing", Location(name), "there is no such file or folder")
        else:
            findings.add("file/unknown-kind", Location(name), "is neither a package folder nor an extension ZIP")
        return None
    scratch = _copied(path, name, findings)
    if scratch is None:
        return None
    plan = _plan_beside(path, findings)
    beside = built_workflows(path)
    found = sorted(beside.glob("*.xml")) if is_inside(beside, path.parent) else []
    files = {f"workflows/{each.name}": read_bytes(each, display_name(each), findings, within=beside) for each in found}
    workflows = {key: value for key, value in files.items() if value is not None}
    release = release_of(scratch, path, name, findings)
    return None if release is None else replace(release, plan=plan, workflows=workflows)


def _of_package(path: Path, name: str, findings: Findings, *, whole: bool) -> Release | None:
    from qradar_builder.package.build import build_archive  # noqa: PLC0415 - a ZIP needs no compiler

    before = findings.errors
    own, scratch = Findings(), Scratch()
    built = build_archive(path, scratch.path(ZIP), own)
    # Warnings and notes are for lint and build to tell.
    findings.extend(finding for finding in own if finding.severity.value == "error")
    if built is None or findings.errors > before:
        return None
    content, plan, workflows = built.content if whole else _few(built.content), built.plan, built.workflows
    # The rest goes before the ZIP is read.
    del built, own
    release = release_of(scratch, path, name, findings)
    if release is None:
        return None
    read = None if plan is None else read_rest_plan(plan, f"{name}!{PLAN_FILE}", findings)
    workflows = {key: value for key, value in workflows.items() if key.startswith("workflows/")}
    return replace(release, plan=read, content=content, workflows=workflows)


def _few(content: Content) -> Content:
    """The content without what can be very many, and without the files that it was read from."""
    types = []
    for one in content.types:
        spec = one.spec.model_copy(update={"events": [], "qids": {}, "properties": []})
        origin = one.origin.locate()
        types.append(replace(one, spec=spec, mappings=(), qids=(), origin=origin, at=lambda *_, at=origin: at))
    return replace(content, types=tuple(types), properties=(), records=())


def _copied(path: Path, name: str, findings: Findings) -> Scratch | None:
    """A copy of a ZIP: what is compared is what is uploaded, whoever builds meanwhile. None, with a finding."""
    if not is_readable(path, name, findings):
        return None
    scratch, left = Scratch(), MAX_TOTAL + 1
    with open_regular(path) as source, scratch.path(ZIP).open("wb") as target:
        # The reader refuses what is larger.
        while piece := source.read(min(_PIECE, left)):
            target.write(piece)
            left -= len(piece)
    return scratch


def _plan_beside(path: Path, findings: Findings) -> RestPlan | None:
    """The REST plan in the folder that a build writes beside a ZIP."""
    file = path.with_suffix("") / PLAN_FILE
    if not file.is_file() or not is_inside(file, path.parent):
        return None
    name = display_name(file)
    content = read_bytes(file, name, findings)
    return None if content is None else read_rest_plan(content, name, findings)


def release_of(scratch: Scratch, path: Path, name: str, findings: Findings) -> Release | None:
    """A release of the ZIP there; `path` is what it is made of. None, with findings, where a console would refuse it.

    Raises OSError where the ZIP cannot be read, or where there is no room on disk.
    """
    before, events, file = findings.errors, Events(), scratch.path(ZIP)
    reading = zip_reading(file, name, findings, events.ours)
    manifest = None if reading is None else _manifest(file, name, findings)
    if reading is None or manifest is None:
        return None
    # What the REST plan makes is compared by the plan itself.
    reading = replace(reading, is_package=True)
    extension = _object(_object(manifest.get("doc")).get("extension_manifest"))
    hub_id, version = manifest.get("_id"), extension.get("version")
    if not isinstance(hub_id, str) or not hub_id or not isinstance(version, str) or not version:
        findings.add("console/extension", Location(name), "the manifest has no `_id` or no `version`")
    if findings.errors > before:
        return None
    minimum = extension.get("min_qradar_version")
    return Release(
        place=name,
        path=path,
        zip=file,
        hub_id=str(hub_id),
        name=reading.extension or str(hub_id),
        version=str(version),
        minimum=minimum if isinstance(minimum, str) else "",
        reading=reading,
        events=events,
        scratch=scratch,
        items=Items(reading.tables or {}, events.ours),
    )


def _manifest(file: Path, name: str, findings: Findings) -> dict[str, Any] | None:
    with scratch_folder() as folder:
        archive = read_zip_file(file, name, Findings(), folder)
        written = None if archive is None else archive.entries.get(MANIFEST)
    if written is None:
        findings.add("console/extension", Location(name), f"there is no {MANIFEST} in it: a console refuses it")
        return None
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        findings.add("console/extension", Location(f"{name}!{MANIFEST}"), "is not a JSON object: a console refuses it")
        return None
    return found


def _object(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
