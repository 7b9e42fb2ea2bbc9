"""Runs a REST plan: each step looks first for what it would make, so that a second run makes nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.console.connection import calls
from qradar_builder.console.connection.negotiation import NEWEST, described, lacks
from qradar_builder.console.connection.problems import ConsoleError, is_unsure
from qradar_builder.console.connection.tasks import finished, number_of, underway
from qradar_builder.console.plan.reader import call_of, used_values
from qradar_builder.reference.console_api.description import description

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qradar_builder.console.connection.session import Session
    from qradar_builder.package.rest_plan import RestPlan, Step


class Outcome(StrEnum):
    """What became of a step; the value is what people call it."""

    THERE = "exists"
    MISSING = "missing"
    MADE = "created"
    LACKING = "not in this version of the API"
    LEFT = "left"
    FAILED = "failed"
    UNSURE = "not known"


@dataclass(frozen=True, slots=True)
class Done:
    """A step that makes something, and what became of it."""

    step: Step
    outcome: Outcome


_TRIES: Final = 3
_REFUSED: Final = frozenset({429, 503})
"""With these, the console says that it did nothing."""


class PlanRun:
    """One run over a plan. `done` has the steps that make something, in order, as far as the run came."""

    def __init__(self, session: Session, plan: RestPlan) -> None:
        self._session = session
        self._plan = plan
        self._saved: dict[str, Any] = {}
        self._missing: set[str] = set()
        """Saved values that the console does not have yet: what needs them is missing, too."""
        self._unmade: set[str] = set()
        """Saved values that the version of the API cannot give."""
        self._entries: dict[Any, set[str]] = {}
        self.done: list[Done] = []
        self._lists: dict[tuple[str, tuple[tuple[str, str], ...]], list[dict[str, Any]]] = {}

    @property
    def found(self) -> set[tuple[str, Any]]:
        """What the console has of the expressions of the plan: each a resource and a number."""
        return {
            (step.path.rpartition("/")[2], self._saved[name])
            for step in self._plan.steps
            for name, field in step.save.items()
            if step.method == "GET" and field == "id" and name in self._saved
        }

    def look(self) -> tuple[Done, ...]:
        """Find out what is missing. Sends GETs only. Raises ConsoleError."""
        for step in self._plan.steps:
            if self._lacks(step):
                self._skip(step)
            elif step.method == "GET":
                self._find(step, is_dry=True)
            else:
                self._compare(step)
        return tuple(self.done)

    def run(self) -> tuple[Done, ...]:
        """Make what is missing, in order. Raises ConsoleError; `done` then tells how far the run came."""
        for step in self._plan.steps:
            if self._lacks(step):
                self._skip(step)
            elif step.method == "GET":
                self._find(step, is_dry=False)
            else:
                self._make(step)
        return tuple(self.done)

    @property
    def rest(self) -> tuple[Done, ...]:
        """The step that ended the run, and those that were not reached."""
        makers = [step for step in self._plan.steps if step.method != "GET"]
        ended = (each for each in self.done if each.outcome in {Outcome.FAILED, Outcome.UNSURE})
        return (*ended, *(Done(step, Outcome.LEFT) for step in makers[len(self.done) :]))

    def _lacks(self, step: Step) -> bool:
        """Whether the version of the API lacks a step, or a field that it needs."""
        call = call_of(step)
        version = self._session.version
        assert version is not None, "it is negotiated first"
        if lacks(call, version) or self._uses(step, self._unmade):
            return True
        endpoint = description().endpoint(call.method, call.path)
        shape = endpoint.body_in(described(version))
        known = shape[0] if isinstance(shape, list) else shape
        bodies = step.body if isinstance(step.body, list) else [step.body] if step.body else []
        return any(not body.keys() <= set(known or ()) for body in bodies[:1])

    @staticmethod
    def _uses(step: Step, names: set[str]) -> bool:
        return not names.isdisjoint(used_values(step.find) | used_values(step.body))

    def _skip(self, step: Step) -> None:
        self._unmade.update(step.save)
        if step.method != "GET":
            self.done.append(Done(step, Outcome.LACKING))

    def _find(self, step: Step, *, is_dry: bool) -> None:
        if self._uses(step, self._missing):
            self._missing.update(step.save)
            return
        wanted = _filled(step.find or {}, self._saved)
        found = next((item for item in self._items(step) if _holds(item, wanted)), None)
        if found is not None:
            self._save(step, found)
        elif step.required:
            if not is_dry:
                raise ConsoleError("console/plan-item", f"{step.purpose}: the console does not have it")
            self._missing.update(step.save)

    def _items(self, step: Step) -> Iterable[dict[str, Any]]:
        """The items of a list, without the fields that the version of the API does not have."""
        query = dict(step.query)
        if "fields" in query:
            query["fields"] = self._known_fields(step, query["fields"])
        key = (step.path, tuple(sorted(query.items())))
        if key not in self._lists:
            self._lists[key] = list(self._session.items(call_of(step), query=query))
        return self._lists[key]

    def _known_fields(self, step: Step, given: str) -> str:
        call = call_of(step)
        shape = description().endpoint(call.method, call.path).answer_in(described(self._session.version or NEWEST))
        known = shape[0] if isinstance(shape, list) and shape else {}
        names = [name for name in _split(given) if not known or name.partition("(")[0] in known]
        return ",".join(names)

    def _save(self, step: Step, item: Mapping[str, Any]) -> None:
        for name, field in step.save.items():
            if item.get(field) is None:
                raise ConsoleError("console/answer", f"{step.purpose}: the answer has no `{field}`")
            self._saved[name] = item[field]

    def _compare(self, step: Step) -> None:
        """Whether a step has something to make."""
        if self._uses(step, self._missing):
            self._missing.update(step.save)
            self.done.append(Done(step, Outcome.MISSING))
            return
        if step.method == "PATCH":
            missing = self._missing_entries(step)
            self.done.append(Done(step, Outcome.MISSING if missing else Outcome.THERE))
            return
        is_there = step.skip_if is not None and step.skip_if in self._saved
        if not is_there:
            self._missing.update(step.save)
        self.done.append(Done(step, Outcome.THERE if is_there else Outcome.MISSING))

    def _make(self, step: Step) -> None:
        if step.skip_if is not None and step.skip_if in self._saved:
            self.done.append(Done(step, Outcome.THERE))
            return
        body = self._missing_entries(step) if step.method == "PATCH" else _filled(step.body, self._saved)
        if not body:
            self.done.append(Done(step, Outcome.THERE))
            return
        total = sum(each.method != "GET" for each in self._plan.steps)
        self._session.hear(f"REST plan, step {len(self.done) + 1} of {total}: {step.purpose}")
        try:
            answer = self._sent(step, body)
            if step.method == "PATCH":
                task = number_of(answer, "id", calls.FILL_SET)
                with underway(step.purpose):
                    finished(self._session, calls.SET_TASK, step.purpose, {"task_status_id": task})
            elif isinstance(answer, dict):
                self._save(step, answer)
        except BaseException as error:
            self.done.append(Done(step, Outcome.UNSURE if is_unsure(error) else Outcome.FAILED))
            raise
        self.done.append(Done(step, Outcome.MADE))

    def _sent(self, step: Step, body: Any) -> Any:
        """Send a step. Where the console refuses it for now, look again before it is sent again."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._session.send(call_of(step), body=body)
            except ConsoleError as error:
                if error.status not in _REFUSED or attempt == _TRIES or step.method == "PATCH":
                    raise
                self._session.sleep(max(error.wait, 2.0**attempt))
            if (there := self._there_now(step)) is not None:
                return there
        raise AssertionError("the last attempt returns or raises")

    def _there_now(self, step: Step) -> dict[str, Any] | None:
        """What a step makes, if it is there after all: looked for by the step that finds it."""
        finder = next(
            (each for each in self._plan.steps if step.skip_if is not None and step.skip_if in each.save), None
        )
        if finder is None:
            return None
        self._lists.clear()
        wanted = _filled(finder.find or {}, self._saved)
        return next((item for item in self._items(finder) if _holds(item, wanted)), None)

    def _missing_entries(self, step: Step) -> list[dict[str, Any]]:
        """The elements of a reference set that it does not have."""
        bodies = _filled(step.body, self._saved)
        missing = []
        for body in bodies:
            number = body.get("collection_id")
            if number not in self._entries:
                query = {"filter": f"collection_id={number}", "fields": "id,value"}
                rows = self._session.items(calls.SET_ENTRIES, query=query)
                self._entries[number] = {str(row.get("value")) for row in rows}
            if str(body.get("value")) not in self._entries[number]:
                missing.append(body)
        return missing


def _filled(part: Any, saved: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return saved[part["saved"]] if part.keys() == {"saved"} else {k: _filled(v, saved) for k, v in part.items()}
    return [_filled(each, saved) for each in part] if isinstance(part, list) else part


def _holds(found: Any, wanted: Any) -> bool:
    """Whether an item has what is looked for: None is no restriction, numbers are compared by value."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_holds(found.get(key), value) for key, value in wanted.items())
    return found in (None, -1) if wanted is None else bool(found == wanted)


def _split(fields: str) -> Iterator[str]:
    """The names of a list of fields, each with what is in parentheses behind it."""
    depth, name = 0, ""
    for each in fields:
        depth += (each == "(") - (each == ")")
        if each == "," and not depth:
            yield name
            name = ""
        else:
            name += each
    yield name
