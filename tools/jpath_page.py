"""The reference of JPath. Its examples are run by the code that runs workflows; see `tools/jpath_examples.py`."""

from __future__ import annotations

import copy
import inspect
import json
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.jpath import (
    Environment,
    JPathError,
    Missing,
    compile_condition,
    compile_expression,
    compile_template,
)
from qradar_builder.jpath.functions.table import FUNCTIONS
from qradar_builder.jpath.json.values import render
from qradar_builder.jpath.limits import MAX_DEPTH, MAX_EXPRESSION, MAX_TEMPLATE
from qradar_builder.model.workflow.document import SchemaVersion
from tools import jpath_examples as examples
from tools.markdown import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NOW: Final = 1767603600000
"""The clock of the examples: epoch milliseconds of 2026-01-05T09:00:00Z."""

_HEAD = """\
# JPath

JPath is the expression language of Universal Cloud REST API workflows. An expression reads the State, the one JSON
object that a workflow keeps. The examples of this page are run by the code that runs workflows.

| where | what is written | example |
|---|---|---|
| a condition: `If`, `ElseIf`, `While`, `DoWhile` | an expression | `/answer/status_code != 200` |
| a text: a URL, a header, a message, a value | a template | `https://${/host}/v1` |
| a path: `path`, `savePath`, `item`, `items` | a path | `/answer/body/events` |

What IBM does not document is a choice of this tool. [Fidelity of workflow runs](../fidelity-workflows.md) lists each
choice.
"""

_GRAMMAR = """\
## Grammar

```text
template   = { any text | "${" expression "}" }
expression = and { "or" and }
and        = not { "and" not }
not        = "not" not | "exists" path | comparison
comparison = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
sum        = product { ( "+" | "-" ) product }
product    = sign { ( "*" | "/" | "%" ) sign }
sign       = [ "-" ] operand
operand    = number | text | "true" | "false" | "null" | path | call | "(" expression ")"
call       = name "(" [ expression { "," expression } ] ")"
path       = "/" | ( "/" key | "@" [ key ] ) { "/" key | "[" expression "]" }
key        = { letter | digit | "_" | "-" } | text
text       = "'" characters "'" | '"' characters '"'
number     = digits [ "." digits ] [ ( "e" | "E" ) [ "+" | "-" ] digits ]
```

- In a text, `\\'`, `\\"` and `\\\\` mean the quote and for the backslash.
- `/` alone is the whole State. Behind a value, `/` divides. Between two paths, put a space on both sides: `/a / /b`.
- `@` has a meaning only in brackets. Inside them, `/key` still begins at the State.
- An expression in brackets that gives a number is an index. A comparison, `not`, `exists`, `and` or `or` is a filter.
"""


def jpath_page() -> dict[str, str]:
    """The page by its path below docs/."""
    parts = [
        _HEAD,
        _GRAMMAR + _limits(),
        f"## The State of the examples\n\n```json\n{examples.STATE_TEXT}```\n",
        f"The clock of the examples is {NOW}, which is 2026-01-05T09:00:00Z.\n",
        _section("Paths", examples.PATHS, _value),
        _section("Operators", examples.OPERATORS, _value),
        _section("Templates", examples.TEMPLATES, _template),
        _section("Coercions", examples.COERCIONS, _value),
        _truth(),
        _functions(),
        _versions(),
    ]
    return {"reference/jpath.md": "\n".join(parts)}


def environment(schema: SchemaVersion = SchemaVersion.V2_1) -> Environment:
    """What the examples are evaluated in: their clock, and a chance that is always the same."""
    return Environment(schema, now=lambda: NOW, random=lambda: 0.25)


def _value(text: str) -> str:
    return _shown(lambda: compile_expression(text, environment()).evaluate(copy.deepcopy(examples.STATE)))


def _template(text: str) -> str:
    return _shown(lambda: compile_template(text, environment()).expand(copy.deepcopy(examples.STATE)))


def _condition(text: str) -> str:
    return _shown(lambda: compile_condition(text, environment()).holds(copy.deepcopy(examples.STATE)))


def _shown(evaluate: Callable[[], Any]) -> str:
    """What an example gives, as JSON. An error is in words."""
    try:
        value = evaluate()
    except JPathError as error:
        return f"error: {error}"
    if value is Missing:
        return "nothing"
    if value is None or isinstance(value, str):
        return f"`{json.dumps(value, ensure_ascii=False)}`"
    return f"`{render(value)}`"


def _section(title: str, rows: Iterable[tuple[str, str]], run: Callable[[str], str]) -> str:
    shown = [(f"`{text}`", run(text), told) for text, told in rows]
    return f"## {title}\n\n{table(('example', 'gives', 'what it shows'), shown)}"


def _limits() -> str:
    return (
        f"- An expression has at most {MAX_EXPRESSION:,} characters and is nested at most {MAX_DEPTH} deep.\n"
        f"- A template has at most {MAX_TEMPLATE:,} characters.\n"
    )


def _truth() -> str:
    rows = [(f"`{text}`", _value(text), _condition(text)) for text in examples.TRUTHS]
    told = "A condition can be any value. False are only false, null, a path that has no value, `''` and `'false'`."
    return f"### What counts as true\n\n{told}\n\n{table(('condition', 'value', 'counts as'), rows)}"


def _functions() -> str:
    parts = ["## Functions\n"]
    for name, function in sorted(FUNCTIONS.items()):
        told = inspect.getdoc(function.apply)
        rows = [(f"`{text}`", _value(text)) for text in examples.FUNCTIONS[name]]
        head = f"### {name}\n\n`{function}`, since schema {function.since}. {told}"
        parts.append(f"{head}\n\n{table(('example', 'gives'), rows)}")
    return "\n".join(parts)


def _versions() -> str:
    rows = []
    for schema in SchemaVersion:
        new = sorted(name for name, function in FUNCTIONS.items() if function.since is schema)
        also = [text for text in ("/name[0]",) if _is_new(text, schema)]
        told = [f"`{name}`" for name in new] + [f"an index into a text, such as `{text}`" for text in also]
        rows.append((f"`{schema}`", ", ".join(told) or "no new functions"))
    return (
        "## Versions\n\nThe version is that of the workflow: the key `schema` in YAML, the namespace in XML. "
        f"An expression that needs a later version is an error.\n\n{table(('schema', 'new in it'), rows)}"
    )


def _is_new(text: str, schema: SchemaVersion) -> bool:
    """Whether an example is refused by the version before this one."""
    versions = list(SchemaVersion)
    before = versions[: versions.index(schema)][-1:]
    return bool(before) and _runs(text, schema) and not _runs(text, before[0])


def _runs(text: str, schema: SchemaVersion) -> bool:
    try:
        compile_expression(text, environment(schema)).evaluate(copy.deepcopy(examples.STATE))
    except JPathError:
        return False
    return True
