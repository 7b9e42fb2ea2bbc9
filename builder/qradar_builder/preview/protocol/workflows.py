"""Workflows with their recorded cases: the diagram, the steps of a recording, the State at a step, and evaluations.

No text in it has secrets. Long ones are cut, and say how long they are.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from qradar_builder.preview.protocol.message import Answer, Request

ValueKind = Literal["missing", "null", "boolean", "number", "text", "array", "object"]
StepIndex = Annotated[int, Field(ge=0, le=1_000_000)]


class ShownValue(Answer):
    """A value as JSON. `size` says how large it is where it is cut, and is empty otherwise."""

    text: str
    kind: ValueKind
    size: str


class Child(Answer):
    """A member of an object or an item of an array. `count` is how many children it has itself."""

    key: str
    path: str
    value: ShownValue
    count: int


class NodeInfo(Answer):
    """An action. `id` says where it is: `2.1` is the first action in the second one. `depth` is from 0."""

    id: str
    file: str
    line: int
    action: str
    label: str
    depth: int


class ParameterInfo(Answer):
    """A parameter of a workflow."""

    name: str
    label: str
    required: bool
    secret: bool


class WorkflowAnswer(Answer):
    """`GET api/workflows/<key>`. `diagram` is SVG, made and escaped by the server, with the ids of nodes."""

    file: str
    text: str
    diagram: str
    nodes: list[NodeInfo]
    parameters: list[ParameterInfo]


class StateChange(Answer):
    """What a step changed at a path. Where items were put behind those of an array, `appended` is their number."""

    path: str
    before: ShownValue
    after: ShownValue
    appended: int


class HttpHeader(Answer):
    """A header of a message."""

    name: str
    value: str


class HttpMessage(Answer):
    """A request or a response: its first line in short, and its body as text. `size` is that of the body in bytes."""

    line: str
    headers: list[HttpHeader]
    body: str
    size: int


class CallInfo(Answer):
    """A request with its response; None where none came."""

    request: HttpMessage
    response: HttpMessage | None


class PartInfo(Answer):
    """A part of a condition with its value; `problem` says why it has none."""

    text: str
    value: ShownValue
    problem: str


class ConditionInfo(Answer):
    """A condition as its templates made it."""

    text: str
    holds: bool
    parts: list[PartInfo]


class TextInfo(Answer):
    """What the templates of an attribute came out as."""

    name: str
    value: str


class LogInfo(Answer):
    """A line of the log."""

    level: str
    message: str


class StatusInfo(Answer):
    """What the log source shows; the level is None where the status is cleared."""

    level: str | None
    message: str


class StepInfo(Answer):
    """An action that was carried out, or the beginning of a turn of a loop.

    `turn` is counted from 0. `at` is in epoch milliseconds, `waited` in milliseconds. `posted` is a number of events.
    `failed` says why the run ended here.
    """

    index: int
    run: int
    node: str
    file: str
    line: int
    action: str
    label: str
    depth: int
    at: int
    turn: int | None
    texts: list[TextInfo]
    missing: list[str]
    changes: list[StateChange]
    calls: list[CallInfo]
    condition: ConditionInfo | None
    posted: int
    log: LogInfo | None
    status: StatusInfo | None
    waited: int | None
    failed: str


class RunInfo(Answer):
    """A run. Its steps are those from `first` up to but not including `after`; `number` is from 0.

    `outcome` is `ok`, `aborted`, `error` or `killed`; `mismatch` says what is wrong with the requests.
    """

    number: int
    began: int
    first: int
    after: int
    outcome: str
    reason: str
    advice: str
    mismatch: str


class CaseAnswer(Answer):
    """`GET api/workflows/<key>/cases/<name>`: the recording of a case.

    `counts` has how often each node was begun, `edges` how often each way was taken, as `1>2.1`. `cut` says why steps
    are left out at the end. `outcome` is that of the last run.
    """

    steps: list[StepInfo]
    counts: dict[str, int]
    edges: dict[str, int]
    runs: list[RunInfo]
    diagram: str
    cut: str
    outcome: str


class StateAnswer(Answer):
    """`GET api/workflows/<key>/cases/<name>/state/<step>?path=&start=`: the children of a value, `more` after them."""

    children: list[Child]
    more: int


class PostedEvent(Answer):
    """An event, with the step that posted it."""

    step: int
    payload: str


class EventsSoFar(Answer):
    """`GET api/workflows/<key>/cases/<name>/events/<step>`: the last events that were posted up to a step."""

    events: list[PostedEvent]
    total: int


class EvaluateRequest(Request):
    """`POST api/workflows/<key>/cases/<name>/evaluate`: something to evaluate on the State after a step.

    A date pattern formats `value` where it is epoch milliseconds, and parses it otherwise. A `value` that begins with
    `/` is a path of the State. Without one, the time of the step is formatted.
    """

    step: StepIndex
    kind: Literal["jpath", "template", "condition", "date"]
    text: str
    value: str | None = None


class Evaluated(Answer):
    """What came of it."""

    value: ShownValue
