"""Whether the value of a key tells what kind of event it is, by the name of the key."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from qradar_builder.starter.events.columns import words_of
from qradar_builder.starter.events.id_names import WHOLE_NAMES
from qradar_builder.starter.language.words import word_set

_ENOUGH: Final = 5.5
"""Points of a name."""
_SURE: Final = 7.5
_ELSEWHERE: Final = word_set(
    """
    user actor target source destination host device agent observer geo client file resource object account location
    identity browser image parent owner dns machine computer certificate request response
    """
)


@lru_cache(maxsize=16_384)
def points_of(name: str) -> float:
    """How much a name says that its values are the event id; names of inner keys are behind dots."""
    *above, own = name.split(".")
    if any(word in _ELSEWHERE for each in above for word in words_of(each).lower().split()):
        return 0.0
    return WHOLE_NAMES.get(words_of(own).lower(), 0.0)


def tells_kind(name: str) -> bool:
    """Whether values of the key can tell kinds of events apart."""
    return points_of(name) >= _ENOUGH


def is_sure(name: str) -> bool:
    """Whether values of the key tell kinds of events apart, however many there are."""
    return points_of(name) >= _SURE
