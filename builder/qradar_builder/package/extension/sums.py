"""SHA256SUMS, in the form that `sha256sum --check` reads."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS = "SHA256SUMS"
"""The name of the file."""


def write_sums(files: Mapping[str, bytes], others: Mapping[str, str] | None = None) -> bytes:
    """One line a file, by name; `others` are digests of files that are there already."""
    digests = {**(others or {}), **{name: sha256(content).hexdigest() for name, content in files.items()}}
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
