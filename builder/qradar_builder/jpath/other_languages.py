"""Words and signs of other languages that people write in expressions, and what JPath has in their place."""

from __future__ import annotations

from typing import Final

KEYWORDS: Final = ("and", "or", "not", "exists", "true", "false", "null")
_QUOTE_IT: Final = "put text in quotes; a path starts with `/`"
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
    "in": "compare with each value, and join the comparisons with `or`",
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
    "if": "a condition starts with the value that it compares: remove the word",
    "when": "a condition starts with the value that it compares: remove the word",
}
_PLACES: Final = {
    "not": "`not` must come before the part that it negates, as in `not /key = 1`",
    "exists": "`exists` must come before the path, as in `exists /key`",
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
    "?": "use the action If; write a filter as `[@key = 1]`",
    ";": "remove it",
    "^": "JPath has no power operator",
    "$": "a path starts with `/`, as in `/key`",
    "`": "put text in straight quotes; a path has no quotes",
    ".": "separate the keys of a path with `/`, as in `/a/b`; put a key with a dot in quotes, as in `/'a.b'`",
    "${": "a template is allowed only in an attribute, where it is expanded first",
    "≠": "write `!=`",
    "≤": "write `<=` (`&lt;=` in XML)",
    "≥": "write `>=`",
    "\N{EN DASH}": "write a hyphen `-`",
    "\N{EM DASH}": "write a hyphen `-`",
    "\N{MINUS SIGN}": "write a hyphen `-`",
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
        return "write straight quotes: a word processor, a chat, or a web page changed them"
    return SIGNS.get(sign) or "put text in quotes, and also keys of a path with such characters"
