"""Escapes of a Java pattern that stand for one character: octal, hexadecimal, control, by name."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from qradar_builder.javalang.regex.charset import MAX_CODE_POINT

if TYPE_CHECKING:
    from qradar_builder.javalang.regex.reader import PatternReader

_OCTAL_DIGITS = frozenset(b"01234567")
_HEX_DIGITS = frozenset(b"0123456789abcdefABCDEF")
_CONTROLS = {"a": 0x07, "e": 0x1B, "f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09}


def is_letter_or_digit(code: int) -> bool:
    """Tell whether a code point is an ASCII letter or digit: behind a backslash those have a meaning or are refused."""
    return code < 128 and chr(code).isalnum()


def character_escape(reader: PatternReader, letter: str) -> int | None:
    """Return the character of an escape whose letter was just read; None where the letter does not stand for one.

    Raises JavaRegexError where the escape is malformed.
    """
    match letter:
        case "0":
            return _octal(reader)
        case "x":
            return _hexadecimal(reader)
        case "u":
            return _utf16(reader)
        case "c":
            return _control(reader)
        case "N":
            return _by_name(reader)
        case _:
            return _CONTROLS.get(letter)


def illegal_escape_help(letter: str) -> str:
    """Return what to write in place of a letter that may not be escaped."""
    return f"write {letter} without the backslash, or \\\\{letter} for a backslash and {letter}"


def _octal(reader: PatternReader) -> int:
    first = reader.read()
    if first not in _OCTAL_DIGITS:
        raise reader.error("Illegal octal escape sequence", "write \\0 with one to three octal digits")
    value = first - 0x30
    for longest in (0x37, 0x33):  # a third digit counts only when the first is at most 3
        digit = reader.read()
        if digit not in _OCTAL_DIGITS or first > longest:
            reader.unread()
            break
        value = value * 8 + digit - 0x30
    return value


def _hexadecimal(reader: PatternReader) -> int:
    first = reader.read()
    if first in _HEX_DIGITS:
        second = reader.read()
        if second in _HEX_DIGITS:
            return int(chr(first) + chr(second), 16)
    elif first == 0x7B and reader.peek() in _HEX_DIGITS:
        value = 0
        while (digit := reader.read()) in _HEX_DIGITS:
            value = value * 16 + int(chr(digit), 16)
            if value > MAX_CODE_POINT:
                raise reader.error("Hexadecimal codepoint is too big")
        if digit != 0x7D:
            raise reader.error("Unclosed hexadecimal escape sequence", "close it with }")
        return value
    raise reader.error("Illegal hexadecimal escape sequence", "write \\x with two hexadecimal digits, or \\x{…}")


def _utf16(reader: PatternReader) -> int:
    high = _four_digits(reader)
    if 0xD800 <= high <= 0xDBFF:
        start = reader.cursor
        if reader.read() == 0x5C and reader.read() == 0x75:
            low = _four_digits(reader)
            if 0xDC00 <= low <= 0xDFFF:
                return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
        reader.cursor = start
    return high


def _four_digits(reader: PatternReader) -> int:
    value = 0
    for _ in range(4):
        digit = reader.read()
        if digit not in _HEX_DIGITS:
            raise reader.error("Illegal Unicode escape sequence", "write \\u with four hexadecimal digits")
        value = value * 16 + int(chr(digit), 16)
    return value


def _control(reader: PatternReader) -> int:
    advice = "write \\c with a character after it"
    if reader.at_end():
        raise reader.error("Illegal control escape sequence", advice)
    code = reader.read()
    if reader.cursor > reader.length:  # there was nothing but a comment
        raise reader.error("Unexpected internal error", advice)
    return code ^ 0x40


def _by_name(reader: PatternReader) -> int:
    if reader.read() != 0x7B:
        raise reader.error("Illegal character name escape sequence", "write \\N{NAME}")
    start = reader.cursor
    while reader.read() != 0x7D:
        if reader.at_end():
            raise reader.error("Unclosed character name escape sequence", "close it with }")
    written = reader.text(start, reader.cursor - 1)
    name = written.strip().upper()
    try:
        found = unicodedata.lookup(name)
    except KeyError:
        found = ""
    if len(found) == 1 and unicodedata.name(found, "") == name:
        return ord(found)
    if found or "(" in name or name.rpartition(" ")[2].strip("0123456789ABCDEF") == "":
        # Java also takes the old names of control characters, and a block's name with a number; Python does not.
        raise reader.unsupported(f"Character name [{written}] is not known here", "write the character as \\x{…}")
    raise reader.error(f"Unknown character name [{written}]")
