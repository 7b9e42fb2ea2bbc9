"""How a text from outside is shown: cut where it is long, and without what would move the cursor of a terminal."""

from __future__ import annotations

from typing import Final

UNSHOWN: Final = "\ufffd"
"""The usual sign for a character that cannot be shown."""


def cut(text: str, most: int) -> str:
    """The text; where it has more than `most` characters, that many of them and an ellipsis."""
    return text if len(text) <= most else f"{text[:most]}…"


def counted(count: int, one: str, many: str = "") -> str:
    """A number of things in words: `1 event`, `1,200 events`; `many` where the plural is not made with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def fitted(text: str, width: int) -> str:
    """The text within `width` characters, the ellipsis included."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def masked(text: str, sign: str) -> str:
    """The text with `sign` in place of each character that cannot be printed: every other one keeps its column."""
    return text if text.isprintable() else "".join(each if each.isprintable() else sign for each in text)


def escaped(text: str) -> str:
    """The text on one line, with each character that cannot be printed written as Python writes its escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)
