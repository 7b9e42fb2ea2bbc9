"""Writes a log source extension as QRadar itself does: the `ns2:` prefix on the root, nothing below it qualified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from qradar_builder.dsm.lsx.model import MATCHERS, NAMESPACE, PatternType

if TYPE_CHECKING:
    from qradar_builder.dsm.lsx.model import EventMatch, LogSourceExtension, Matcher, MatchGroup, Pattern

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INDENT = "    "


def write_lsx(extension: LogSourceExtension) -> bytes:
    """The document as UTF-8. Only element content is indented: the text of a pattern is part of the pattern."""
    root = etree.Element(f"{{{NAMESPACE}}}device-extension", nsmap={"ns2": NAMESPACE})
    for pattern in extension.patterns():
        root.append(_pattern(pattern))
    for group in extension.groups:
        root.append(_group(group))
    etree.indent(root, space=_INDENT)
    return _DECLARATION + etree.tostring(root, encoding="UTF-8") + b"\n"


def _element(name: str, attributes: dict[str, str | None]) -> etree._Element:
    return etree.Element(name, {key: value for key, value in attributes.items() if value is not None})


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _pattern(pattern: Pattern) -> etree._Element:
    element = _element(
        "pattern",
        {
            "use-default-pattern": "true" if pattern.use_default_pattern else None,
            "case-insensitive": "true" if pattern.case_insensitive else None,
            "trim-whitespace": "true" if pattern.trim_whitespace else None,
            "delimiterPair": pattern.pair_delimiter,
            "delimiterNameValue": pattern.value_delimiter,
            "delimiter": pattern.delimiter,
            "type": pattern.type,
            "id": pattern.id,
        },
    )
    element.text = pattern.text
    return element


def _group(group: MatchGroup) -> etree._Element:
    element = _element(
        "match-group",
        {
            "device-type-id-override": None if group.type_id is None else str(group.type_id),
            "order": str(group.order),
            "description": group.description,
        },
    )
    for matcher in group.matchers:
        element.append(_matcher(matcher))
    for match in group.event_matches:
        element.append(_event_match(match))
    return element


def _matcher(matcher: Matcher) -> etree._Element:
    pattern = matcher.pattern
    return _element(
        MATCHERS[pattern.type or PatternType.JAVA],
        {
            "ext-data": matcher.ext_data,
            "delimiter-pair": pattern.pair_delimiter,
            "delimiter-namevalue": pattern.value_delimiter,
            "delimiter": pattern.delimiter,
            "order": str(matcher.order),
            "enable-substitutions": "true" if matcher.enable_substitutions else None,
            "capture-group": matcher.capture_group,
            "pattern-id": pattern.id,
            "field": matcher.field,
        },
    )


def _event_match(match: EventMatch) -> etree._Element:
    return _element(
        "event-match-single" if match.pattern is None else "event-match-multiple",
        {
            "force-qidmap-lookup-on-fixup": _flag(match.look_up_qid),
            "send-identity": match.send_identity,
            "severity": None if match.severity is None else str(match.severity),
            "device-event-category": match.category,
            "capture-group-index": None if match.capture_group_index is None else str(match.capture_group_index),
            "event-name": match.event_name,
            "pattern-id": None if match.pattern is None else match.pattern.id,
        },
    )
