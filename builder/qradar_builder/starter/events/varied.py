"""Chooses samples that are as different as can be: what tells kinds of events apart is looked for in these."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 250
"""How many samples are chosen."""

_MOST_CHARACTERS: Final = 400_000
_WORD: Final = re.compile(r"[A-Za-z_]{3,}")
_LOOKED_AT: Final = 700
_MOST_OF_A_SHAPE: Final = 4
_MOST_SHAPES: Final = 12
_LONGEST_OF_A_SHAPE: Final = 6_000
_LETTERS: Final = re.compile(r"[A-Za-z]")
_DIGITS: Final = re.compile(r"\d")


def varied(payloads: Sequence[str]) -> list[int]:
    """The places of the chosen samples, in order: each word that stands in two samples or more is in one of them."""
    if len(payloads) <= MOST and sum(map(len, payloads)) <= _MOST_CHARACTERS:
        return list(range(len(payloads)))
    found = [frozenset(_WORD.findall(payload[:_LOOKED_AT])) for payload in payloads]
    counts = Counter(word for words in found for word in words)
    chosen: set[int] = set()
    seen: set[str] = set()
    size = 0
    shapes: Counter[str] = Counter()
    for place, payload in enumerate(payloads):
        # Events that begin in another way may have another format.
        shape = _DIGITS.sub("0", _LETTERS.sub("a", payload[:2]))
        shapes[shape] += 1
        if shapes[shape] <= _MOST_OF_A_SHAPE and len(shapes) <= _MOST_SHAPES and len(payload) <= _LONGEST_OF_A_SHAPE:
            chosen.add(place)
            seen |= found[place]
            size += len(payload)
    evenly = range(0, len(payloads), max(1, len(payloads) // MOST))
    for is_filler, places in ((False, range(len(payloads))), (True, evenly)):
        for place in places:
            is_new = any(counts[word] > 1 for word in found[place] - seen)
            if place in chosen or not (is_new or is_filler) or len(chosen) >= MOST or size >= _MOST_CHARACTERS:
                continue
            chosen.add(place)
            seen |= found[place]
            size += len(payloads[place])
    return sorted(chosen)
