"""Regular expressions in place of LEEF, CEF and name-value keys, which no export has shown in an extension ZIP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.expressions.leef import leef_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qradar_builder.starter.events.columns import Column


def importable(column: Column, payloads: Sequence[str]) -> dict[str, Any]:
    """An expression that an extension ZIP can carry, if one gives the same values in all samples; else the column's."""
    pattern = _pattern(column, payloads)
    if pattern is None:
        return column.expression
    compiled = re.compile(pattern, re.ASCII)
    found = (compiled.search(payload) for payload in payloads)
    values = tuple(None if match is None else match[1] for match in found)
    # A key without a value has none.
    wanted = tuple(value or None for value in column.values)
    return {"regex": pattern} if values == wanted else column.expression


def _pattern(column: Column, payloads: Sequence[str]) -> str | None:
    kind = next(iter(column.expression))
    key = re.escape(str(column.expression[kind])).replace(r"\-", "-")
    if "$" in key:
        return None
    if kind == "leef":
        message = leef_view(payloads[0])
        delimiter = "\t" if message is None else message.delimiter
        written = {"\t": r"\t", "^": r"\^", "]": r"\]", "\\": r"\\"}.get(delimiter, delimiter)
        return rf"[|{written}]{key}=([^{written}]+)" if delimiter.isprintable() or delimiter == "\t" else None
    if kind == "cef":
        return rf"[ |]{key}=(.+?)(?= [\w.\[\]-]+=|$)"
    if kind == "nvp":
        return rf"(?:^|[\t ,;|&]){key}=([^\t ,;|&]+)"
    return None
