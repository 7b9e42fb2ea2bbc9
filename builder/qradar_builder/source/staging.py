"""A change of several files of a folder that is made as a whole, whatever ends the process on the way.

Everything is written into a folder beside first. Then a journal says what is to be moved, and from there on the change
holds: whoever finds the journal of a process that has ended makes the rest of the moves. A folder without a journal has
changed nothing yet, and is removed.
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source import disk
from qradar_builder.source.places import PlaceError, folders_above, kind_at, place, refuse_other_than_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qradar_builder.source.files import Content

PREFIX: Final = ".build-"
"""How the names of all that the tool writes beside begin."""

_NAME: Final = re.compile(r"\.build-([0-9a-f]{16}|[a-z0-9_]{8})")
"""Ours, and those of versions without journals."""
_JOURNAL: Final = "journal.json"
_NEW: Final = "new"
_OLD: Final = "old"
_LARGEST: Final = 16 * 1024 * 1024
_MODE: Final = 0o644


@dataclass(frozen=True, slots=True)
class Journal:
    """What is moved: names relative to the folder. `put` are files and whole folders, `remove` files."""

    put: tuple[str, ...]
    remove: tuple[str, ...]


class Staging:
    """The folder beside. All paths are relative to `folder`, which must be locked."""

    def __init__(self, folder: Path, path: Path) -> None:
        self._folder = folder
        self._path = path

    @property
    def name(self) -> str:
        """The name of the folder beside."""
        return self._path.name

    def write(self, files: Mapping[str, Content], modes: Mapping[str, int]) -> None:
        """Write new files with their modes; 0644 where none is given. Raises OSError."""
        for part in (self._path, self._path / _NEW, self._path / _OLD):
            disk.make_folder(part)
        made = {"."}
        for name, content in files.items():
            for above in folders_above(name):
                if above not in made:
                    disk.make_folder(self._path / _NEW / above, 0o755)
                    made.add(above)
            disk.write_new(self._path / _NEW / name, content, modes.get(name, _MODE))
        for above in made:
            disk.sync_folder(self._path / _NEW / above)

    def commit(self, journal: Journal) -> None:
        """Write the journal: the change holds from here on. Raises OSError."""
        fresh = self._path / f"{_JOURNAL}.new"
        disk.write_new(fresh, json.dumps({"put": journal.put, "remove": journal.remove}).encode(), 0o600)
        disk.move(fresh, self._path / _JOURNAL)
        disk.sync_folder(self._path)

    def make(self, journal: Journal) -> None:
        """Make the moves that are left. Raises OSError and PlaceError; what was moved stays moved."""
        changed = {"."}
        for name in journal.put:
            new = place(self._path / _NEW, name)
            kind = kind_at(new)
            if kind is None:
                continue
            if kind not in {stat.S_IFREG, stat.S_IFDIR}:
                raise PlaceError(f"{new} is neither a file nor a folder")
            self._make_folders(name)
            at = place(self._folder, name)
            if kind == stat.S_IFREG:
                self._set_aside(name, at)
            disk.move(new, at)
            changed.update(folders_above(name))
        for name in journal.remove:
            self._set_aside(name, place(self._folder, name))
            with suppress(FileNotFoundError):
                disk.remove_file(self._folder / name)
            changed.update(folders_above(name))
        for above in changed:
            if kind_at(self._folder / above) == stat.S_IFDIR:
                disk.sync_folder(self._folder / above)

    def undo(self, journal: Journal) -> None:
        """Take the moves back. Raises OSError and PlaceError where that is not possible."""
        for name in reversed((*journal.put, *journal.remove)):
            new, old = place(self._path / _NEW, name), place(self._path / _OLD, name)
            at = place(self._folder, name)
            if name in journal.put and kind_at(new) is None:
                disk.move(at, new)
            if kind_at(old) is not None:
                disk.move(old, at)
        # Without it there is nothing to finish.
        disk.remove_file(self._path / _JOURNAL)

    def journal(self) -> Journal | None:
        """The journal; None where there is none. Raises OSError and PlaceError where it is none of ours."""
        path = self._path / _JOURNAL
        if kind_at(path) != stat.S_IFREG:
            return None
        with path.open("rb") as file:
            content = file.read(_LARGEST)
        try:
            read: Any = json.loads(content)
            journal = Journal(tuple(read["put"]), tuple(read["remove"]))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise PlaceError(f"{path} is damaged; remove {self._path}") from None
        for name in (*journal.put, *journal.remove):
            if not isinstance(name, str):
                raise PlaceError(f"{path} is damaged; remove {self._path}")
            place(self._folder, name)
        return journal

    def take_back(self) -> list[str]:
        """Put back what a version of the tool without journals had set aside, where nothing is in its place."""
        taken: list[str] = []
        old = self._path / _OLD
        for entry in sorted(old.iterdir()) if kind_at(old) == stat.S_IFDIR else ():
            at = self._folder / entry.name
            if kind_at(at) is None:
                disk.move(entry, at)
                taken.append(entry.name)
        return taken

    def finish(self, journal: Journal) -> None:
        """Remove folders that are empty now, and the folder beside. Raises OSError."""
        for name in journal.remove:
            for above in reversed(list(folders_above(name))):
                with suppress(OSError):
                    # One that is not empty stays.
                    disk.remove_folder(place(self._folder, above))
        self.clear()

    def clear(self) -> None:
        """Remove the folder beside; its journal last, so that an end on the way is nothing new. Raises OSError."""
        for part in (_OLD, _NEW):
            if kind_at(self._path / part) == stat.S_IFDIR:
                disk.remove_tree(self._path / part)
        if kind_at(self._path) == stat.S_IFDIR:
            disk.remove_tree(self._path)

    def _set_aside(self, name: str, at: Path) -> None:
        kind = kind_at(at)
        old = place(self._path / _OLD, name)
        if kind is None or kind_at(old) is not None:
            return
        refuse_other_than_file(at, kind)
        for above in folders_above(name):
            if kind_at(self._path / _OLD / above) is None:
                disk.make_folder(self._path / _OLD / above)
        disk.keep(at, old)

    def _make_folders(self, name: str) -> None:
        for above in folders_above(name):
            if kind_at(place(self._folder, above)) is None:
                disk.make_folder(self._folder / above, 0o755)


def is_ours(path: Path) -> bool:
    """Whether a folder was made as a folder beside, by this user: nothing else has such a name and such parts."""
    if not _NAME.fullmatch(path.name) or kind_at(path) != stat.S_IFDIR or not is_own(path):
        return False
    try:
        there = {name: kind_at(path / name) for name in (entry.name for entry in path.iterdir())}
    except OSError:
        return False
    kinds = {_NEW: stat.S_IFDIR, _OLD: stat.S_IFDIR, _JOURNAL: stat.S_IFREG, f"{_JOURNAL}.new": stat.S_IFREG}
    return all(kinds.get(name) == kind for name, kind in there.items())


def is_own(path: Path) -> bool:
    """Whether something belongs to the user who runs this."""
    return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
