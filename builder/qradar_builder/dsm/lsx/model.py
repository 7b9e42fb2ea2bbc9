"""The parts of a log source extension (LSX), as QRadar's own files have them."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import TYPE_CHECKING

from qradar_builder.findings import Location
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.findings import Origin

NAMESPACE = "event_parsing/device_extension"
"""The namespace of the root; everything below it is in none."""


class PatternType(StrEnum):
    """What language a pattern is written in."""

    JAVA = "JavaPattern"
    JSON = "JsonKeypath"
    LEEF = "LeefKey"
    CEF = "CefKey"
    XML = "XmlKey"
    NVP = "NameValuePairKey"
    LIST = "GenericListKey"


MATCHERS = {
    PatternType.JAVA: "matcher",
    PatternType.JSON: "json-matcher",
    PatternType.LEEF: "leef-matcher",
    PatternType.CEF: "cef-matcher",
    PatternType.XML: "xml-matcher",
    PatternType.NVP: "namevaluepair-matcher",
    PatternType.LIST: "genericlist-matcher",
}
"""The element that fills a field from a pattern of each type."""

_COMPILED = Location("")
"""The origin of what was not read from a file."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A named expression. `type` is None where the file leaves it out, which means a Java pattern."""

    id: str
    text: str
    type: PatternType | None = None
    use_default_pattern: bool = False
    """Plain java.util.regex, and not QRadar's own "adaptive" engine."""
    case_insensitive: bool = False
    trim_whitespace: bool = False
    pair_delimiter: str | None = None
    value_delimiter: str | None = None
    delimiter: str | None = None
    origin: Origin = dataclasses.field(default=_COMPILED, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Matcher:
    """Fills a normalized field from a pattern. The lowest `order` of a field is tried first."""

    field: str
    pattern: Pattern
    order: int
    capture_group: str | None = None
    """For Java patterns: a group number, or a template such as `\\1` where substitutions are enabled."""
    enable_substitutions: bool = True
    ext_data: str | None = None
    """For DeviceTime: the Java date pattern."""
    origin: Origin = dataclasses.field(default=_COMPILED, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EventMatch:
    """A modifier: of one event (`event_name`), or of all events whose id the pattern matches."""

    send_identity: str
    look_up_qid: bool
    event_name: str | None = None
    pattern: Pattern | None = None
    capture_group_index: int | None = None
    category: str | None = None
    severity: int | None = None
    origin: Origin = dataclasses.field(default=_COMPILED, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MatchGroup:
    """Matchers and modifiers that belong together. QRadar's own files have one group."""

    order: int
    type_id: int | None
    """`device-type-id-override`: the number of the log source type whose mappings are searched.

    None where the file leaves it out, which means the type that the extension is attached to.
    """
    matchers: tuple[Matcher, ...]
    event_matches: tuple[EventMatch, ...]
    description: str | None = None
    origin: Origin = dataclasses.field(default=_COMPILED, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LogSourceExtension:
    """A whole document."""

    groups: tuple[MatchGroup, ...] = ()
    origin: Origin = dataclasses.field(default=_COMPILED, compare=False, repr=False)

    def patterns(self) -> tuple[Pattern, ...]:
        """Every pattern that is referred to, each once, in the order of use."""
        used: dict[str, Pattern] = {}
        for group in self.groups:
            for matcher in group.matchers:
                used.setdefault(matcher.pattern.id, matcher.pattern)
            for match in group.event_matches:
                if match.pattern is not None:
                    used.setdefault(match.pattern.id, match.pattern)
        return tuple(used.values())
