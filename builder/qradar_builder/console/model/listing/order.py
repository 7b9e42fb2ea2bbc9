"""The order of lists, such as `+name,-id`."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.model.listing.filter import WrongFilter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PART: Final = re.compile(r"([+\- ]?)\s*(\w{1,100})\s*\Z", re.ASCII)
_MOST: Final = 10


def sorted_records(
    records: Sequence[Mapping[str, Any]], order: str, fields: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Sort records by the fields of `order`: rising with `+` or nothing, falling with `-`. Raises WrongFilter.

    A `+` that the client did not encode arrives as a blank. What has no value comes first.
    """
    parts = order.split(",")
    if len(parts) > _MOST:
        raise WrongFilter(f"The order has more than {_MOST} fields")
    found = list(records)
    for part in reversed(parts):
        match = _PART.match(part)
        if match is None or match[2] not in fields or not isinstance(fields[match[2]], str):
            raise WrongFilter(f"Cannot sort by {part[:60]!r}")
        found.sort(key=partial(_key, match[2]), reverse=match[1] == "-")
    return found


def _key(name: str, record: Mapping[str, Any]) -> tuple[int, Any]:
    value = record.get(name)
    if value is None:
        return 0, 0
    return (1, value) if isinstance(value, bool | int | float) else (2, str(value))
