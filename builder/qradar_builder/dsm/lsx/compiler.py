"""From a log source type's parsing to its log source extension, in the form of QRadar's own DSM Editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import EventMatch, LogSourceExtension, Matcher, MatchGroup, Pattern, PatternType
from qradar_builder.findings import Location
from qradar_builder.model.expressions import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.findings import Origin
    from qradar_builder.model.expressions import FieldExpression
    from qradar_builder.model.log_source_type import EventModifier, LogSourceTypeSpec

EVENT_NAME = "EventName"
STAND_IN = "(.*)"
"""The pattern of EventName where the parsing leaves the event id to the built-in DSM."""
DEFAULT_CAPTURE = r"\1"
"""What a field gets from a regex unless the source says otherwise."""

PATTERN_TYPES = {
    Kind.REGEX: PatternType.JAVA,
    Kind.JSON: PatternType.JSON,
    Kind.LEEF: PatternType.LEEF,
    Kind.CEF: PatternType.CEF,
    Kind.XML: PatternType.XML,
    Kind.NVP: PatternType.NVP,
    Kind.LIST: PatternType.LIST,
}
"""The type of pattern that each kind of expression becomes."""
KINDS = {pattern: kind for kind, pattern in PATTERN_TYPES.items()}
"""The kind of expression that each type of pattern is."""

# What the DSM Editor writes for every type: it makes QRadar look each event up by the parsed id and category.
_ALL_EVENTS = Pattern("AllEvents", "(.*?)", PatternType.JAVA)
_SEND_IDENTITY = "UseDSMResults"


def _nowhere(*_: str | int) -> Origin:
    return Location("")


def compile_lsx(
    spec: LogSourceTypeSpec, type_id: int, at: Callable[..., Origin] = _nowhere
) -> LogSourceExtension | None:
    """Compile the parsing of a log source type with that number. None where the type changes no parsing.

    `at` gives the place of a part of the spec, by its path of keys and indices.

    Without an expression for EventName the document has the DSM Editor's stand-in, which takes the whole payload,
    and leaves the QID that the DSM found (`force-qidmap-lookup-on-fixup="false"`), as exports of 7.3.3 and 7.5.0 do.
    """
    if not spec.parsing and not spec.modifiers:
        return None
    has_event_name = EVENT_NAME in spec.parsing
    matchers = list(_matchers(spec, at))
    if not has_event_name:
        stand_in = Pattern("EventName-Pattern-1", STAND_IN)
        matchers.insert(0, Matcher(EVENT_NAME, stand_in, 1, capture_group="1", enable_substitutions=False))
    # The schema wants the matchers by their kinds, Java patterns first.
    matchers.sort(key=lambda matcher: list(PatternType).index(matcher.pattern.type or PatternType.JAVA))
    event_matches = [
        *(
            _event_match(modifier, number, at("modifiers", number - 1))
            for number, modifier in enumerate(spec.modifiers, 1)
        ),
        EventMatch(_SEND_IDENTITY, look_up_qid=has_event_name, pattern=_ALL_EVENTS),
    ]
    event_matches.sort(key=lambda match: match.pattern is None)
    return LogSourceExtension((MatchGroup(1, type_id, tuple(matchers), tuple(event_matches)),))


def _matchers(spec: LogSourceTypeSpec, at: Callable[..., Origin]) -> Iterator[Matcher]:
    for name in sorted(spec.parsing, key=lambda name: (name != EVENT_NAME, name)):
        for order, expression in enumerate(spec.parsing[name], 1):
            yield _matcher(name, order, expression, at("parsing", name, order - 1))


def _matcher(name: str, order: int, expression: FieldExpression, origin: Origin) -> Matcher:
    is_regex = expression.kind is Kind.REGEX
    pattern = Pattern(
        id=f"{name}-Pattern-{order}",
        text=expression.text,
        type=PATTERN_TYPES[expression.kind],
        use_default_pattern=is_regex,
        case_insensitive=expression.case_insensitive,
        trim_whitespace=expression.trim,
        pair_delimiter=expression.pair_delimiter,
        value_delimiter=expression.value_delimiter,
        delimiter=expression.delimiter,
        origin=origin,
    )
    capture = (expression.capture or DEFAULT_CAPTURE) if is_regex else None
    return Matcher(name, pattern, order, capture_group=capture, ext_data=expression.format, origin=origin)


def _event_match(modifier: EventModifier, number: int, origin: Origin) -> EventMatch:
    pattern = None
    if modifier.regex is not None:
        pattern = Pattern(f"Event-Pattern-{number}", modifier.regex, PatternType.JAVA, use_default_pattern=True)
    return EventMatch(
        send_identity=modifier.send_identity,
        look_up_qid=modifier.look_up_qid,
        event_name=modifier.event,
        pattern=pattern,
        capture_group_index=modifier.capture_group,
        category=modifier.category,
        severity=modifier.severity,
        origin=origin,
    )
