"""From a log source extension to the parsing of a log source type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from qradar_builder.dsm.lsx.compiler import DEFAULT_CAPTURE, EVENT_NAME, KINDS, STAND_IN, compile_lsx
from qradar_builder.dsm.lsx.meaning import same_meaning
from qradar_builder.dsm.lsx.model import PatternType
from qradar_builder.model.expressions import Kind
from qradar_builder.model.log_source_type import LogSourceTypeSpec, SendIdentity

if TYPE_CHECKING:
    from qradar_builder.dsm.lsx.model import EventMatch, LogSourceExtension, Matcher

_ALL_EVENTS = "(.*?)"
NEVER = "(?!)(.)"
"""An expression that finds nothing."""


@dataclass(frozen=True, slots=True)
class Parsing:
    """What the file of a log source type says under `parsing` and `modifiers`."""

    fields: dict[str, Any] = field(default_factory=dict)
    modifiers: list[dict[str, Any]] = field(default_factory=list)


def parsing_of(extension: LogSourceExtension, type_id: int) -> Parsing | None:
    """The parsing of an extension. None where a package cannot say what the extension says."""
    if len(extension.groups) != 1:
        return None
    group = extension.groups[0]
    fields: dict[str, Any] = {}
    for matcher in sorted(group.matchers, key=lambda each: each.order):
        if not _is_stand_in(matcher):
            fields.setdefault(matcher.field, []).append(_expression(matcher))
    parsing = Parsing(
        {name: found[0] if len(found) == 1 else found for name, found in fields.items()},
        [_modifier(match) for match in group.event_matches if not _is_for_all(match)],
    )
    return parsing if _says_the_same(parsing, extension, type_id) else None


def _says_the_same(parsing: Parsing, extension: LogSourceExtension, type_id: int) -> bool:
    try:
        spec = LogSourceTypeSpec.model_validate(
            {"name": "any", "parsing": parsing.fields, "modifiers": parsing.modifiers}
        )
    except ValidationError:
        return False
    compiled = compile_lsx(spec, type_id)
    return compiled is not None and same_meaning(compiled, extension)


def _is_stand_in(matcher: Matcher) -> bool:
    return matcher.field == EVENT_NAME and matcher.pattern.text == STAND_IN and not matcher.enable_substitutions


def _is_for_all(match: EventMatch) -> bool:
    return match.pattern is not None and match.pattern.text == _ALL_EVENTS and match.category is None


def _expression(matcher: Matcher) -> dict[str, Any]:
    pattern = matcher.pattern
    kind = KINDS[pattern.type or PatternType.JAVA]
    written: dict[str, Any] = {str(kind): pattern.text}
    if kind is Kind.REGEX and matcher.capture_group not in {None, DEFAULT_CAPTURE}:
        written["capture"] = matcher.capture_group
    optional = {
        "case_insensitive": pattern.case_insensitive or None,
        "trim": pattern.trim_whitespace or None,
        "pair_delimiter": pattern.pair_delimiter,
        "value_delimiter": pattern.value_delimiter,
        "delimiter": pattern.delimiter,
        "format": matcher.ext_data,
    }
    return written | {name: value for name, value in optional.items() if value is not None}


def _modifier(match: EventMatch) -> dict[str, Any]:
    given: dict[str, Any] = {
        "event": match.event_name if match.pattern is None else None,
        "regex": None if match.pattern is None else match.pattern.text,
        "capture_group": match.capture_group_index,
        "category": match.category,
        "severity": match.severity,
        "send_identity": None if match.send_identity == SendIdentity.USE_DSM_RESULTS else match.send_identity,
        "look_up_qid": None if match.look_up_qid else False,
    }
    return {name: value for name, value in given.items() if value is not None}
