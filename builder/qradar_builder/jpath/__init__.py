"""JPath, the expression language of Universal Cloud REST API workflows: compiled once, evaluated many times.

    environment = Environment(SchemaVersion.V2, now=clock)
    compile_condition("/r/status_code = 200", environment).holds(state)
    compile_template("https://${/host}/v1", environment).expand(state)
    compile_path("/r/body", environment).set(state, value)

All errors are JPathError.

Doors: `jpath`, `json.values`, `syntax.tree`, `calculation`, `expression_choices`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qradar_builder.jpath.condition import Condition, compile_condition
    from qradar_builder.jpath.environment import Bounds, Environment, Observer
    from qradar_builder.jpath.errors import (
        JPathError,
        JPathEvaluationError,
        JPathLimitError,
        JPathSyntaxError,
        JPathVersionError,
        JsonError,
    )
    from qradar_builder.jpath.expression import Expression, compile_expression
    from qradar_builder.jpath.json.lenient import lenient
    from qradar_builder.jpath.json.values import JsonValue, Missing
    from qradar_builder.jpath.syntax.parser import parse
    from qradar_builder.jpath.targets import StatePath, compile_path
    from qradar_builder.jpath.template import Template, compile_template

__all__ = [
    "Bounds",
    "Condition",
    "Environment",
    "Expression",
    "JPathError",
    "JPathEvaluationError",
    "JPathLimitError",
    "JPathSyntaxError",
    "JPathVersionError",
    "JsonError",
    "JsonValue",
    "Missing",
    "Observer",
    "StatePath",
    "Template",
    "compile_condition",
    "compile_expression",
    "compile_path",
    "compile_template",
    "lenient",
    "parse",
]

_ERRORS = (
    "JPathError",
    "JPathEvaluationError",
    "JPathLimitError",
    "JPathSyntaxError",
    "JPathVersionError",
    "JsonError",
)
_FROM = {
    **dict.fromkeys(("Condition", "compile_condition"), "condition"),
    **dict.fromkeys(("Bounds", "Environment", "Observer"), "environment"),
    **dict.fromkeys(_ERRORS, "errors"),
    **dict.fromkeys(("Expression", "compile_expression"), "expression"),
    "lenient": "json.lenient",
    **dict.fromkeys(("JsonValue", "Missing"), "json.values"),
    "parse": "syntax.parser",
    **dict.fromkeys(("StatePath", "compile_path"), "targets"),
    **dict.fromkeys(("Template", "compile_template"), "template"),
}
"""What is imported when it is asked for: who only looks at values of JSON loads nothing that compiles expressions."""


def __getattr__(name: str) -> Any:
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FROM[name]}"), name)
