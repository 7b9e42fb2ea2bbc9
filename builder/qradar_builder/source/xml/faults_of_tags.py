"""Mistakes in tags and their attributes, each with what it is, where it starts and what to write."""

from __future__ import annotations

import re

from qradar_builder.source.xml.fault import QUOTES, Case, SyntaxFault, typographic
from qradar_builder.source.xml.tags import attribute_at, scan
from qradar_builder.text.nearest import is_near

_NEXT_ATTRIBUTE = re.compile(r"[A-Za-z_:][\w:.-]*\s*=\s*[\"']")


def mismatch(case: Case) -> SyntaxFault:
    end = case.text.rfind("</", 0, case.offset)
    where = end if end >= 0 else case.offset
    closing = case.said[3]
    scanned = scan(case.text, where)
    inner = scanned.open[-1] if scanned.open else None
    if inner is None:
        return SyntaxFault(f"`</{closing}>` closes nothing", "remove it", where)
    opened = ((inner.offset, f"`<{inner.name}>` starts here"),)
    line = case.line(inner.offset)
    if inner.name.lower() == closing.lower():
        message = f"`</{closing}>` does not close `<{inner.name}>` of line {line}: upper and lower case differ"
        return SyntaxFault(message, f"write `</{inner.name}>`", where, opened)
    if any(tag.name == closing for tag in scanned.open):
        message = f"`<{inner.name}>` of line {line} is not closed before `</{closing}>`"
        advice = f"write `</{inner.name}>` before it, or end the tag of line {line} with `/>` if the element is empty"
        return SyntaxFault(message, advice, where, opened)
    if scanned.closed == closing:
        message = f"`</{closing}>` closes `<{closing}>` a second time"
        return SyntaxFault(
            message, f"remove it: the element before it is closed already, by `/>` or `</{closing}>`", where
        )
    if is_near(closing, inner.name):
        message = f"`</{closing}>` does not close `<{inner.name}>` of line {line}: the names differ"
        return SyntaxFault(message, f"write `</{inner.name}>`", where, opened)
    message = f"`</{closing}>` closes nothing: the element that is open here is `<{inner.name}>` of line {line}"
    return SyntaxFault(message, f"remove `</{closing}>`, or add its start tag", where, opened)


def premature(case: Case) -> SyntaxFault:
    opened = scan(case.text, len(case.text)).open
    if not opened:
        return SyntaxFault(f"the file ends before `<{case.said[1]}>` is closed", f"add `</{case.said[1]}>`")
    ends = "".join(f"</{tag.name}>" for tag in reversed(opened[-6:]))
    inner = opened[-1]
    message = f"the file ends before `<{inner.name}>` of line {case.line(inner.offset)} is closed"
    advice = f"add `{ends}` where it belongs; if the file was cut off, copy it again"
    return SyntaxFault(message, advice, None, tuple((tag.offset, f"`<{tag.name}>` starts here") for tag in opened[-3:]))


def attributes(case: Case) -> SyntaxFault:
    """Something other than a space follows a value."""
    tag = case.scanned.broken
    before = None if tag is None else attribute_at(case.text, tag, case.offset)
    name = f" of `{before[0]}`" if before else ""
    if case.here == ",":
        return SyntaxFault("a comma separates two attributes", "remove the comma: a space separates attributes")
    if _NEXT_ATTRIBUTE.match(case.text, case.offset):
        return SyntaxFault(f"a space is missing after the value{name}", "write a space between two attributes")
    if case.here in ("<", ""):
        return SyntaxFault(f"the tag{f' `<{tag.name}`' if tag else ''} does not end with `>`", "write `>` or `/>`")
    message = f"the value{name} ends before its text does: a quote in it counts as its end"
    return SyntaxFault(message, "write a quote inside a value as `&quot;`, or put the value in single quotes")


def less_than(case: Case) -> SyntaxFault:
    """A `<` in a value: it is meant, or the quote before it is missing."""
    tag = case.scanned.broken
    begun = None if tag is None else attribute_at(case.text, tag, case.offset)
    between = "" if begun is None else case.text[begun[1] : case.offset]
    if begun is not None and (("\n" in between or between.rstrip().endswith((">", "/"))) and _tag_like(case)):
        name, start = begun
        quote = case.text[start - 1]
        message = f"the value of `{name}` has no closing quote"
        if any(each in QUOTES for each in between):
            message += ": the one there is a typographic quote"
        return SyntaxFault(
            message, f"write `{quote}` at its end", start - 1, ((case.offset, "the next tag starts here"),)
        )
    name = f" of `{begun[0]}`" if begun else ""
    return SyntaxFault(f"the value{name} contains `<`", "write `&lt;` for it; `<=` becomes `&lt;=`")


def _tag_like(case: Case) -> bool:
    return re.compile(r"<[/!?A-Za-z_]").match(case.text, case.offset) is not None


def no_quote(case: Case) -> SyntaxFault:
    before = re.compile(r"([\w:.-]+)\s*=+\s*$").search(case.text[max(0, case.offset - 100) : case.offset])
    name = f" of `{before[1]}`" if before else ""
    if case.here and case.here in QUOTES:
        return typographic(f"the value{name} is in typographic quotes ({case.here})")
    if case.here == "=":
        return SyntaxFault(f"`==` is before the value{name}", 'write one `=`, as in name="value"')
    return SyntaxFault(f"the value{name} is without quotes", 'write it in straight quotes, as in name="value"')


def no_closing_quote(_: Case) -> SyntaxFault:
    return SyntaxFault("a value has no closing quote", "end it with the same quote that it starts with")


def no_value(case: Case) -> SyntaxFault:
    name = case.said[1]
    if name.endswith(":") or case.here == ":":
        return SyntaxFault(f"`:` follows the attribute `{name.rstrip(':')}`", 'write `=`, as in name="value"')
    return SyntaxFault(f"the attribute `{name}` has no value", f'write `{name}="…"`, or remove it')


def duplicate(case: Case) -> SyntaxFault:
    name = case.said[1]
    tag = case.scanned.broken
    if tag is None:
        return SyntaxFault(f"the attribute `{name}` appears twice in one tag", "keep one of them")
    found = re.compile(rf"(?<=\s){re.escape(name)}(?=\s*=)")
    first = found.search(case.text, tag.offset, case.offset)
    second = found.search(case.text, first.end(), case.offset) if first else None
    related = ((first.start(), "first here"),) if first else ()
    message = f"the attribute `{name}` appears twice in `<{tag.name}>`"
    return SyntaxFault(message, "keep one of them", second.start() if second else None, related)


def element_name(case: Case) -> SyntaxFault:
    before = case.text.rfind("<", 0, case.offset + 1)
    where = before if before >= 0 and case.offset - before <= 1 else None
    follows = case.text[(where if where is not None else case.offset) + 1 :][:1]
    if follows.isspace() and _tag_behind(case.text, (where or 0) + 1):
        return SyntaxFault("a space follows `<`", "remove it: the name of the element must follow directly", where)
    if follows.isdigit():
        return SyntaxFault(
            "`<` is followed by a digit", "write `&lt;` for a plain `<`; a name cannot start with a digit", where
        )
    return SyntaxFault("`<` is not followed by a name", "write `&lt;` for a plain `<`", where)


def _tag_behind(text: str, offset: int) -> bool:
    return re.compile(r"\s+/?[A-Za-z_][\w:.-]*(?:\s+[\w:.-]+\s*=\s*[\"'][^<>]*|\s*)/?>").match(text, offset) is not None


def attribute_name(case: Case) -> SyntaxFault:
    tag = case.scanned.broken
    name = f" `<{tag.name}`" if tag else ""
    if case.here in ("<", ""):
        where = None if tag is None else tag.offset
        related = ((case.offset, "the next tag starts here"),) if case.here and tag else ()
        return SyntaxFault(
            f"the tag{name} does not end with `>`", "write `>`, or `/>` if the element is empty", where, related
        )
    if case.here == "/":
        return SyntaxFault(f"`/` and `>` of the tag{name} are separated", "write `/>` without a space")
    if case.here in QUOTES:
        return typographic(f"the tag{name} has a typographic quote ({case.here})")
    if case.here in "\"'":
        return SyntaxFault(f"the tag{name} has an extra quote", "write a quote inside a value as `&quot;`")
    return SyntaxFault(
        f"`{case.here}` in the tag{name} does not start an attribute", 'remove it; an attribute is name="value"'
    )


def end_tag(_: Case) -> SyntaxFault:
    return SyntaxFault("an end tag contains more than a name", "write `</name>`; attributes belong to the start tag")
