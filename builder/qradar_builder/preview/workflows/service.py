"""Answers the questions of the workflows view."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, TypeVar

from qradar_builder.jpath import Missing
from qradar_builder.preview.protocol.workflows import (
    Child,
    Evaluated,
    EventsSoFar,
    ParameterInfo,
    PostedEvent,
    StateAnswer,
    WorkflowAnswer,
)
from qradar_builder.preview.refusal import Refusal
from qradar_builder.preview.workflows.answers import case_answer, node_answer, value_answer
from qradar_builder.preview.workflows.recordings import Recordings
from qradar_builder.report.html.diagram.drawing import diagram
from qradar_builder.workflow.recording.evaluation import EvaluationError, Kind, evaluate
from qradar_builder.workflow.recording.nodes import nodes_of
from qradar_builder.workflow.recording.shown import children, keys_of, shown_text
from qradar_builder.workflow.recording.tree import value_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from qradar_builder.preview.package.workspace import Workspace
    from qradar_builder.preview.protocol.workflows import CaseAnswer, EvaluateRequest

T = TypeVar("T")

_MOST_CHILDREN: Final = 200
_MOST_EVENTS: Final = 200
_LONGEST_EVENT: Final = 2000


class Workflows:
    """The workflows of a workspace. All methods may be called from any thread; each may raise Refusal."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._recordings = Recordings(workspace)
        # Recordings are made one at a time, and what is secret is learned by whoever reads them.
        self._lock = threading.RLock()

    def workflow(self, key: str) -> WorkflowAnswer:
        """A workflow with its diagram."""
        with self._lock:
            self._workspace.refresh()
            file = self._recordings.workflow(key)
            path = f"workflows/{key}{'.yaml' if file.xml is None else '.xml'}"
            workflow = file.workflow
            return WorkflowAnswer(
                file=path,
                text=self._workspace.read(path).text,
                diagram=str(diagram(workflow, path=self._workspace.paths.path)),
                nodes=[node_answer(node, self._workspace.paths.path) for node in nodes_of(workflow)],
                parameters=[
                    ParameterInfo(name=each.name, label=each.label, required=each.required, secret=each.secret)
                    for each in workflow.parameters
                ],
            )

    def case(self, key: str, name: str) -> CaseAnswer:
        """The recording of a case."""
        with self._lock:
            return case_answer(self._recordings.recording(key, name), self._workspace.paths.path)

    def state(self, key: str, name: str, step: int, path: str, start: int) -> StateAnswer:
        """The children of a value of the State after a step, from one on."""
        with self._lock:
            recording = self._recordings.recording(key, name)
            keys = keys_of(path or "/")
            value = Missing if keys is None else value_at(_at(recording.state_at, step), keys)
            if keys is None or value is Missing:
                raise Refusal("preview/missing", "the State has no such path at this step")
            found = list(children(value, keys, recording.secrets, start, _MOST_CHILDREN))
            total = len(value) if isinstance(value, dict | list) else 0
            return StateAnswer(
                children=[
                    Child(key=each.key, path=each.path, value=value_answer(each.value), count=each.count)
                    for each in found
                ],
                more=max(0, total - start - len(found)),
            )

    def events(self, key: str, name: str, step: int) -> EventsSoFar:
        """The events that were posted up to a step, the last ones of many."""
        with self._lock:
            recording = self._recordings.recording(key, name)
            posted = list(_at(recording.events_until, step))
            shown = [
                PostedEvent(step=number, payload=shown_text(event.payload, recording.secrets, _LONGEST_EVENT))
                for number, event in posted[-_MOST_EVENTS:]
            ]
            return EventsSoFar(events=shown, total=len(posted))

    def evaluate(self, key: str, name: str, request: EvaluateRequest) -> Evaluated:
        """What an expression, a template, a condition or a date pattern gives after a step."""
        with self._lock:
            recording = self._recordings.recording(key, name)
            _at(recording.events_until, request.step)
            try:
                found = evaluate(recording, request.step, Kind(request.kind), request.text, request.value)
            except EvaluationError as error:
                message = f"{error.message}\n{error.picture}" if error.picture else error.message
                raise Refusal("preview/evaluate", message, error.advice) from None
            return Evaluated(value=value_answer(found))


def _at(find: Callable[[int], T], step: int) -> T:
    try:
        return find(step)
    except IndexError:
        raise Refusal("preview/missing", "the recording has no such step") from None
