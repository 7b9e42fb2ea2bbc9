"""Versions MAJOR.MINOR.PATCH, and the least one that the changes since the last release ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qradar_builder.comparison.effects.rule import Level
from qradar_builder.model.extension import VERSION, VERSION_LIMIT

if TYPE_CHECKING:
    from typing import Self


class Version(NamedTuple):
    """A version; versions compare as numbers (https://semver.org, 2.0.0, without pre-releases)."""

    major: int
    minor: int
    patch: int

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """The version that a text says; None where it is none."""
        if text is None or len(text) > VERSION_LIMIT or not VERSION.fullmatch(text):
            return None
        return cls(*map(int, text.split(".")))

    def least_after(self, level: Level) -> Version:
        """The least version after this one for changes up to that class.

        Before 1.0.0 the first number says nothing: there a breaking change raises the second one.
        """
        if level is Level.BREAKING and self.major:
            return Version(self.major + 1, 0, 0)
        if level is Level.FIX:
            return Version(self.major, self.minor, self.patch + 1)
        return Version(self.major, self.minor + 1, 0)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"
