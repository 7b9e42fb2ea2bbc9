"""Custom event properties: which expressions are for an event, and the values that they give.

Source: IBM documentation, topics on custom properties in the DSM Editor: expressions are selected by QID or low-level
category, and the first value in their order wins.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from qradar_builder.dsm.explanation import ComputedExplanation
from qradar_builder.dsm.extractors import compile_property, nothing
from qradar_builder.dsm.plan import compile_plan
from qradar_builder.dsm.trial import Trial
from qradar_builder.dsm.values.calculation import compile_calculation, operands, why_not as why_no_result
from qradar_builder.dsm.values.property_values import property_check, why_not
from qradar_builder.dsm.values.times.device_time import compile_device_time
from qradar_builder.javalang.dates.errors import JavaDateError
from qradar_builder.model.expressions import Kind
from qradar_builder.model.log_source_type import PropertyType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qradar_builder.dsm.definition import PropertyDefinition, PropertyRule, Qid
    from qradar_builder.dsm.plan import Fill, Reading, Views
    from qradar_builder.dsm.trial import Watch
    from qradar_builder.model.expressions import Calculation


class CustomProperties:
    """The custom properties of a log source type."""

    def __init__(
        self,
        definitions: tuple[PropertyDefinition, ...],
        views: Views,
        now: Callable[[], int],
        zone: str,
        watch: Watch | None = None,
    ) -> None:
        self._definitions = definitions
        self._views = views
        self._trials = {one.name: dict(_trials(one, now, zone)) for one in definitions}
        if watch is not None:
            for name, each in self._trials.items():
                each.update({rule: watch(name, trial) for rule, trial in each.items()})
        # An event's list of views is made before a plan is.
        for each in self._trials.values():
            for trial in each.values():
                views.place(trial.extractor.view)
        self._calculated = list(_in_order(definitions))
        self._plans: dict[int, Fill] = {}
        """By the `id()` of the QID record."""
        self._plans_of_trials: dict[tuple[int, ...], Fill] = {}
        """By the `id()` of each trial: most records have the same ones."""

    def fill(self, qid: Qid | None, reading: Reading, values: dict[str, Any]) -> None:
        """Add the values of an event that has a QID record."""
        plan = self._plans.get(id(qid))
        if plan is None:
            plan = self._plans[id(qid)] = self._plan(qid)
        plan(reading, values)
        for rule, name, calculate in self._calculated:
            if name not in values and selects(rule, qid):
                value = calculate(values)
                if value is not None:
                    values[name] = value

    def _plan(self, qid: Qid | None) -> Fill:
        trials = self.trials_for(qid)
        key = tuple(id(trial) for each in trials.values() for trial in each)
        if key not in self._plans_of_trials:
            self._plans_of_trials[key] = compile_plan(trials, self._views)
        return self._plans_of_trials[key]

    def trials_for(self, qid: Qid | None) -> dict[str, list[Trial]]:
        """The trials of each property that are for the events of a QID record."""
        chosen = {
            name: [trial for rule, trial in each.items() if selects(rule, qid)] for name, each in self._trials.items()
        }
        return {name: each for name, each in chosen.items() if each}

    def trials(self) -> Iterator[tuple[str, list[Trial]]]:
        """Each property with all of its trials, whatever events they are for."""
        for name, each in self._trials.items():
            yield name, list(each.values())

    def computed(self, qid: Qid | None, values: Mapping[str, Any]) -> Iterator[ComputedExplanation]:
        """What the expressions that read no payload make of the values of an event that has a QID record."""
        done = {rule: calculate for rule, _, calculate in self._calculated}
        for definition in self._definitions:
            for rule in definition.rules:
                calculation = rule.expression.calculated
                if not selects(rule, qid):
                    continue
                if calculation is not None:
                    value = done[rule](values) if rule in done else None
                    reason = why_no_result(calculation, values) if rule in done else "it depends on its own result"
                    yield ComputedExplanation(definition.name, rule, calculation.text, value, reason)
                elif rule.expression.kind is Kind.AQL:
                    reason = "AQL is not supported here: it reads data stored on a console, not payloads"
                    yield ComputedExplanation(definition.name, rule, rule.expression.text, None, reason)


def selects(rule: PropertyRule, qid: Qid | None) -> bool:
    """Whether an expression is for the events of a QID record."""
    if not rule.expression.enabled:
        return False
    if rule.qid is not None:
        return qid is rule.qid or (qid is not None and qid.number is not None and qid.number == rule.qid.number)
    return rule.category is None or (qid is not None and qid.category == rule.category)


def _trials(definition: PropertyDefinition, now: Callable[[], int], zone: str) -> Iterator[tuple[PropertyRule, Trial]]:
    read_time: Callable[[str], int | None] | None = None
    reason: Callable[[str], str] = partial(why_not, definition.type)
    refusal = ""
    # Exports have date formats at properties of other types, too: they mean nothing there.
    if definition.type is PropertyType.TIME and definition.datetime_format is not None:
        try:
            times = compile_device_time(definition.datetime_format)
        except JavaDateError as error:
            refusal = f"the date pattern cannot run: {error}"
        else:
            read_time = times.reader(now, zone)
            reason = lambda text: times.read(text, now(), zone).warning  # noqa: E731 - a closure as a value
    check = property_check(definition.type, read_time)
    # SHIPPED_RANK: sorting keeps the order of the file.
    for rule in sorted(definition.rules, key=lambda rule: rule.rank):
        extractor = compile_property(rule.expression)
        if extractor is None:
            continue
        if refusal:
            extractor = nothing(refusal)
        yield rule, Trial(rule, rule.expression.kind, rule.expression.text, extractor, check, reason)


def _in_order(definitions: tuple[PropertyDefinition, ...]) -> Iterator[tuple[PropertyRule, str, Any]]:
    """The calculations, so that what one needs comes before it. Those in a circle are left out."""
    waiting: list[tuple[PropertyRule, str, Calculation]] = []
    for definition in definitions:
        for rule in sorted(definition.rules, key=lambda rule: rule.rank):
            calculation = rule.expression.calculated
            if calculation is not None:
                waiting.append((rule, definition.name, calculation))
    while waiting:
        missing = {name for _, name, _ in waiting}
        ready = [one for one in waiting if missing.isdisjoint(operands(one[2]))]
        if not ready:
            return
        for rule, name, calculation in ready:
            yield rule, name, compile_calculation(calculation)
        waiting = [one for one in waiting if one not in ready]
