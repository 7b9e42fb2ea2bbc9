"""Keys from names, each of them once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 60
"""The longest key that is made of a name, in characters: people type it."""
_PARTS = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def key_of(name: str, otherwise: str = "item") -> str:
    """The key that a name leads to, such as `login-failed` for `Login failed!`."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    key = "-".join(part for part in _PARTS.split(plain) if part)
    if len(key) > _MOST:
        cut = key[: _MOST + 1].rpartition("-")[0]
        key = cut or key[:_MOST]
    return key or otherwise


class Keys:
    """Hands out keys, each of them once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def give(self, name: str, otherwise: str = "item") -> str:
        """A key for a name: with a number behind it where another name has it already."""
        first = key = key_of(name, otherwise)
        number = 1
        while key in self._taken:
            number += 1
            key = f"{first}-{number}"
        self._taken.add(key)
        return key
