"""What a release may replace in the output folder: what an earlier one wrote there, as its SHA256SUMS says."""

from __future__ import annotations

import re
import stat
from hashlib import sha256
from typing import TYPE_CHECKING

from qradar_builder.package.extension.sums import SUMS, write_sums
from qradar_builder.package.guide.links import DOCS
from qradar_builder.package.guide.sheets import MAPPINGS_TABLE, SHEETS
from qradar_builder.source.files import open_regular
from qradar_builder.source.output import OutputError, fingerprint
from qradar_builder.source.places import PlaceError, kind_at, place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from qradar_builder.package.build import Built

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_LARGEST = 16 * 1024 * 1024


def release_changes(output: Path, built: Built) -> dict[str, bytes | None]:
    """What a build changes below the output folder, by path; None for what is removed.

    Raises OutputError, which names each file that is there and that no build wrote as it is.
    """
    return _changes(output, built.stem, built.files, built.zip, removes=True)


def guide_changes(output: Path, built: Built, guide: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """What the files of an install guide change below the output folder. Raises OutputError, as `release_changes`."""
    known = _sums(output / built.stem)
    if not known:
        # There is no build, and nothing that says who wrote an earlier guide.
        return _changes(output, built.stem, guide, None, removes=False, trusted=guide)
    sums = write_sums(guide, {name: digest for name, digest in known.items() if name not in guide})
    return _changes(output, built.stem, {**guide, SUMS: sums}, None, removes=False)


def guide_files(files: Mapping[str, bytes], *, markdown: bool, page: bool) -> dict[str, bytes]:
    """Of all files of a build, by path, those of the guide: one or both of its forms, and what it links to."""
    names = {MAPPINGS_TABLE}
    names |= {sheet.markdown for sheet in SHEETS} if markdown else set()
    names |= {sheet.page for sheet in SHEETS} if page else set()
    return {name: content for name, content in files.items() if name in names or name.startswith(f"{DOCS}/")}


def _changes(
    output: Path,
    stem: str,
    files: Mapping[str, bytes],
    archive: bytes | None,
    *,
    removes: bool,
    trusted: Collection[str] = (),
) -> dict[str, bytes | None]:
    known = _sums(output / stem)
    wanted = {f"{stem}/{name}": content for name, content in files.items()}
    written = {f"{stem}/{name}": digest for name, digest in known.items() if not name.startswith("../")}
    if archive is not None:
        wanted[f"{stem}.zip"] = archive
        written[f"{stem}.zip"] = known.get(f"../{stem}.zip", "")
    ours = {f"{stem}/{name}" for name in (*trusted, *([SUMS] if known else []))}
    changes: dict[str, bytes | None] = {}
    in_the_way: list[str] = []
    for name, content in wanted.items():
        there = _digest(output, name, in_the_way)
        if there == sha256(content).hexdigest():
            continue
        changes[name] = content
        is_ours = name in ours or there in {None, written.get(name)}
        if not is_ours:
            in_the_way.append(f"{output / name} was changed after the tool wrote it")
    if removes:
        changes.update((name, None) for name in _stale(output, written, wanted))
    if in_the_way:
        raise OutputError("; ".join((*dict.fromkeys(in_the_way), "move it to another place to keep it")))
    return changes


def _stale(output: Path, written: Mapping[str, str], wanted: Mapping[str, bytes]) -> Iterator[str]:
    """What an earlier build wrote, is still as it was, and is not wanted any more."""
    for name, digest in written.items():
        if name not in wanted and digest:
            try:
                is_same = _digest(output, name, []) == digest
            except OutputError:
                # A line that was put into the sums by hand.
                continue
            if is_same:
                yield name


def _digest(output: Path, name: str, in_the_way: list[str]) -> str | None:
    """The digest of a file that is there; None where there is none. What cannot be replaced is told."""
    try:
        at = place(output, name)
        kind = kind_at(at)
        if kind is None:
            return None
        if kind != stat.S_IFREG:
            in_the_way.append(f"{at} is not a file")
            return None
        return fingerprint(at)
    except PlaceError as error:
        in_the_way.append(str(error))
        return None
    except OSError as error:
        raise OutputError(f"cannot read {output / name}: {error.strerror or error}") from error


def _sums(folder: Path) -> dict[str, str]:
    """The digests of the files that a build wrote, by path; none where there is no list of them, or no such list."""
    try:
        if kind_at(folder / SUMS) != stat.S_IFREG:
            return {}
        with open_regular(folder / SUMS) as file:
            text = file.read(_LARGEST).decode("utf-8", "replace")
    except OSError as error:
        raise OutputError(f"cannot read {folder / SUMS}: {error.strerror or error}") from error
    lines = [_LINE.fullmatch(line) for line in text.splitlines()]
    if not all(lines):
        return {}
    return {line[2]: line[1] for line in lines if line is not None}
