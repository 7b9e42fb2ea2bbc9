"""What is wrong with an XML text, said for people: what it is, where it starts, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.source.xml import faults_of_tags as tags, faults_of_text as texts
from qradar_builder.source.xml.fault import Case, SyntaxFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Explain = Callable[[Case], SyntaxFault]

_DECLARATION: Final = 'write <?xml version="1.0" encoding="UTF-8"?>'


def explained(said: str, text: str, offset: int) -> SyntaxFault:
    """Explain what libxml2 says of a text at a 0-based offset, by the text there."""
    short = re.sub(r", line \d+, column \d+.*", "", said, flags=re.DOTALL).strip()
    offset = min(max(offset, 0), len(text))
    for pattern, explain in _KINDS:
        match = pattern.match(short)
        if match:
            return explain(Case(text, offset, match))
    return SyntaxFault(f"is not well-formed: `{short}`" if short else "is not well-formed")


def _plain(message: str, advice: str) -> Callable[[Case], SyntaxFault]:
    """The same for each text; groups of what the parser said may be named in it."""
    return lambda case: SyntaxFault(case.said.expand(message), advice)


def _table() -> Iterator[tuple[str, Explain]]:
    yield r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)", tags.mismatch
    yield r"Premature end of data in tag (\S+) line (\d+)", tags.premature
    yield r"attributes construct error", tags.attributes
    yield r"Unescaped '<' not allowed in attributes values", tags.less_than
    yield r"AttValue: \" or ' expected", tags.no_quote
    yield r"AttValue: ' expected", tags.no_closing_quote
    yield r"String not started expecting.*|String not closed expecting.*", texts.string_not_started
    yield (
        r"Blank needed here|parsing XML declaration: '\?>' expected",
        _plain("the XML declaration is not complete", _DECLARATION),
    )
    yield r"Specification mandates? value for attribute (\S+)", tags.no_value
    yield r"Failed to parse QName '([^':]*:)'", tags.no_value
    yield r"Attribute (\S+) redefined", tags.duplicate
    yield r"xmlParseEntityRef: no name", texts.ampersand
    yield r"EntityRef: expecting ';'", texts.unfinished_entity
    yield r"Entity '([^']+)' not defined", texts.unknown_entity
    yield r"Extra content at the end of the document", texts.after_root
    yield r"XML (?:or text declaration not at start|declaration allowed only at the start).*", texts.declaration
    yield r"Document is empty", _plain("the file contains no XML", "use an XML file that is not empty")
    yield r"Start tag expected, '<' not found", texts.no_tag
    yield r"Namespace prefix (\S+) (?:on|for) .*", texts.prefix
    yield r"xmlns(?::\S+)?: '(.*)' is not a valid URI", _plain(r"the namespace `\1` is not a URI", "correct it")
    yield r"(?:Comment must not contain '--'|Double hyphen within comment).*", texts.comment
    yield r"Comment not terminated.*", texts.open_comment
    yield r"CData section not finished.*", texts.open_cdata
    yield r"Sequence '\]\]>' not allowed in content", _plain("the text contains `]]>`", "write `]]&gt;`")
    yield r"StartTag: invalid element name", tags.element_name
    yield r"error parsing attribute name", tags.attribute_name
    yield r"Couldn't find end of Start Tag (\S+).*", tags.attribute_name
    yield r"expected '>'", tags.end_tag
    yield r"PCDATA invalid Char value (\d+)", texts.character
    yield r"xmlParseCharRef: invalid xmlChar value (\d+)", texts.character
    yield r"invalid character in attribute value", texts.character_of_value
    yield r"Invalid PI name", texts.target
    yield r"CharRef: invalid .*value", _plain("a reference such as `&#160;` is not complete", "write digits and `;`")
    yield r"xmlParsePI : no target name", _plain("`<?` is not followed by a name", "remove the `<? … ?>`")
    yield r"Unsupported version '(.*)'", _plain(r"the XML declaration names version \1", 'write version="1.0"')


_KINDS: Final = tuple((re.compile(pattern, re.DOTALL), explain) for pattern, explain in _table())
