"""Loads a package folder: every file by its place, every mistake in every file a finding."""

from __future__ import annotations

import os
from dataclasses import field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from qradar_builder.findings import Findings, Location
from qradar_builder.model.base import KEY_LIMIT, is_key
from qradar_builder.model.events import QidFile
from qradar_builder.model.extension import ExtensionSpec
from qradar_builder.model.log_source import LogSourceSpec
from qradar_builder.model.log_source_type import LogSourceTypeSpec
from qradar_builder.package.layout import EVENTS_SUFFIX, EXTENSION_FILE, EXTRA, FILES, FOLDERS, KEPT_ROWS, LSX_SUFFIX
from qradar_builder.package.written_extension import WrittenExtension, read_written_extension
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import display_name, is_inside, read_bytes
from qradar_builder.source.yaml.document import YamlDocument, read_document
from qradar_builder.source.yaml.node import Mapping
from qradar_builder.source.yaml.reader import MAX_NODES, MAX_NODES_OF_RECORDS
from qradar_builder.source.yaml.validation import Validated, validate
from qradar_builder.workflow.load import keyed_files, read_fragments, read_workflow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from qradar_builder.model.content import WorkflowFile
    from qradar_builder.model.log_source_groups import LogSourceGroupFile
    from qradar_builder.model.reference_data import ReferenceDataFile
    from qradar_builder.source.event_table import EventTable

S = TypeVar("S", bound=BaseModel)

# What a package holds beside its content; the tool does not look inside.
_UNREAD = ("tests", "docs", "dist", EXTRA)
_UNREAD_SUFFIXES = (".md", ".txt")


@dataclass(frozen=True, slots=True)
class LoadedType:
    """A log source type as written, with its event table if there is one."""

    key: str
    file: Validated[LogSourceTypeSpec]
    table: EventTable | None
    declared_qids: frozenset[str]
    """Every key under `qids`, whether or not its record holds."""
    extension: WrittenExtension | None = None
    """The log source extension, where the package has it as XML."""


@dataclass(frozen=True, slots=True)
class LoadedPackage:
    """Everything that a package folder says. Files that do not hold are missing or incomplete in it."""

    folder: Path
    name: str
    """How findings call the folder."""
    extension: Validated[ExtensionSpec] | None
    types: tuple[LoadedType, ...]
    qids: Validated[QidFile] | None
    declared_qids: frozenset[str]
    """Every key in `qids.yaml`, whether or not its record holds."""
    groups: Validated[LogSourceGroupFile] | None
    reference_data: Validated[ReferenceDataFile] | None
    workflows: tuple[WorkflowFile, ...]
    log_sources: dict[str, Validated[LogSourceSpec]] = field(default_factory=dict)
    keys: frozenset[tuple[str, str]] = frozenset()
    """Folder and key of every file that is there, whether or not it holds."""
    keeps_rows: bool = False
    """Whether an import kept rows beside the package."""


def load_package(folder: Path, findings: Findings) -> LoadedPackage:
    """Load a package folder. What does not hold is a finding; everything else is loaded all the same."""
    return _Loader(folder, findings).load()


def with_types_again(package: LoadedPackage, keys: Collection[str], findings: Findings) -> LoadedPackage:
    """The package, with the files of these log source types read again. What does not hold is a finding."""
    again = {one.key: one for one in _Loader(package.folder, findings).types(keys)}
    types = (again.get(one.key) if one.key in keys else one for one in package.types)
    return replace(package, types=tuple(one for one in types if one is not None))


class _Loader:
    def __init__(self, folder: Path, findings: Findings) -> None:
        self._folder = folder
        self._findings = findings

    def load(self) -> LoadedPackage:
        keys = frozenset(self._check_places())
        workflows = list(self._workflows())
        qids = self._document("qids.yaml")
        return LoadedPackage(
            folder=self._folder,
            name=display_name(self._folder),
            extension=self._extension(),
            types=tuple(self.types()),
            qids=self._validated(qids, QidFile),
            declared_qids=_keys(qids),
            groups=self._groups(),
            reference_data=self._reference_data(),
            workflows=tuple(sorted(workflows, key=lambda workflow: workflow.key)),
            log_sources=dict(self._log_sources()),
            keys=keys,
            keeps_rows=(self._folder / EXTRA / KEPT_ROWS).is_file(),
        )

    def _extension(self) -> Validated[ExtensionSpec] | None:
        name = display_name(self._folder / EXTENSION_FILE)
        if not (self._folder / EXTENSION_FILE).is_file():
            # Something else of that name is reported where the places are checked.
            if not os.path.lexists(self._folder / EXTENSION_FILE):
                self._findings.add("extension/missing", Location(name), f"there is no {name}")
            return None
        return self._validated(self._document(EXTENSION_FILE), ExtensionSpec)

    def _groups(self) -> Validated[LogSourceGroupFile] | None:
        document = self._document("log_source_groups.yaml")
        if document is None:
            return None
        from qradar_builder.model.log_source_groups import LogSourceGroupFile

        return validate(LogSourceGroupFile, document, self._findings)

    def _reference_data(self) -> Validated[ReferenceDataFile] | None:
        document = self._document("reference_data.yaml")
        if document is None:
            return None
        from qradar_builder.model.reference_data import ReferenceDataFile

        return validate(ReferenceDataFile, document, self._findings)

    def types(self, keys: Collection[str] | None = None) -> Iterator[LoadedType]:
        """The log source types that hold, or those of some keys."""
        for key, document in self._documents("log_source_types", keys):
            file = validate(LogSourceTypeSpec, document, self._findings)
            path = self._folder / "log_source_types" / f"{key}{EVENTS_SUFFIX}"
            table = self._table(path)
            extension = self._written_extension(path.with_name(f"{key}{LSX_SUFFIX}"))
            if file is not None:
                yield LoadedType(key, file, table, _keys(document, "qids"), extension)

    def _log_sources(self) -> Iterator[tuple[str, Validated[LogSourceSpec]]]:
        for key, document in self._documents("log_sources"):
            file = validate(LogSourceSpec, document, self._findings)
            if file is not None:
                yield key, file

    def _workflows(self) -> Iterator[WorkflowFile]:
        fragments = read_fragments(self._folder, self._findings)
        for suffix in (".yaml", ".xml"):
            for path in keyed_files(self._folder, "workflows", suffix):
                file = read_workflow(path, fragments, self._findings, within=self._folder)
                if file is not None:
                    yield file

    def _document(self, name: str) -> YamlDocument | None:
        path = self._folder / name
        return self._read(path) if path.is_file() else None

    def _read(self, path: Path) -> YamlDocument | None:
        has_records = path.name == "qids.yaml" or path.parent.name == "log_source_types"
        most = MAX_NODES_OF_RECORDS if has_records else MAX_NODES
        return read_document(path, display_name(path), self._findings, within=self._folder, most=most)

    def _table(self, path: Path) -> EventTable | None:
        if not path.is_file():
            return None
        from qradar_builder.source.event_table import read_event_table

        return read_event_table(path, display_name(path), self._findings, within=self._folder)

    def _written_extension(self, path: Path) -> WrittenExtension | None:
        if not path.is_file():
            return None
        name = display_name(path)
        content = read_bytes(path, name, self._findings, within=self._folder)
        return None if content is None else read_written_extension(content, name, self._findings)

    def _validated(self, document: YamlDocument | None, spec: type[S]) -> Validated[S] | None:
        return None if document is None else validate(spec, document, self._findings)

    def _documents(self, folder: str, keys: Collection[str] | None = None) -> Iterator[tuple[str, YamlDocument]]:
        for path in keyed_files(self._folder, folder, ".yaml"):
            document = self._read(path) if keys is None or path.stem in keys else None
            if document is not None:
                yield path.stem, document

    def _check_places(self) -> Iterator[tuple[str, str]]:
        """Report files that the tool would not read, and give folder and key of those that it reads."""
        for path in self._listed(self._folder):
            if path.name.startswith(".") or path.suffix in _UNREAD_SUFFIXES or path.name in _UNREAD:
                continue
            if path.name in FILES or path.name in FOLDERS:
                is_right = path.is_file() if path.name in FILES else path.is_dir()
                if not is_right:
                    self._not_readable(path, "a file" if path.name in FILES else "a folder")
                elif path.name in FOLDERS and not is_inside(path, self._folder):
                    # The names of other people's files are nothing to show.
                    message = "is a link to a place outside the package, and is not read"
                    self._findings.add("file/outside", Location(display_name(path)), message)
                elif path.name in FOLDERS:
                    yield from self._check_folder(path, FOLDERS[path.name])
            else:
                self._unexpected(path, (*FILES, *(f"{name}/" for name in FOLDERS)))

    def _check_folder(self, folder: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        taken: dict[str, Path] = {}
        for path in self._listed(folder):
            suffix = next((suffix for suffix in suffixes if path.name.endswith(suffix)), None)
            if path.name.startswith("."):
                continue
            if suffix is None:
                self._unexpected(path, tuple(f"<key>{suffix}" for suffix in suffixes))
                continue
            if not path.is_file():
                self._not_readable(path, "a file")
                continue
            key = path.name.removesuffix(suffix)
            if not is_key(key):
                longer = f", which have at most {KEY_LIMIT} characters" if len(key) > KEY_LIMIT else ""
                self._findings.add("file/key", Location(display_name(path)), f"`{key}` is not a key{longer}")
            elif suffix in {EVENTS_SUFFIX, LSX_SUFFIX}:
                self._check_table(path, folder / f"{key}.yaml")
            elif taken.setdefault(key, path) is not path:
                self._findings.add(
                    "file/key",
                    Location(display_name(path)),
                    f"the key `{key}` is already used",
                    help="rename one of the two files",
                    related=[(Location(display_name(taken[key])), "by this file")],
                )
            else:
                yield folder.name, key

    def _check_table(self, path: Path, described: Path) -> None:
        if not described.is_file():
            what = "table" if path.name.endswith(EVENTS_SUFFIX) else "log source extension"
            message = f"there is no {display_name(described)} for this {what}"
            self._findings.add("file/missing", Location(display_name(path)), message)

    def _listed(self, folder: Path) -> list[Path]:
        try:
            return sorted(folder.iterdir())
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            self._findings.add("file/unreadable", Location(display_name(folder)), message)
            return []

    def _not_readable(self, path: Path, wanted: str) -> None:
        message = f"is not {wanted} that the tool can read"
        self._findings.add("file/unreadable", Location(display_name(path)), message, help=f"put {wanted} here")

    def _unexpected(self, path: Path, expected: tuple[str, ...]) -> None:
        self._findings.add(
            "file/unexpected",
            Location(display_name(path)),
            "the tool does not read this",
            help=f"it reads these files here: {', '.join(expected)}",
        )


def _keys(document: YamlDocument | None, name: str | None = None) -> frozenset[str]:
    node = None if document is None else document.root
    if name is not None and isinstance(node, Mapping):
        node = node.get(name)
    return frozenset(node.entries) if isinstance(node, Mapping) else frozenset()


def type_of_file(name: str) -> str:
    """The key of the log source type that a file of a package belongs to alone. Empty for every other file."""
    path = PurePath(name)
    if path.parent.name != "log_source_types":
        return ""
    for suffix in (EVENTS_SUFFIX, LSX_SUFFIX):
        if name.endswith(suffix):
            return path.name.removesuffix(suffix)
    return path.stem
