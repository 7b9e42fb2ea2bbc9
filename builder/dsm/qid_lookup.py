"""From event id and event category to the QID record: modifiers, mappings, and what holds where there is none.

Sources: IBM documentation of log source extensions, topics "Single-event modifier" and "Multi-event modifier";
QRadar exports of 7.2.8 to 7.5.0 for the categories and automatic records.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.dsm.event import Outcome
from builder.dsm.expressions.regex_search import Searchable
from builder.dsm.lsx.compiler import EVENT_NAME, STAND_IN
from builder.javalang.regex import JavaRegexError, compile_pattern
from builder.javalang.regex_error import RegexTimeout
from builder.model.log_source_type import SendIdentity

if TYPE_CHECKING:
    from builder.dsm.definition import EventMapping, Qid, TypeDefinition
    from builder.dsm.lsx.model import EventMatch, MatchGroup
    from builder.findings import Origin
    from builder.javalang.regex import JavaPattern

CUSTOM_CATEGORY = "unknown"
"""The category of an event of a custom type that parses none: UNKNOWN_CATEGORY of the choices."""
_CATEGORIES = {10: "Apache", 39: "GenericDSM"}
"""What the built-in DSMs that have one category for all events call it (system mappings in QRadar exports)."""
_SEVERITIES = range(1, 11)
_DEFAULT_SEVERITY = 5
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a QID, for people. `origin` is where the modifier or mapping stands."""

    text: str
    origin: Origin | None = None


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


class QidLookup:
    """Finds the QID records of one log source type's events."""

    def __init__(self, definition: TypeDefinition, *, is_simulated: bool) -> None:
        """`is_simulated` says whether the built-in DSM below the extension is run here, too."""
        self._definition = definition
        self._is_simulated = is_simulated
        self._mappings: dict[tuple[str, str], EventMapping] = {}
        self._by_id: dict[str, list[EventMapping]] = {}
        self._by_folded: dict[str, EventMapping] = {}
        for mapping in definition.mappings:
            key = (mapping.event_id, mapping.category)
            if key not in self._mappings:
                self._mappings[key] = mapping
                self._by_id.setdefault(mapping.event_id, []).append(mapping)
                self._by_folded.setdefault(_folded(mapping.event_id), mapping)
        self._modifiers: dict[int, _Modifiers] = {}
        if definition.extension is not None:
            self._modifiers = {id(group): _Modifiers(group) for group in definition.extension.groups}

    def resolve(self, parsed: Parsed, group: MatchGroup | None) -> Resolution:
        """Find what an event is. `group` is the match group that parsed it; None where only the built-in DSM did."""
        definition = self._definition
        event_id = parsed.event_id if parsed.event_id is not None else parsed.base_id
        steps: list[Step] = []
        warnings: list[str] = []
        if event_id is None:
            return self._stored(warnings)
        if group is not None and self._is_simulated and parsed.base_id is None and _has_stand_in(group):
            # The stand-in takes any payload; nothing was recognised by it.
            return self._stored(warnings)
        modifier = None
        if group is not None:
            modifier, changed = self._modifiers[id(group)].find(event_id, steps, warnings)
            # UNRECOGNISED_EVENT: a simulated DSM that found nothing has no QID to keep.
            has_qid = definition.built_in and (parsed.base_id is not None or not self._is_simulated)
            if has_qid and not (modifier is not None and modifier.look_up_qid):
                return self._of_built_in_dsm(parsed, modifier, steps, warnings)
            event_id = changed
        if modifier is not None and modifier.category:
            # MODIFIER_CATEGORY
            category: str | None = modifier.category
            steps.append(Step(f"a modifier gives the event category `{category}`", modifier.origin))
        else:
            category = self._category(parsed, steps)
        return self._look_up(event_id, category, modifier, steps, warnings)

    def _stored(self, warnings: list[str]) -> Resolution:
        definition = self._definition
        if definition.built_in and not self._is_simulated:
            warnings.append(f"the built-in DSM of {definition.name} may read the event; it is not simulated here")
        step = Step("no event id was found: the event is stored")
        return Resolution(Outcome.STORED, None, None, definition.stored, warnings=tuple(warnings), steps=(step,))

    def _category(self, parsed: Parsed, steps: list[Step]) -> str | None:
        if parsed.category is not None:
            return parsed.category
        if parsed.base_category is not None:
            steps.append(Step(f"the event category `{parsed.base_category}` is that of the built-in DSM"))
            return parsed.base_category
        if not self._definition.built_in:
            steps.append(Step(f"no event category was parsed: `{CUSTOM_CATEGORY}` is looked up"))
            return CUSTOM_CATEGORY
        known = _CATEGORIES.get(self._definition.number or 0)
        if known is not None:
            steps.append(Step(f"the built-in DSM has the event category `{known}` for all events"))
        elif self._is_simulated:
            return CUSTOM_CATEGORY
        return known

    def _of_built_in_dsm(
        self, parsed: Parsed, modifier: EventMatch | None, steps: list[Step], warnings: list[str]
    ) -> Resolution:
        """What the DSM itself found stays, as no modifier forces another look-up."""
        origin = None if modifier is None else modifier.origin
        steps.append(Step("the QID that the built-in DSM found stays: nothing forces another look-up", origin))
        if parsed.base_id is not None:
            category = parsed.base_category or self._category(parsed, steps)
            return self._look_up(parsed.base_id, category, modifier, steps, warnings)
        warnings.append(f"only a console knows the QID: the built-in DSM of {self._definition.name} finds it")
        return Resolution(
            Outcome.PARSED,
            None,
            parsed.category,
            None,
            severity=_severity(modifier),
            send_identity=_identity(modifier),
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
            # LEEF_EVENT_ID
            mapping = self._mappings.get((f"{event_id},{category}", category))
            if mapping is not None:
                steps.append(Step("the event id is looked up joined with its category, as Universal LEEF may do"))
        if mapping is not None:
            steps.append(
                Step(f"the mapping of (`{event_id}`, `{category}`) leads to `{mapping.qid.name}`", mapping.origin)
            )
            outcome, qid = Outcome.PARSED, mapping.qid
        else:
            steps += self._missing(event_id, category)
            if definition.built_in and definition.has_mappings and not self._is_simulated and not warnings:
                warnings.append(f"a console may have a mapping of its own: QRadar's for {definition.name} are not here")
            outcome, qid = Outcome.UNKNOWN, definition.unknown
        severity = _severity(modifier)
        if severity is not None and modifier is not None:
            steps.append(Step(f"a modifier gives the severity {severity}", modifier.origin))
        return Resolution(
            outcome, event_id, category, qid, mapping, severity, _identity(modifier), tuple(warnings), tuple(steps)
        )

    def _only_mapping(self, event_id: str, steps: list[Step], warnings: list[str]) -> EventMapping | None:
        """BUILT_IN_CATEGORY: the mapping of an event id whose category only the built-in DSM knows."""
        candidates = self._by_id.get(event_id, [])
        if len(candidates) == 1:
            steps.append(Step("the event category is the built-in DSM's own; only one mapping has this event id"))
            return candidates[0]
        if candidates:
            names = _named([mapping.category for mapping in candidates])
            warnings.append(
                f"the event category is the built-in DSM's own, which is not simulated: it decides between {names}"
            )
        return None

    def _missing(self, event_id: str, category: str | None) -> list[Step]:
        pair = f"(`{event_id}`, `{category}`)" if category is not None else f"`{event_id}`"
        steps = [Step(f"there is no mapping of {pair}")]
        if not self._definition.has_mappings:
            return [Step("a log source extension has no mappings: give the package or the ZIP to find the QID")]
        others = self._by_id.get(event_id, [])
        if others:
            names = _named([mapping.category for mapping in others])
            steps.append(Step(f"the event id is mapped with other categories: {names}", others[0].origin))
            return steps
        near = self._by_folded.get(_folded(event_id))
        if near is not None:
            steps.append(
                Step(f"a mapping of `{near.event_id}` differs by case or blanks only, and both count", near.origin)
            )
        return steps


class _Modifiers:
    """The event modifiers of a match group. SINGLE_FIRST: those of one event come before those of a pattern."""

    def __init__(self, group: MatchGroup) -> None:
        self._single: dict[str, EventMatch] = {}
        self._multiple: list[tuple[EventMatch, JavaPattern]] = []
        for match in group.event_matches:
            if match.event_name is not None:
                self._single.setdefault(match.event_name, match)
            elif match.pattern is not None:
                try:
                    pattern = compile_pattern(match.pattern.text, case_insensitive=match.pattern.case_insensitive)
                except JavaRegexError:
                    continue
                self._multiple.append((match, pattern))

    def find(self, event_id: str, steps: list[Step], warnings: list[str]) -> tuple[EventMatch | None, str]:
        """The modifier that holds for an event id, and the event id that it makes of it."""
        single = self._single.get(event_id)
        if single is not None:
            steps.append(Step("the modifier of this event holds", single.origin))
            return single, event_id
        # An event id is mostly short, and there may be many patterns: they share the time, as those of a payload do.
        searchable = Searchable(event_id)
        for match, pattern in self._multiple:
            try:
                found = searchable.search(pattern)
            except RegexTimeout:
                warnings.append(f"{match.origin.locate()}: the modifier's pattern takes too long on this event id")
                continue
            if found is None:
                continue
            index = match.capture_group_index
            changed = event_id
            if index is not None and 0 <= index <= pattern.group_count:
                changed = found.group(index) or event_id
            if changed != event_id:
                steps.append(Step(f"a modifier's pattern makes the event id `{changed}`", match.origin))
            elif match.category or match.severity is not None:
                steps.append(Step("a modifier's pattern matches the event id", match.origin))
            return match, changed
        return None, event_id


def _has_stand_in(group: MatchGroup) -> bool:
    """Whether a group leaves EventName to the built-in DSM, in the form that the DSM Editor gives it."""
    texts = [matcher.pattern.text for matcher in group.matchers if matcher.field == EVENT_NAME]
    return texts == [STAND_IN] and not any(match.look_up_qid for match in group.event_matches)


def _severity(modifier: EventMatch | None) -> int | None:
    if modifier is None or modifier.severity is None:
        return None
    return modifier.severity if modifier.severity in _SEVERITIES else _DEFAULT_SEVERITY


def _identity(modifier: EventMatch | None) -> str:
    return SendIdentity.USE_DSM_RESULTS if modifier is None else modifier.send_identity


def _folded(event_id: str) -> str:
    return event_id.casefold().strip()


def _named(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_MOST_NAMED])
    return shown + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
