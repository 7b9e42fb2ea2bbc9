"""The two date patterns for epoch times: seconds, with or without milliseconds, and the offset +0000 after them.

SimpleDateFormat adds the seconds to the start of 1970 at the offset, so that the zone of the event processor has no
effect. Joda-Time refuses the text, and the event keeps the time of its header or of its receipt. Therefore such a time
is right or absent, and never wrong.
"""

from __future__ import annotations

import re
from typing import Final

EPOCH_SECONDS: Final = "ssssssssss Z"
EPOCH_MILLISECONDS: Final = "ssssssssssSSS Z"
_TEXTS: Final = {
    EPOCH_SECONDS: re.compile(r"([0-9]{10}) \+0000"),
    EPOCH_MILLISECONDS: re.compile(r"([0-9]{13}) \+0000"),
}
_LAST: Final = 2**31 - 1
"""The last second: Java has no larger whole number of the kind that dates have."""


def is_epoch_pattern(pattern: str | None) -> bool:
    """Whether a date pattern is one of the two."""
    return pattern in _TEXTS


def read_epoch(pattern: str, text: str) -> int | None:
    """EPOCH_PATTERN: the epoch milliseconds that SimpleDateFormat reads; None for other patterns and texts."""
    form = _TEXTS.get(pattern)
    found = None if form is None else form.fullmatch(text)
    if found is None:
        return None
    milliseconds = int(found[1]) * (1000 if pattern == EPOCH_SECONDS else 1)
    return milliseconds if milliseconds // 1000 <= _LAST else None
