"""SHA256SUMS, in the form that `sha256sum --check` reads."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMS = "SHA256SUMS"
"""The name of the file."""


def write_sums(files: Mapping[str, bytes]) -> bytes:
    """One line a file, by name."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
