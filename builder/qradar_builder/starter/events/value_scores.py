"""Says by the values of a column how much they tell as event ids."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from qradar_builder.starter.events.values import IPV4, is_number, is_personal, is_unique
from qradar_builder.starter.language.vocabulary import tells_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.events.columns import Column

_MOST_IDS: Final = 400
"""How many different event ids there may be."""
_LONGEST_ID: Final = 100
_MOST_WORDS: Final = 12
_SPREAD: Final = 4.0
_ADDRESS: Final = re.compile(rf"(?<![\w.]){IPV4}(?![\w.]*\d)")


def value_score(values: Sequence[str | None]) -> float | None:
    """What the values say: how many samples have one, how different they are, whether they are words.

    None where they cannot be event ids.
    """
    given = [value for value in values if value]
    counts = Counter(given)
    different, count = len(counts), len(given)
    if not given or different > _MOST_IDS or any(len(value) > _LONGEST_ID or "\n" in value for value in counts):
        return None
    if sum(_names_one(value) for value in counts) * 5 > different:
        return None
    share = count / len(values)
    score = 4.0 * share
    if share < 0.5:
        score -= 1.0
    if count > 1:
        score += _SPREAD * _spread(counts) / math.log(count)
    if different == 1 and count > 2:
        score -= 5.0
    length = sum(len(value.split()) for value in counts) / different
    if length > _MOST_WORDS:
        return None
    score -= 3.0 if length > _MOST_WORDS // 2 else 0.0
    points = _points_of_numbers(counts, count)
    if points is None:
        return None
    score += points
    if (
        different == count
        and count >= 12
        and sum(tells_event(each) or is_code(each) for each in counts) * 2 < different
    ):
        score -= 2.0
    return score


def _spread(counts: Counter[str]) -> float:
    """How much values tell, in nats: that of as many values that are as frequent, and their own entropy, halved."""
    total = counts.total()
    entropy = -sum(count / total * math.log(count / total) for count in counts.values())
    return (math.log(len(counts)) + entropy) / 2


def _points_of_numbers(counts: Counter[str], count: int) -> float | None:
    """Numbers tell less than words; those with a free range tell nothing, and the answer is None."""
    numbers = [int(float(value)) for value in counts if is_number(value)]
    different = len(counts)
    if len(numbers) < different or different == 1:
        return 0.0
    is_padded = len({len(value) for value in counts}) == 1 and any(value.startswith("0") for value in counts)
    if is_padded:
        return 0.0
    is_free = max(map(len, counts)) > 7 or (different * 10 >= count * 9 and max(numbers) - min(numbers) > 100_000)
    if is_free and count >= 3:
        return None
    return -0.5 if 100 < max(numbers) < 100_000 else -1.5


def _names_one(value: str) -> bool:
    """Whether a value names a single thing or a person, and tells nothing that happened."""
    return (
        is_unique(value)
        or bool(_ADDRESS.search(value))
        or (is_personal(value) and "." not in value and not tells_event(value))
        or "@" in value
    )


def presence_of(columns: Sequence[Column]) -> list[tuple[bool, ...]]:
    """Which samples have a value in which column, for the columns that some have and some have not."""
    found = {tuple(value is not None for value in column.values) for column in columns}
    return sorted(each for each in found if any(each) and not all(each))[:60]


def explained(values: Sequence[str | None], presence: Sequence[Sequence[bool]]) -> float:
    """How much of what other columns have and have not is told by these values: 0 to 1, by the adjusted share.

    Where each value stands once there is no evidence, and the answer is 0.
    """
    count, different = len(values), len(set(values))
    if not presence or count - different < 2 or different < 2:
        return 0.0
    within = total = 0.0
    for has in presence:
        mean = sum(has) / count
        total += count * mean * (1 - mean)
        groups: dict[str | None, list[bool]] = {}
        for value, each in zip(values, has, strict=True):
            groups.setdefault(value, []).append(each)
        within += sum(sum(group) * (1 - sum(group) / len(group)) for group in groups.values())
    if not total:
        return 0.0
    return max(0.0, 1 - (within / (count - different)) / (total / (count - 1)))


def is_code(value: str) -> bool:
    """Whether an id is a code that says nothing to people."""
    return re.fullmatch(r"[A-Za-z]{1,6}[-_]?\d+|\d+", value) is not None
