"""Names under which parts are known, each once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from qradar_builder.reference.categories import UnknownCategory, category

if TYPE_CHECKING:
    from collections.abc import Sequence


def unique_labels(names: Sequence[str], more: Sequence[str]) -> list[str]:
    """A label for each name. Where a name is there twice, `more` goes with it, and at last a number."""
    times = Counter(names)
    labels = [name if times[name] == 1 else f"{name} ({add})" for name, add in zip(names, more, strict=True)]
    taken = set(labels)
    seen: set[str] = set()
    for at, label in enumerate(labels):
        free, count = label, 1
        while free in seen or (count > 1 and free in taken):
            count += 1
            free = f"{label} #{count}"
        labels[at] = free
        seen.add(free)
    return labels


def category_name(number: int | None) -> str | None:
    """A low-level category as people write it; its number where no name is known."""
    if number is None:
        return None
    try:
        return category(number).qualified_name
    except UnknownCategory:
        return str(number)
