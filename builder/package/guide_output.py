"""Writes an install guide alone, into a folder that may hold the rest of a build."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from builder.package.guide_links import DOCS
from builder.package.install_guide import MARKDOWN, PAGE
from builder.package.output import OutputError, write_outputs
from builder.package.sums import SUMS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def guide_files(files: Mapping[str, bytes], *, markdown: bool, page: bool) -> dict[str, bytes]:
    """Of all files of a build, by path, those of the guide: one or both of its forms, and what it links to."""
    names = {MARKDOWN} if markdown else set()
    names |= {PAGE} if page else set()
    return {name: content for name, content in files.items() if name in names or name.startswith(f"{DOCS}/")}


def write_guide(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files of a guide into a folder, and bring its SHA256SUMS, if there is one, up to date.

    Raises OutputError.
    """
    trees: dict[str, Mapping[str, bytes] | bytes] = {name: files[name] for name in files if "/" not in name}
    linked = {name.removeprefix(f"{DOCS}/"): content for name, content in files.items() if "/" in name}
    if linked:
        trees[DOCS] = linked
    sums = folder / SUMS
    try:
        if sums.is_file():
            trees[SUMS] = _renewed(sums.read_bytes(), files)
    except OSError as error:
        raise OutputError(f"cannot read {sums}: {error.strerror or error}") from error
    write_outputs(folder, trees)


def _renewed(sums: bytes, files: Mapping[str, bytes]) -> bytes:
    """The sums with those of `files` in place of the ones they had; the order stays by name."""
    lines = {line.partition(b"  ")[2]: line for line in sums.splitlines()}
    lines |= {name.encode(): f"{sha256(content).hexdigest()}  {name}".encode() for name, content in files.items()}
    return b"".join(lines[name] + b"\n" for name in sorted(lines))
