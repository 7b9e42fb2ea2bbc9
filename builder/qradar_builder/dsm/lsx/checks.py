"""Checks what a log source extension says, beyond its grammar: patterns, fields, captures and orders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.dsm.expressions.checks import check_constant_year, check_group, check_regex, check_template
from qradar_builder.dsm.expressions.substitution import literal_text
from qradar_builder.dsm.expressions.syntax import problem
from qradar_builder.dsm.lsx.compiler import KINDS
from qradar_builder.dsm.lsx.grammar import TYPE_OF_MATCHER
from qradar_builder.dsm.lsx.model import MATCHERS, PatternType
from qradar_builder.dsm.values.times.patterns import check_date_pattern
from qradar_builder.reference.normalized_fields import UnknownField, normalized_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qradar_builder.dsm.lsx.elements import LsxElement
    from qradar_builder.dsm.lsx.model import EventMatch, Matcher, MatchGroup, Pattern
    from qradar_builder.findings import Findings
    from qradar_builder.javalang.regex.pattern import JavaPattern

_DEVICE_TIME = "DeviceTime"
_SEVERITIES = range(1, 11)
_BARE_GROUP = re.compile(r"\$?[1-9]", re.ASCII)
_EDGES = re.compile(r"\s*\n|.*\n\s*\Z", re.DOTALL)


def check_pattern(pattern: Pattern, element: LsxElement, findings: Findings) -> JavaPattern | None:
    """Check the expression of a pattern. Gives the compiled one of a Java pattern that holds."""
    text = pattern.text
    if _EDGES.match(text):
        message = f"a line break at the start or end of `{pattern.id}` is part of the pattern"
        findings.add("lsx/white-space", element.place(), message)
    kind = pattern.type or PatternType.JAVA
    if kind is PatternType.JAVA:
        return check_regex(text, element.place(), findings, case_insensitive=pattern.case_insensitive)
    found = problem(KINDS[kind], text.strip())
    if found is not None:
        findings.add(found[0], element.place(), found[1])
    return None


def check_matcher(matcher: Matcher, element: LsxElement, compiled: JavaPattern | None, findings: Findings) -> None:
    """Check a matcher. `compiled` is its pattern where that is a Java pattern that holds."""
    try:
        normalized_field(matcher.field)
    except UnknownField as error:
        advice = " or ".join(f"`{name}`" for name in error.suggestions)
        findings.add(
            "lsx/unknown-field",
            element.place("field"),
            f"there is no normalized field `{error.name}`",
            help=f"did you mean {advice}?" if advice else None,
        )
    if matcher.ext_data is not None:
        place = element.place("ext-data")
        if matcher.field == _DEVICE_TIME:
            check_date_pattern(matcher.ext_data, place, findings)
        else:
            findings.add("lsx/date-format", place, f"`{matcher.field}` has no date format")
    kind = matcher.pattern.type or PatternType.JAVA
    if matcher.field == _DEVICE_TIME:
        is_regex = kind is PatternType.JAVA
        text = matcher.capture_group or "" if is_regex else literal_text(matcher.pattern.text)
        check_constant_year(text, element.place("capture-group") if is_regex else matcher.pattern.origin, findings)
    if kind is not TYPE_OF_MATCHER[element.name]:
        findings.add(
            "lsx/kind",
            element.place("pattern-id"),
            f"`{element.name}` requires patterns of type {TYPE_OF_MATCHER[element.name]}, but "
            f"`{matcher.pattern.id}` is a {kind}",
            help=f"write `{MATCHERS[kind]}`, or change the type of the pattern",
            related=[(matcher.pattern.origin, "the pattern")],
        )
    elif kind is PatternType.JAVA:
        _check_capture(matcher, element, compiled, findings)


def _check_capture(matcher: Matcher, element: LsxElement, compiled: JavaPattern | None, findings: Findings) -> None:
    capture = matcher.capture_group
    if capture is None:
        return
    place = element.place("capture-group")
    if matcher.enable_substitutions:
        check_template(capture, compiled, place, findings)
        if _BARE_GROUP.fullmatch(capture):
            wanted = f"\\{capture[-1]}"
            message = f"the template `{capture}` is not a group but literal text, the same for every event"
            findings.add("lsx/constant", place, message, help=f"write `{wanted}`")
    elif "\\" in capture:
        message = f"the template `{capture}` is used without enable-substitutions"
        findings.add("lsx/substitution", place, message)
        check_template(capture, compiled, place, findings)
    elif not re.fullmatch(r"\d{1,3}", capture.strip(), re.ASCII):
        findings.add("lsx/capture-group", place, f"`{capture}` is not the number of a group")
    elif compiled is not None:
        check_group(int(capture), compiled, capture, place, findings)


def check_event_match(match: EventMatch, element: LsxElement, compiled: JavaPattern | None, findings: Findings) -> None:
    """Check a modifier. `compiled` is its pattern where that is a Java pattern that holds."""
    if match.severity is not None and match.severity not in _SEVERITIES:
        findings.add("lsx/severity", element.place("severity"), f"the severity {match.severity} is not from 1 to 10")
    group = match.capture_group_index
    if compiled is not None and group is not None:
        check_group(group, compiled, str(group), element.place("capture-group-index"), findings)


def check_orders(groups: Iterable[MatchGroup], findings: Findings) -> None:
    """Check that groups, and the matchers of a field in each group, have an order of their own."""
    by_order: dict[int, MatchGroup] = {}
    for group in groups:
        first = by_order.setdefault(group.order, group)
        if first is not group:
            message = f"another match group has the order {group.order}"
            findings.add("lsx/duplicate-order", group.origin, message, related=[(first.origin, "this one")])
        tried: dict[tuple[str, int], Matcher] = {}
        for matcher in group.matchers:
            before = tried.setdefault((matcher.field, matcher.order), matcher)
            if before is not matcher:
                message = f"another matcher for {matcher.field} has the order {matcher.order}"
                findings.add("lsx/same-order", matcher.origin, message, related=[(before.origin, "this one")])
