"""Workflows, and the debugger over their recorded cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.preview.protocol.workflows import EvaluateRequest
from qradar_builder.preview.refusal import Refusal

if TYPE_CHECKING:
    from starlette.routing import Route

    from qradar_builder.preview.protocol.workflows import (
        CaseAnswer,
        Evaluated,
        EventsSoFar,
        StateAnswer,
        WorkflowAnswer,
    )
    from qradar_builder.preview.routes.handling import Call, Handling
    from qradar_builder.preview.workflows.service import Workflows

_CASE = "/api/workflows/{key}/cases/{name}"


class WorkflowRoutes:
    """Answers from the workflows of a workspace."""

    def __init__(self, workflows: Workflows) -> None:
        self._workflows = workflows

    def routes(self, handling: Handling) -> list[Route]:
        """The routes."""
        return [
            handling.route("GET", "/api/workflows/{key}", self._workflow),
            handling.route("GET", _CASE, self._case),
            handling.route("GET", f"{_CASE}/state/{{step}}", self._state),
            handling.route("GET", f"{_CASE}/events/{{step}}", self._events),
            handling.route("POST", f"{_CASE}/evaluate", self._evaluate),
        ]

    def _workflow(self, call: Call) -> WorkflowAnswer:
        return self._workflows.workflow(call.path["key"])

    def _case(self, call: Call) -> CaseAnswer:
        return self._workflows.case(call.path["key"], call.path["name"])

    def _state(self, call: Call) -> StateAnswer:
        step, start = _number(call.path["step"]), _number(call.query.get("start", "0"))
        path = call.query.get("path", "/")
        return self._workflows.state(call.path["key"], call.path["name"], step, path, start)

    def _events(self, call: Call) -> EventsSoFar:
        return self._workflows.events(call.path["key"], call.path["name"], _number(call.path["step"]))

    def _evaluate(self, call: Call) -> Evaluated:
        return self._workflows.evaluate(call.path["key"], call.path["name"], call.read(EvaluateRequest))


def _number(text: str) -> int:
    """A number in an address. Raises Refusal."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise Refusal("preview/missing", "there is no such step")
    return int(text)
