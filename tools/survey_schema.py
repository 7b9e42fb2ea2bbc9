"""The JSON Schema of the report of a survey, made of the dataclasses that it is written from."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from qradar_builder.survey import counting, sketches
from qradar_builder.survey.counting.expressions import Cost
from qradar_builder.survey.counting.result import Survey

NAME: Final = "survey-report"
_PLAIN: Final = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_COUNTS: Final = {"type": "object", "additionalProperties": _COUNT}


def survey_schema() -> dict[str, Any]:
    """The schema of version 1."""
    makes = _Definitions()
    survey, cost = makes.of(Survey), makes.of(Cost)
    members = {
        "version": {"const": 1},
        "complete": {"type": "boolean", "description": "Whether all was counted."},
        "asked": _ASKED,
        "input": _INPUT,
        "survey": survey,
        "costs": {"type": "array", "items": cost, "description": "With `--profile-expressions`: the slowest first."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The report of a survey",
        **_object(members, optional="costs"),
        "$defs": dict(sorted(makes.found.items())),
    }


class _Definitions:
    """Makes a definition of each class that it meets."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}
        self._names = _classes()

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type. Raises TypeError for one that it does not know."""
        if kind in _PLAIN:
            return {"type": _PLAIN[kind]}
        origin, inner = get_origin(kind), get_args(kind)
        if origin in {UnionType, Union}:
            return {"anyOf": [self.of(each) for each in inner]}
        if origin in {tuple, list, Sequence}:
            return {"type": "array", "items": self.of(inner[0])}
        if origin in {dict, Mapping}:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [each.value for each in kind]}
        if not dataclasses.is_dataclass(kind) and not hasattr(kind, "_fields"):
            raise TypeError(f"{kind} has no schema")
        if kind.__name__ not in self.found:
            self.found[kind.__name__] = {}
            members = {name: self.of(each) for name, each in get_type_hints(kind, localns=self._names).items()}
            said = (kind.__doc__ or "").partition("\n")[0]
            self.found[kind.__name__] = {"description": said, **_object(members)}
        return {"$ref": f"#/$defs/{kind.__name__}"}


def _classes() -> dict[str, Any]:
    """All classes of the modules that count, by their names, which annotations have as text."""
    found: dict[str, Any] = {"Mapping": Mapping, "Sequence": Sequence}
    for package in (counting, sketches):
        for module in pkgutil.iter_modules(package.__path__):
            members = vars(importlib.import_module(f"{package.__name__}.{module.name}"))
            found |= {name: member for name, member in members.items() if isinstance(member, type)}
    return found


def _object(members: Mapping[str, Any], optional: str = "") -> dict[str, Any]:
    required = [name for name in members if name != optional]
    return {"type": "object", "properties": members, "required": required, "additionalProperties": False}


def _or_null(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


_ASKED: Final = {
    "description": "The options that change what is counted.",
    **_object(
        {
            "input": _or_null("string"),
            "column": _or_null("string"),
            "limit": _or_null("integer"),
            "sample": {"type": "number"},
            "redact": {"type": "boolean"},
            "against": {"type": "boolean"},
            "zone": {"type": "string"},
            "clock": {"type": "string", "description": "When events are received that do not say so, in ISO 8601."},
        },
    ),
}
_FAULT: Final = _object(
    {
        "file": {"type": "string"},
        "offset": {
            "type": ["integer", "null"],
            "description": "In bytes, or the number of the row in Parquet; null for a whole file.",
        },
        "rule": {"type": "string"},
        "message": {"type": "string"},
        "length": {"type": "integer", "description": "In bytes; 0 where it is not known."},
    },
)
_INPUT: Final = {
    "description": "The books: records = events + broken + skipped, and bytes = covered + unread + beyond.",
    **_object(
        {
            "files": _COUNT,
            "bytes": _or_null("integer"),
            **dict.fromkeys(("records", "events", "broken", "skipped"), _COUNT),
            **dict.fromkeys(("covered", "unread", "beyond", "units"), _COUNT),
            **dict.fromkeys(("encodings", "forms", "compressions"), _COUNTS),
            "faults": {**_COUNTS, "description": "How many faults there are of each rule."},
            "first_faults": {"type": "array", "items": _FAULT},
        },
    ),
}
