"""A match of a Java pattern, whichever engine has found it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias


class JavaMatch(Protocol):
    """One match. Positions are code points of the text; Java's own count a supplementary character twice."""

    def group(self, group: int | str = 0, /) -> str | None:
        """Return the text of a group, None where the group took no part. Raises IndexError for an unknown group."""

    def groups(self) -> tuple[str | None, ...]:
        """Return the texts of all groups from 1 up."""

    def span(self, group: int | str = 0, /) -> tuple[int, int]:
        """Return the start and the end of a group, (-1, -1) where the group took no part."""

    def start(self, group: int | str = 0, /) -> int:
        """Return the start of a group, -1 where the group took no part."""

    def end(self, group: int | str = 0, /) -> int:
        """Return the end of a group, -1 where the group took no part."""


Find: TypeAlias = Callable[[str], JavaMatch | None]
"""A search for the first match in a text."""
