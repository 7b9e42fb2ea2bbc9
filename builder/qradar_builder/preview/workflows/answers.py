"""What is recorded, as the page is told of it: without secrets, and cut where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from qradar_builder.preview.protocol.workflows import (
    CallInfo,
    CaseAnswer,
    ConditionInfo,
    HttpHeader,
    HttpMessage,
    LogInfo,
    NodeInfo,
    PartInfo,
    RunInfo,
    ShownValue,
    StateChange,
    StatusInfo,
    StepInfo,
    TextInfo,
    ValueKind,
)
from qradar_builder.report.html.diagram.drawing import diagram
from qradar_builder.report.html.diagram.flow import counts_of, edges_of
from qradar_builder.secrets.shown import without_credentials
from qradar_builder.workflow.recording.shown import RedactsOnce, path_text, shown_text, shown_value

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from qradar_builder.http.messages import Headers
    from qradar_builder.secrets.shown import Secrets
    from qradar_builder.workflow.recording.nodes import Node
    from qradar_builder.workflow.recording.recording import Recording
    from qradar_builder.workflow.recording.shown import ShownValue as Shown
    from qradar_builder.workflow.recording.step import Part, RecordedRun, RecordedStep, SeenCall, SeenCondition
    from qradar_builder.workflow.recording.tree import Change

    Path = Callable[[str], str]
    """Gives the path in the package of a file."""

_LONGEST: Final = 500
"""Characters of a text or value in a step. The State has all of it."""
_LONGEST_BODY: Final = 4000


class _Redacts(RedactsOnce):
    """Takes secrets out of texts, and out of headers by their names, too."""

    def __init__(self, secrets: Secrets) -> None:
        super().__init__(secrets)
        self.redact_headers = secrets.redact_headers


def value_answer(shown: Shown) -> ShownValue:
    """A shown value as the protocol has it."""
    return ShownValue(text=shown.text, kind=cast("ValueKind", shown.kind), size=shown.size)


def node_answer(node: Node, path: Path) -> NodeInfo:
    """An action."""
    file, line = node.place
    label = without_credentials(node.label)
    return NodeInfo(id=node.id, file=path(file), line=line, action=node.element.name, label=label, depth=node.depth)


def case_answer(recording: Recording, path: Path) -> CaseAnswer:
    """All steps and runs of a recording."""
    reached = recording.reached()
    counts = counts_of(edges_of(recording.nodes), reached.flows, recording.nodes)
    last = recording.runs[-1] if recording.runs else None
    nodes = {node.id: node_answer(node, path) for node in recording.nodes}
    redacts = _Redacts(recording.secrets)
    return CaseAnswer(
        steps=[_step(step, nodes[step.node.id], redacts) for step in recording.steps],
        counts=dict(reached.nodes),
        edges={f"{edge.source}>{edge.target}": count for edge, count in counts.items() if count},
        runs=[_run(run, redacts) for run in recording.runs],
        diagram=str(diagram(recording.workflow, reached, path=path)),
        cut=recording.cut,
        outcome="" if last is None else "mismatch" if last.mismatch else last.outcome.status,
    )


def _run(run: RecordedRun, secrets: _Redacts) -> RunInfo:
    outcome = run.outcome
    return RunInfo(
        number=run.number,
        began=run.began,
        first=run.first,
        after=run.after,
        outcome=outcome.status,
        reason=shown_text(outcome.message, secrets),
        advice=shown_text(outcome.help, secrets),
        mismatch=shown_text(run.mismatch, secrets, _LONGEST_BODY),
    )


def _step(step: RecordedStep, node: NodeInfo, secrets: _Redacts) -> StepInfo:
    level = None if step.status is None else step.status[0]
    return StepInfo(
        index=step.index,
        run=step.run,
        node=node.id,
        file=node.file,
        line=node.line,
        action=node.action,
        label=secrets.redact(node.label),
        depth=node.depth,
        at=step.at,
        turn=None if step.turn is None else step.turn - 1,
        texts=[TextInfo(name=name, value=shown_text(text, secrets, _LONGEST)) for name, text in step.texts],
        missing=[shown_text(each, secrets, _LONGEST) for each in step.missing],
        changes=[_change(each, secrets) for each in step.changes],
        calls=[_call(each, secrets) for each in step.calls],
        condition=None if step.condition is None else _condition(step.condition, secrets),
        posted=len(step.posted),
        log=None if step.log is None else LogInfo(level=step.log[0], message=shown_text(step.log[1], secrets)),
        status=None if step.status is None else StatusInfo(level=level, message=shown_text(step.status[1], secrets)),
        waited=step.waited,
        failed=shown_text(step.failed, secrets),
    )


def _change(change: Change, secrets: _Redacts) -> StateChange:
    name = next((key for key in reversed(change.keys) if isinstance(key, str)), "")
    count = len(change.after) if change.appended and isinstance(change.after, list) else 0
    return StateChange(
        path=secrets.redact(path_text(change.keys)),
        before=_value(change.before, secrets, name),
        after=_value(change.after, secrets, name),
        appended=count,
    )


def _value(value: Any, secrets: _Redacts, name: str) -> ShownValue:
    return value_answer(shown_value(value, secrets, name, most=_LONGEST))


def _condition(condition: SeenCondition, secrets: _Redacts) -> ConditionInfo:
    parts = [
        PartInfo(
            text=shown_text(part.text, secrets, _LONGEST),
            value=_part_value(part, secrets),
            problem=shown_text(part.problem, secrets, _LONGEST),
        )
        for part in condition.parts
    ]
    return ConditionInfo(text=shown_text(condition.text, secrets), holds=condition.holds, parts=parts)


def _part_value(part: Part, secrets: _Redacts) -> ShownValue:
    found = _value(part.value, secrets, part.text.rpartition("/")[2])
    return found.model_copy(update={"size": part.size}) if part.size else found


def _call(call: SeenCall, secrets: _Redacts) -> CallInfo:
    request, response = call.request, call.response
    asked = f"{request.method} {request.url}"
    return CallInfo(
        request=_message(asked, request.headers, request.body or b"", call.request_size, secrets),
        response=None
        if response is None
        else _message(
            f"{response.status} {response.reason}".rstrip(), response.headers, response.body, call.body_size, secrets
        ),
    )


def _message(line: str, headers: Headers, body: bytes, size: int, secrets: _Redacts) -> HttpMessage:
    text = body.decode("utf-8", "replace")
    return HttpMessage(
        line=shown_text(line, secrets, _LONGEST_BODY),
        headers=[
            HttpHeader(name=name, value=shown_text(value, secrets, _LONGEST))
            for name, value in secrets.redact_headers(headers)
        ],
        body=shown_text(text, secrets, _LONGEST_BODY),
        size=size,
    )
