"""Watches a run for what may be the reason that it posted nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.javalang.dates.guess import is_epoch
from qradar_builder.jpath import Missing
from qradar_builder.workflow.engine.paths.bookmarks import value_at
from qradar_builder.workflow.engine.paths.lost import explain_empty, explain_missing
from qradar_builder.workflow.engine.paths.of_actions import actions, posts, read_by
from qradar_builder.workflow.engine.paths.shape import shape_of
from qradar_builder.workflow.engine.reporter import Reporter
from qradar_builder.workflow.why.answers import answer_hints, cookie_hint
from qradar_builder.workflow.why.condition_values import condition_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qradar_builder.http.messages import HttpRequest, HttpResponse
    from qradar_builder.model.workflow.document import Element, Workflow
    from qradar_builder.workflow.engine.effects import Event, Outcome

_MOST: Final = 60
_LINES: Final = 10
_SECONDS: Final = 11


class Facts(Reporter):
    """Gathers facts about one run; `reasons` makes lines of them.

    `now` gives epoch milliseconds; `redact` takes secrets out of texts before they are cut.
    """

    def __init__(self, workflow: Workflow, now: Callable[[], int], redact: Callable[[str], str]) -> None:
        self._workflow = workflow
        self._redact = redact
        self._now = now
        self._statuses = {
            use.path for element in actions(workflow) for use in read_by(element) if use.path.endswith("/status_code")
        }
        self.on_begin({})

    def on_begin(self, root: dict[str, Any]) -> None:
        """Begin with the State of a run, and forget what was before."""
        self._root = root
        self._action: Element | None = None
        self._reached: set[int] = set()
        self._lost: dict[tuple[int, str], tuple[Element, str]] = {}
        self._empty: dict[int, tuple[Element, str]] = {}
        self._false: dict[int, tuple[Element, str, list[str]]] = {}
        self._true: set[int] = set()
        self._answers: dict[int, tuple[Element, list[str]]] = {}
        self._times: dict[int, tuple[Element, str]] = {}
        self._ended = False
        self.events = 0

    def on_action(self, element: Element) -> None:
        """Look at what an action goes through or posts."""
        self._action = element
        self._reached.add(id(element))
        name = "items" if element.name == "ForEach" else "path"
        if not (element.name == "ForEach" or posts(element)) or len(self._empty) >= _MOST:
            return
        text = element.get(name) or ""
        if "${" in text:
            return
        value = value_at(text, self._root)
        if value is Missing or value is None or value in ([], {}):
            self._empty[id(element)] = (element, self._nothing_at(text, value))
        else:
            self._empty.pop(id(element), None)

    def missing(self, path: str) -> None:
        """Work out at once where a path that led nowhere was to lead: the State goes on."""
        element = self._action
        if element is None or len(self._lost) >= _MOST or (id(element), path) in self._lost:
            return
        self._lost[(id(element), path)] = (element, explain_missing(path, self._root))

    def on_text(self, element: Element, attribute: str, text: str) -> None:
        """Notice seconds where milliseconds are meant."""
        if element.name == "FormatDate" and attribute == "time" and is_epoch(text) and len(text) < _SECONDS:
            said = f"formats {text}, which is in January 1970 if it is in milliseconds: multiply seconds by 1000"
            self._times[id(element)] = (element, said)

    def on_condition(self, element: Element, source: str, outcome: bool) -> None:
        """Keep what a condition saw that was false."""
        if outcome:
            self._true.add(id(element))
        elif len(self._false) < _MOST:
            values, lost = condition_values(source, self._workflow.schema, self._root, self._now)
            self._false[id(element)] = (element, ", ".join(values), lost)

    def on_call(self, element: Element, request: HttpRequest, response: HttpResponse) -> None:  # noqa: ARG002 - as the hook has it
        """Keep what is remarkable about the last answer of a call."""
        path = element.get("savePath") or ""
        looked_at = not path or f"{path}/status_code" in self._statuses
        hints = list(answer_hints(response, path, looked_at, self._redact))
        cookies = cookie_hint(response, path, self._workflow.schema)
        if cookies and any("ookie" in use.path for each in actions(self._workflow) for use in read_by(each)):
            hints.append(cookies)
        self._answers[id(element)] = (element, hints)

    def on_post(self, element: Element, events: tuple[Event, ...]) -> None:  # noqa: ARG002 - as the hook has it
        """Count events."""
        self.events += len(events)

    def on_end(self, outcome: Outcome) -> None:
        """Remember whether the run came to its end: what ended it otherwise is told elsewhere."""
        self._ended = outcome.status == "ok"

    def reasons(self) -> list[str]:
        """Why there were no events, without secrets: a line each, the likeliest first; at most ten."""
        lines = list(dict.fromkeys([*self._of_answers(), *self._of_sources(), *self._of_conditions()]))
        lines += [*self._of_paths(" ".join(lines)), *self._of_times()]
        if not self._ended:
            return [self._redact(line) for line in lines[:_LINES]]
        if not any(posts(element) for element in actions(self._workflow)):
            lines.insert(0, "the workflow has neither PostEvents nor PostEvent")
        elif not lines:
            lines.append("the run did not reach a PostEvents or PostEvent")
        return [self._redact(line) for line in lines[:_LINES]]

    def _nothing_at(self, text: str, value: object) -> str:
        if value is Missing:
            explained = explain_missing(text, self._root)
            return f"`{text}` is missing{f': {explained}' if explained else ''}"
        if value == []:
            explained = explain_empty(text, self._root)
            return f"`{text}` is an empty array{f': {explained}' if explained else ''}"
        return f"`{text}` is {shape_of(value)}"

    def _of_answers(self) -> Iterator[str]:
        for element, hints in self._answers.values():
            for hint in hints:
                yield f"{_at(element)}: the request {hint}"

    def _of_sources(self) -> Iterator[str]:
        for element, what in self._empty.values():
            ending = "posted nothing" if posts(element) else "did not run its actions"
            if posts(element) or _leads_to_post(element):
                yield f"{_at(element)} {ending}: {what}"

    def _of_conditions(self) -> Iterator[str]:
        for element, values, lost in self._false.values():
            if id(element) in self._true or not (_leads_to_post(element) or _calls(element)):
                continue
            held = f", as {values}" if values else ""
            yield f"{_at(element)}: the condition `{element.get('condition')}` was false{held}"
            yield from lost
        for element in actions(self._workflow):
            if element.name == "Else" and id(element) not in self._reached and _leads_to_post(element):
                yield (
                    f"{_at(element)} did not run, because the condition before it was true; it contains the PostEvents"
                )

    def _of_paths(self, said: str) -> Iterator[str]:
        for (_, path), (element, explained) in self._lost.items():
            if explained and not explained.startswith("the State has") and f"`{path}` is missing" not in said:
                yield f"{_at(element)}: `{path}` is missing: {explained}"

    def _of_times(self) -> Iterator[str]:
        for element, said in self._times.values():
            yield f"{_at(element)} {said}"


def _leads_to_post(element: Element) -> bool:
    return any(posts(each) for each in element.walk())


def _calls(element: Element) -> bool:
    return any(each.name == "CallEndpoint" for each in element.walk())


def _at(element: Element) -> str:
    return f"line {element.origin.locate().line}, {element.name}"
