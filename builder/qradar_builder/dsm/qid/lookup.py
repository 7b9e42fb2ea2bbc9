"""From event id and event category to the QID record: modifiers, mappings, and what holds where there is none.

Sources: IBM documentation of log source extensions, topics "Single-event modifier" and "Multi-event modifier";
QRadar exports of 7.2.8 to 7.5.0 for the categories and automatic records.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qradar_builder.dsm import event_choices as e
from qradar_builder.dsm.event import Outcome
from qradar_builder.dsm.qid.modifiers import Modifiers, sent_identity, severity_of
from qradar_builder.dsm.qid.step import Step
from qradar_builder.model.log_source_type import SendIdentity
from qradar_builder.quick.dataclasses import dataclass

if TYPE_CHECKING:
    from qradar_builder.dsm.definition import EventMapping, Qid, TypeDefinition
    from qradar_builder.dsm.lsx.model import EventMatch, MatchGroup

CUSTOM_CATEGORY = "unknown"
"""The category of an event of a custom type that parses none: UNKNOWN_CATEGORY of the choices."""
_CATEGORIES = {10: "Apache", 39: "GenericDSM"}
"""What the built-in DSMs that have one category for all events call it (system mappings in QRadar exports)."""
_UNIVERSAL_DSM = 39
"""The built-in type that reads nothing and maps nothing by itself: all is left to an extension."""
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Parsed:
    """What parsing found of an event's kind. The `base` values are those of the built-in DSM."""

    event_id: str | None
    category: str | None = None
    base_id: str | None = None
    base_category: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an event is. `severity` is None where the QID record's holds."""

    outcome: Outcome
    event_id: str | None
    category: str | None
    qid: Qid | None
    mapping: EventMapping | None = None
    severity: int | None = None
    send_identity: str = SendIdentity.USE_DSM_RESULTS
    warnings: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    lacks_mapping: bool = False
    """Whether a mapping was looked up and not found."""
    found_id: str | None = None
    """The event id before any modifier."""


class QidLookup:
    """Finds the QID records of one log source type's events."""

    def __init__(self, definition: TypeDefinition, *, is_simulated: bool) -> None:
        """`is_simulated` says whether the built-in DSM below the extension is run here, too."""
        self._definition = definition
        self._is_simulated = is_simulated
        self._is_decided_elsewhere = definition.built_in and not is_simulated and definition.number != _UNIVERSAL_DSM
        self._mappings: dict[tuple[str, str], EventMapping] = {}
        self._by_id: dict[str, list[EventMapping]] = {}
        self._by_folded: dict[str, EventMapping] = {}
        for mapping in definition.mappings:
            key = (mapping.event_id, mapping.category)
            if key not in self._mappings:
                self._mappings[key] = mapping
                self._by_id.setdefault(mapping.event_id, []).append(mapping)
                self._by_folded.setdefault(_folded(mapping.event_id), mapping)
        self._modifiers: dict[int, Modifiers] = {}
        if definition.extension is not None:
            self._modifiers = {id(group): Modifiers(group) for group in definition.extension.groups}

    def tried_modifiers(self, resolution: Resolution, group: MatchGroup, payload: str) -> tuple[Step, ...]:
        """What came of each modifier of the match group that parsed an event, for people."""
        return tuple(self._modifiers[id(group)].tried(resolution.found_id, payload))

    def resolve(self, parsed: Parsed, group: MatchGroup | None) -> Resolution:
        """Find what an event is. `group` is the match group that parsed it; None where only the built-in DSM did."""
        event_id = parsed.event_id if parsed.event_id is not None else parsed.base_id
        if event_id is None:
            return self._without_event_id(parsed)
        return replace(self._resolve(event_id, parsed, group), found_id=event_id)

    def _resolve(self, event_id: str, parsed: Parsed, group: MatchGroup | None) -> Resolution:
        steps: list[Step] = []
        warnings: list[str] = []
        modifier = None
        if group is not None:
            modifier, changed = self._modifiers[id(group)].find(event_id, steps, warnings)
            # UNRECOGNISED_EVENT: a simulated DSM that found nothing has no QID to keep.
            has_qid = parsed.base_id is not None or self._is_decided_elsewhere
            if has_qid and not (modifier is not None and modifier.look_up_qid):
                return self._of_built_in_dsm(parsed, event_id, modifier, steps, warnings)
            event_id = changed
        if modifier is not None and modifier.category:
            category: str | None = modifier.category
            choice = e.MODIFIER_CATEGORY if parsed.category is not None else None
            steps.append(Step(f"a modifier sets the event category `{category}`", modifier.origin, choice))
        else:
            category = self._category(parsed, steps)
        return self._look_up(event_id, category, modifier, steps, warnings)

    def _without_event_id(self, parsed: Parsed) -> Resolution:
        definition = self._definition
        if self._is_decided_elsewhere:
            step = Step(f"the extension does not find an event ID: the built-in DSM of {definition.name} decides")
            return Resolution(Outcome.BUILT_IN, None, parsed.category, None, steps=(step,))
        step = Step("no event ID was found: QRadar stores the event")
        return Resolution(Outcome.STORED, None, None, definition.stored, steps=(step,))

    def _category(self, parsed: Parsed, steps: list[Step]) -> str | None:
        if parsed.category is not None:
            return parsed.category
        if parsed.base_category is not None:
            steps.append(Step(f"the event category `{parsed.base_category}` comes from the built-in DSM"))
            return parsed.base_category
        if not self._definition.built_in:
            text = f"no event category was parsed: the lookup uses `{CUSTOM_CATEGORY}`"
            steps.append(Step(text, choice=e.UNKNOWN_CATEGORY))
            return CUSTOM_CATEGORY
        return self._base_category(steps)

    def _base_category(self, steps: list[Step]) -> str | None:
        """The event category of the built-in DSM where it has one for all events, or is simulated and finds none."""
        known = _CATEGORIES.get(self._definition.number or 0)
        if known is not None:
            steps.append(Step(f"the built-in DSM uses the event category `{known}` for all events"))
        elif self._is_simulated:
            return CUSTOM_CATEGORY
        return known

    def _of_built_in_dsm(
        self, parsed: Parsed, event_id: str, modifier: EventMatch | None, steps: list[Step], warnings: list[str]
    ) -> Resolution:
        """What the DSM itself found stays, as no modifier forces another look-up."""
        origin = None if modifier is None else modifier.origin
        why = "no modifier applies" if modifier is None else "its modifier does not force another lookup"
        steps.append(Step(f"the QID that the built-in DSM found is kept: {why}", origin))
        if parsed.base_id is not None:
            category = parsed.base_category or self._base_category(steps)
            return self._look_up(parsed.base_id, category, modifier, steps, warnings)
        return Resolution(
            Outcome.BUILT_IN,
            event_id,
            parsed.category if modifier is None or not modifier.category else modifier.category,
            None,
            severity=severity_of(modifier),
            send_identity=sent_identity(modifier),
            warnings=tuple(warnings),
            steps=tuple(steps),
        )

    def _look_up(
        self, event_id: str, category: str | None, modifier: EventMatch | None, steps: list[Step], warnings: list[str]
    ) -> Resolution:
        definition = self._definition
        mapping = None if category is None else self._mappings.get((event_id, category))
        if mapping is None and category is None:
            mapping = self._only_mapping(event_id, steps, warnings)
            category = None if mapping is None else mapping.category
        if mapping is None and category is not None and self._is_simulated:
            mapping = self._mappings.get((f"{event_id},{category}", category))
            if mapping is not None:
                text = "the lookup uses the event ID joined with its category, as Universal LEEF can do"
                steps.append(Step(text, choice=e.LEEF_EVENT_ID))
        if mapping is not None:
            steps.append(
                Step(f"the mapping of (`{event_id}`, `{category}`) leads to `{mapping.qid.name}`", mapping.origin)
            )
            outcome, qid = Outcome.PARSED, mapping.qid
        else:
            steps += self._missing(event_id, category)
            if self._is_decided_elsewhere:
                steps.append(Step(f"QRadar uses its own mappings for {definition.name}, which this tool does not know"))
                outcome, qid = Outcome.BUILT_IN, None
            else:
                outcome, qid = Outcome.UNKNOWN, definition.unknown
        severity = severity_of(modifier)
        if severity is not None and modifier is not None:
            steps.append(Step(f"a modifier sets the severity {severity}", modifier.origin))
        return Resolution(
            outcome,
            event_id,
            category,
            qid,
            mapping,
            severity,
            sent_identity(modifier),
            tuple(warnings),
            tuple(steps),
            lacks_mapping=mapping is None,
        )

    def _only_mapping(self, event_id: str, steps: list[Step], warnings: list[str]) -> EventMapping | None:
        """BUILT_IN_CATEGORY: the mapping of an event id whose category only the built-in DSM knows."""
        candidates = self._by_id.get(event_id, [])
        if len(candidates) == 1:
            text = "the event category comes from the built-in DSM; only one mapping has this event ID"
            steps.append(Step(text, choice=e.BUILT_IN_CATEGORY))
            return candidates[0]
        if candidates:
            names = _named([mapping.category for mapping in candidates])
            warnings.append(
                f"the event category comes from the built-in DSM, which is not simulated: it decides between {names}"
            )
        return None

    def _missing(self, event_id: str, category: str | None) -> list[Step]:
        pair = f"(`{event_id}`, `{category}`)" if category is not None else f"`{event_id}`"
        choice = e.CATEGORY_ALONE if category is not None else e.BUILT_IN_CATEGORY
        steps = [Step(f"there is no mapping of {pair}", choice=choice)]
        if not self._definition.has_mappings:
            return [Step("a log source extension has no mappings: to find the QID, use the package or the ZIP")]
        others = self._by_id.get(event_id, [])
        if others:
            names = _named([mapping.category for mapping in others])
            steps.append(Step(f"the event ID is mapped with other categories: {names}", others[0].origin))
            return steps
        near = self._by_folded.get(_folded(event_id))
        if near is not None:
            steps.append(
                Step(f"a mapping of `{near.event_id}` differs only in case or spaces, and both matter", near.origin)
            )
        return steps


def _folded(event_id: str) -> str:
    return event_id.casefold().strip()


def _named(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
    return shown + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
