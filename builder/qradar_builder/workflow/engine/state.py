"""The State of a log source: what a workflow reads and writes, and what lasts from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qradar_builder.jpath import JsonError
from qradar_builder.jpath.expression_choices import unnoted
from qradar_builder.jpath.json import values as json_values
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.secrets.shown import Secrets
from qradar_builder.workflow.run_choices import EMPTY_PARAMETER, MISSING_PARAMETER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qradar_builder.jpath.json.values import JsonValue
    from qradar_builder.model.workflow.document import Parameter, Workflow
    from qradar_builder.reference.choice import Note

_MEMBER = 32
_CONTAINER = 48


@dataclass(frozen=True, slots=True)
class Status:
    """What the log source shows: INFO, WARN or ERROR, and a message."""

    level: str
    message: str


class State:
    """The State, the status of the log source, and which values are secret.

    `root` is the object that paths begin at. Numbers in it keep the text they came with.
    """

    __slots__ = ("root", "secrets", "status")

    def __init__(self, root: dict[str, Any] | None = None, status: Status | None = None) -> None:
        self.root: dict[str, Any] = {} if root is None else root
        self.status = status
        self.secrets = Secrets()

    def copy(self) -> State:
        """A State that shares nothing with this one but the knowledge of what is secret. Raises JPathError."""
        copied: Any = json_values.deep_copy(self.root)
        other = State(copied, self.status)
        other.secrets = self.secrets
        return other

    def put_parameters(self, workflow: Workflow, values: Mapping[str, str], note: Note = unnoted) -> None:
        """Write the parameters, as text under their names. One without a value and a default is left alone."""
        for parameter in workflow.parameters:
            value = value_of(parameter, values)
            if value is None:
                note(MISSING_PARAMETER)
                continue
            if values.get(parameter.name) == "":
                note(EMPTY_PARAMETER)
            self.root[parameter.name] = value


def value_of(parameter: Parameter, values: Mapping[str, str]) -> str | None:
    """The value of a parameter: an empty one counts as not given, and then the default holds. None for neither."""
    return values.get(parameter.name) or parameter.default or None


def missing_parameters(workflow: Workflow, values: Mapping[str, str]) -> list[Parameter]:
    """The required parameters that have neither value nor default."""
    return [each for each in workflow.parameters if each.required and value_of(each, values) is None]


def unknown_parameters(workflow: Workflow, values: Mapping[str, str]) -> list[str]:
    """The names of values that the workflow has no parameter for."""
    known = {parameter.name for parameter in workflow.parameters}
    return [name for name in values if name not in known]


def load_state(text: str) -> dict[str, Any]:
    """The root of a State from its JSON text. Raises JPathError where it is not a JSON object."""
    root = json_values.loads(text)
    if not isinstance(root, dict):
        raise JsonError("A State is a JSON object", text, 0, min(len(text), 1), "start with {}")
    return root


def dump_state(root: dict[str, Any]) -> str:
    """The JSON text of a State, without its parameters being marked in any way. Raises JPathError."""
    return json_values.dumps_compact(root)


def size_of(value: JsonValue) -> int:
    """How large a value is, in bytes of memory, roughly."""
    size = _MEMBER
    waiting: list[Any] = [value]
    # The list grows while it is gone through.
    for each in waiting:
        kind = type(each)
        if kind is str:
            size += len(each)
        elif kind is dict:
            size += _CONTAINER + _MEMBER * len(each) + len("".join(each))
            waiting += each.values()
        elif kind is list:
            size += _CONTAINER + _MEMBER * len(each)
            waiting += each
    return size


def size_of_json(text: bytes) -> int:
    """How large the value of a JSON text would be at most, without reading it."""
    containers = text.count(b"{") + text.count(b"[")
    return len(text) + _CONTAINER * containers + _MEMBER * (1 + containers + text.count(b","))
