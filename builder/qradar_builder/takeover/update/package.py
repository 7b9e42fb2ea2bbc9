"""The update of a package folder: its files, those of the version that it was made of, and those of the new one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from qradar_builder.findings import Findings, Location
from qradar_builder.package.identity.lock import write_lock
from qradar_builder.package.identity.reader import read_lock
from qradar_builder.package.layout import EVENTS_SUFFIX, EXTENSION_FILE, EXTRA, LOCK_FILE, is_package
from qradar_builder.source.files import display_name, read_bytes
from qradar_builder.source.scratch import scratch_folder
from qradar_builder.takeover.update.forms import forms_of
from qradar_builder.takeover.update.kept import CONFLICTS, is_kept, merged_kept
from qradar_builder.takeover.update.merging import Merge
from qradar_builder.takeover.update.renamed import renamed_records
from qradar_builder.takeover.update.sides import are_related, imported_side, with_workflows
from qradar_builder.takeover.update.texts import both_sides, merged_csv, merged_yaml, unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from qradar_builder.package.identity.lock import Lock, LockedItem
    from qradar_builder.takeover.content.model import EventForm, TakenType
    from qradar_builder.takeover.update.kept import Sides
    from qradar_builder.takeover.update.renamed import RenamedRecords
    from qradar_builder.takeover.update.texts import Change

_OWN = ("CHANGELOG.md",)
"""Files that the import writes by itself, and that the team keeps by hand."""
_NAMELESS = "author: {name: Unknown,"
"""What an import says of a file without a manifest."""
_UNREAD = ("tests/", "docs/", "dist/", ".")


@dataclass(slots=True)
class Updated:
    """What an update changes: files by path, None for one that is removed, and what was merged."""

    version: str
    files: dict[str, bytes | None] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    """What is new from upstream, as `file: path`."""
    conflicts: list[str] = field(default_factory=list)
    """What both sides changed, likewise."""


def update_package(
    folder: Path, base: Path, new: Path, findings: Findings, *, has_local_numbers: bool = False
) -> Updated | None:
    """Merge what changed from `base` to `new` into a package folder. None, with findings, where one cannot be read.

    With `has_local_numbers`, `new` comes from a console that has its own numbers: those of the package stay.
    """
    if not is_package(folder):
        findings.add("update/no-package", Location(display_name(folder)), "is not a package folder")
        return None
    mine = _files(folder, findings)
    own = _lock_of(mine, Findings())
    form_of = forms_of(mine, own)
    sides = [_side(path, findings, form_of) for path in (base, new)]
    if sides[0] is None or sides[1] is None:
        return None
    read = sides[0], sides[1]
    if not has_local_numbers:
        strange = [
            path
            for path, side in zip((base, new), read, strict=True)
            if not are_related(mine, side, own, _lock_of(side, Findings()))
        ]
        for path in strange:
            message = "is no version of this package: the two have no item in common"
            findings.add("update/other-extension", Location(display_name(path)), message)
        if strange:
            return None
        read = with_workflows(mine, read, (base, new), findings)
    before, after = (_rekeyed(_called(side, mine), mine) for side in read)
    keys = tuple(renamed_records(own, _lock_of(side, Findings())) for side in (before, after))
    before, after = (_with_lock(side, found) for side, found in zip((before, after), keys, strict=True))
    updated = Updated(_version(after))
    for name in sorted(before.keys() | after.keys()):
        if name != LOCK_FILE and name not in _OWN and not name.startswith(_UNREAD):
            changes = (keys[0].change(name), keys[1].change(name))
            _merge_file(name, (before.get(name), mine.get(name), after.get(name)), changes, updated, findings)
    lock = _merged_lock(before, mine, after, findings, keeps=has_local_numbers)
    if lock is not None and lock != mine.get(LOCK_FILE):
        updated.files[LOCK_FILE] = lock
    return None if findings.errors else updated


def _side(path: Path, findings: Findings, form_of: Callable[[TakenType], EventForm]) -> dict[str, bytes] | None:
    if path.is_dir() and is_package(path):
        return _files(path, findings)
    return imported_side(path, form_of, findings)


def _files(folder: Path, findings: Findings) -> dict[str, bytes]:
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(_UNREAD):
            content = read_bytes(path, display_name(path), findings, within=folder, limit=256 * 1024 * 1024)
            if content is not None:
                found[name] = content
    return found


def _lock_of(files: Mapping[str, bytes], findings: Findings) -> Lock | None:
    content = files.get(LOCK_FILE)
    if content is None:
        return None
    with scratch_folder() as temporary:
        path = temporary / LOCK_FILE
        path.write_bytes(content)
        return read_lock(path, LOCK_FILE, findings)


def _rekeyed(files: dict[str, bytes], mine: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an import with the keys of the team's log source types, which are known by UUID and number."""
    ours, theirs = _lock_of(mine, Findings()), _lock_of(files, Findings())
    if ours is None or theirs is None:
        return files
    known = {identity: key for key, item in ours.items.items() for identity in _identities(ours, key, item)}
    renamed = {}
    for key, item in theirs.items.items():
        kind, _, name = key.partition("/")
        found = next((known[each] for each in _identities(theirs, key, item) if each in known), None)
        if kind == "type" and found is not None and found != key:
            renamed[name] = found.partition("/")[2]
    if not renamed:
        return files
    text = files[LOCK_FILE].decode()
    for old, new in renamed.items():
        for kind in ("type", "extension", "qid", "event", "expression", "protocol"):
            text = text.replace(f'"{kind}/{old}/', f'"{kind}/{new}/').replace(f'"{kind}/{old}"', f'"{kind}/{new}"')
        text = text.replace(f'\n  "{old}": ', f'\n  "{new}": ')
    moved = {_moved(name, renamed): content for name, content in files.items()}
    return moved | {LOCK_FILE: text.encode()}


def _with_lock(files: dict[str, bytes], renamed: RenamedRecords) -> dict[str, bytes]:
    """The files of a version with the team's keys of QID records in the lock."""
    lock = files.get(LOCK_FILE)
    return files if lock is None else files | {LOCK_FILE: renamed.in_lock(lock.decode()).encode()}


def _called(files: dict[str, bytes], mine: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with the id of the team's package; with its name, too, where the file of the version states none."""
    own = dict(_lines(mine.get(EXTENSION_FILE, b"")))
    text = files.get(EXTENSION_FILE, b"").decode()
    kept = {"id", "name"} if _NAMELESS in text else {"id"}
    lines = [own.get(key, line) if key in kept else line for key, line in _lines(text.encode())]
    return files | {EXTENSION_FILE: ("\n".join(lines) + "\n").encode()}


def _lines(content: bytes) -> list[tuple[str, str]]:
    """The lines of a file, each with the key that it begins with."""
    return [(line.partition(":")[0], line) for line in content.decode(errors="replace").splitlines()]


def _identities(lock: Lock, key: str, item: LockedItem) -> list[tuple[str, str]]:
    if not key.startswith("type/"):
        return []
    # What has no UUID of its own has the one that derives from its key.
    return [("uuid", item.uuid or str(uuid5(UUID(lock.namespace), key))), ("number", str(item.number))]


def _moved(name: str, renamed: Mapping[str, str]) -> str:
    folder, slash, file = name.rpartition("/")
    stem, dot, suffix = file.partition(".")
    return f"{folder}{slash}{renamed.get(stem, stem)}{dot}{suffix}" if folder == "log_source_types" else name


def _version(files: Mapping[str, bytes]) -> str:
    lines = files.get(EXTENSION_FILE, b"").decode().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("version:")), "new")


def _merge_file(name: str, sides: Sides, changes: tuple[Change, Change], updated: Updated, findings: Findings) -> None:
    base, mine, theirs = sides
    if theirs in {base, mine}:
        return
    if base == mine and (changes[1] is unchanged or mine is None or theirs is None):
        updated.files[name] = theirs
        updated.taken.append(name)
        return
    merge = Merge()
    if is_kept(name):
        _merge_kept(name, sides, merge, updated)
        return
    merged: str | None
    if base is None or mine is None or theirs is None or not name.endswith((".yaml", EVENTS_SUFFIX)):
        merged = both_sides(_text(mine), _text(theirs), updated.version)
        updated.conflicts.append(name)
    elif name.endswith(EVENTS_SUFFIX):
        texts = (base.decode(), mine.decode(), theirs.decode())
        merged = merged_csv(*texts, updated.version, merge, changes=changes)
    else:
        texts = (base.decode(), mine.decode(), theirs.decode())
        merged = merged_yaml(texts, updated.version, merge, findings, changes=changes)
        if merged is None:
            return
    _note(name, merge, updated)
    content = merged.encode()
    if content != mine:
        updated.files[name] = content


def _note(name: str, merge: Merge, updated: Updated) -> None:
    updated.taken += [_place(name, path) for path in merge.taken]
    updated.conflicts += [_place(name, conflict.path) for conflict in merge.conflicts]


def _merge_kept(name: str, sides: Sides, merge: Merge, updated: Updated) -> None:
    """Merge a file that an import kept. A build reads it, so that it has no marks: the file of upstream is beside."""
    merged = merged_kept(name, sides, merge)
    _note(name, merge, updated)
    if merged != sides[1]:
        updated.files[name] = merged
    if merge.conflicts and sides[2] is not None:
        updated.files[f"{CONFLICTS}/{updated.version}/{name.removeprefix(f'{EXTRA}/')}"] = sides[2]


def _text(content: bytes | None) -> str:
    return "" if content is None else content.decode(errors="replace")


def _place(name: str, path: tuple[str, ...]) -> str:
    return f"{name}: {' / '.join(path)}" if path else name


def _merged_lock(
    before: Mapping[str, bytes],
    mine: Mapping[str, bytes],
    after: Mapping[str, bytes],
    findings: Findings,
    *,
    keeps: bool = False,
) -> bytes | None:
    """The team's lock with the identities that upstream added or changed. Numbers that are taken are given again.

    With `keeps`, those that the team has stay as they are.
    """
    old, own, new = (_lock_of(files, findings) for files in (before, mine, after))
    if own is None or new is None:
        return after.get(LOCK_FILE) if own is None else None
    items = dict(own.items)
    base = {} if old is None else old.items
    next_row = max(own.next_row, new.next_row)
    next_qid = dict(own.next_qid)
    for block, place in new.next_qid.items():
        next_qid[block] = max(place, next_qid.get(block, 0))
    rows = {(key.partition("/")[0], item.row) for key, item in items.items()}
    places = {(_block(key, item), item.number) for key, item in items.items() if key.startswith("qid/")}
    for key, item in new.items.items():
        if key in items:
            if not keeps and items[key] == base.get(key) and item != base.get(key):
                items[key] = item
            continue
        kind = key.partition("/")[0]
        added = item
        if (kind, added.row) in rows:
            added, next_row = replace(added, row=next_row), next_row + 1
        if kind == "qid" and (_block(key, added), added.number) in places:
            block = _block(key, added)
            place = next_qid.get(block, 0)
            added, next_qid[block] = replace(added, number=place), place + 1
        items[key] = added
        rows.add((kind, added.row))
        places.add((_block(key, added), added.number))
    return write_lock(own.extension, own.namespace, next_row, next_qid, items)


def _block(key: str, item: LockedItem) -> str:
    return item.block or key.split("/")[1]
