"""Texts that are edited and not saved yet: inside, files are read as if they held them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_contents: ContextVar[Mapping[str, bytes]] = ContextVar("_contents", default=MappingProxyType({}))


@contextmanager
def unsaved(contents: Mapping[Path, bytes]) -> Iterator[None]:
    """All that this thread reads inside is as if these files, which are on disk, had this content."""
    token = _contents.set({os.path.realpath(path): content for path, content in contents.items()})
    try:
        yield
    finally:
        _contents.reset(token)


def unsaved_content(path: Path) -> bytes | None:
    """The content of a file that is edited; None for every other file."""
    contents = _contents.get()
    return contents.get(os.path.realpath(path)) if contents else None
