"""Finds names with values in text, and the expressions that read them.

Each expression is a regular expression that Java and Python read alike, and that no text makes slow.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.dsm.expressions.name_value_pairs import compile_nvp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BEFORE: Final = r"(?:^|[\t ,;|&\[({>])"
"""What stands before the name of a pair."""
_OPENED: Final = r"""(?:["'](?!["'])|""(?=[^"'\s,;]))"""
"""A quote before a value, or two of them. Two with nothing between are no value."""
_PAIR: Final = re.compile(
    r"""(?P<before>^|[\t ,;|&\[({>]{1,2})(?P<mark>"?)(?P<name>[A-Za-z_@][\w.@-]{0,60})(?P=mark)="""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\t ,;|&"'\])}]*)"""
)
_COLON: Final = re.compile(rf'{BEFORE}"{{0,2}}(?P<name>[A-Za-z_][\w.-]{{0,60}})"{{0,2}}: ?"{{1,2}}[^"]*"')
_FEWEST_COLONS: Final = 2
"""How many such pairs an event has as a mean."""
_LABEL: Final = re.compile(
    r"(?:^|[\t\r\n,;|(\[]|(?<=[.:,;>\-]) |\\[rnt])(?P<name>[A-Z][A-Za-z_-]{1,30}(?: [A-Za-z]{1,20}){0,3}):"
    r"(?:[ \t]|\\t){1,12}(?P<value>[^\s,;|\\]{1,100})"
)
_LISTED: Final = r"[,;|] {label}: [^\s,;|\\]+ [^\r\n,;|\\:=]{{1,60}}(?:[,;|]|$)"
"""A label in a list of labels, whose value has blanks."""
_ELEMENT: Final = re.compile(
    r"<(?P<tag>[A-Za-z]\w{0,60})(?: Name=[\"'](?P<name>\w{1,60})[\"']|(?: [^<>]{0,200})?)>[^<>]{1,300}</(?P=tag)>"
)
_ANGLED: Final = re.compile(r"<[^<>\s]*>")
"""A value between angle brackets."""
_LOOKED_AT: Final = 40
_MOST_OF_A_PAYLOAD: Final = 16_000


def pairs_of(payload: str) -> list[re.Match[str]]:
    """The name-value pairs of a text, as far as they are written with `=`."""
    return list(_PAIR.finditer(payload[:_MOST_OF_A_PAYLOAD]))


def pair_columns(
    own: Sequence[str | None], payloads: Sequence[str], most: int, *, is_paired: bool
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Expression, path, label and values of each name in the payloads of the format; None stands for other formats.

    `is_paired` says that all of the text is made of pairs.
    """
    rows = [{pair["name"]: pair for pair in reversed(pairs_of(payload or ""))} for payload in own]
    names = list(dict.fromkeys(name for payload in own for name in _names(payload)))
    delimiter = _delimiter(rows)
    is_alone = is_paired and all(each is not None for each in own)
    for name in names[:most]:
        raw = [row[name]["value"] if name in row else None for row in rows]
        is_quoted = any(text is not None and text[:1] in ('"', "'") for text in raw)
        is_marked = any(name in row and row[name]["mark"] for row in rows)
        values = tuple(None if text is None else text.strip("\"'") for text in raw)
        if any(values) and all(_ANGLED.fullmatch(text) for text in values if text):
            pattern = rf"{pair_pattern(name, is_quoted=False, is_marked=is_marked).rpartition('(')[0]}<([^<>\s]+)>"
            yield {"regex": pattern}, (name,), name, found_by(pattern, payloads)
            continue
        if is_alone and not is_quoted and not is_marked:
            pair = compile_nvp(name, delimiter, "=")
            if raw == [pair.read(pair.view(payload)) for payload in payloads]:
                expression = {"nvp": name, "pair_delimiter": delimiter, "value_delimiter": "="}
                yield expression, (name,), name, values
                continue
        is_bare = any(text and text[0] not in "\"'" for text in raw)
        is_single = any(text and text[0] == "'" for text in raw)
        pattern = pair_pattern(name, is_quoted=is_quoted, is_marked=is_marked)
        if is_quoted and not is_single:
            # An apostrophe may stand inside.
            pattern = pattern.replace("""([^"']+)""", '([^"]+)')
        if is_quoted and is_bare:
            start, _, value = pattern.rpartition("(")
            pattern = rf"""{start}?((?<=["']){value[:-1]}|[^"'\t ,;|&\])}}]+)"""
        yield {"regex": pattern}, (name,), name, found_by(pattern, payloads)
    yield from _colon_columns(own, payloads, most)
    yield from _label_columns(own, payloads, most)
    yield from _element_columns(own, payloads, most)


def pair_pattern(name: str, *, is_quoted: bool, is_marked: bool) -> str:
    """The regular expression of a name: its value may stand between quotes, the name itself may."""
    mark = '"?' if is_marked else ""
    value = r"""["']{0,2}([^"'\t ,;|&\])}]+)""" if not is_quoted else rf"""{_OPENED}([^"']+)"""
    return rf"{BEFORE}{mark}{re.escape(name)}{mark}={value}".replace(r"\-", "-").replace(r"\@", "@")


def found_by(pattern: str, payloads: Sequence[str], capture: str | None = None) -> tuple[str | None, ...]:
    """What a regular expression captures in each payload; None where it finds nothing, or an empty text."""
    compiled = re.compile(pattern, re.ASCII)
    found = (compiled.search(payload) for payload in payloads)
    if capture is None:
        return tuple(None if match is None else match[1] or None for match in found)
    return tuple(None if match is None else match.expand(capture) for match in found)


def _colon_columns(
    own: Sequence[str | None], payloads: Sequence[str], most: int
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Names before a colon, whose value stands between quotes: `action:"Drop"; src:"192.0.2.1"`.

    In a row of CSV, the quotes of an object are doubled.
    """
    texts = [payload[:_MOST_OF_A_PAYLOAD] for payload in own if payload]
    counts = Counter(name for text in texts for name in {match["name"] for match in _COLON.finditer(text)})
    if sum(counts.values()) < _FEWEST_COLONS * len(texts):
        return
    for name in sorted(counts, key=lambda each: (-counts[each], each))[:most]:
        pattern = rf'{BEFORE}"{{0,2}}{name.replace(".", "[.]")}"{{0,2}}: ?"{{1,2}}([^"]+)"'
        yield {"regex": pattern}, (name,), name, found_by(pattern, payloads)


def _label_columns(
    own: Sequence[str | None], payloads: Sequence[str], most: int
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """Names for people before a colon: `Client Address: 192.0.2.1`. In a list, a value ends at the next comma."""
    texts = [payload[:_MOST_OF_A_PAYLOAD] for payload in own if payload]
    found = (match["name"] for text in texts for match in _LABEL.finditer(text))
    for name in list(dict.fromkeys(found))[:most]:
        label = re.escape(name).replace(r"\ ", " ").replace(r"\-", "-")
        is_listed = any(re.search(_LISTED.format(label=label), text) for text in texts[:_LOOKED_AT])
        value = r"([^\s,;|\\][^\r\n,;|\\]*)" if is_listed else r"([^\s,;|\\]+)"
        pattern = rf"\b{label}:(?:[ \t]|\\t){{1,12}}{value}"
        yield {"regex": pattern}, (name,), name, found_by(pattern, payloads)


def _element_columns(
    own: Sequence[str | None], payloads: Sequence[str], most: int
) -> Iterator[tuple[dict[str, Any], tuple[str, ...], str, tuple[str | None, ...]]]:
    """XML elements with a text, and those that have their name in an attribute, as Windows events do."""
    matches = (match for payload in own if payload for match in _ELEMENT.finditer(payload[:_MOST_OF_A_PAYLOAD]))
    for tag, name in list(dict.fromkeys((match["tag"], match["name"]) for match in matches))[:most]:
        pattern = (
            rf"<{tag}(?: [^<>]{{0,200}})?>([^<>]+)<" if name is None else rf"Name=[\"']{re.escape(name)}[\"']>([^<>]+)<"
        )
        label = tag if name is None else name
        yield {"regex": pattern}, (label,), label, found_by(pattern, payloads)


def _names(payload: str | None) -> list[str]:
    return [] if payload is None else [pair["name"] for pair in pairs_of(payload)]


def _delimiter(rows: list[dict[str, re.Match[str]]]) -> str:
    """What stands before most pairs."""
    counts: dict[str, int] = {}
    for pairs in rows:
        for pair in pairs.values():
            if pair["before"]:
                counts[pair["before"]] = counts.get(pair["before"], 0) + 1
    return max(counts, key=lambda each: counts[each], default=" ")
