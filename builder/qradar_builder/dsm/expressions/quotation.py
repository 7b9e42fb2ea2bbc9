"""How reasons quote what stands in a payload."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from qradar_builder.text.shown import cut

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
_MOST = 8


def quoted(text: str) -> str:
    """The text in backticks, cut where it is long."""
    return f"`{cut(text, _LONGEST)}`"


def quoted_list(texts: Iterable[str]) -> str:
    """The first texts of many, as they are enumerated in a sentence."""
    first = list(islice(texts, _MOST + 1))
    return ", ".join(quoted(text) for text in first[:_MOST]) + (", …" if len(first) > _MOST else "")
