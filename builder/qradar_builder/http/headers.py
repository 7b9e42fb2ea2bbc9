"""Looks up headers, whose names have no case in HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def header(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first value of a header, in whatever spelling its name stands; `name` is in lower case. None without one."""
    return next((value for key, value in headers if key.lower() == name), None)
