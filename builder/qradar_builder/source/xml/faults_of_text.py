"""Mistakes outside of tags: entities, comments, the declaration, what comes before and behind the root."""

from __future__ import annotations

import re
from typing import Final

from qradar_builder.source.xml.fault import QUOTES, Case, SyntaxFault, typographic

_DECLARATION: Final = 'write <?xml version="1.0" encoding="UTF-8"?>'
_FIRST: Final = "is before `<?xml … ?>`, which must be at the very start of the file"
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9._-]{0,30})$")
_ENTITIES: Final = {
    "nbsp": "&#160;",
    "copy": "&#169;",
    "hellip": "…",
    "ndash": "\N{EN DASH}",
    "mdash": "—",
    "euro": "€",
}
_BROWSER = re.compile(r"\s*(?:[-+▼▾▶]\s*<|This XML file does not appear to have any style information)")
_STRAY = re.compile(r"\s*[-+▼▾▶]\s*(?=<)")
_OPEN_COMMENT: Final = "<!--"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def string_not_started(case: Case) -> SyntaxFault:
    if case.here and case.here in QUOTES:
        return typographic(f"the XML declaration has typographic quotes ({case.here})")
    return SyntaxFault("a value in the XML declaration is without quotes", _DECLARATION)


def ampersand(case: Case) -> SyntaxFault:
    if case.text.startswith("&&", case.offset - 1) or case.text.startswith("&&", case.offset):
        return SyntaxFault(
            "`&&` is not an operator here, and a single `&` is not allowed", "write `and` in a condition"
        )
    return SyntaxFault("`&` is not followed by a name", "write `&amp;` for it")


def unfinished_entity(case: Case) -> SyntaxFault:
    named = _NAMED.search(case.text, max(0, case.offset - 40), case.offset)
    name = named[1] if named else ""
    where = None if named is None else named.start()
    if name in ("lt", "gt", "amp", "quot", "apos"):
        return SyntaxFault(f"`&{name}` has no `;` at its end", f"write `&{name};`", where)
    advice = f"write `&amp;{name}`: in a URL, write `&` as `&amp;` too, or use QueryParameter elements"
    return SyntaxFault(f"`&{name}` is not an entity: `&` is not escaped", advice, where)


def unknown_entity(case: Case) -> SyntaxFault:
    name = case.said[1]
    start = case.text.rfind(f"&{name};", 0, case.offset)
    wanted = _ENTITIES.get(name)
    advice = f"write `{wanted}`" if wanted else f"write the character itself, or `&amp;{name};` if `&` is meant"
    message = f"the entity `&{name};` is not defined: XML knows only lt, gt, amp, quot and apos"
    return SyntaxFault(message, advice, start if start >= 0 else None)


def after_root(case: Case) -> SyntaxFault:
    rest = case.text[case.offset :].lstrip()
    first = re.match(r"<(/?)([^\s/>]+)", rest)
    if rest.startswith("<?xml"):
        return SyntaxFault("a second XML document follows the first one", "put each document into its own file")
    if first and first[1]:
        return SyntaxFault(
            f"`</{first[2]}>` follows the end of the root element", "remove it: the root is closed already"
        )
    if first:
        message = f"a second root element, `<{first[2]}>`, follows the first one"
        return SyntaxFault(
            message, "put it inside the root, or into its own file; look for an end tag that comes too early"
        )
    if rest.startswith("```"):
        return SyntaxFault("a line of Markdown (```) follows the XML", "remove it")
    return SyntaxFault("text follows the end of the root element", "remove everything after the last `>`")


def declaration(case: Case) -> SyntaxFault:
    start = case.text.rfind("<?xml", 0, case.offset + 5)
    before = case.text[: max(start, 0)]
    if start == 0:
        return SyntaxFault("the XML declaration is not complete", _DECLARATION)
    where = start if start > 0 else None
    if not before.strip():
        what = "a blank line" if "\n" in before else "a space"
        many = "lines" if before.count("\n") > 1 else "line"
        advice = f"delete the blank {many} at the start of the file" if "\n" in before else "delete it"
        return SyntaxFault(f"{what} is before `<?xml … ?>`, which must be at the very start of the file", advice, where)
    if before.lstrip().startswith(_OPEN_COMMENT) and "-->" in before and not before[before.rfind("-->") + 3 :].strip():
        return SyntaxFault(f"a comment {_FIRST}", "move the comment below that line", where)
    message = "`<?xml … ?>` must be at the very start of the file, and only once"
    return SyntaxFault(message, "remove what is before it, or this second declaration", where)


def no_tag(case: Case) -> SyntaxFault:
    """The file begins with something else than a tag."""
    rest = case.text[case.offset :]
    if _BROWSER.match(rest):
        sign = rest.lstrip()[:1]
        message = "is a copy of the view in a browser, not of the file itself"
        if not rest.lstrip().startswith("This"):
            message += f": `{sign}` is before a tag"
        more = sum(1 for line in case.text.splitlines() if _STRAY.match(line))
        lines = f" (it is on {more} lines)" if more > 1 else ""
        advice = f"save the file from the browser, or copy from its page source; or delete each such sign{lines}"
        return SyntaxFault(message, advice)
    start = rest.lstrip()
    if not start:
        return SyntaxFault("the file contains no element", "add the root element")
    if start.startswith("```"):
        return SyntaxFault("a line of Markdown (```) is before the XML", "remove it, and the one at the end")
    if start.startswith(("{", "[")):
        return SyntaxFault("the file is JSON, not XML", "use an XML file")
    if start.startswith(("&lt;", "&#60;")):
        message = "the XML is escaped: its `<` are written `&lt;`"
        return SyntaxFault(
            message, "replace `&lt;`, `&gt;`, `&quot;`, and finally `&amp;` with the characters themselves"
        )
    if "<" in start:
        return SyntaxFault("text is before the first tag", "remove it: a file must start with `<`")
    if re.match(r"[\w-]+:(?:\s|$)", start):
        return SyntaxFault("the file is YAML, not XML", "give it the extension .yaml, or use an XML file")
    return SyntaxFault("the file does not start with a tag", "use an XML file")


def comment(case: Case) -> SyntaxFault:
    start = case.text.rfind(_OPEN_COMMENT, 0, case.offset + len(_OPEN_COMMENT))
    double = -1 if start < 0 else case.text.find("--", start + len(_OPEN_COMMENT))
    if double < 0:
        return SyntaxFault("a comment contains `--`", "write one hyphen, or a dash")
    if case.text.startswith("--->", double):
        message = "a comment ends with `--->`, so that it contains `--`"
        return SyntaxFault(message, "end it with `-->`, and a space before that", double)
    return SyntaxFault(
        "a comment contains `--`", "write one hyphen, or a dash; a comment cannot contain another one", double
    )


def open_comment(case: Case) -> SyntaxFault:
    start = case.text.rfind(_OPEN_COMMENT, 0, case.offset)
    if start < 0:
        return SyntaxFault("a comment has no end", "write `-->` at its end")
    message = f"the comment that starts in line {case.line(start)} has no end"
    return SyntaxFault(message, "write `-->` at its end", start)


def open_cdata(case: Case) -> SyntaxFault:
    start = case.text.rfind("<![CDATA[", 0, case.offset)
    return SyntaxFault("the CDATA section has no end", "write `]]>` at its end", start if start >= 0 else None)


def prefix(case: Case) -> SyntaxFault:
    prefix = case.said[1]
    uri = "http://www.w3.org/2001/XMLSchema-instance" if prefix == "xsi" else "…"
    message = f"the prefix `{prefix}` is not declared with `xmlns:{prefix}`"
    return SyntaxFault(message, f'remove `{prefix}:`, or write `xmlns:{prefix}="{uri}"` in the root element')


def character(case: Case) -> SyntaxFault:
    number = int(case.said[1])
    return SyntaxFault(f"the character U+{number:04X} is not allowed in XML", "delete it; it is probably invisible")


def character_of_value(case: Case) -> SyntaxFault:
    found = _NOT_XML.search(case.text, case.offset)
    advice = "delete it; it is probably invisible"
    if found is None:
        return SyntaxFault("the value of an attribute contains a character that is not allowed in XML", advice)
    return SyntaxFault(f"the character U+{ord(found[0]):04X} is not allowed in XML", advice, found.start())


def target(case: Case) -> SyntaxFault:
    if case.text.find("<?XML", 0, case.offset + 5) >= 0:
        return SyntaxFault("the XML declaration is in upper case: `<?XML`", _DECLARATION)
    return SyntaxFault("the name after `<?` is not allowed", "remove the `<? … ?>`")
