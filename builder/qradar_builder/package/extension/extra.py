"""What an imported extension holds beyond what the package describes: kept in `extra/`, and built back unchanged.

The folder is written by the import. It has these files, each of which may be missing:

- `content.xml`: rows that the package has no place for, such as rules and searches
- `rows.json`: columns of other rows that differ from what a build writes by itself, rows that a build leaves out,
  and which of the kept rows come before a row of the build
- `manifest.json`: fields of the manifest that differ from what a build writes
- `archive/`: further files of the archive, such as apps and report templates
- `log_source_extensions/` and `workflows/`: documents as they were, used as long as the package means the same
"""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Findings, Location
from qradar_builder.package.extension.rows.row import Row
from qradar_builder.package.extension.zip_reader import MAX_ENTRY, MAX_TOTAL, is_plain
from qradar_builder.package.layout import EXTRA, KEPT_ROWS
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import decode, display_name, is_inside, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from qradar_builder.source.xml.stream import XmlStream

ROWS, MANIFEST_FIELDS = "rows.json", "manifest.json"
ARCHIVE, EXTENSIONS, WORKFLOWS = "archive", "log_source_extensions", "workflows"


@dataclass(frozen=True, slots=True)
class Extra:
    """What the folder holds. `columns` are by `<table>/<id>`; a column that is None is left out of the row."""

    columns: Mapping[str, Mapping[str, str | Mapping[str, str] | None]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    """The rows that are left out, as `<table>/<id>`."""
    before: Mapping[str, str] = field(default_factory=dict)
    """The rows of `content` that come before a row of the build, and that row, both as `<table>/<id>`."""
    version: str | None = None
    """The text of `qradarversion`, where it is not the package's minimum; empty where there is none."""
    content: XmlStream | None = None
    manifest: Mapping[str, Any] | None = None
    """Fields that take the place of those that a build writes; objects are merged. None leaves a field out."""
    has_manifest: bool = True
    archive: Mapping[str, bytes] = field(default_factory=dict)
    extensions: Mapping[str, bytes] = field(default_factory=dict)
    """Log source extensions by their names."""
    workflows: Mapping[str, bytes] = field(default_factory=dict)
    """Workflows by their keys."""

    def applied(self, rows: Iterable[Row], findings: Findings) -> Iterator[Row]:
        """The rows of a build with what is kept."""
        own = self._patched(rows) if self.columns or self.absent else rows
        placed: set[str] = set()
        yield from self._ordered(own, placed) if self.before else own
        if self.content is not None:
            kept_rows = verbatim_rows(self.content, findings)
            yield from (row for row in kept_rows if row_key(row) not in placed) if placed else kept_rows

    def _ordered(self, rows: Iterable[Row], placed: set[str]) -> Iterator[Row]:
        """The rows of a build, and before them those of `content` that come before; these go to `placed`, too."""
        early = self._early()
        for row in rows:
            kept = early.pop(row_key(row), [])
            placed.update(map(row_key, kept))
            yield from (*kept, row)

    def _early(self) -> dict[str, list[Row]]:
        """The rows that come before a row of the build, by that row."""
        found: dict[str, list[Row]] = {}
        if self.content is not None:
            # What is wrong with the file is found when it is read for its other rows.
            for row in verbatim_rows(self.content, Findings()):
                if row_key(row) in self.before:
                    found.setdefault(self.before[row_key(row)], []).append(row)
        return found

    def _patched(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            key = row_key(row)
            if key in self.absent:
                continue
            kept = self.columns.get(key)
            yield row if kept is None else Row(row.table, patched(row.columns, kept))


NOTHING = Extra()


def row_key(row: Row) -> str:
    """How a row is known: its table and its id."""
    return f"{row.table}/{row.columns.get('id')}"


def verbatim_rows(content: XmlStream, findings: Findings) -> Iterator[Row]:
    """The rows of a content XML as they are written."""
    # Few packages have such rows.
    from qradar_builder.package.extension.content_reader import ROOT  # noqa: PLC0415 - see above

    for element, _, _ in content.children(ROOT, findings):
        columns: dict[str, str | Mapping[str, str]] = {}
        for part in element:
            parts = {each.tag: "".join(map(str, each.itertext())) for each in part}
            columns[part.tag] = parts or part.text or ""
        yield Row(element.tag, columns)


def load_extra(folder: Path, findings: Findings, *, streams: bool = False) -> Extra:
    """Load the folder `extra/` of a package; nothing where there is none.

    With `streams`, the rows in it are read from the folder each time, and are not in memory.
    """
    root = folder / EXTRA
    if not root.is_dir():
        return NOTHING
    if not is_inside(root, folder):
        message = "is a link to a place outside the package, and is not read"
        findings.add("file/outside", Location(display_name(root)), message)
        return NOTHING
    return _Loader(root, findings, streams=streams).load()


class _Loader:
    def __init__(self, root: Path, findings: Findings, *, streams: bool) -> None:
        self._root = root
        self._findings = findings
        self._streams = streams

    def load(self) -> Extra:
        rows = self._json(ROWS) or {}
        manifest = self._json(MANIFEST_FIELDS)
        return Extra(
            columns=rows.get("columns", {}),
            absent=frozenset(rows.get("absent", [])),
            before=rows.get("before", {}),
            version=rows.get("version"),
            content=self._rows(),
            manifest=manifest,
            has_manifest=rows.get("manifest", True),
            archive=self._files(ARCHIVE),
            extensions=self._documents(EXTENSIONS),
            workflows=self._documents(WORKFLOWS),
        )

    def _rows(self) -> XmlStream | None:
        path = self._root / KEPT_ROWS
        if not path.is_file():
            return None
        # What reads large XML takes long to load, and few packages have it.
        from qradar_builder.source.xml.reader import xml_text  # noqa: PLC0415 - see above
        from qradar_builder.source.xml.stored import HeldXml, stored_xml  # noqa: PLC0415 - see above
        from qradar_builder.source.xml.stream import XmlStream  # noqa: PLC0415 - see above

        name = display_name(path)
        if self._streams and is_inside(path, self._root):
            document = stored_xml(path, name, self._findings, limit=MAX_ENTRY)
            return None if document is None else XmlStream(name, document)
        content = self._bytes(path, MAX_ENTRY)
        text = None if content is None else xml_text(content, name, self._findings, limit=MAX_ENTRY)
        return None if text is None else XmlStream(name, HeldXml(text))

    def _bytes(self, path: Path, limit: int) -> bytes | None:
        if not path.is_file():
            return None
        return read_bytes(path, display_name(path), self._findings, limit=limit, within=self._root)

    def _json(self, name: str) -> dict[str, Any] | None:
        content = self._bytes(self._root / name, MAX_ENTRY)
        shown = display_name(self._root / name)
        text = None if content is None else decode(content, shown, self._findings)
        if text is None:
            return None
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
            self._findings.add("import/extra", Location(shown, line, column), "is not the JSON that the import wrote")
            return None
        problem = _problem(found) if name == ROWS else (None if isinstance(found, dict) else "is not an object")
        if problem is not None:
            self._findings.add("import/extra", Location(shown), problem)
            return None
        known: dict[str, Any] = found
        return known

    def _files(self, name: str) -> dict[str, bytes]:
        """All files below a folder, by their paths in it."""
        found: dict[str, bytes] = {}
        left = MAX_TOTAL
        for path in sorted((self._root / name).rglob("*")):
            if path.is_dir():
                continue
            inner = path.relative_to(self._root / name).as_posix()
            content = self._bytes(path, min(left, MAX_ENTRY)) if is_plain(inner) else None
            if content is not None:
                found[inner] = content
                left -= len(content)
        return found

    def _documents(self, name: str) -> dict[str, bytes]:
        return {
            path.removesuffix(".xml"): content
            for path, content in self._files(name).items()
            if path.endswith(".xml") and "/" not in path
        }


def _problem(found: Any) -> str | None:
    """What is wrong with the content of `rows.json`, in words."""
    if not isinstance(found, dict) or set(found) - {"columns", "absent", "before", "version", "manifest"}:
        return "does not have the form that the import wrote"
    columns, absent, version = found.get("columns", {}), found.get("absent", []), found.get("version", "")
    if not isinstance(columns, dict) or not isinstance(absent, list) or not isinstance(version, str):
        return "does not have the form that the import wrote"
    for key, row in columns.items():
        if not isinstance(row, dict) or not all(value is None or _is_value(value) for value in row.values()):
            return f"the columns of `{key[:60]}` are not texts"
    before = found.get("before", {})
    if not isinstance(before, dict) or not all(isinstance(row, str) for row in before.values()):
        return "`before` does not name rows"
    return None if all(isinstance(key, str) for key in absent) else "`absent` is not a list of rows"


def _is_value(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and all(isinstance(part, str) for part in value.values()))


def patched(
    columns: Mapping[str, str | Mapping[str, str]], kept: Mapping[str, str | Mapping[str, str] | None]
) -> dict[str, str | Mapping[str, str]]:
    """The columns of a row with those that are kept; None leaves a column out."""
    merged = {**columns, **{name: value for name, value in kept.items() if value is not None}}
    return {name: value for name, value in merged.items() if name not in kept or kept[name] is not None}


def merged(base: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """An object with the fields of another put over it, objects in it likewise; None removes a field."""
    result = dict(base)
    for key, value in fields.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result
