"""Where in which file something stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A stretch of a file. Lines and columns are 1-based and count characters; the end column is exclusive.

    A location without a known place inside the file stands at line 1, column 1.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def locate(self) -> Location:
        """A location is its own origin."""
        return self

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Origin(Protocol):
    """Something that knows where it came from; the place is worked out only when a finding needs it."""

    def locate(self) -> Location:
        """Give the place in the source."""
        ...


@runtime_checkable
class TrailedOrigin(Origin, Protocol):
    """An origin that was reached by way of other places, as a fragment is by way of the workflow that uses it."""

    def trail(self) -> Iterable[tuple[Origin, str]]:
        """The places on the way, nearest first, each with a few words on it."""
        ...


def trail_of(origin: Origin) -> Iterable[tuple[Origin, str]]:
    """The places by which an origin was reached; none where it was not. To ask for its class takes far longer."""
    trail = getattr(origin, "trail", None)
    return () if trail is None else cast("Iterable[tuple[Origin, str]]", trail())
