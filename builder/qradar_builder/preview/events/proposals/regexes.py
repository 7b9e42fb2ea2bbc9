"""Regular expressions for a selection: what is before and behind it, made general, and the kind of text that it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qradar_builder.javalang.regex.errors import JavaRegexError
from qradar_builder.javalang.regex.reader import Flag
from qradar_builder.lint.regex.attack import find_attack
from qradar_builder.lint.regex.report import LONGEST_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.preview.events.proposals.selection import Selection

_LOOKED_BACK: Final = 80
_WORD_BEFORE: Final = re.compile(r"([A-Za-z][\w.@-]{0,40})([^A-Za-z0-9]{1,12})\Z", re.ASCII)
"""The word right before a selection, such as a key, and the signs between."""
_CLASSES: Final = (
    (re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII), r"\d{1,3}(?:\.\d{1,3}){3}"),
    (re.compile(r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"), r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"),
    (re.compile(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*"), r"[0-9A-Fa-f:.]{3,45}"),
    (re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"), r"[0-9A-Fa-f-]{36}"),
    (re.compile(r"\d+", re.ASCII), r"\d+"),
    (re.compile(r"\w+", re.ASCII), r"\w+"),
    (re.compile(r"[\w.@-]+", re.ASCII), r"[\w.@-]+"),
    (re.compile(r"\S+"), r"\S+"),
)
"""Kinds of text, the narrowest first."""
_TOKENS: Final = re.compile(r"(\d+)|([^\W\d_]+)|(\s+)|(.)", re.DOTALL)
_MOST_TOKENS: Final = 12
_SPECIAL: Final = re.compile(r"([\\.^$|?*+()\[\]{}])")


def regexes(selection: Selection, inner: str | None = None) -> Iterator[str]:
    """Java regular expressions whose first group may be the selected text; none of them can run away.

    With `inner` the group has this pattern, without a group of its own.
    """
    seen: set[str] = set()
    for pattern in _patterns(selection, inner):
        if pattern not in seen:
            seen.add(pattern)
            if is_safe(pattern):
                yield pattern


def is_safe(pattern: str) -> bool:
    """Whether Java takes a pattern, and no search by it in a payload of any length that QRadar takes is slow."""
    try:
        attack = find_attack(pattern, Flag(0))
    except JavaRegexError:
        return False
    return attack is None or attack.slow_from > LONGEST_PAYLOAD


def _patterns(selection: Selection, inner: str | None) -> Iterator[str]:
    before = selection.payload[max(0, selection.start - _LOOKED_BACK) : selection.start]
    behind = selection.payload[selection.end : selection.end + 1]
    line = before.rpartition("\n")[2]
    kinds = [inner] if inner is not None else list(_kinds(selection.text, behind))
    match = _WORD_BEFORE.search(line)
    if match is not None:
        start = r"\b" if re.match(r"\w", match[1]) else ""
        yield from (f"{start}{_escaped(match[1])}{_signs(match[2])}({kind})" for kind in kinds)
    general = _general(line)
    at_the_start = selection.start == len(line) == len(before)
    if at_the_start:
        yield from (f"^{general}({kind})" for kind in kinds)
    elif general:
        yield from (f"{general}({kind})" for kind in kinds)
    end = _signs(behind) if behind.strip() else r"\s" if behind else "$"
    if general and not at_the_start:
        yield from (f"{general}({kind}){end}" for kind in kinds)


def _kinds(text: str, behind: str) -> Iterator[str]:
    """Patterns of the selected text: all up to the sign behind it, and its kind."""
    if behind and behind not in text and not behind.isalnum() and behind not in " \r\n":
        quote = r"\\" if behind in "\"'" and "\\" not in text else ""
        yield rf"[^{_in_class(behind)}{quote}\r\n]+"
    yield from (pattern for kind, pattern in _CLASSES if kind.fullmatch(text))
    if not behind:
        yield r"[^\r\n]+"


def _signs(text: str) -> str:
    r"""Signs between a key and its value. Blanks may be more or fewer, and a quote may be escaped, as in `\"`."""
    found = ""
    for part in re.findall(r"\\*[\"']|\s+|.", text, re.DOTALL):
        if part[-1] in "\"'":
            found += rf"\\{{0,7}}{part[-1]}" if part[0] == "\\" else part
        elif part.isspace():
            found += r"\s+"
        else:
            found += rf"\s*{_escaped(part)}\s*" if part in ":=" and len(text) > 1 else _escaped(part)
    # A blank beside a sign that has its own.
    return re.sub(r"(?:\\s\*)?\\s\+(?:\\s\*)?|(?:\\s\*){2,}", lambda each: r"\s*" if "*" in each[0] else r"\s+", found)


def _general(line: str) -> str:
    """What stands before a selection on its line, with numbers and words in place of those that are there."""
    tokens = list(_TOKENS.finditer(line))[-_MOST_TOKENS:]
    if len(line) == _LOOKED_BACK and tokens:
        # The first one may be cut.
        tokens = tokens[1:]
    found = []
    for token in tokens:
        number, word, blank, _ = token.groups()
        if number:
            found.append(r"\d+")
        elif word and word.isascii():
            found.append("[A-Za-z]+")
        else:
            found.append(r"\s+" if blank else _escaped(token[0]))
    return "".join(found)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _in_class(sign: str) -> str:
    if sign.isspace():
        return r"\t" if sign == "\t" else r"\s"
    return f"\\{sign}" if sign in r"\]^-[&" else sign
