"""Case-insensitive matching as Java does it: one code point at a time, by the simple case mappings of Unicode."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

_LAST_CASED = 0x1E943  # the last code point of Unicode 13 that has another case

# str.upper() and str.lower() give the full mappings; a few code points have a simple one beside it.
_SIMPLE_LOWER = {0x130: 0x69}


def to_upper(code: int) -> int:
    """Return the simple upper case of a code point (Java's Character.toUpperCase)."""
    character = chr(code)
    upper = character.upper()
    if len(upper) == 1:
        return ord(upper)
    title = character.title()
    return ord(title) if len(title) == 1 else code


def to_lower(code: int) -> int:
    """Return the simple lower case of a code point (Java's Character.toLowerCase)."""
    lower = chr(code).lower()
    return ord(lower) if len(lower) == 1 else _SIMPLE_LOWER.get(code, code)


def fold(code: int) -> int:
    """Return what Java compares under CASE_INSENSITIVE | UNICODE_CASE: the lower case of the upper case."""
    return to_lower(to_upper(code))


def is_ascii_letter(code: int) -> bool:
    """Tell whether a code point is one of A-Z, a-z."""
    return 0x41 <= code <= 0x5A or 0x61 <= code <= 0x7A


def ascii_variants(code: int) -> frozenset[int]:
    """Return the code points that match `code` under CASE_INSENSITIVE alone."""
    return frozenset((code, code ^ 0x20)) if is_ascii_letter(code) else frozenset((code,))


def unicode_variants(code: int, *, in_row: bool = False) -> frozenset[int]:
    """Return the code points that match `code` under CASE_INSENSITIVE | UNICODE_CASE.

    A character that stands alone and has no other case of its own matches itself only; in a row of literal characters
    Java compares the folds of all: a single sharp s does not match the capital one, which has it for its lower case.
    """
    if not in_row and to_upper(code) == fold(code):
        return frozenset((code,))
    return _by_fold().get(fold(code), frozenset((code,)))


def ascii_range_variants(low: int, high: int) -> frozenset[int]:
    """Return the ASCII letters that a range matches under CASE_INSENSITIVE, beside its own code points."""
    letters = (code for code in range(max(low, 0x41), min(high, 0x7A) + 1) if is_ascii_letter(code))
    return frozenset(code ^ 0x20 for code in letters)


def unicode_variants_of_ranges(spans: tuple[tuple[int, int], ...]) -> frozenset[int]:
    """Return the code points that ranges match under UNICODE_CASE: those whose upper case or fold is inside.

    `spans` are (first, last) code points, sorted, without overlap.
    """
    starts = [low for low, _ in spans]

    def inside(code: int) -> bool:
        at = bisect_right(starts, code) - 1
        return at >= 0 and code <= spans[at][1]

    return frozenset(code for code, (upper, folded) in _cased().items() if inside(upper) or inside(folded))


@cache
def _cased() -> dict[int, tuple[int, int]]:
    cased = {}
    for code in range(_LAST_CASED + 1):
        upper = to_upper(code)
        folded = to_lower(upper)
        if upper != code or folded != code:
            cased[code] = upper, folded
    return cased


@cache
def _by_fold() -> dict[int, frozenset[int]]:
    groups: dict[int, set[int]] = {}
    for code, (_, folded) in _cased().items():
        groups.setdefault(folded, {folded}).add(code)
    return {folded: frozenset(codes) for folded, codes in groups.items()}
