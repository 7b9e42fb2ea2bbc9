"""JSON Schema of specs, with what their source says of each field.

Pydantic can read the docstrings of fields itself, but then does so whenever the classes are made, at each start of each
command.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core.core_schema import ModelSchema


def documented_schema(spec: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of what people write for a spec. Fields are described by the docstrings below them."""
    return spec.model_json_schema(mode="validation", schema_generator=_Documented)


class _Documented(GenerateJsonSchema):
    # Pydantic sorts the keys, but not those of a property that is called `properties`: there the order below stays.
    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        json = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        properties = json.get("properties", {})
        for name, text in _docs_of(model).items():
            written = model.model_fields[name].alias or name if name in model.model_fields else name
            if written in properties:
                title = {"title": properties[written].pop("title")} if "title" in properties[written] else {}
                properties[written] = {**properties[written], "description": text, **title}
        return json


def _docs_of(model: type) -> dict[str, str]:
    """The docstrings of the fields of a class, its own and those that it inherits, by the names of the fields."""
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if issubclass(owner, BaseModel) and owner is not BaseModel:
            found |= _docs_in_module(owner.__module__).get(owner.__qualname__, {})
    return found


@cache
def _docs_in_module(module: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: _docs_below(node.body) for node in tree.body if isinstance(node, ast.ClassDef)}


def _docs_below(body: list[ast.stmt]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, after in pairwise(body):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = inspect.cleandoc(text)
    return found
