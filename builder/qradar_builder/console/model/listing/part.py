"""Parts of lists: the header `Range: items=0-49`, and what `Content-Range` says. Choice: semantics.RANGES."""

from __future__ import annotations

import re
from typing import Final

from qradar_builder.console.model.listing.filter import WrongFilter

_RANGE: Final = re.compile(r"items=(\d{1,15})-(\d{1,15})\Z", re.ASCII)


def part_of(header: str) -> slice:
    """The items that a header asks for. Raises WrongFilter where it is no range of items."""
    found = _RANGE.match(header.strip())
    if found is None or int(found[1]) > int(found[2]):
        raise WrongFilter("The header Range must have the form items=0-49")
    return slice(int(found[1]), int(found[2]) + 1)


def content_range(part: slice, total: int) -> str:
    """What the answer says of the items that it has."""
    last = min(part.stop, total) - 1
    return f"items */{total}" if last < part.start else f"items {part.start}-{last}/{total}"
