"""Messages of keys with values, such as LEEF and CEF: one key's value, and why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.expressions.extraction import Extractor, Found
from qradar_builder.dsm.expressions.quotation import quoted, quoted_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Span = tuple[int, int]
"""Where a value stands in the payload, in characters."""


def key_extractor(key: str, view: Callable[[str], Any], why_absent: Callable[[str, str], str]) -> Extractor:
    """Return the extractor of one key of a message with `values` and `spans`; `view` makes it of a payload, or None.

    `why_absent` takes payload and key, and says why there is no value.
    """

    def read(message: Any) -> str | None:
        value: str | None = None if message is None else message.values.get(key)
        return value

    def explain(payload: str) -> Found:
        message = view(payload)
        if message is None or key not in message.values:
            return Found(None, reason=why_absent(payload, key))
        return Found(message.values[key], (message.spans[key],))

    return Extractor(view, read, explain)


def absent_key(key: str, values: Mapping[str, str]) -> str:
    """Say that a message lacks a key, and which keys it has besides the words of its header."""
    keys = [known for known in values if not (known[0] == known[-1] == "$")]
    if not keys:
        return f"there is no key {quoted(key)}; the message has no keys"
    return f"there is no key {quoted(key)}; there {'is' if len(keys) == 1 else 'are'} {quoted_list(keys)}"


def misplaced(text: str, spans: Mapping[str, Span], key: str) -> str | None:
    """Say in the value of which other key, and after what, a key stands with its `=`; None where it does not."""
    wanted = f"{key}="
    for owner, (start, end) in spans.items():
        place = text.find(wanted, start, end)
        while place >= 0:
            before = text[max(start, place - 2) : place]
            if before == r"\t":
                return f"{quoted(owner)} after the two characters `\\t`"
            if before and not (before[-1].isalnum() or before[-1] in "_.-"):
                what = {" ": "a space", "\t": "a tab"}.get(before[-1], f"`{before[-1]}`")
                return f"{quoted(owner)} after {what}"
            place = text.find(wanted, place + 1, end)
    return None
