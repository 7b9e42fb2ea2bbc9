"""CEF messages in payloads, and expressions that are CEF keys.

Sources: IBM documentation, topic "Expressions in CEF format for structured data"; the CEF standard, that is
"Implementing ArcSight Common Event Format".
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.expressions.keyed_message import Span, absent_key, key_extractor, misplaced
from qradar_builder.dsm.expressions.substitution import compile_parts
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.quick.patterns import late

if TYPE_CHECKING:
    import re

    from qradar_builder.dsm.expressions.extraction import Extractor

HEADER_WORDS: Final = ("$cefversion$", "$vendor$", "$product$", "$version$", "$id$", "$name$", "$severity$")
_VERSION: Final = late(r"CEF:([0-9]{1,3}(?:\.[0-9]{1,3})?)\|")
_FIELD: Final = r"((?:[^|\\\r\n]++|\\[^\r\n])*+)\|"
# At most six starts on a line fail for want of fields, each in one pass: linear on any payload. See MESSAGE_START.
_HEADER: Final = late(_VERSION.pattern + _FIELD * 6)
_FIELDS: Final = late(f"(?:{_FIELD})*+")
_ESCAPED_CHARACTER: Final = late(r"\\.")
_HEADER_ESCAPE: Final = late(r"\\([\\|])")
_KEY: Final = r"([A-Za-z0-9_.\-\[\]]++)="
_FIRST_KEY: Final = late(_KEY)
_NEXT_KEY: Final = late(r"[ \r\n]" + _KEY)
_ESCAPE: Final = late(r"\\([\\=nr])")
_ESCAPED: Final = {"\\": "\\", "=": "=", "n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True)
class CefMessage:
    """A CEF message: its header words and extension by key, without escapes, and their places in the payload."""

    values: dict[str, str]
    spans: dict[str, Span]


def cef_view(text: str) -> CefMessage | None:
    """Return the first valid CEF message in a payload, None where there is none. See REPEATED_KEY, KEY_CASE."""
    start = text.find("CEF:")
    header = None if start < 0 else _HEADER.search(text, start)
    if header is None:
        return None
    values, spans = {}, {}
    for group, word in enumerate(HEADER_WORDS, 1):
        raw = header[group]
        values[word] = _HEADER_ESCAPE.sub(r"\1", raw) if "\\" in raw else raw
        spans[word] = header.span(group)
    for key, start, end in _extension(text, header.end()):
        if key not in values:
            raw = text[start:end]
            values[key] = _ESCAPE.sub(_unescaped, raw) if "\\" in raw else raw
            spans[key] = (start, end)
    return CefMessage(values, spans)


def _extension(text: str, start: int) -> list[tuple[str, int, int]]:
    """Return each key of an extension, with start and end of its value. See CEF_KEY, CEF_BLANKS."""
    first = _FIRST_KEY.match(text, start)
    keys = [] if first is None else [(first[1], first.end(), start)]
    keys += [(match[1], match.end(), match.start()) for match in _NEXT_KEY.finditer(text, start)]
    last = len(text.rstrip(" \r\n"))
    ends = [start for _, _, start in keys[1:]] + [last]
    found = []
    for (key, begin, _), end in zip(keys, ends, strict=False):  # no key, and yet an end
        stop = max(begin, end)
        while stop > begin and text[stop - 1] in "\r\n":
            stop -= 1
        found.append((key, begin, stop))
    return found


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPED[match[1]]  # any other backslash stays: see CEF_ESCAPE


def compile_cef(text: str) -> Extractor:
    """Compile a CEF key, a header word such as `$id$`, or text with several of them in braces."""
    return compile_parts(text, partial(key_extractor, view=cef_view, why_absent=_why_absent))


def why_no_cef(text: str) -> str:
    """Say why a payload without a CEF message has none."""
    start = text.find("CEF:")
    if start < 0:
        return "there is no CEF message in the payload"
    message = _VERSION.search(text, start)
    if message is None:
        return (
            f"`CEF:` at character {start} does not start a message: it must be followed by a version such as 0 and `|`"
        )
    fields = _FIELDS.match(text, message.start())
    count = 0 if fields is None else _ESCAPED_CHARACTER.sub("", fields[0]).count("|")
    return f"the CEF header has {count} of 7 fields, each followed by `|`"


def _why_absent(text: str, key: str) -> str:
    message = cef_view(text)
    if message is None:
        return why_no_cef(text)
    place = misplaced(text, message.spans, key)
    hint = "" if place is None else f"; `{key}=` is in the value of {place}, and a space separates keys"
    return absent_key(key, message.values) + hint
