r"""Named sets of characters: `\p{…}` with every name that Java 17 knows, and the predefined classes `\d \w \s …`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from qradar_builder.javalang.regex.charset import (
    EVERYTHING,
    CharacterSet,
    Property,
    Ranges,
    characters,
    complement,
    intersection,
    ranges,
    union,
)

_DIGITS = ranges((0x30, 0x39))
_UPPER = ranges((0x41, 0x5A))
_LOWER = ranges((0x61, 0x7A))
_LETTERS = union(_UPPER, _LOWER)
_WORD = union(_LETTERS, _DIGITS, characters([0x5F]))
_SPACE = ranges((0x09, 0x0D), (0x20, 0x20))
_PUNCTUATION = ranges((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E))
_CONTROL = ranges((0x00, 0x1F), (0x7F, 0x7F))

HORIZONTAL_SPACE = ranges(
    *((code, code) for code in (0x09, 0x20, 0xA0, 0x1680, 0x180E, 0x202F, 0x205F, 0x3000)), (0x2000, 0x200A)
)
VERTICAL_SPACE = ranges((0x0A, 0x0D), (0x85, 0x85), (0x2028, 0x2029))

_CATEGORIES = [
    "Cn",
    "Lu",
    "Ll",
    "Lt",
    "Lm",
    "Lo",
    "Mn",
    "Me",
    "Mc",
    "Nd",
    "Nl",
    "No",
    "Zs",
    "Zl",
    "Zp",
    "Cc",
    "Cf",
    "Co",
    "Cs",
    "Pd",
    "Ps",
    "Pe",
    "Pc",
    "Po",
    "Sm",
    "Sc",
    "Sk",
    "So",
    "Pi",
    "Pf",
    "L",
    "M",
    "N",
    "Z",
    "C",
    "P",
    "S",
    "LC",
]


def _categories(names: str) -> CharacterSet:
    return union(*(Property(name) for name in names.split()))


_CASED = _categories("Lu Ll Lt")
_ANY_CASE = union(Property("Lowercase"), Property("Uppercase"), Property("Lt"))
_ALPHABETIC = Property("Alphabetic")
_DECIMAL = Property("Nd")
_WHITE_SPACE = union(_categories("Zs Zl Zp"), ranges((0x09, 0x0D), (0x85, 0x85)))
_BLANK = union(Property("Zs"), characters([0x09]))
_GRAPH = complement(_categories("Zs Zl Zp Cc Cs Cn"))
_JOIN_CONTROL = ranges((0x200C, 0x200D))
_HEX_DIGIT = union(_DECIMAL, ranges((0x41, 0x46), (0x61, 0x66), (0xFF10, 0xFF19), (0xFF21, 0xFF26), (0xFF41, 0xFF46)))
_UNICODE_WORD = union(_ALPHABETIC, _categories("Mn Me Mc Nd Pc"), _JOIN_CONTROL)
_NONCHARACTER = ranges((0xFDD0, 0xFDEF), *((plane | 0xFFFE, plane | 0xFFFF) for plane in range(0, 0x110000, 0x10000)))
_IGNORABLE = union(ranges((0x00, 0x08), (0x0E, 0x1B), (0x7F, 0x9F)), Property("Cf"))
_NO_BREAK = characters([0xA0, 0x2007, 0x202F])
_SEPARATORS = ranges((0x1C, 0x1F))

# POSIX names, ASCII only; the name is case-sensitive.
_POSIX: dict[str, CharacterSet] = {
    "ASCII": ranges((0x00, 0x7F)),
    "Alnum": union(_LETTERS, _DIGITS),
    "Alpha": _LETTERS,
    "Blank": characters([0x09, 0x20]),
    "Cntrl": _CONTROL,
    "Digit": _DIGITS,
    "Graph": ranges((0x21, 0x7E)),
    "Lower": _LOWER,
    "Print": ranges((0x20, 0x7E)),
    "Punct": _PUNCTUATION,
    "Space": _SPACE,
    "Upper": _UPPER,
    "XDigit": union(_DIGITS, ranges((0x41, 0x46), (0x61, 0x66))),
}

_JAVA: dict[str, CharacterSet] = {
    "LowerCase": Property("Lowercase"),
    "UpperCase": Property("Uppercase"),
    "Alphabetic": _ALPHABETIC,
    "Ideographic": Property("Ideographic"),
    "TitleCase": Property("Lt"),
    "Digit": _DECIMAL,
    "Defined": complement(Property("Cn")),
    "Letter": Property("L"),
    "LetterOrDigit": union(Property("L"), _DECIMAL),
    "JavaIdentifierStart": _categories("L Nl Sc Pc"),
    "JavaIdentifierPart": union(_categories("L Nl Sc Pc Nd Mc Mn"), _IGNORABLE),
    "UnicodeIdentifierStart": Property("ID_Start"),
    "UnicodeIdentifierPart": union(Property("ID_Continue"), _IGNORABLE),
    "IdentifierIgnorable": _IGNORABLE,
    "SpaceChar": _categories("Zs Zl Zp"),
    "Whitespace": union(
        intersection(_categories("Zs Zl Zp"), complement(_NO_BREAK)), ranges((0x09, 0x0D)), _SEPARATORS
    ),
    "ISOControl": ranges((0x00, 0x1F), (0x7F, 0x9F)),
    "Mirrored": Property("Bidi_Mirrored"),
}

# Only behind `Is`; the case of the name does not count.
_UNICODE: dict[str, CharacterSet] = {
    "ALPHABETIC": _ALPHABETIC,
    "LETTER": Property("L"),
    "IDEOGRAPHIC": Property("Ideographic"),
    "LOWERCASE": Property("Lowercase"),
    "UPPERCASE": Property("Uppercase"),
    "TITLECASE": Property("Lt"),
    "WHITE_SPACE": _WHITE_SPACE,
    "WHITESPACE": _WHITE_SPACE,
    "CONTROL": Property("Cc"),
    "PUNCTUATION": Property("P"),
    "HEX_DIGIT": _HEX_DIGIT,
    "HEXDIGIT": _HEX_DIGIT,
    "ASSIGNED": complement(Property("Cn")),
    "NONCHARACTER_CODE_POINT": _NONCHARACTER,
    "NONCHARACTERCODEPOINT": _NONCHARACTER,
    "DIGIT": _DECIMAL,
    "ALNUM": union(_ALPHABETIC, _DECIMAL),
    "BLANK": _BLANK,
    "GRAPH": _GRAPH,
    "PRINT": intersection(union(_GRAPH, _BLANK), complement(Property("Cc"))),
    "WORD": _UNICODE_WORD,
    "JOIN_CONTROL": _JOIN_CONTROL,
    "JOINCONTROL": _JOIN_CONTROL,
}

# POSIX names under (?U) and behind `Is`; the case of the name does not count.
_UNICODE_POSIX: dict[str, CharacterSet] = {
    "ALPHA": _ALPHABETIC,
    "LOWER": Property("Lowercase"),
    "UPPER": Property("Uppercase"),
    "SPACE": _WHITE_SPACE,
    "PUNCT": Property("P"),
    "XDIGIT": _HEX_DIGIT,
    "ALNUM": _UNICODE["ALNUM"],
    "CNTRL": Property("Cc"),
    "DIGIT": _DECIMAL,
    "BLANK": _BLANK,
    "GRAPH": _GRAPH,
    "PRINT": _UNICODE["PRINT"],
}

_PREDEFINED: dict[str, CharacterSet] = {
    "d": _DIGITS,
    "w": _WORD,
    "s": _SPACE,
    "h": HORIZONTAL_SPACE,
    "v": VERTICAL_SPACE,
}
_UNICODE_PREDEFINED: dict[str, CharacterSet] = {
    **_PREDEFINED,
    "d": _DECIMAL,
    "w": _UNICODE_WORD,
    "s": _WHITE_SPACE,
}


def predefined_class(letter: str, *, unicode: bool) -> CharacterSet | None:
    r"""Return the set of `\d \D \w \W \s \S \h \H \v \V`, None for another letter; `unicode` is (?U)."""
    known = (_UNICODE_PREDEFINED if unicode else _PREDEFINED).get(letter.lower())
    if known is None:
        return None
    return complement(known) if letter.isupper() else known


def named_property(name: str, *, ignore_case: bool, unicode: bool) -> CharacterSet | None:
    r"""Return the set of `\p{name}`, None for a name that Java does not know.

    `ignore_case` and `unicode` are the flags (?i) and (?U). Source of the rule: java.util.regex.Pattern (Java SE 17),
    topics "POSIX character classes", "java.lang.Character classes" and "Unicode support".
    """
    if "=" in name:
        key, _, value = name.partition("=")
        return _by_key(key.lower(), value, ignore_case=ignore_case)
    if name.startswith("In"):
        return _block(name[2:])
    if name.startswith("Is"):
        bare = name[2:]
        found = _unicode_property(bare.upper(), _UNICODE_POSIX | _UNICODE, ignore_case=ignore_case)
        return found or _plain_property(bare, ignore_case=ignore_case) or _script(bare)
    if unicode and (found := _unicode_property(name.upper(), _UNICODE_POSIX, ignore_case=ignore_case)):
        return found
    return _plain_property(name, ignore_case=ignore_case)


def _by_key(key: str, value: str, *, ignore_case: bool) -> CharacterSet | None:
    match key:
        case "sc" | "script":
            return _script(value)
        case "blk" | "block":
            return _block(value)
        case "gc" | "general_category":
            return _plain_property(value, ignore_case=ignore_case)
        case _:
            return None


def _unicode_property(name: str, table: dict[str, CharacterSet], *, ignore_case: bool) -> CharacterSet | None:
    if ignore_case and name in {"LOWERCASE", "UPPERCASE", "TITLECASE", "LOWER", "UPPER"} and name in table:
        return _ANY_CASE
    return table.get(name)


def _plain_property(name: str, *, ignore_case: bool) -> CharacterSet | None:
    if ignore_case and name in {"Lu", "Ll", "Lt"}:
        return _CASED
    if ignore_case and name in {"Lower", "Upper"}:
        return _LETTERS
    if name in _CATEGORIES:
        return Property(name)
    if name.startswith("java"):
        if ignore_case and name in {"javaLowerCase", "javaUpperCase", "javaTitleCase"}:
            return _ANY_CASE
        return _JAVA.get(name.removeprefix("java"))
    match name:
        case "LD":
            return union(Property("L"), _DECIMAL)
        case "L1":
            return ranges((0x00, 0xFF))
        case "all":
            return EVERYTHING
        case _:
            return _POSIX.get(name)


def _script(name: str) -> CharacterSet | None:
    known = _names()[1].get(name.upper())
    return Property(f"Script={known}") if known else None


def _block(name: str) -> CharacterSet | None:
    return _names()[0].get(name.upper())


@cache
def _names() -> tuple[dict[str, Ranges], dict[str, str]]:
    table = json.loads(files(__package__).joinpath("unicode_names.json").read_text("utf-8"))
    blocks = {
        name: Ranges(() if block["first"] is None else ((block["first"], block["last"]),))
        for block in table["blocks"]
        for name in block["names"]
    }
    scripts = {name: names[0] for names in table["scripts"] for name in names}
    return blocks, scripts
