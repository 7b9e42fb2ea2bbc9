"""JPath, the expression language of Universal Cloud REST API workflows: compiled once, evaluated many times.

    environment = Environment(SchemaVersion.V2, now=clock)
    compile_condition("/r/status_code = 200", environment).holds(state)
    compile_template("https://${/host}/v1", environment).expand(state)
    compile_path("/r/body", environment).set(state, value)

All errors are JPathError.
"""

from builder.jpath.condition import Condition, compile_condition
from builder.jpath.environment import Bounds, Environment, Observer
from builder.jpath.errors import (
    JPathError,
    JPathEvaluationError,
    JPathLimitError,
    JPathSyntaxError,
    JPathVersionError,
    JsonError,
)
from builder.jpath.expression import Expression, compile_expression
from builder.jpath.json import values as json_values
from builder.jpath.json.lenient import lenient
from builder.jpath.json.values import JsonValue, Missing
from builder.jpath.syntax.parser import parse
from builder.jpath.targets import StatePath, compile_path
from builder.jpath.template import Template, compile_template

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
    "json_values",
    "lenient",
    "parse",
]
