"""How an event was read: what `parse --explain` shows, and what coverage counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.dsm.definition import EventMapping, PropertyRule
    from qradar_builder.dsm.event import Event
    from qradar_builder.dsm.lsx.model import MatchGroup
    from qradar_builder.dsm.qid.step import Step
    from qradar_builder.dsm.syslog_header import SyslogHeader
    from qradar_builder.dsm.trial import Attempt
    from qradar_builder.dsm.universal_dsm import BaseEvent
    from qradar_builder.dsm.values.property_values import PropertyValue
    from qradar_builder.reference.choice import Choice


@dataclass(frozen=True, slots=True)
class FieldExplanation:
    """A field or property, and its expressions in the order in which they are tried."""

    name: str
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class ComputedExplanation:
    """An expression of a property that reads no payload: a calculation or AQL. `reason` says why there is no value."""

    name: str
    rule: PropertyRule
    text: str
    value: PropertyValue | None
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An event, and the way to it.

    `group` is the match group that handled it; where it is None, the fields are those of every group, as they were
    tried in vain. `base` is what the built-in DSM found, where it is simulated. `properties` and `computed` hold the
    expressions that are for this event.
    """

    payload: str
    event: Event
    header: SyslogHeader | None
    base: BaseEvent | None
    group: MatchGroup | None
    several_groups: bool
    fields: tuple[FieldExplanation, ...]
    properties: tuple[FieldExplanation, ...]
    computed: tuple[ComputedExplanation, ...]
    modifiers: tuple[Step, ...]
    mapping: EventMapping | None
    steps: tuple[Step, ...]
    no_header: str = ""
    """Why there is no syslog header, where there is none."""
    hints: tuple[str, ...] = ()
    """What in the payload is easily overlooked, and how QRadar or this parser takes it."""
    no_base: str = ""
    """Why the built-in DSM finds nothing, where it is simulated and does."""
    choices: tuple[Choice, ...] = ()
    """The open questions on QRadar that the event leaned on."""
