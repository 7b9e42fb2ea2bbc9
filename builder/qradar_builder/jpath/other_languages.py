"""Words and signs of other languages that people write in expressions, and what JPath has in their place."""

from __future__ import annotations

from typing import Final

KEYWORDS: Final = ("and", "or", "not", "exists", "true", "false", "null")
_QUOTE_IT: Final = "put text into quotes; a path begins with `/`"
_WORDS: Final = {
    "eq": "write `=`",
    "equals": "write `=`",
    "ne": "write `!=`",
    "neq": "write `!=`",
    "gt": "write `>`",
    "ge": "write `>=`",
    "gte": "write `>=`",
    "lt": "write `<` (`&lt;` in XML)",
    "le": "write `<=` (`&lt;=` in XML)",
    "lte": "write `<=` (`&lt;=` in XML)",
    "is": "write `= null`, or `not exists /key`",
    "in": "compare with each value, and join the comparisons by `or`",
    "like": "use the action RegexCapture, and compare what it saves",
    "matches": "use the action RegexCapture, and compare what it saves",
    "contains": "use the action RegexCapture, and compare what it saves",
    "xor": "write `(… and not …) or (not … and …)`",
    "mod": "write `%`",
    "div": "write ` / ` with spaces around it",
    "none": "write `null`",
    "nil": "write `null`",
    "undefined": "write `null`, or `not exists /key`",
    "nothing": "write `null`",
    "empty": "write `empty(/key)`",
    "count": "write `count(/key)`",
    "if": "a condition begins with what it compares: remove the word",
    "when": "a condition begins with what it compares: remove the word",
}
_PLACES: Final = {
    "not": "`not` is before what it negates, as in `not /key = 1`",
    "exists": "`exists` is before the path, as in `exists /key`",
}
SIGNS: Final = {
    "===": "write `=`",
    "==": "write `=`",
    "&&": "write `and`",
    "||": "write `or`",
    "!==": "write `!=`",
    "<>": "write `!=`",
    "=>": "write `>=`",
    "=<": "write `<=`",
    "!": "write `not`, or `!=`",
    "&": "write `and`",
    "|": "write `or`",
    "~": "use the action RegexCapture, and compare what it saves",
    "?": "use the action If; a filter is written `[@key = 1]`",
    ";": "remove it",
    "^": "there are no powers",
    "$": "a path begins with `/`, as in `/key`",
    "`": "put text into plain quotes; a path has none",
    ".": "a path goes down by `/`, as in `/a/b`; a key with a dot is quoted, as in `/'a.b'`",
    "${": "a template may be used here only in an attribute, where it is expanded first",
    "≠": "write `!=`",
    "≤": "write `<=` (`&lt;=` in XML)",
    "≥": "write `>=`",
    "\N{EN DASH}": "write a plain `-`",
    "\N{EM DASH}": "write a plain `-`",
    "\N{MINUS SIGN}": "write a plain `-`",
    "\N{MULTIPLICATION SIGN}": "write `*`",
    "÷": "write ` / ` with spaces around it",
}
"""Signs by what to write in place of each; the lexer looks for the longest first."""
TYPOGRAPHIC: Final = "“”„‟‘’‚‛«»‹›′″＂＇´"  # noqa: RUF001 - they are what is looked for


def advice_on_word(word: str) -> str:
    """What to write in place of a word that JPath does not know."""
    small = word.lower()
    if word in KEYWORDS:
        return _PLACES.get(word, f"compare with it, as in `/key = {word}`")
    if small in KEYWORDS:
        return f"write `{small}`: keywords are in lower case"
    return _WORDS.get(small, _QUOTE_IT)


def advice_on_sign(sign: str) -> str:
    """What to write in place of a sign that JPath does not know."""
    if sign in TYPOGRAPHIC:
        return "write plain quotes: a word processor, chat or web page changed them"
    return SIGNS.get(sign) or "put text into quotes, and keys of a path with such characters too"
