"""Finds names with values inside the texts of JSON: JSON in a text, and pairs whose value stands between quotes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.starter.events.pairs import found_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST: Final = 80
_MOST_OF_A_PAYLOAD: Final = 16_000
_QUOTED: Final = re.compile(
    r"""(?<![\w.])(?:\\"(?P<key>[A-Za-z_][\w.-]{0,60})\\"\s*:\s*\\"|(?P<name>[A-Za-z_][\w.-]{0,60})=\\")(?P<value>[^"\\]{1,200})"""
)


def escaped_columns(
    own: Sequence[str | None], payloads: Sequence[str]
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Expression, path, label and values of each name inside the texts; None stands for payloads of other formats."""
    counts: Counter[tuple[str, bool]] = Counter()
    for payload in own:
        if payload is not None and '\\"' in payload:
            found = _QUOTED.finditer(payload[:_MOST_OF_A_PAYLOAD])
            names = ((match["key"] or match["name"], match["key"] is not None) for match in found)
            counts.update(list(dict.fromkeys(names)))
    for (name, is_json), _ in counts.most_common(_MOST):
        escaped = re.escape(name).replace(r"\-", "-")
        before = rf'\\"{escaped}\\"\s*:\s*\\"' if is_json else rf'(?<![\w.]){escaped}=\\"'
        pattern = rf'{before}([^"\\]+)'
        yield {"regex": pattern}, (name,), name, found_by(pattern, payloads)
