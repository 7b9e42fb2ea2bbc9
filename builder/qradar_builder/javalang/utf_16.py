"""Text as Java counts it: in UTF-16 units, of which a character beyond U+FFFF has two."""

from __future__ import annotations

_LAST_SINGLE = "\uffff"


def length(text: str) -> int:
    """Java's `length()`."""
    if text.isascii():
        return len(text)
    return len(text) + sum(each > _LAST_SINGLE for each in text)


def part(text: str, begin: int, end: int) -> str:
    """Java's `substring(begin, end)`, for 0 ≤ begin ≤ end ≤ length."""
    if text.isascii() or max(text) <= _LAST_SINGLE:
        return text[begin:end]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass")


def before(left: str, right: str) -> bool:
    """Whether Java's `compareTo` puts `left` before `right`."""
    if left.isascii() or right.isascii():
        return left < right
    return left.encode("utf-16-be", "surrogatepass") < right.encode("utf-16-be", "surrogatepass")


def utf_8(text: str) -> bytes:
    """The bytes of a text; half of a surrogate pair becomes `?`, as in Java."""
    return text.encode("utf-8", "replace")
