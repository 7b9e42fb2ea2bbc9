"""The characters of a pattern as symbols: one for each ASCII character, and one for all others together.

A set of characters is a mask with a bit for each symbol.
"""

from __future__ import annotations

from typing import Final

from qradar_builder.javalang.regex.charset import Ranges, ascii_part
from qradar_builder.javalang.regex.tree import CaseFold, Grapheme, LineBreak, Literal, OneOf

ASCII: Final = 128
OTHER: Final = ASCII
"""The symbol of every character beyond ASCII."""
SYMBOLS: Final = ASCII + 1
EVERY: Final = (1 << SYMBOLS) - 1
NEWLINE: Final = ord("\n")
WORD: Final = sum(1 << code for code in range(ASCII) if chr(code).isalnum() or code == ord("_"))
_PREFERRED: Final = " abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,:;=-_/\"'"


def mask_of(leaf: object) -> int:
    """The symbols that a leaf of the syntax tree matches; those of a leaf that is no character are none."""
    match leaf:
        case Literal(code, fold):
            return _of_literal(code, fold)
        case OneOf(characters):
            mask = sum(1 << code for code in ascii_part(characters))
            is_ascii = isinstance(characters, Ranges) and all(high < ASCII for _, high in characters.spans)
            return mask if is_ascii else mask | 1 << OTHER
        case LineBreak():
            return 1 << NEWLINE
        case Grapheme():
            return EVERY
        case _:
            return 0


def symbol_in(mask: int) -> int:
    """A symbol of a set, a common character where there is one. The set may not be empty."""
    for character in _PREFERRED:
        if mask >> ord(character) & 1:
            return ord(character)
    return (mask & -mask).bit_length() - 1


def text_of(symbols: list[int]) -> str:
    """A text with these symbols."""
    return "".join("\N{LATIN SMALL LETTER E WITH ACUTE}" if symbol == OTHER else chr(symbol) for symbol in symbols)


def _of_literal(code: int, fold: CaseFold) -> int:
    if code >= ASCII:
        return 1 << OTHER
    mask = 1 << code
    if fold is not CaseFold.NONE:
        letter = chr(code)
        mask |= 1 << ord(letter.upper()) | 1 << ord(letter.lower())
    return mask
