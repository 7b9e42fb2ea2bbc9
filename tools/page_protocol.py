"""Writes the models of the preview's protocol as TypeScript, for the page. Run it by `make docs`."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qradar_builder.preview import protocol
from qradar_builder.preview.protocol.message import Answer, Message, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET: Final = Path(__file__).parent.parent / "builder" / "qradar_builder" / "preview" / "page" / "protocol.ts"

_HEAD: Final = """\
// What the page and the server say to each other. Made by `python -m tools.page_protocol` from the models in
// preview/protocol/; change those.
"""
_WIDTH: Final = 120
_PLAIN: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def messages() -> list[type[Message]]:
    """The models of all modules of the protocol, in their order."""
    found: list[type[Message]] = []
    bases = {Answer, Message, Request}
    for info in sorted(pkgutil.iter_modules(protocol.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"{protocol.__name__}.{info.name}")
        found += (
            each
            for _, each in inspect.getmembers(module, inspect.isclass)
            if issubclass(each, Message) and each.__module__ == module.__name__ and each not in bases
        )
    names = [each.__name__ for each in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two models have the same name: {', '.join(sorted(twice))}")
    return found


def typescript() -> str:
    """All models as interfaces."""
    return "\n".join([_HEAD, *(_interface(each) for each in messages())])


def _interface(model: type[Message]) -> str:
    schema = model.model_json_schema(mode="validation" if issubclass(model, Request) else "serialization")
    if "$ref" in schema:
        # A model that holds itself.
        schema = schema["$defs"][_type(schema)]
    lines = [*_comment(inspect.cleandoc(model.__doc__ or "")), f"export interface {model.__name__} {{"]
    required = schema.get("required", [])
    for name, each in schema.get("properties", {}).items():
        lines.append(f"  {_key(name)}{'' if name in required else '?'}: {_type(each)};")
    return "\n".join([*lines, "}", ""])


def _comment(text: str) -> Iterator[str]:
    first, *rest = text.replace("*/", "* /").split("\n")
    if not rest and len(first) <= _WIDTH - len("/**  */"):
        yield f"/** {first} */"
        return
    yield "/**"
    yield from (f" * {line}".rstrip() for line in (first, *rest))
    yield " */"


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _type(schema: dict[str, Any]) -> str:
    """The type of a JSON Schema, of the kinds that the models use. Raises ValueError for another one."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(json.dumps(each) for each in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(_type, schema["anyOf"])))
    kind = schema.get("type")
    if kind == "array":
        if "prefixItems" in schema:
            return f"[{', '.join(map(_type, schema['prefixItems']))}]"
        inner = _type(schema["items"])
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if kind == "object":
        return _record(schema)
    if kind is None:
        return "unknown"
    if kind not in _PLAIN:
        raise ValueError(f"TypeScript for {schema} is not written yet")
    return _PLAIN[kind]


def _record(schema: dict[str, Any]) -> str:
    inner = schema.get("additionalProperties", True)
    names = schema.get("propertyNames")
    if names is not None and "enum" in names:
        return f"Partial<Record<{_type(names)}, {_type(inner)}>>"
    return f"Record<string, {_type(inner) if isinstance(inner, dict) else 'unknown'}>"


def main() -> None:
    """Write the file, where it is not up to date."""
    text = typescript()
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        TARGET.write_text(text, encoding="utf-8")
        print(f"{TARGET.name} is written")


if __name__ == "__main__":
    main()
