"""Expressions that put several values and text together, such as `{/"user"} at {/"host"}`.

Source: IBM documentation, topic "JSON matcher": with substitutions, paths stand in braces and all else is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.extraction import Extractor, Found

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_PARTS = re.compile(r"\{([^{}]*)\}")


def literal_text(text: str) -> str:
    """The text of an expression outside of its braces, which is the same in every event. Empty where there are none."""
    pieces = _PARTS.split(text)
    return "" if len(pieces) == 1 else " ".join(pieces[::2])


def compile_parts(text: str, compile_one: Callable[[str], Extractor]) -> Extractor:
    """Compile an expression that is one path or key, or text with several of them in braces.

    All parts must share one view. A part without a value is empty; where all are, there is no value.
    """
    pieces = _PARTS.split(text)
    if len(pieces) == 1:
        return compile_one(text)
    literals = pieces[::2]
    parts = [compile_one(piece) for piece in pieces[1::2]]
    reads = tuple(part.read for part in parts)

    def joined(values: list[str | None]) -> str | None:
        if not any(values):
            return None
        rest = (value or "" for value in values)
        return literals[0] + "".join(value + literal for value, literal in zip(rest, literals[1:], strict=True))

    def read(view: Any) -> str | None:
        return joined([each(view) for each in reads])

    def explain(payload: str) -> Found:
        found = [part.explain(payload) for part in parts]
        spans = tuple(span for one in found for span in one.spans)
        value = joined([one.value for one in found])
        reason = "" if value is not None else "; ".join(one.reason for one in found if one.reason)
        return Found(value, spans if value is not None else (), reason)

    return Extractor(parts[0].view, read, explain)
