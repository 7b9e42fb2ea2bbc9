"""The event pipeline of a log source type: a payload becomes a normalized event.

Sources: IBM documentation of log source extensions; what it leaves open is in `parsing_choices` and `event_choices`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.custom_properties import CustomProperties
from qradar_builder.dsm.event import Event, Outcome, Recognised
from qradar_builder.dsm.explanation import Explanation, FieldExplanation
from qradar_builder.dsm.field_trials import field_trials
from qradar_builder.dsm.lsx.compiler import EVENT_NAME
from qradar_builder.dsm.plan import Views, compile_plan
from qradar_builder.dsm.qid.lookup import Parsed, QidLookup
from qradar_builder.dsm.qid.modifiers import has_stand_in
from qradar_builder.dsm.syslog_header import read_header
from qradar_builder.dsm.trial import explain
from qradar_builder.dsm.universal_dsm import BaseEvent, base_dsm
from qradar_builder.dsm.values.field_values import field_check, why_not
from qradar_builder.dsm.values.times.device_time import read_message_time
from qradar_builder.model.log_source_type import SendIdentity
from qradar_builder.reference.normalized_fields import FIELDS, normalized_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from qradar_builder.dsm.definition import TypeDefinition
    from qradar_builder.dsm.lsx.model import MatchGroup
    from qradar_builder.dsm.plan import Reading
    from qradar_builder.dsm.qid.lookup import Resolution
    from qradar_builder.dsm.syslog_header import SyslogHeader
    from qradar_builder.dsm.trial import Trial, Watch
    from qradar_builder.dsm.values.times.limits import TimeLimits

EVENT_CATEGORY = "EventCategory"
DEVICE_TIME = "DeviceTime"
_NEVER, _ALWAYS = SendIdentity.NEVER, SendIdentity.ALWAYS
_IDENTITY = frozenset(field.name for field in FIELDS if field.identity)
_MOST_KEPT = 10_000
"""How many resolutions are kept; an event id may be hostile and never come again."""
_LONGEST_KEPT = 4096
"""How long the ids and categories of a resolution that is kept may be together, in characters."""


class _Group:
    """A match group, ready to run."""

    def __init__(self, group: MatchGroup, views: Views, now: Callable[[], int], zone: str, watch: Watch | None) -> None:
        self.group = group
        self.trials = field_trials(group, now, zone)
        if watch is not None:
            self.trials = {name: [watch(name, each) for each in trials] for name, trials in self.trials.items()}
        event_name = {name: each for name, each in self.trials.items() if name == EVENT_NAME}
        others = {name: each for name, each in self.trials.items() if name != EVENT_NAME}
        self.fill_event_name = compile_plan(event_name, views)
        self.fill_others = compile_plan(others, views)
        self.leaves_event_name = has_stand_in(group)
        """Whether the event name that it finds is none, as it is left to the built-in DSM."""
        self.identity = tuple(name for name in self.trials if name in _IDENTITY)
        """The fields of identity that it may fill."""


class Parser:
    """Reads the events of one log source type. It keeps nothing of an event, and may be used for any number."""

    def __init__(
        self,
        definition: TypeDefinition,
        *,
        now: Callable[[], int],
        zone: str = "UTC",
        time_limits: TimeLimits | None = None,
        watch: Watch | None = None,
    ) -> None:
        """`now` gives the time of receipt in epoch milliseconds; `zone` is the Java zone id of the event processor.

        A DeviceTime beyond `time_limits` is a warning of the event; without them, any time is taken. `watch` is given
        each expression with its field or property, in the order in which they are tried, and returns the one to run.
        """
        self.definition = definition
        self._is_built_in = definition.built_in
        self._credibility = definition.credibility
        self._now = now
        self._zone = zone
        self._time_limits = time_limits
        self._views = Views()
        groups = () if definition.extension is None else definition.extension.groups
        # FIRST_GROUP
        self._groups = [
            _Group(group, self._views, now, zone, watch) for group in sorted(groups, key=lambda group: group.order)
        ]
        self.properties = CustomProperties(definition.properties, self._views, now, zone, watch)
        self._has_properties = bool(definition.properties)
        self._base = base_dsm(definition)
        # The extension may read the message, too: it is made once for both.
        self._base_view = None if self._base is None else self._views.place(self._base.view)
        self._lookup = QidLookup(definition, is_simulated=self._base is not None)
        self._resolutions: dict[tuple[str | None, str | None, str | None, str | None, int], Resolution] = {}

    def field_trials(self) -> Iterator[tuple[str, list[Trial]]]:
        """Each field of each match group with its expressions, in the order in which they are tried."""
        for group in self._groups:
            yield from group.trials.items()

    def take_skipped(self) -> dict[str, int]:
        """On how many events each expression that is switched off was not tried, since this was asked last.

        The keys name the field or property, the number of the expression in it, and its place.
        """
        found: dict[str, int] = {}
        for name, trials in (*self.field_trials(), *self.properties.trials()):
            for number, trial in enumerate(trials, 1):
                monitor = trial.extractor.monitor
                skipped = 0 if monitor is None else monitor.take_skipped()
                if skipped:
                    place = trial.origin.locate()
                    found[f"{name} {number}" + (f" at {place}" if place.file else "")] = skipped
        return found

    def parse(self, payload: str, built_in: Recognised | None = None) -> Event:
        """Read an event. `built_in` is what the built-in DSM finds in it, where that is known from elsewhere."""
        return self._parse(payload, built_in)[0]

    def explain(self, payload: str, built_in: Recognised | None = None) -> Explanation:
        """Read an event, and tell how: every expression with what it found, and the way to the QID record."""
        # What tells people of it takes long to load, and most events are only read.
        from qradar_builder.dsm.leanings.event import leanings  # noqa: PLC0415 - see above
        from qradar_builder.dsm.payload_hints import hints, why_no_header  # noqa: PLC0415 - see above

        event, group, resolution, header, base = self._parse(payload, built_in)
        tried = self._groups if group is None else [group]
        fields = [FieldExplanation(name, explain(each, payload)) for one in tried for name, each in one.trials.items()]
        properties = [
            FieldExplanation(name, explain(each, payload))
            for name, each in self.properties.trials_for(event.qid).items()
        ]
        told = Explanation(
            payload=payload,
            event=event,
            header=header,
            base=base,
            group=None if group is None else group.group,
            several_groups=len(self._groups) > 1,
            fields=tuple(fields),
            properties=tuple(properties),
            computed=tuple(self.properties.computed(event.qid, event.properties)),
            modifiers=() if group is None else self._lookup.tried_modifiers(resolution, group.group, payload),
            mapping=resolution.mapping,
            steps=resolution.steps,
            no_header=why_no_header(payload) if header is None else "",
            hints=tuple(hints(payload)),
            no_base="" if self._base is None or base is not None else self._base.why_nothing(payload),
        )
        return replace(told, choices=leanings(told, self.definition))

    def _parse(
        self, payload: str, built_in: Recognised | None
    ) -> tuple[Event, _Group | None, Resolution, SyslogHeader | None, BaseEvent | None]:
        reading = self._views.reading(payload)
        values: dict[str, Any] = {}
        warnings = reading.warnings
        # Most JSON comes without a header, and is not asked for one.
        header = None if payload[:1] == "{" else read_header(payload)
        base = None
        if self._base is not None and self._base_view is not None:
            base = self._base.parse(reading.view(self._base_view))
        chosen = self._fill(reading, values)
        if base is not None:
            self._merge(base, values, warnings)
        simulated = base is not None
        if base is None and built_in is not None:
            base = BaseEvent(built_in.event_id, built_in.event_category, None, {}, None)
        event_id, category = values.pop(EVENT_NAME, None), values.pop(EVENT_CATEGORY, None)
        if chosen is not None and chosen.leaves_event_name and self._is_built_in:
            event_id = None
        resolution = self._resolve(event_id, category, base, chosen)
        if resolution.warnings:
            warnings += resolution.warnings
        severity = resolution.severity
        if severity is None and base is not None and resolution.outcome is not Outcome.STORED:
            severity = base.severity  # BASE_SEVERITY
        if severity is None and resolution.qid is not None:
            severity = resolution.qid.severity
        time = values.get(DEVICE_TIME)
        if header is not None or self._time_limits is not None:
            time = self._checked_time(time, header, warnings)
        # All by place, and none left out: that is the fastest way to make one.
        event = Event(
            resolution.outcome,
            resolution.event_id,
            resolution.category,
            resolution.qid,
            severity,
            self._credibility,
            values,
            {},
            header.host if header is not None and header.is_routable else None,
            time,
            resolution.send_identity,
            _sends(resolution.send_identity, values, _IDENTITY if chosen is None or simulated else chosen.identity),
            warnings,
            Recognised(event_id, category) if self._is_built_in else None,
            resolution.lacks_mapping,
        )
        if self._has_properties:
            self.properties.fill(resolution.qid, reading, event.properties)
        return event, chosen, resolution, header, base

    def _fill(self, reading: Reading, values: dict[str, Any]) -> _Group | None:
        """Take the values of the first group that has an EventName. None, and no values, where there is none."""
        for group in self._groups:
            group.fill_event_name(reading, values)
            if values:
                group.fill_others(reading, values)
                return group
        return None

    def _merge(self, base: BaseEvent, values: dict[str, Any], warnings: list[str]) -> None:
        """Add what the built-in DSM finds and the extension does not. EXTENSION_WINS"""
        for name, text in base.fields.items():
            if name not in values and text:
                kind = normalized_field(name).value_type
                value = None if kind == "time" else field_check(kind)(text)
                if value is None:
                    warnings.append(f"{name}: {why_not(kind, text)}")
                else:
                    values[name] = value
        if base.device_time is not None and DEVICE_TIME not in values:
            reading = read_message_time(*base.device_time, self._now(), self._zone, of_pattern=base.of_pattern)
            if reading.epoch_ms is None:
                warnings.append(f"{DEVICE_TIME}: {reading.warning}")
            else:
                values[DEVICE_TIME] = reading.epoch_ms

    def _resolve(
        self, event_id: str | None, category: str | None, base: BaseEvent | None, chosen: _Group | None
    ) -> Resolution:
        """What an event is in which the extension found this id and category, and the built-in DSM its own."""
        base_id, base_category = (None, None) if base is None else (base.event_id, base.category)
        key = (event_id, category, base_id, base_category, id(chosen))
        resolution = self._resolutions.get(key)
        if resolution is None:
            parsed = Parsed(event_id, category, base_id, base_category)
            resolution = self._lookup.resolve(parsed, None if chosen is None else chosen.group)
            if len(self._resolutions) < _MOST_KEPT and sum(len(part or "") for part in key[:4]) <= _LONGEST_KEPT:
                self._resolutions[key] = resolution
        return resolution

    def _checked_time(self, time: int | None, header: SyslogHeader | None, warnings: list[str]) -> int | None:
        """The time of the log source in epoch milliseconds, which is DeviceTime or that of the header, if any."""
        if time is not None and self._time_limits is not None:
            far = self._time_limits.warning(time, self._now())
            if far:
                warnings.append(f"{DEVICE_TIME}: {far}")
        elif time is None and header is not None:
            time = header.epoch_ms(self._now(), self._zone)
        return time


def _sends(mode: str, values: dict[str, Any], identity: Iterable[str]) -> bool:
    """Whether an identity is sent, by the fields of identity that there may be. IDENTITY_SENT"""
    if mode == _NEVER:
        return False
    if mode == _ALWAYS:
        return True
    for name in identity:  # noqa: SIM110 - any() costs a generator
        if name in values:
            return True
    return False
