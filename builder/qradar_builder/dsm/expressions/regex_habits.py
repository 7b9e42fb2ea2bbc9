"""Regular expressions that Java takes and that mean something else than people often think."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_LITERAL: Final = re.compile(r"\\Q.*?(?:\\E|\Z)", re.DOTALL)
_DIGITS: Final = r"(?:\\d|\[0-9\])(?:\{[0-9],?[0-9]?\}|[+*])?\)?"
_ADDRESS: Final = re.compile(
    rf"{_DIGITS}\.{_DIGITS}\.{_DIGITS}|\((?:\?:)?{_DIGITS}\.\)\{{3\}}{_DIGITS}",
)
"""Digits with bare dots between them: three times in a row, or repeated three times."""
_CLASS: Final = re.compile(r"\[\^?\]?[^\]\[\\]*\]")
_WORDS: Final = re.compile(r"[A-Za-z]{2,}(?:\|[A-Za-z]{2,})+")


def habits(pattern: str) -> Iterator[tuple[str, str, str]]:
    """What in a pattern is probably not meant: a rule, what is wrong, and what to do."""
    plain = _LITERAL.sub("", pattern).replace(r"\\", "")
    dots = _ADDRESS.search(plain)
    if dots is not None:
        message = f"`{dots[0]}` matches any character between the digits, not only dots"
        yield "parsing/address-dot", message, f"write `{dots[0].replace('.', chr(92) + '.')}`"
    for found in _CLASS.finditer(re.sub(r"\\.", "", plain, flags=re.DOTALL)):
        words = _WORDS.search(found[0])
        if words is not None:
            message = f"`{found[0]}` matches one character, not one of the words"
            yield "parsing/class-of-words", message, f"write `(?:{words[0]})`"
