"""LEEF messages in payloads, and expressions that are LEEF keys.

Sources: IBM documentation, topics "LEEF event components" and "Expressions in LEEF format".
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from qradar_builder.dsm.expressions.keyed_message import absent_key, key_extractor, misplaced
from qradar_builder.dsm.expressions.quotation import quoted
from qradar_builder.dsm.expressions.substitution import compile_parts
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.quick.patterns import late

if TYPE_CHECKING:
    from qradar_builder.dsm.expressions.extraction import Extractor
    from qradar_builder.dsm.expressions.keyed_message import Span

HEADER_WORDS: Final = ("$leefversion$", "$vendor$", "$product$", "$version$", "$eventid$")
_VERSION: Final = late(r"LEEF:([12](?:\.[0-9]{1,2})?)\|")
# At most four starts on a line fail for want of fields, each in one pass: linear on any payload. See MESSAGE_START.
_HEADER: Final = late(_VERSION.pattern + r"([^|\r\n]*+)\|" * 4)
_HEXADECIMAL: Final = late(r"0?x([0-9A-Fa-f]{1,4})")
_LINE_END: Final = late(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class LeefMessage:
    """A LEEF message: its header words and attributes by key, and their places in the payload, in characters.

    `delimiter` separates attributes; `malformed` is the header's delimiter field where that is not one.
    """

    values: dict[str, str]
    spans: dict[str, Span]
    delimiter: str
    malformed: str = ""


def leef_view(text: str) -> LeefMessage | None:
    """Return the first valid LEEF message in a payload, None where there is none. See REPEATED_KEY, KEY_CASE."""
    start = text.find("LEEF:")
    header = None if start < 0 else _HEADER.search(text, start)
    if header is None:
        return None
    values = dict(zip(HEADER_WORDS, header.groups(), strict=True))
    spans = {word: header.span(group) for group, word in enumerate(HEADER_WORDS, 1)}
    start, delimiter, malformed = header.end(), "\t", ""
    if header[1][0] == "2":
        start, delimiter, malformed = _delimiter(text, start)
    end = len(text.rstrip("\r\n"))
    while start < end:
        stop = text.find(delimiter, start, end)
        stop = end if stop < 0 else stop
        equals = text.find("=", start, stop)
        if equals >= 0:
            key = text[start:equals].strip()  # see LEEF_BLANKS
            if key and key not in values:
                values[key] = text[equals + 1 : stop]
                spans[key] = (equals + 1, stop)
        start = stop + 1
    return LeefMessage(values, spans, delimiter, malformed)


def _delimiter(text: str, start: int) -> tuple[int, str, str]:
    """Read the delimiter field of LEEF 2.0: where the attributes begin, the delimiter, and the field if malformed.

    See LEEF_DELIMITER.
    """
    if text.startswith("||", start):
        return start + 2, "|", ""
    end = text.find("|", start)
    if end - start == 1:
        return end + 1, text[start], ""
    if end < 0 or text.find("=", start, end) >= 0:
        return start, "\t", ""
    field = text[start:end]
    code = _HEXADECIMAL.fullmatch(field)
    return end + 1, chr(int(code[1], 16)) if code else "\t", "" if code else field


def compile_leef(text: str) -> Extractor:
    """Compile a LEEF key, a header word such as `$eventid$`, or text with several of them in braces."""
    return compile_parts(text, partial(key_extractor, view=leef_view, why_absent=_why_absent))


def why_no_leef(text: str) -> str:
    """Say why a payload without a LEEF message has none."""
    start = text.find("LEEF:")
    if start < 0:
        return "there is no LEEF message in the payload"
    message = _VERSION.search(text, start)
    if message is None:
        return (
            f"`LEEF:` at character {start} does not start a message: it must be followed by version 1.0 or 2.0 and `|`"
        )
    line = _LINE_END.split(text[message.start() :], maxsplit=1)[0]
    return f"the LEEF header has {line.count('|')} of 5 fields, each followed by `|`"


def _why_absent(text: str, key: str) -> str:
    message = leef_view(text)
    if message is None:
        return why_no_leef(text)
    reason = absent_key(key, message.values)
    place = misplaced(text, message.spans, key)
    if place is not None:
        separator = "a tab" if message.delimiter == "\t" else f"`{message.delimiter}`"
        reason += f"; `{key}=` is in the value of {place}, and {separator} separates attributes"
    if message.malformed:
        reason += f"; the delimiter field {quoted(message.malformed)} is neither a character nor its code, such as x5E"
    return reason
