"""Which elements and attributes a log source extension has.

Sources: IBM documentation of log source extensions, topics "Patterns", "Match groups", "Matcher", "JSON matcher" and
its like, "Single-event modifier", "Multi-event modifier"; QRadar exports of 7.3.1 to 7.5.0.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum, auto
from typing import TYPE_CHECKING

from qradar_builder.dsm.lsx.model import MATCHERS, PatternType
from qradar_builder.model.log_source_type import SendIdentity
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = "device-extension"
PATTERN = "pattern"
GROUP = "match-group"
SINGLE = "event-match-single"
MULTIPLE = "event-match-multiple"


class Form(Enum):
    """What the value of an attribute looks like."""

    TEXT = auto()
    FLAG = auto()
    """true or false, also as 1 or 0."""
    NUMBER = auto()
    COUNT = auto()
    """A number from 1 up."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute; where `choices` are given, its text is one of them."""

    form: Form = Form.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementRule:
    """An element: its attributes, the elements that it may hold, and whether it holds text."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    text: bool = False


_REQUIRED = Attribute(required=True)
_FLAG = Attribute(Form.FLAG)

_MATCHER = {
    "field": _REQUIRED,
    "pattern-id": _REQUIRED,
    "order": Attribute(Form.NUMBER, required=True),
    "enable-substitutions": _FLAG,
    "ext-data": Attribute(),
}
_OWN = {
    PatternType.JAVA: {"capture-group": Attribute()},
    PatternType.NVP: {"delimiter-pair": _REQUIRED, "delimiter-namevalue": _REQUIRED},
    PatternType.LIST: {"delimiter": _REQUIRED},
}
_MODIFIER = {
    "device-event-category": Attribute(),
    "severity": Attribute(Form.NUMBER),
    "send-identity": Attribute(choices=tuple(SendIdentity)),
    "force-qidmap-lookup-on-fixup": _FLAG,
}

ELEMENTS = {
    ROOT: ElementRule(children=(PATTERN, GROUP)),
    PATTERN: ElementRule(
        {
            "id": _REQUIRED,
            "type": Attribute(choices=tuple(PatternType)),
            "case-insensitive": _FLAG,
            "trim-whitespace": _FLAG,
            "use-default-pattern": _FLAG,
            "delimiterPair": Attribute(),
            "delimiterNameValue": Attribute(),
            "delimiter": Attribute(),
        },
        text=True,
    ),
    GROUP: ElementRule(
        {
            "order": Attribute(Form.COUNT, required=True),
            "description": Attribute(),
            "device-type-id-override": Attribute(Form.NUMBER),
        },
        children=(*MATCHERS.values(), MULTIPLE, SINGLE),
    ),
    SINGLE: ElementRule({"event-name": _REQUIRED} | _MODIFIER),
    MULTIPLE: ElementRule({"pattern-id": _REQUIRED, "capture-group-index": Attribute(Form.NUMBER)} | _MODIFIER),
} | {name: ElementRule(_MATCHER | _OWN.get(kind, {})) for kind, name in MATCHERS.items()}
"""Every element by its local name."""

TYPE_OF_MATCHER = {name: kind for kind, name in MATCHERS.items()}
"""The type of the patterns that each matcher element takes."""
