"""Quantifiers of a Java pattern: `?`, `*`, `+`, `{n}`, `{n,}`, `{n,m}`, each also lazy and possessive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.javalang.regex.tree import Mode
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.reader import PatternReader

MAX_REPEAT = 0x7FFFFFFF

_DIGITS = frozenset(b"0123456789")
_BRACE, _COMMA, _CLOSE = (ord(character) for character in "{,}")
_SHORT: dict[int, tuple[int, int | None]] = {ord("?"): (0, 1), ord("*"): (0, None), ord("+"): (1, None)}
_MODES = {ord("?"): Mode.LAZY, ord("+"): Mode.POSSESSIVE}


@dataclass(frozen=True, slots=True)
class Quantifier:
    """From `low` to `high` times; None is without limit. `index` is its place in the pattern."""

    low: int
    high: int | None
    mode: Mode
    index: int


def read_quantifier(reader: PatternReader) -> Quantifier | None:
    """Read the quantifier at the cursor; None, with nothing read, where there is none. Raises JavaRegexError."""
    code = reader.peek()
    index = reader.place(reader.cursor)
    if code in _SHORT:
        low, high = _SHORT[code]
        reader.advance()
    elif code == _BRACE:
        low, high = _counts(reader)
    else:
        return None
    mode = _MODES.get(reader.peek(), Mode.GREEDY)
    if mode is not Mode.GREEDY:
        reader.advance()
    return Quantifier(low, high, mode, index)


def _counts(reader: PatternReader) -> tuple[int, int | None]:
    if reader.raw(1) not in _DIGITS:
        raise reader.error("Illegal repetition", "write \\{ for a brace", cursor=reader.cursor + 1)
    reader.cursor += 1
    low, code = _number(reader, reader.read())
    high: int | None = low
    if code == _COMMA:
        code = reader.read()
        high = None
        if code != _CLOSE:
            high, code = _number(reader, code)
    if code != _CLOSE:
        raise reader.error("Unclosed counted closure", "write {n}, {n,} or {n,m}")
    if high is not None and high < low:
        raise reader.error("Illegal repetition range", "the first number must not exceed the second")
    return low, high


def _number(reader: PatternReader, code: int) -> tuple[int, int]:
    """Return the number that starts with a character just read (0 where it is no digit), and the character behind."""
    number = 0
    while code in _DIGITS:
        number = number * 10 + code - 0x30
        if number > MAX_REPEAT:
            raise reader.error("Illegal repetition range", f"a count is at most {MAX_REPEAT}")
        code = reader.read()
    return number, code
