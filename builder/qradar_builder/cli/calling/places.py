"""Where commands look for packages and files: by path, by name, or around the working directory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from qradar_builder.cli.exits import stop

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTENT = Path("content")
"""The folder of packages, where no path is given."""

_MARK = "extension.yaml"
_START = "start a package with `qradar-builder init NAME`, or give the path of one"


def package_around() -> Path | None:
    """The package folder that the working directory is, or lies in; None elsewhere."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _MARK).is_file():
            return Path(os.path.relpath(folder))
    return None


def default_places() -> list[Path]:
    """What a command works on without an argument: the package around, else content/, else the packages right here."""
    from qradar_builder.package.layout import find_packages

    around = package_around()
    if around is not None:
        return [around]
    found = next((folder for folder in (CONTENT, Path()) if find_packages(folder)), None)
    if found is None:
        here = f"in {CONTENT}/" if CONTENT.is_dir() else f"here, and no {CONTENT}/"
        stop(f"there is no package {here}", _START)
    return [found]


def named_place(path: Path) -> Path:
    """The path that an argument means: itself where it is there, else the package of that name in content/."""
    if not os.path.lexists(path) and len(path.parts) == 1:
        for folder in _package_homes():
            if os.path.isfile(folder / path / _MARK):  # noqa: PTH113 - Path raises OSError for a name that is too long
                return folder / path
    return path


def package_folders(paths: Sequence[Path]) -> list[Path]:
    """The package folders that the arguments name. Exits with 2 where one is not there."""
    from qradar_builder.package.layout import find_packages, is_package

    folders: list[Path] = []
    for path in map(named_place, paths) if paths else default_places():
        found = [path] if is_package(path) else find_packages(path)
        if not found:
            _no_package(path)
        folders += found
    # One folder may be named in several ways.
    return list({folder.resolve(): folder for folder in reversed(folders)}.values())[::-1]


def need_file(path: Path) -> Path:
    """A file that an argument names. Exits with 2 where there is none, or no regular file."""
    if not os.path.lexists(path):
        stop(f"{path}: there is no such file", missing_advice(path))
    if path.is_dir():
        stop(f"{path}: this is a folder, and a file is needed")
    if not path.is_file():
        stop(f"{path}: this is not a regular file, but for example a pipe, a device, or a broken link")
    return path


def missing_advice(path: Path) -> str | None:
    """A hint at the path or the package that may be meant by one that is not there."""
    from qradar_builder.source.nearby import nearby
    from qradar_builder.text.nearest import closest

    near: Path | str | None = nearby(path)
    if near is None and len(path.parts) == 1:
        near = closest(path.name, package_names())
    return None if near is None else f"did you mean `{near}`?"


def package_names() -> list[str]:
    """The names of the packages that can be given without their path."""
    return sorted({each.parent.name for folder in _package_homes() for each in folder.glob(f"*/{_MARK}")})


def output_default() -> Path:
    """Where a build goes: dist/ here, or, inside a package of content/, the dist/ beside content/."""
    around = package_around()
    if around is not None and (parent := around.resolve().parent).name == CONTENT.name:
        return Path(os.path.relpath(parent.parent / "dist"))
    return Path("dist") if around is None else around / "dist"


def _package_homes() -> list[Path]:
    """The folders whose packages are known by name: content/, and inside a package the folder that holds it."""
    around = package_around()
    return [CONTENT] if around is None else [Path(os.path.relpath(around.resolve().parent)), CONTENT]


def _no_package(path: Path) -> NoReturn:
    if not os.path.lexists(path):
        stop(f"{path}: there is no such package or folder", missing_advice(path) or _START)
    if not path.is_dir():
        stop(f"{path}: this is a file, and a package is a folder with an {_MARK}")
    advice = f"rename extension.yml to {_MARK}" if (path / "extension.yml").is_file() else _START
    stop(f"{path}: there is no package in this folder", advice)
