"""The parsing of a log source type as parts: its fields with their expressions in order, and its event modifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from qradar_builder.comparison.model import Kind, Part, part
from qradar_builder.dsm.lsx.compiler import EVENT_NAME, KINDS, STAND_IN
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.model.log_source_type import SendIdentity

if TYPE_CHECKING:
    from qradar_builder.dsm.lsx.model import EventMatch, LogSourceExtension, Matcher

_ALL_EVENTS: Final = frozenset({"(.*?)", "(.*)", ".*", ".*?"})
"""The pattern by which the DSM Editor has every event looked up."""


def parsing(extension: LogSourceExtension | None) -> tuple[dict[str, Part], tuple[Part, ...]]:
    """The fields by name, and the modifiers. The stand-ins that the DSM Editor writes itself are left out."""
    if extension is None:
        return {}, ()
    several = len(extension.groups) > 1
    fields: dict[str, list[Part]] = {}
    modifiers: list[Part] = []
    for group in sorted(extension.groups, key=lambda group: group.order):
        number = group.order if several else None
        for matcher in sorted(group.matchers, key=lambda matcher: matcher.order):
            if not _is_stand_in(matcher):
                fields.setdefault(matcher.field, []).append(_expression(matcher, number))
        has_event_name = any(each.field == EVENT_NAME and not _is_stand_in(each) for each in group.matchers)
        modifiers += [
            _modifier(match, number) for match in group.event_matches if not _goes_without_saying(match, has_event_name)
        ]
    named = {
        name: Part(Kind.FIELD, lists={Kind.EXPRESSION: tuple(expressions)}) for name, expressions in fields.items()
    }
    return named, tuple(modifiers)


def _is_stand_in(matcher: Matcher) -> bool:
    return (
        matcher.field == EVENT_NAME
        and matcher.pattern.text == STAND_IN
        and matcher.pattern.type in {None, PatternType.JAVA}
        and _capture(matcher) == r"\1"
    )


def _goes_without_saying(match: EventMatch, has_event_name: bool) -> bool:
    return (
        match.pattern is not None
        and match.pattern.text in _ALL_EVENTS
        and match.send_identity == SendIdentity.USE_DSM_RESULTS
        and match.look_up_qid is has_event_name
        and match.category is None
        and match.severity is None
    )


def _capture(matcher: Matcher) -> str | None:
    r"""What the field gets, in the form with substitutions: group 1 is `\1`."""
    group = matcher.capture_group
    if group is not None and not matcher.enable_substitutions and group.isdecimal():
        return f"\\{group}"
    return group


def _expression(matcher: Matcher, group: int | None) -> Part:
    pattern = matcher.pattern
    java = pattern.type in {None, PatternType.JAVA}
    return part(
        Kind.EXPRESSION,
        {
            "kind": str(KINDS[pattern.type or PatternType.JAVA]),
            "text": pattern.text,
            "capture": (_capture(matcher) or r"\1") if java else None,
            "case insensitive": pattern.case_insensitive or None,
            "trim": pattern.trim_whitespace or None,
            "adaptive": (java and not pattern.use_default_pattern) or None,
            "format": matcher.ext_data,
            "pair delimiter": pattern.pair_delimiter,
            "value delimiter": pattern.value_delimiter,
            "delimiter": pattern.delimiter,
            "match group": group,
        },
    )


def _modifier(match: EventMatch, group: int | None) -> Part:
    return part(
        Kind.MODIFIER,
        {
            "event": match.event_name,
            "regex": None if match.pattern is None else match.pattern.text,
            "capture group": match.capture_group_index,
            "category": match.category,
            "severity": match.severity,
            "send identity": str(match.send_identity),
            "look up QID": match.look_up_qid,
            "match group": group,
        },
    )
