"""Event modifiers of a match group: they change the event id, category or severity of events that have an event id.

Sources: IBM documentation of log source extensions, topics "Single-event modifier" and "Multi-event modifier".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.dsm.event_choices import SINGLE_FIRST
from qradar_builder.dsm.expressions.regex_monitor import RegexMonitor, why_given_up
from qradar_builder.dsm.expressions.regex_search import Searchable
from qradar_builder.dsm.lsx.compiler import EVENT_NAME, STAND_IN
from qradar_builder.dsm.qid.step import Step
from qradar_builder.javalang.regex.errors import RegexTimeout
from qradar_builder.javalang.regex.pattern import JavaRegexError, compile_pattern
from qradar_builder.model.log_source_type import SendIdentity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.dsm.lsx.model import EventMatch, MatchGroup
    from qradar_builder.javalang.regex.match import JavaMatch
    from qradar_builder.javalang.regex.pattern import JavaPattern

_SEVERITIES = range(1, 11)
_DEFAULT_SEVERITY = 5


class Modifiers:
    """The event modifiers of a match group. SINGLE_FIRST: those of one event come before those of a pattern."""

    def __init__(self, group: MatchGroup) -> None:
        self._single: dict[str, EventMatch] = {}
        self._multiple: list[tuple[EventMatch, JavaPattern, RegexMonitor]] = []
        for match in group.event_matches:
            if match.event_name is not None:
                self._single.setdefault(match.event_name, match)
            elif match.pattern is not None:
                try:
                    pattern = compile_pattern(match.pattern.text, case_insensitive=match.pattern.case_insensitive)
                except JavaRegexError:
                    continue
                self._multiple.append((match, pattern, RegexMonitor()))

    def find(self, event_id: str, steps: list[Step], warnings: list[str]) -> tuple[EventMatch | None, str]:
        """The modifier that holds for an event id, and the event id that it makes of it."""
        single = self._single.get(event_id)
        if single is not None:
            choice = SINGLE_FIRST if self._multiple else None
            steps.append(Step("the modifier of this event applies", single.origin, choice))
            return single, event_id
        # An event id is mostly short, and there may be many patterns: they share the time, as those of a payload do.
        searchable = Searchable(event_id)
        for match, pattern, monitor in self._multiple:
            try:
                found = searchable.search(pattern, monitor)
            except RegexTimeout as error:
                why = why_given_up(error, "event id")
                warnings.append(f"{match.origin.locate()}: the modifier's pattern {why}")
                continue
            if found is None:
                continue
            changed = _changed(event_id, match, pattern, found)
            if changed != event_id:
                steps.append(Step(f"the pattern of a modifier changes the event ID to `{changed}`", match.origin))
            elif match.category or match.severity is not None:
                steps.append(Step("the pattern of a modifier matches the event ID", match.origin))
            return match, changed
        return None, event_id

    def tried(self, event_id: str | None, payload: str) -> Iterator[Step]:
        """What came of each modifier, in the order in which they are tried; those of one event are counted."""
        if event_id is None:
            if self._written:
                yield Step("there is no event ID, so no modifier is tried")
            return
        holds = self._single.get(event_id)
        if holds is not None:
            yield Step(f"the modifier of the event `{event_id}` applies: {_effects(holds)}", holds.origin)
        elif self._single:
            count = len(self._single)
            yield Step(f"{count} modifier{' is' if count == 1 else 's are'} for events other than `{event_id}`")
            folded = event_id.casefold().strip()
            near = next((each for name, each in self._single.items() if name.casefold().strip() == folded), None)
            if near is not None:
                yield Step(f"`{near.event_name}` differs only in case or spaces, and both matter", near.origin)
        searchable = Searchable(event_id)
        for match, pattern, monitor in self._multiple:
            text = f"the pattern `{pattern.pattern}` on the event ID `{event_id}`"
            if holds is not None:
                yield Step(f"the pattern `{pattern.pattern}` is not tried: an earlier modifier applies", match.origin)
                continue
            try:
                found = searchable.search(pattern, monitor)
            except RegexTimeout as error:
                yield Step(f"{text} {why_given_up(error, 'event id')}", match.origin)
                continue
            if found is None:
                yield Step(f"{text}: no match{_hint(pattern, payload, monitor)}", match.origin)
                continue
            holds = match
            changed = _changed(event_id, match, pattern, found)
            made = f"event id `{changed}`, " if changed != event_id else ""
            yield Step(f"{text} applies: {made}{_effects(match)}", match.origin)

    @property
    def _written(self) -> bool:
        """Whether somebody wrote a modifier: the one that the compiler adds for all events has no place."""
        matches = (*self._single.values(), *(match for match, *_ in self._multiple))
        return any(match.origin.locate().file for match in matches)


def _changed(event_id: str, match: EventMatch, pattern: JavaPattern, found: JavaMatch) -> str:
    """The event id that a modifier whose pattern was found makes of an event id."""
    index = match.capture_group_index
    if index is None or not 0 <= index <= pattern.group_count:
        return event_id
    return found.group(index) or event_id


def _effects(match: EventMatch) -> str:
    """What a modifier that holds gives an event, in IBM's own names."""
    parts = [f"device-event-category `{match.category}`"] if match.category else []
    parts += [] if match.severity is None else [f"severity {severity_of(match)}"]
    parts.append(f"force-qidmap-lookup-on-fixup is {str(match.look_up_qid).lower()}")
    return ", ".join(parts)


def _hint(pattern: JavaPattern, payload: str, monitor: RegexMonitor) -> str:
    """Why a pattern may have found nothing: it was written for the payload."""
    try:
        found = Searchable(payload).search(pattern, monitor)
    except RegexTimeout:
        return ""
    if found is None:
        return ""
    return "; it matches the payload, but QRadar applies the patterns of modifiers to the event ID"


def has_stand_in(group: MatchGroup) -> bool:
    """Whether a group leaves EventName to the built-in DSM, in the form that the DSM Editor gives it.

    Such a matcher takes any payload: it recognises nothing.
    """
    texts = [matcher.pattern.text for matcher in group.matchers if matcher.field == EVENT_NAME]
    return texts == [STAND_IN] and not any(match.look_up_qid for match in group.event_matches)


def severity_of(modifier: EventMatch | None) -> int | None:
    """The severity that a modifier gives, from 1 to 10; None where it gives none."""
    if modifier is None or modifier.severity is None:
        return None
    return modifier.severity if modifier.severity in _SEVERITIES else _DEFAULT_SEVERITY


def sent_identity(modifier: EventMatch | None) -> str:
    """When an event that a modifier holds for sends an identity."""
    return SendIdentity.USE_DSM_RESULTS if modifier is None else modifier.send_identity
