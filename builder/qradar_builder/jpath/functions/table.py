"""The functions of JPath: their names, parameters and versions.

Source: IBM documentation, Universal Cloud REST API protocol, topic Functions in JPath expressions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath.functions import collections, numbers, texts
from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.text.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

PATH: Final = "path"
"""The name of a parameter that is documented to be a path, not any expression."""

_NOT_THERE: Final = {
    "abs": "compare with 0 in an If",
    "coalesce": "use Initialize, or an If with `exists`",
    "contains": "use the action RegexCapture",
    "concat": "write the strings one after the other in a template",
    "exists": "write it without parentheses: `exists /key`",
    "date": "use the actions FormatDate and ParseDate",
    "defined": "write `exists /key`, without parentheses",
    "endsWith": "compare `right(/key, n)`",
    "first": "write `/key[0]`",
    "format": "use the action FormatDate, or write the strings one after the other in a template",
    "if": "use the action If",
    "indexOf": "use the action RegexCapture",
    "int": "add 0 to a text to make it a number",
    "isNull": "write `= null`",
    "isnull": "write `= null`",
    "json": "Set stores text that is JSON as an object or array",
    "last": "write `/key[count(/key) - 1]`",
    "length": "use count",
    "len": "use count",
    "match": "use the action RegexCapture",
    "matches": "use the action RegexCapture",
    "now": "use time",
    "number": "add 0 to a text to make it a number",
    "parseInt": "add 0 to a text to make it a number",
    "replace": "use the actions Split or RegexCapture",
    "size": "use count",
    "split": "use the action Split",
    "startsWith": "compare `left(/key, n)`",
    "string": "a template is text: `${/key}`",
    "substr": "did you mean `substring(expression, begin, end)`?",
    "sum": "add the values in a ForEach",
    "toString": "a template is text: `${/key}`",
    "trim": "use the action RegexCapture",
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function. `apply` takes the environment and a value for each parameter; it may raise JPathEvaluationError."""

    name: str
    parameters: tuple[str, ...]
    since: SchemaVersion
    apply: Callable[..., Any]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"


def _table() -> dict[str, Function]:
    v1, v2 = SchemaVersion.V1, SchemaVersion.V2
    rows: tuple[tuple[str, str, SchemaVersion, Callable[..., Any]], ...] = (
        ("count", "path", v1, collections.count),
        ("min", "path", v1, collections.least),
        ("max", "path", v1, collections.greatest),
        ("time", "", v1, numbers.time),
        ("base64_encode", "expression", v1, texts.base64_encode),
        ("base64_decode", "expression", v1, texts.base64_decode),
        ("url_encode", "expression", v1, texts.url_encode),
        ("url_decode", "expression", v1, texts.url_decode),
        ("trunc", "expression", v2, numbers.trunc),
        ("round", "expression", v2, numbers.nearest_whole),
        ("floor", "expression", v2, numbers.floor),
        ("ceil", "expression", v2, numbers.ceil),
        ("random_number", "", v2, numbers.random_number),
        ("random_string", "length", v2, texts.random_string),
        ("substring", "expression begin end", v2, texts.substring),
        ("left", "expression length", v2, texts.left),
        ("right", "expression length", v2, texts.right),
        ("upper", "expression", v2, texts.upper),
        ("lower", "expression", v2, texts.lower),
        ("pad_left", "expression length padValue", v2, texts.pad_left),
        ("pad_right", "expression length padValue", v2, texts.pad_right),
        ("empty", "path", v2, collections.empty),
        ("range", "start end", v2, numbers.whole_numbers),
        ("keys", "path", v2, collections.keys),
        ("values", "path", v2, collections.values),
        ("items", "path", v2, collections.items),
    )
    return {name: Function(name, tuple(parameters.split()), since, apply) for name, parameters, since, apply in rows}


FUNCTIONS: Final = _table()
"""Every function by its name."""


def advice_on(name: str) -> str:
    """What to write in place of a function that there is not."""
    if name in _NOT_THERE:
        return _NOT_THERE[name]
    found = nearest(name, {each: each for each in FUNCTIONS}, limit=1)
    return f"did you mean `{FUNCTIONS[found[0]]}`?" if found else f"there are {', '.join(sorted(FUNCTIONS))}"
