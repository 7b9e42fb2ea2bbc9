"""Packages: load, check, build and write them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.api.result import Result, StrPath, shown
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from qradar_builder.findings import Findings
    from qradar_builder.lint.ignoring import Ignoring
    from qradar_builder.model.content import Content
    from qradar_builder.package.build import Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Result):
    """A package folder that was loaded."""

    content: Content | None
    """The extension with all names resolved: its types, mappings, properties and workflows. None with errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Result):
    """What a check found."""

    readable: bool
    """Whether each path held something that can be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build(Result):
    """Packages that were compiled in memory."""

    packages: Mapping[Path, Built]
    """By package folder: `zip` is the extension ZIP, `files` what lies beside it. A package with errors is missing."""


def load(folder: StrPath) -> Package:
    """Load a package folder and resolve its names. Nothing is compiled: `check` finds more."""
    from qradar_builder.findings import Findings
    from qradar_builder.package.folder import load_package
    from qradar_builder.package.resolve.extension import resolve

    findings = Findings()
    content = resolve(load_package(Path(folder), findings), findings) if _is_folder(folder, findings) else None
    return Package(findings=shown(findings), content=None if findings.errors else content)


def check(
    *paths: StrPath,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    config: StrPath | None = None,
    keep: bool = False,
) -> Checked:
    """Check package folders, folders of packages, XML files and ZIPs, as `qradar-builder lint` does.

    `select` and `ignore` have ids or families of rules, such as `qid/unused` or `qid`: where something is selected,
    other warnings and notes are left out; those of ignored rules always are. `config` is a `lint.toml`, which is not
    looked for; where it has errors, nothing else is checked. `keep` keeps what was found in the user's cache, and takes
    it from there where no file has changed. Raises ValueError where there is no such rule, or its findings are errors
    and it is ignored.
    """
    from qradar_builder.lint.run import check_places
    from qradar_builder.lint.selection import Selection

    selected, ignored = tuple(select), tuple(ignore)
    _raise_for_unknown(selected, may_be_errors=True)
    _raise_for_unknown(ignored)
    places = [Path(path) for path in paths]
    read = None
    if config is not None:
        from qradar_builder.findings import Findings
        from qradar_builder.lint.config import read_config

        problems = Findings()
        read = read_config(Path(config), problems)
        if problems.errors:
            return Checked(findings=shown(problems), readable=True)
    selection = Selection(frozenset(selected), frozenset(ignored))
    findings, readable = check_places(places, selection, config=read, keep=keep)
    return Checked(findings=shown(findings), readable=readable)


def build(
    folders: StrPath | Iterable[StrPath],
    *,
    locked: bool = False,
    cases: bool = True,
    ignore: Iterable[str] = (),
    against: Iterable[StrPath] = (),
) -> Build:
    """Compile package folders in memory, one after the other. `write` writes the result.

    `locked` makes an identity that `identity.lock.yaml` does not have an error. What `check` calls an error is one here
    too; without `cases` the recorded cases are not looked at. `ignore` is as for `check`. With `against`, the last
    releases of the packages, each version must rise by what changed and have an entry of CHANGELOG.md.
    """
    from qradar_builder.findings import Findings
    from qradar_builder.lint.beside_build import check_beside_build
    from qradar_builder.package.build import build_package, check_ids

    findings = Findings()
    ignoring = _ignoring(ignore)
    built: dict[Path, Built] = {}
    for folder in [folders] if isinstance(folders, str | os.PathLike) else folders:
        is_there = _is_folder(folder, findings)
        one = build_package(Path(folder), findings, locked=locked) if is_there else None
        if is_there:
            check_beside_build(Path(folder), one, findings, cases=cases)
        if one is not None:
            built[Path(folder)] = one
    check_ids((one.id for one in built.values()), findings)
    releases = [against] if isinstance(against, str | os.PathLike) else list(against)
    if releases:
        from qradar_builder.comparison.release.earlier import check_against

        check_against(built, releases, findings)
    return Build(findings=shown(ignoring.left(findings)), packages=built)


def write(build: Build, output: StrPath, *, tell: Callable[[str], None] | None = None) -> tuple[Path, ...]:
    """Write what `build` made into a folder: all ZIPs, a folder of files beside each, and the locks of the packages.

    Returns the files that changed below `output`; removed ones are included. `tell` hears what was repaired of an
    earlier write that was interrupted. Raises ValueError where the build has errors, and OutputError where a file
    cannot be written or is not as an earlier build wrote it: then the output stays as it was.
    """
    from qradar_builder.package.layout import LOCK_FILE
    from qradar_builder.package.release_files import release_changes
    from qradar_builder.source.output import replace_file, write_files

    if not build.ok:
        raise ValueError("the build has errors: see its `findings`")
    told = tell or _ignore
    target = Path(output)
    changes = {name: data for one in build.packages.values() for name, data in release_changes(target, one).items()}
    # The locks first: an identity that is kept and never released does no harm, the other way round it does.
    for folder, one in build.packages.items():
        if one.writes_lock:
            replace_file(folder / LOCK_FILE, one.lock, told, instead_of=one.lock_read)
    write_files(target, changes, told)
    return tuple(target / name for name in sorted(changes))


def _ignoring(rules: Iterable[str]) -> Ignoring:
    from qradar_builder.lint.ignoring import Ignoring
    from qradar_builder.lint.selection import Selection

    known = tuple(rules)
    _raise_for_unknown(known)
    return Ignoring(Selection(ignore=frozenset(known)))


def _raise_for_unknown(rules: tuple[str, ...], *, may_be_errors: bool = False) -> None:
    if not rules:
        return
    from qradar_builder.lint.ignoring import unknown_rules

    wrong = next(unknown_rules(rules, may_be_errors=may_be_errors), None)
    if wrong is not None:
        raise ValueError(wrong)


def _is_folder(path: StrPath, findings: Findings) -> bool:
    from qradar_builder.findings import Location
    from qradar_builder.package.layout import is_folder
    from qradar_builder.source.files import display_name

    if is_folder(Path(path)):
        return True
    findings.add("file/missing", Location(display_name(Path(path))), "the folder does not exist")
    return False


def _ignore(text: str) -> None:
    """Nobody listens."""
