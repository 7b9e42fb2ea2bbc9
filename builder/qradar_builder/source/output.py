"""Writes files so that there is the old one or the new one, and several so that all are old or all are new.

Who writes into a folder holds its lock. What an earlier process left there is finished or removed first, and said.
"""

from __future__ import annotations

import secrets
import stat
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.source import disk
from qradar_builder.source.files import open_regular
from qradar_builder.source.folder_lock import LOCK, locked
from qradar_builder.source.places import PlaceError, folders_above, kind_at, place, refuse_other_than_file, target_of
from qradar_builder.source.signals import held_back
from qradar_builder.source.staging import PREFIX, Journal, Staging, is_ours, is_own

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from qradar_builder.source.files import Content
    from qradar_builder.source.folder_lock import Tell

_SINGLE: Final = ".part"
"""How the name of a single file that is written beside ends."""
_PART: Final = 1024 * 1024
_ANYTHING: Final = object()


class OutputError(Exception):
    """The output cannot be written; the text says why."""


def fingerprint(path: Path) -> str | None:
    """What a file holds, in a word to compare by; None where there is no file. Raises OSError."""
    try:
        digest = sha256()
        with open_regular(path) as file:
            while part := file.read(_PART):
                digest.update(part)
        return digest.hexdigest()
    except FileNotFoundError:
        return None


def replace_file(
    path: Path,
    content: bytes,
    tell: Tell,
    *,
    makes_folders: bool = False,
    mode: int | None = None,
    instead_of: Any = _ANYTHING,
) -> None:
    """Replace a file as a whole; where the path is a link, the file that it leads to. Raises OutputError.

    The mode is that of the file that is replaced, else 0644, unless one is given. With `makes_folders` missing folders
    are made. With `instead_of`, a `fingerprint`, nothing is written where the file has changed since then, unless it
    holds the very same content.
    """
    with _words(path):
        target = target_of(path)
        if makes_folders:
            _make_folders(target.parent)
        with _writing(target.parent, tell):
            if instead_of is not _ANYTHING and fingerprint(target) not in {instead_of, sha256(content).hexdigest()}:
                raise OutputError(f"{path} changed during the run, so nothing was written; run the command again")
            if mode is None:
                mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644
            beside = target.parent / f"{PREFIX}{secrets.token_hex(8)}{_SINGLE}"
            disk.write_new(beside, content, mode)
            try:
                disk.move(beside, target)
            except BaseException:
                with suppress(OSError):
                    disk.remove_file(beside)
                raise
            disk.sync_folder(target.parent)


def write_files(
    folder: Path, files: Mapping[str, Content | None], tell: Tell, *, modes: Mapping[str, int] | None = None
) -> None:
    """Write files by their paths below `folder`, all of them or none; None removes one. Raises OutputError.

    A folder of the first level that is not there yet, or is empty, appears with all its files at once. Links, and
    whatever else is not a regular file, are not replaced.
    """
    with _words(folder):
        _make_folders(folder)
        with _writing(folder, tell):
            journal = _journal(folder, files)
            staging = Staging(folder, folder / f"{PREFIX}{secrets.token_hex(8)}")
            try:
                staging.write({name: content for name, content in files.items() if content is not None}, modes or {})
                with held_back():
                    _make(staging, journal)
            finally:
                if not _is_begun(staging):
                    with suppress(OSError):
                        staging.clear()


def tidy(folder: Path, tell: Tell) -> None:
    """Finish or remove what a process that has ended left in a folder, if it left anything. Raises OutputError."""
    try:
        left = any(path.name.startswith(PREFIX) or path.name == LOCK for path in folder.iterdir())
    except OSError:
        return
    if left:
        with _words(folder), _writing(folder, tell):
            pass


def try_file(path: Path, tell: Tell, *, makes_folders: bool = False) -> None:
    """See to it that a file can be written, before work is done that would be lost. Raises OutputError.

    What an earlier process left in its folder is seen to, as by `tidy`.
    """
    with _words(path):
        target = target_of(path)
        if not makes_folders and not target.parent.exists():
            raise OutputError(f"cannot write to {path}: the folder {target.parent} does not exist")
        _try(target.parent, tell)


def try_files(folder: Path, names: Iterable[str], tell: Tell) -> None:
    """See to it that `write_files` can write files of these names into a folder; else as `try_file`."""
    with _words(folder):
        for name in names:
            at = place(folder, name)
            refuse_other_than_file(at, kind_at(at))
        _try(folder, tell)


def try_folder(folder: Path, tell: Tell) -> None:
    """See to it that files can be written into a folder, which need not be there yet; else as `try_file`."""
    with _words(folder):
        _try(folder, tell)


def _try(folder: Path, tell: Tell) -> None:
    at = folder
    while kind_at(at) is None and at != at.parent:
        at = at.parent
    if not at.is_dir():
        raise OutputError(f"cannot write to {folder}: {at} is not a folder")
    with _writing(at, tell):
        tried = at / f"{PREFIX}{secrets.token_hex(8)}{_SINGLE}"
        disk.write_new(tried, b"", 0o600)
        disk.remove_file(tried)


def _journal(folder: Path, files: Mapping[str, Content | None]) -> Journal:
    """What is moved. Raises PlaceError where something is in the way."""
    whole: set[str] = set()
    put: list[str] = []
    for name, content in files.items():
        at = place(folder, name)
        top = next(folders_above(name), None)
        if top is not None and content is not None and _is_free(folder / top):
            whole.add(top)
            continue
        refuse_other_than_file(at, kind_at(at))
        if content is not None:
            put.append(name)
    remove = [name for name, content in files.items() if content is None and kind_at(folder / name) is not None]
    return Journal((*sorted(whole), *put), tuple(remove))


def _is_free(path: Path) -> bool:
    kind = kind_at(path)
    return kind is None or (kind == stat.S_IFDIR and not any(path.iterdir()))


def _make(staging: Staging, journal: Journal) -> None:
    staging.commit(journal)
    try:
        staging.make(journal)
    except BaseException:
        # Whatever it was: what stood there before must not be lost. Where not even that is possible, the journal
        # stays, and who comes next makes the rest of the moves.
        staging.undo(journal)
        raise
    with suppress(OSError):
        # All is in its place; what is left here is for who comes next.
        staging.finish(journal)


def _is_begun(staging: Staging) -> bool:
    try:
        return staging.journal() is not None
    except (OSError, PlaceError):
        return True


@contextmanager
def _writing(folder: Path, tell: Tell) -> Iterator[None]:
    """Hold the lock, and see to what was left. Raises OSError and PlaceError."""
    with locked(folder, tell):
        for path in sorted(folder.glob(f"{PREFIX}*")):
            _see_to(folder, path, tell)
        yield


def _see_to(folder: Path, path: Path, tell: Tell) -> None:
    if path.name.endswith(_SINGLE) and kind_at(path) == stat.S_IFREG and is_own(path):
        disk.remove_file(path)
        tell(f"removed {path}: an interrupted run left it behind")
        return
    if not is_ours(path):
        return
    staging = Staging(folder, path)
    journal = staging.journal()
    with held_back():
        if journal is not None:
            try:
                staging.make(journal)
            except (OSError, PlaceError) as error:
                why = getattr(error, "strerror", None) or error
                advice = f"check {path}, or remove it"
                raise PlaceError(f"cannot complete the changes of an earlier run: {why}; {advice}") from error
            staging.finish(journal)
            what = f"completed the changes of an interrupted run in {folder}"
        elif taken := staging.take_back():
            what = f"put back {', '.join(taken)} in {folder}: an interrupted run had moved it away"
        else:
            what = f"removed {path}: an interrupted run left it behind"
        staging.clear()
    tell(what)


def _make_folders(folder: Path) -> None:
    if kind_at(folder) is None:
        _make_folders(folder.parent)
        with suppress(FileExistsError):
            # Another process may be first.
            disk.make_folder(folder)
    elif not folder.is_dir():
        raise OutputError(f"cannot write to {folder}: File exists")


@contextmanager
def _words(path: Path) -> Iterator[None]:
    try:
        yield
    except PlaceError as error:
        raise OutputError(str(error)) from error
    except OSError as error:
        raise OutputError(f"cannot write to {path}: {error.strerror or error}") from error
    except ValueError as error:
        # A zero byte in a path.
        raise OutputError(f"cannot write to {path}: {error}") from error
