"""Reads the pattern text of a SimpleDateFormat (Java 17) into literals and fields."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.javalang.dates.formatter.reader import MAX_PATTERN_LENGTH
from qradar_builder.quick.dataclasses import dataclass

LETTERS: Final = frozenset("GyMdkHmsSEDFwWahKzZYuXL")
_NUMBERS: Final = frozenset("ydkHmsSDFwWhKYu")  # always numbers; M and L are where they have one or two letters


@dataclass(frozen=True, slots=True)
class Field:
    """A run of `count` pattern letters. `counts` says whether the number must leave digits to the field behind it."""

    letter: str
    count: int
    counts: bool = False

    @property
    def is_number(self) -> bool:
        """Whether a field before it obeys its own count."""
        return self.letter in _NUMBERS or (self.letter in "ML" and self.count <= 2)


class _PatternReader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.parts: list[Field | str] = []
        self.letter = ""
        self.start = 0

    def read(self) -> tuple[Field | str, ...]:
        position = 0
        while position < len(self.pattern):
            character = self.pattern[position]
            if character == "'":
                self._end_run(position)
                position = self._quoted(position)
                continue
            if not (character.isascii() and character.isalpha()):
                self._end_run(position)
                self.parts.append(character)
            elif character not in LETTERS:
                raise JavaDateError("pattern", f"Illegal pattern character '{character}'", position)
            elif character != self.letter:
                self._end_run(position)
                self.letter, self.start = character, position
            position += 1
        self._end_run(position)
        return tuple(self.parts)

    def _end_run(self, end: int) -> None:
        if self.letter:
            count = end - self.start
            if self.letter == "X" and count > 3:
                raise JavaDateError("pattern", f"invalid ISO 8601 format: length={count}", self.start)
            self.parts.append(Field(self.letter, count))
            self.letter = ""

    def _quoted(self, start: int) -> int:
        """Read a literal in quotes; two quotes are one quote, in and out of a literal."""
        if self.pattern[start + 1 : start + 2] == "'":
            self.parts.append("'")
            return start + 2
        end = start + 1
        while True:
            end = self.pattern.find("'", end)
            if end < 0:
                raise JavaDateError("pattern", "Unterminated quote", start)
            if self.pattern[end + 1 : end + 2] != "'":
                break
            end += 2
        self.parts.append(self.pattern[start + 1 : end].replace("''", "'"))
        return end + 1


def read_simple_pattern(pattern: str) -> tuple[Field | str, ...]:
    """Return the literals and fields of a pattern in order.

    Raises JavaDateError of kind "pattern" for what Java refuses, "unsupported" for more text than any real pattern has.
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise JavaDateError("unsupported", f"A date pattern of more than {MAX_PATTERN_LENGTH} characters")
    parts = _PatternReader(pattern).read()
    seen = list(parts)
    for place, (part, behind) in enumerate(pairwise(parts)):
        if isinstance(part, Field) and isinstance(behind, Field) and behind.is_number:
            seen[place] = Field(part.letter, part.count, counts=True)
    return tuple(seen)
