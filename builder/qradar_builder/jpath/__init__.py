"""JPath, the expression language of Universal Cloud REST API workflows: compiled once, evaluated many times.

    environment = Environment(SchemaVersion.V2, now=clock)
    compile_condition("/r/status_code = 200", environment).holds(state)
    compile_template("https://${/host}/v1", environment).expand(state)
    compile_path("/r/body", environment).set(state, value)

All errors are JPathError.

Doors: `jpath`, `json.values`, `syntax.tree`, `calculation`, `expression_choices`.
"""

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
from qradar_builder.jpath.json import values as json_values
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
    "json_values",
    "lenient",
    "parse",
]
