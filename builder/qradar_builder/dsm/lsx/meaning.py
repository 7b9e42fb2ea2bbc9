"""Whether two log source extensions mean the same, however their patterns are called and ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import PatternType

if TYPE_CHECKING:
    from qradar_builder.dsm.lsx.model import EventMatch, LogSourceExtension, Matcher, MatchGroup, Pattern


def same_meaning(one: LogSourceExtension, other: LogSourceExtension) -> bool:
    """Whether two extensions fill the same fields from the same expressions, in the same order, for the same type."""
    if len(one.groups) != len(other.groups):
        return False
    pairs = zip(one.groups, other.groups, strict=True)
    return all(_same_type(a, b) and _group(a) == _group(b) for a, b in pairs)


def _same_type(one: MatchGroup, other: MatchGroup) -> bool:
    """Without a number a group is for the type that the extension is attached to."""
    return one.type_id is None or other.type_id is None or one.type_id == other.type_id


def _group(group: MatchGroup) -> tuple[object, ...]:
    fields: dict[str, list[Matcher]] = {}
    for matcher in sorted(group.matchers, key=lambda each: each.order):
        fields.setdefault(matcher.field, []).append(matcher)
    matchers = {name: [_matcher(each) for each in found] for name, found in fields.items()}
    several = [_event_match(each) for each in group.event_matches if each.pattern is not None]
    single = [_event_match(each) for each in group.event_matches if each.pattern is None]
    return group.order, group.description, matchers, several, single


def _pattern(pattern: Pattern | None) -> tuple[object, ...] | None:
    if pattern is None:
        return None
    return (
        pattern.type or PatternType.JAVA,
        pattern.text,
        pattern.use_default_pattern,
        pattern.case_insensitive,
        pattern.trim_whitespace,
        pattern.pair_delimiter,
        pattern.value_delimiter,
        pattern.delimiter,
    )


def _matcher(matcher: Matcher) -> tuple[object, ...]:
    capture, substitutes = matcher.capture_group, matcher.enable_substitutions
    if (matcher.pattern.type or PatternType.JAVA) is not PatternType.JAVA:
        # Only a regex has groups.
        capture, substitutes = None, True
    return _pattern(matcher.pattern), capture, substitutes, matcher.ext_data


def _event_match(match: EventMatch) -> tuple[object, ...]:
    return (
        match.send_identity,
        match.look_up_qid,
        match.event_name,
        _pattern(match.pattern),
        match.capture_group_index,
        match.category,
        match.severity,
    )
