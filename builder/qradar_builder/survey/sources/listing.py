"""Lists the files of sources: a file, a folder with all below it, a glob, or a URL of one of these."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.survey.sources.drivers import is_url, local_path, package_for, scheme_of, shown
from qradar_builder.survey.sources.file import GONE, SourceFile, unreached, why_unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qradar_builder.findings import Findings

_MAGIC = "*?["
_EXTRA = 'install it with `pip install "qradar-content-builder[survey]"`'


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of all sources, each once, in the byte order of their names, and those that cannot be read."""

    files: tuple[SourceFile, ...]
    unread: tuple[tuple[str, str], ...] = ()
    """Names of files or folders, each with the reason."""
    twice: int = 0
    """How many files more than one source names; they are read once."""


@dataclass(slots=True)
class _Found:
    files: list[SourceFile] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)


def list_sources(sources: Sequence[str], findings: Findings, without: Iterable[str] = ()) -> Listing | None:
    """List the files of sources. None, with findings, where one is not there or cannot be listed.

    `without` has paths of files and folders that are not read, as those that the command writes.
    """
    before = findings.errors
    left_out = {os.path.realpath(path) for path in without}
    found: list[_Found] = []
    for source in sources:
        listed = _of_url(source, findings) if is_url(source) else _of_path(local_path(source), findings, left_out)
        if listed is not None and not listed.files and not listed.unread:
            findings.add("survey/no-files", Location(shown(source)), "there is no file in it")
        found.append(listed or _Found())
    return None if findings.errors > before else _joined(found)


def _joined(found: Sequence[_Found]) -> Listing:
    """The files of all sources. If different files have the same name, the number of the source is before all names."""
    places: dict[str, SourceFile] = {}
    numbers: dict[str, int] = {}
    twice = 0
    for number, listed in enumerate(found, 1):
        for file in listed.files:
            place = file.place if file.is_remote else os.path.realpath(file.place)
            twice += place in places
            places.setdefault(place, file)
            numbers.setdefault(place, number)
    names = [file.name for file in places.values()]
    if len(set(names)) < len(names):
        places = {place: replace(file, name=f"{numbers[place]}/{file.name}") for place, file in places.items()}
    unread = sorted({each for listed in found for each in listed.unread}, key=lambda each: _order(each[0]))
    return Listing(tuple(sorted(places.values(), key=lambda file: _order(file.name))), tuple(unread), twice)


def _order(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _of_path(source: str, findings: Findings, left_out: set[str]) -> _Found | None:
    location = Location(source)
    found = _Found()
    try:
        if os.path.isdir(source):
            for path, name in _below(source, found):
                _add(path, name, found, left_out)
        elif os.path.lexists(source):
            _add(source, os.path.basename(source), found, set())
        elif any(sign in source for sign in _MAGIC):
            root = _fixed(source, os.sep)
            for path in glob.iglob(source, recursive=True, include_hidden=True):
                if not os.path.isdir(path):
                    _add(path, os.path.relpath(path, root or os.curdir), found, left_out)
        else:
            findings.add("survey/no-source", location, "there is no such file or folder")
            return None
    except (OSError, ValueError) as error:
        findings.add("survey/no-source", location, f"it cannot be listed: {getattr(error, 'strerror', None) or error}")
        return None
    return found


def _below(root: str, found: _Found) -> Iterator[tuple[str, str]]:
    """The files below a folder with their names. Links to folders are not followed."""

    def cannot(error: OSError) -> None:
        name = os.path.relpath(os.fsdecode(error.filename), root)
        found.unread.append((_text(name.replace(os.sep, "/")), error.strerror or type(error).__name__))

    for folder, _, names in os.walk(root, onerror=cannot):
        for name in names:
            path = os.path.join(folder, name)
            yield path, os.path.relpath(path, root)


def _add(path: str, name: str, found: _Found, left_out: set[str]) -> None:
    real = os.path.realpath(path)
    if real in left_out or any(real.startswith(each + os.sep) for each in left_out):
        return
    name = _text(name.replace(os.sep, "/"))
    try:
        status = os.stat(path)
    except FileNotFoundError:
        found.unread.append((name, "it is a link to what is not there" if os.path.islink(path) else GONE))
        return
    except OSError as error:
        found.unread.append((name, why_unread(error)))
        return
    found.files.append(SourceFile(name, os.path.abspath(path), status.st_size, str(status.st_mtime_ns)))


def _text(name: str) -> str:
    """A name as text: bytes that are no UTF-8 are written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _fixed(pattern: str, separator: str) -> str:
    """The folder above the first part of a pattern that has a sign of globs."""
    first = min(pattern.find(sign) for sign in _MAGIC if sign in pattern)
    return pattern[:first].rpartition(separator)[0] + (separator if pattern.startswith(separator) else "")


def _of_url(url: str, findings: Findings) -> _Found | None:
    """List a URL by fsspec."""
    location, scheme = Location(shown(url)), scheme_of(url)
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        findings.add("survey/extra-missing", location, "a URL needs the package fsspec", help=_EXTRA)
        return None
    try:
        system, path = url_to_fs(url)
        listed = dict(_remote_files(system, path))
    except ImportError:
        package = package_for(scheme) or "the package that fsspec names for it"
        advice = f"install it with `pip install {package}`" if package_for(scheme) else None
        message = f"sources that begin with `{scheme}://` need the package {package}"
        findings.add("survey/driver-missing", location, message, help=advice)
        return None
    except FileNotFoundError as error:
        findings.add("survey/no-source", location, unreached(error) or "there is no such file or folder")
        return None
    except Exception as error:  # noqa: BLE001 - each driver has errors of its own
        known = isinstance(error, ValueError) and "rotocol" in str(error)
        reason = f"`{scheme}://` is not known" if known else f"it cannot be listed: {why_unread(error)}"
        findings.add("survey/no-source", location, reason)
        return None
    root = _root(path, listed)
    found = _Found()
    for each, information in listed.items():
        name = each[len(root) :].lstrip("/") if each.startswith(root) else each
        size = information.get("size")
        found.files.append(
            SourceFile(name, _again(url, system, each), size if isinstance(size, int) else None, _mark(information))
        )
    return found


def _remote_files(system: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if any(sign in path for sign in _MAGIC):
        listed = system.glob(path, detail=True)
    else:
        information = system.info(path)
        if information.get("type") != "directory":
            yield path, information
            return
        listed = system.find(path, detail=True)
    for each, information in listed.items():
        # Stores have empty objects in place of folders.
        if information.get("type") != "directory" and not each.endswith("/"):
            yield each, information


def _root(path: str, listed: Iterable[str]) -> str:
    if any(sign in path for sign in _MAGIC):
        return _fixed(path, "/")
    return path.rpartition("/")[0] if path in listed else path.rstrip("/")


def _again(url: str, system: Any, path: str) -> str:
    """The URL of a file that was listed, with the credentials of the one that was given."""
    if "://" in path:
        return path
    given = url.partition("://")[2].partition("/")[0]
    rest = system.unstrip_protocol(path)
    if "@" in given and "@" not in rest:
        start, _, end = rest.partition("://")
        return f"{start}://{given.rpartition('@')[0]}@{end}"
    return str(rest)


def _mark(information: Mapping[str, Any]) -> str:
    for key in ("ETag", "etag", "md5Hash", "content_hash", "LastModified", "last_modified", "mtime", "created"):
        value = information.get(key)
        if value:
            return value.isoformat() if isinstance(value, datetime) else str(value)
    return ""
