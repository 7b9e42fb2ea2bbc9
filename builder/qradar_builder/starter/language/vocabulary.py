"""The words that logs tell events with."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from qradar_builder.reference.categories import categories
from qradar_builder.starter.language.words import words

_FEWEST_LETTERS = 3


@cache
def vocabulary() -> frozenset[str]:
    """Words in small letters: those of the list beside this module, and of the names of QRadar's categories."""
    text = files("qradar_builder.starter.language").joinpath("vocabulary.txt").read_text(encoding="utf-8")
    listed = {word for line in text.splitlines() if not line.startswith("#") for word in line.split()}
    of_categories = {word.lower() for each in categories() if each.name for word in words(each.name)}
    return frozenset(listed | {word for word in of_categories if len(word) >= _FEWEST_LETTERS})


def is_known(word: str) -> bool:
    """Whether a word is one that logs tell events with."""
    known, lower = vocabulary(), word.lower()
    if lower in known:
        return True
    # Names of messages in capitals are written together: DHCPACK.
    places = range(_FEWEST_LETTERS, len(word) - _FEWEST_LETTERS + 1)
    return word.isupper() and any(lower[:place] in known and lower[place:] in known for place in places)


def tells_event(text: str) -> bool:
    """Whether a text tells what happened: at least half of its words are known, and one that says something is."""
    found = [word for word in words(text) if not word.isdigit()]
    known = [word for word in found if is_known(word)]
    return len(known) * 2 >= len(found) and any(len(word) >= _FEWEST_LETTERS for word in known)
