"""Characters that nobody sees, or that look like a space and are none: which they are, and where one has a use.

Source: the Unicode Character Database, properties Default_Ignorable_Code_Point, Bidi_Control, White_Space and the
general categories Cc, Cf and Zs; Unicode Technical Standard 55 on direction in source text.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from qradar_builder.findings import Location
from qradar_builder.quick.patterns import late
from qradar_builder.source.line_starts import position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings

XML_SPACE: Final = " \t\r\n"
"""What is white space to XML. No other character is."""

_SPACES: Final = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DIRECTION: Final = "\u202a-\u202e\u2066-\u2069"
_IGNORED: Final = (
    "\u007f-\u009f\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
UNSEEN: Final = late(f"[{_IGNORED}]")
"""A character that shows nothing."""
SPACE_OR_UNSEEN: Final = late(f"[{_SPACES}{_IGNORED}]")
"""A character that shows nothing, or a blank that is none to XML, YAML and JPath."""

_TURNS = late(f"[{_DIRECTION}]")
_MARKS: Final = "\u200e\u200f\u061c"
_JOINERS: Final = "\u200c\u200d\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_SELECTORS = late("[\ufe00-\ufe0f\u180b-\u180d\u180f\U000e0100-\U000e01ef]")
_FLAG = late("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
_FIRST_WITH_VARIANTS: Final = "\u00a9"
_FIRST_JOINED: Final = "\u0300"
_KEYCAP: Final = "\u20e3"
_NAMES: Final = {
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
    "\ufeff": "ZERO WIDTH NO-BREAK SPACE, a byte order mark",
}
MOST_LOOKED_AT: Final = 20_000
"""How many such characters of one text are looked at."""
MOST_REPORTED: Final = 20
"""How many characters of one text are reported one by one."""


def name_of(character: str) -> str:
    """A character by its code and name, such as `U+200B ZERO WIDTH SPACE`."""
    import unicodedata  # noqa: PLC0415 - a megabyte that only texts with such a character need

    name = _NAMES.get(character) or unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} {name}"


def shown(character: str) -> str:
    """A character as a message shows it: in backquotes, or by its code and name where nobody would see it."""
    return name_of(character) if SPACE_OR_UNSEEN.match(character) else f"`{character}`"


def unseen(text: str) -> Iterator[int]:
    """The places of the characters that show nothing, but for those that have a use where they stand.

    A use has what joins or parts the letters of a script that needs it or the parts of an emoji, what picks the form
    of a symbol, and what marks a direction in a line with letters that are written from right to left.
    """
    if text.isascii() and "\x7f" not in text:
        return
    for match in islice(UNSEEN.finditer(text, text.startswith("\ufeff")), MOST_LOOKED_AT):
        if not has_use(text, match.start()):
            yield match.start()


def check_unseen(text: str, name: str, findings: Findings, *, but: int = -1) -> None:
    """Warn of each character of a text that shows nothing and has no use where it stands, `but` for one place."""
    for count, offset in enumerate(unseen(text)):
        if count == MOST_REPORTED:
            break
        if offset != but:
            warn_unseen(text, offset, name, findings)


def warn_unseen(text: str, offset: int, name: str, findings: Findings) -> None:
    """Warn of the character at a place of a text, which shows nothing."""
    line, column = position(text, offset)
    turns = _TURNS.match(text, offset)
    rule = "file/text-direction" if turns else "file/unseen-character"
    what = "changes the direction of the text after it" if turns else "is invisible"
    place = Location(name, line, column, line, column + 1)
    findings.add(rule, place, f"{name_of(text[offset])} {what}", help=f"delete the character in column {column}")


def has_use(text: str, place: int) -> bool:
    """Whether the character at a place, which shows nothing, has a use there."""
    character = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if character in _JOINERS:
        # A form may have been picked for the emoji before.
        if _SELECTORS.match(before):
            before = text[place - 2 : place - 1]
        return _is_letter(before) and _is_letter(after)
    if _SELECTORS.match(character):
        return (before >= _FIRST_WITH_VARIANTS and not SPACE_OR_UNSEEN.match(before)) or (
            before in "#*0123456789" and after == _KEYCAP
        )
    if character in _MARKS:
        return _is_written_leftward(text, place)
    if "\U000e0020" <= character <= "\U000e007f":
        start = text.rfind("\U0001f3f4", 0, place)
        flag = _FLAG.match(text, start) if start >= 0 else None
        return flag is not None and flag.end() > place
    return False


def _is_letter(character: str) -> bool:
    """Whether it is a letter or symbol of a script or set in which joiners have a use."""
    return character >= _FIRST_JOINED and not SPACE_OR_UNSEEN.match(character)


def _is_written_leftward(text: str, place: int) -> bool:
    from unicodedata import bidirectional  # noqa: PLC0415 - as above

    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    near = text[max(start, place - 500) : min(len(text) if end < 0 else end, place + 500)]
    return any(bidirectional(each) in ("R", "AL") for each in near if each not in _MARKS)
