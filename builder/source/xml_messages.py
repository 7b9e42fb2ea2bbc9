"""What is wrong with an XML text, said for people rather than for authors of parsers."""

from __future__ import annotations

import re

_MESSAGES = (
    (
        r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)",
        r"`</\3>` stands where `<\1>` of line \2 must end",
    ),
    (r"Premature end of data in tag (\S+) line (\d+)", r"the file ends before `<\1>` of line \2 is closed"),
    (r"Couldn't find end of Start Tag (\S+).*", r"the tag `<\1` does not end with `>`"),
    (r"Unescaped '<' not allowed in attributes values", "`<` stands in a value: a quote is missing, or it is `&lt;`"),
    (r"xmlParseEntityRef: no name", "`&` stands by itself: it is written `&amp;`"),
    (r"EntityRef: expecting ';'", "`&` begins a name without `;` at its end: a plain `&` is written `&amp;`"),
    (r"Entity '([^']+)' not defined", r"the entity `&\1;` is not defined: XML knows only lt, gt, amp, quot and apos"),
    (r"Attribute (\S+) redefined", r"the attribute `\1` stands twice in one tag"),
    (r"AttValue: \" or ' expected", "a value without quotes"),
    (r"AttValue: ' expected", "a value without its closing quote"),
    (r"Specification mandates? value for attribute (\S+)", r"the attribute `\1` has no value"),
    (r"attributes construct error", "two attributes without a space between them, or a quote too many"),
    (r"Extra content at the end of the document", "there is more after the end of the root element"),
    (
        r"XML (?:or text declaration not at start|declaration allowed only at the start).*",
        "`<?xml … ?>` must be the very first thing in the file",
    ),
    (r"Document is empty", "the file holds no XML"),
    (r"Start tag expected, '<' not found", "the file does not begin with a tag"),
    (r"Namespace prefix (\S+) (?:on|for) .*", r"the prefix `\1` is not declared with `xmlns:\1`"),
    (r"xmlns(?::\S+)?: '(.*)' is not a valid URI", r"the namespace `\1` is not a URI"),
    (r"(?:Comment must not contain '--'|Double hyphen within comment).*", "`--` stands inside a comment"),
    (r"StartTag: invalid element name", "`<` is not followed by a name: a plain `<` is written `&lt;`"),
    (r"PCDATA invalid Char value (\d+)", r"a character that XML does not allow, number \1"),
)
_KNOWN = tuple((re.compile(pattern), words) for pattern, words in _MESSAGES)


def in_plain_words(message: str) -> str:
    """What libxml2 says, in plain words where we have them, without the place that it adds."""
    short = re.sub(r", line \d+, column \d+.*", "", message, flags=re.DOTALL).strip()
    for pattern, words in _KNOWN:
        match = pattern.match(short)
        if match:
            return match.expand(words)
    return f"is not well-formed: {short}" if short else "is not well-formed"
