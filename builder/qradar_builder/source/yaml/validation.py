"""From a document to a validated spec: every mistake that pydantic finds becomes a finding with its place."""

from __future__ import annotations

import re
import types
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, ValidationError

from qradar_builder.findings import RULES
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.secrets.excerpts import is_private
from qradar_builder.source.yaml.document import Place
from qradar_builder.source.yaml.node import Mapping
from qradar_builder.source.yaml.remains import Remains, present
from qradar_builder.source.yaml.scalars import plain
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

    from qradar_builder.findings import Findings, Origin
    from qradar_builder.source.yaml.document import YamlDocument
    from qradar_builder.source.yaml.remains import Path, Positions

S = TypeVar("S", bound=BaseModel)

_MOST_KEYS = 1000
"""How many keys a document may have at its top whose kind has a few of fixed names."""
_MOST_MISTAKES = 10_000
"""How many mistakes of a document are looked for in it, which takes its time."""
_MAX_PRUNINGS = 5
"""How often parts are left out before the rest is given up."""

_EXPECTED = {
    "string_type": "text",
    "int_type": "an integer",
    "int_parsing": "an integer",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


@dataclass(frozen=True, slots=True)
class Validated(Generic[S]):
    """A spec with the places of its parts. `whole` is false where parts were left out because they do not hold."""

    spec: S
    positions: Positions
    whole: bool = True

    def at(self, *path: str | int) -> Origin:
        """The place of a part of the spec."""
        return self.positions.at(*path)

    def key(self, *path: str | int) -> Origin:
        """The place of the last key itself."""
        return self.positions.key(*path)


def validate(spec: type[S], document: YamlDocument, findings: Findings) -> Validated[S] | None:
    """Validate a document against the spec of its kind.

    Where parts do not hold there are findings, and the spec is given without them, so that the rest can be checked
    too. None where nothing is left to check.
    """
    if isinstance(document.root, Mapping) and not issubclass(spec, RootModel):
        count = len(document.root.entries)
        if count > _MOST_KEYS:
            findings.add("file/too-large", document.at(), f"has {count:,} keys, but a file of this type has only a few")
            return None
    return validate_data(spec, plain(document.root), document, findings)


def validate_data(spec: type[S], data: Any, positions: Positions, findings: Findings) -> Validated[S] | None:
    """Validate data that stands at known positions; see `validate`."""
    try:
        return Validated(spec.model_validate(data), positions)
    except ValidationError as error:
        details = error.errors(include_url=False)
    shown = details[:_MOST_MISTAKES]
    _report_wrong_types(data, positions, shown, findings)
    for detail in shown:
        if detail["type"] not in _EXPECTED:
            _report(spec, data, positions, detail, findings)
    if len(details) > len(shown):
        message = f"has {len(details):,} errors; only the first {_MOST_MISTAKES:,} were checked"
        findings.add("file/too-large", positions.at(), message, help="fix these first")
        return None
    remains = Remains(data, positions)
    for _ in range(_MAX_PRUNINGS):
        if not remains.leave_out(detail["loc"] for detail in details):
            return None
        try:
            return Validated(spec.model_validate(remains.data()), remains, whole=False)
        except ValidationError as error:
            details = error.errors(include_url=False)
    return None


def _report_wrong_types(data: Any, positions: Positions, details: list[ErrorDetails], findings: Findings) -> None:
    """Report values of a wrong kind, each once: where several kinds would do, there is an error for each of them."""
    right_kind = {present(data, detail["loc"]) for detail in details if detail["type"] not in {*_EXPECTED, "missing"}}
    expected: dict[Path, dict[str, Any]] = defaultdict(dict)
    for detail in details:
        path = present(data, detail["loc"])
        if detail["type"] in _EXPECTED and path not in right_kind:
            expected[path][_EXPECTED[detail["type"]]] = detail["input"]
    for path, kinds in expected.items():
        wanted = " or ".join(kinds)
        value = next(iter(kinds.values()))
        found = kind_of(value) if _is_private(positions) else name_of(value)
        findings.add("yaml/wrong-type", positions.at(*path), f"{_subject(path)} must be {wanted}, not {found}")


def _report(spec: type[BaseModel], data: Any, positions: Positions, detail: ErrorDetails, findings: Findings) -> None:
    path = detail["loc"]
    place = positions.at(*path)
    if path and path[-1] == "[key]":
        # What is wrong is the key itself.
        place = positions.key(*path[:-1])
    subject = _subject(present(data, path))
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == "missing":
        findings.add("yaml/missing-key", place, f"`{path[-1]}` is missing", help=f"add `{path[-1]}:`")
    elif kind == "extra_forbidden":
        _report_unknown_key(spec, positions.key(*path), path, findings)
    elif kind in RULES:
        # Raised by the specs themselves, in the words of the rule.
        findings.add(kind, place, detail["msg"], help=context.get("help"))
    elif kind in {"literal_error", "enum"}:
        allowed = str(context["expected"]).replace("'", "`")
        found = kind_of(detail["input"]) if _is_private(positions) else name_of(detail["input"])
        findings.add("yaml/wrong-value", place, f"{subject} must be {allowed}, not {found}")
    elif kind in {"string_too_short", "too_short"} and context["min_length"] == 1:
        findings.add("yaml/wrong-value", place, f"{subject} must not be empty", help="set a value")
    else:
        findings.add("yaml/wrong-value", place, f"{subject}: {detail['msg'][0].lower()}{detail['msg'][1:]}")


def _report_unknown_key(spec: type[BaseModel], place: Origin, path: tuple[int | str, ...], findings: Findings) -> None:
    allowed = sorted(set(_keys(spec, path[:-1])))
    near = closest(str(path[-1]), allowed)
    advice = f"did you mean `{near}`?" if near else f"the valid keys are {', '.join(f'`{key}`' for key in allowed)}"
    findings.add("yaml/unknown-key", place, f"`{path[-1]}` is not a valid key here", help=advice)


def _keys(annotation: Any, path: tuple[int | str, ...]) -> Iterator[str]:
    """The keys that are allowed at a path below a type annotation."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        yield from _keys(annotation.model_fields["root"].annotation, path)
        return
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        if not path:
            yield from fields
        elif path[0] in fields:
            yield from _keys(fields[str(path[0])], path[1:])
        return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        for argument in arguments:
            yield from _keys(argument, path)
    elif origin is dict and path:
        yield from _keys(arguments[1], path[1:])
    elif origin in {list, tuple} and path:
        yield from _keys(arguments[0], path[1:])
    elif hasattr(annotation, "__metadata__"):
        yield from _keys(arguments[0], path)


def _subject(path: tuple[int | str, ...]) -> str:
    name = next((step for step in reversed(path) if isinstance(step, str)), None)
    return "the file" if name is None else f"`{name}`"


def name_of(found: object) -> str:
    """What people call a value that has been read."""
    if found is None:
        return "nothing"
    if isinstance(found, bool):
        return f"the Boolean `{str(found).lower()}`"
    if isinstance(found, int | float):
        return f"the number `{getattr(found, 'text', found)}`"
    if isinstance(found, str):
        return f"the text `{found}`" if len(found) <= 40 else "a text"
    return "a list" if isinstance(found, list) else "a mapping"


def kind_of(found: object) -> str:
    """What people call the kind of a value that may be a secret."""
    return re.sub("^the ", "a ", name_of(found).partition(" `")[0])


def _is_private(positions: Positions) -> bool:
    """Whether the file may hold secrets, as a recorded case does."""
    place = positions.at()
    return isinstance(place, Place) and is_private(place.document.name, "\n".join(place.document.lines))
