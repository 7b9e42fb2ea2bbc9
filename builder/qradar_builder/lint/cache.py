"""Keeps what a check found, so that a second one of files that did not change reads them and no more.

An entry is known by everything that its findings depend on: the bytes of the files, how they were called, the rules
that ran and the tool itself. Nothing is ever out of date; the oldest entries go where there are too many.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qradar_builder import __version__
from qradar_builder.findings import Edit, Finding, Location, Related, Severity
from qradar_builder.secrets.shown import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.lint.selection import Selection

_FORMAT = 3
_MOST_ENTRIES = 200
_MOST_BYTES = 256 * 1024 * 1024
"""What is larger than this together is checked anew each time."""
_PART = 1024 * 1024
_PACKAGE = Path(__file__).parent.parent


class Cache:
    """Entries in a folder of the user's; by default `qradar-builder/lint` below XDG_CACHE_HOME or `~/.cache`.

    Where the folder cannot be used there are no entries, and nothing is said: a check only takes longer.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = _default_folder() if folder is None else folder

    def key(self, paths: Iterable[Path], selection: Selection) -> str | None:
        """The word for all that a check of the paths depends on. None where they are too large or cannot be read."""
        digest = sha256()
        rules = [sorted(each) for each in astuple(selection)]
        digest.update(json.dumps([_FORMAT, __version__, _of_tool(), str(Path.cwd()), rules]).encode())
        left = _MOST_BYTES
        try:
            for path in paths:
                for file in _files(path):
                    left -= file.stat().st_size
                    if left < 0:
                        return None
                    _add(digest, file)
                digest.update(b"\0\0")
        except (OSError, ValueError):
            return None
        return digest.hexdigest()

    def get(self, key: str) -> tuple[list[Finding], dict[str, Any]] | None:
        """The findings of an entry, and what else it holds; None where there is none."""
        try:
            entry = json.loads((self._folder / f"{key}.json").read_bytes())
            found = [_finding(row) for row in entry["findings"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        with suppress(OSError):
            # The oldest go first; what is used is young.
            os.utime(self._folder / f"{key}.json")
        return found, entry["more"]

    def put(self, key: str, findings: Iterable[Finding], more: dict[str, Any]) -> None:
        """Make an entry. Texts are kept without the credentials in them; `more` is anything that JSON can hold."""
        entry = json.dumps({"findings": [_row(each) for each in findings], "more": more})
        # What writes files takes time to load, which a check of what is kept does not need.
        from qradar_builder.source.folder_lock import silent  # noqa: PLC0415 - see above
        from qradar_builder.source.output import OutputError, replace_file  # noqa: PLC0415 - see above

        with suppress(OSError, OutputError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._folder / f"{key}.json", entry.encode(), silent, mode=0o600)
            self._remove_old()

    def _remove_old(self) -> None:
        entries = list(self._folder.glob("*.json"))
        if len(entries) > _MOST_ENTRIES:
            entries.sort(key=lambda path: path.stat().st_mtime_ns)
            for path in entries[: len(entries) - _MOST_ENTRIES]:
                path.unlink(missing_ok=True)


def _default_folder() -> Path:
    given = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(given) if Path(given).is_absolute() else Path("~/.cache").expanduser()
    return base / "qradar-builder" / "lint"


def _of_tool() -> int:
    """What changes when the tool does, also without a new version: the newest time of its files."""
    newest = 0
    for folder, folders, names in os.walk(_PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            newest = max(newest, os.stat(os.path.join(folder, name)).st_mtime_ns)  # noqa: PTH116, PTH118 - hundreds of files
    return newest


def _files(path: Path) -> Iterator[Path]:
    """Every file below a path in a fixed order, links among them; a file alone is itself."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(names))


def _add(digest: Any, file: Path) -> None:
    digest.update(json.dumps([str(file), os.readlink(file) if file.is_symlink() else None]).encode())  # noqa: PTH115 - a text
    if not file.is_file():
        # Other kinds of file are not opened: a pipe would wait.
        digest.update(b"\0")
        return
    with file.open("rb") as content:
        while part := content.read(_PART):
            digest.update(part)


def _row(found: Finding) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "message": without_credentials(found.message),
        "at": row_of_place(found.location),
        "help": without_credentials(found.help),
        "related": [[row_of_place(each.location), without_credentials(each.message)] for each in found.related],
        "label": without_credentials(found.label),
        "edits": [[row_of_place(each.location), each.old, each.new] for each in found.edits],
        "unlisted": found.unlisted,
    }


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        row["rule"],
        Severity(row["severity"]),
        row["message"],
        Location(*row["at"]),
        row["help"],
        tuple(Related(Location(*place), text) for place, text in row["related"]),
        row["label"],
        tuple(Edit(Location(*place), old, new) for place, old, new in row["edits"]),
        row["unlisted"],
    )


def row_of_place(place: Location) -> list[str | int]:
    """A place as JSON holds it; `Location(*row)` gives it back."""
    return [place.file, place.line, place.column, place.end_line, place.end_column]
