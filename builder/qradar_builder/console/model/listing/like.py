"""The patterns of LIKE: `%` is any text, `_` any character. The time of a test does not explode with the pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def like(pattern: str, *, ignore_case: bool = False) -> Callable[[str], bool]:
    """The test of a pattern. Each part between two `%` is searched once, from the end of the part before it."""
    flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
    parts = pattern.split("%")
    found = [re.compile("".join("." if each == "_" else re.escape(each) for each in part), flags) for part in parts]

    def test(text: str) -> bool:
        if len(parts) == 1:
            return found[0].fullmatch(text) is not None
        match = found[0].match(text)
        for each in found[1:-1]:
            if match is None:
                return False
            match = each.search(text, match.end())
        last = len(text) - len(parts[-1])
        return match is not None and last >= match.end() and found[-1].fullmatch(text, last) is not None

    return test
