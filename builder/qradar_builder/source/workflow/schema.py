"""The JSON Schemas of workflow and fragment YAML, for editors; made from the table of the language.

They hold what every schema version has in common with the newest: an editor does not know the version while one types.
"""

from __future__ import annotations

from typing import Any

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import ACTIONS, PARAMETER, TESTS, WORKFLOW
from qradar_builder.model.workflow.grammar import Attribute, ElementSpec, TextKind
from qradar_builder.source.workflow.reader import LATEST

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": ["string", "number", "boolean"]}
_ACTIONS = {"$ref": "#/$defs/actions"}

Json = dict[str, Any]


def workflow_json_schema() -> Json:
    """The JSON Schema (2020-12) of a workflow."""
    properties = {attribute.name: _attribute(attribute) for attribute in WORKFLOW.attributes}
    versions = [str(version) for version in SchemaVersion]
    properties["schema"] = {"enum": versions, "default": str(LATEST), "description": "The version of the language."}
    properties["parameters"] = _list(
        _object(PARAMETER), "The parameters that the administrator sets for each log source."
    )
    properties["actions"] = {**_ACTIONS, "description": "The actions of a run, in order."}
    properties["tests"] = _list({"$ref": "#/$defs/test"}, "The checks that the Start Test button runs.")
    return {
        "$schema": _DIALECT,
        "title": "Workflow",
        "description": WORKFLOW.summary,
        **_closed(properties, ["name", "version", "actions"]),
        "$defs": {**_definitions(), "test": _one_key({name: _object(spec) for name, spec in TESTS.items()})},
    }


def fragment_json_schema() -> Json:
    """The JSON Schema (2020-12) of a fragment."""
    parameter = {
        "name": {
            "type": "string",
            "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
            "description": "The name of the parameter. Actions refer to it as $(name).",
        },
        "description": {"type": "string", "description": "A description of the value."},
        "default": {"type": ["string", "number", "boolean", "null"], "description": "The default value."},
        "required": {"type": "boolean", "description": "Whether the value is required."},
    }
    properties = {
        "description": {"type": "string", "description": "A description of the fragment."},
        "parameters": _list(
            _closed(parameter, ["name"]), "The parameters that you set under `with` when you use the fragment."
        ),
        "actions": {**_ACTIONS, "description": "The actions that replace the use of the fragment."},
    }
    return {
        "$schema": _DIALECT,
        "title": "Fragment",
        "description": "A sequence of actions with parameters that several workflows can use.",
        **_closed(properties, ["actions"]),
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    """The definitions of actions. One object with all actions as keys, so that editors can complete them."""
    properties: Json = {name: _content(spec) for name, spec in ACTIONS.items()}
    blocks = sorted({spec.block for spec in ACTIONS.values() if spec.block})
    for block in blocks:
        owners = " or ".join(name for name, spec in ACTIONS.items() if spec.block == block)
        properties[block] = {**_ACTIONS, "description": f"The actions of {owners}."}
    properties["use"] = {"type": "string", "description": "The key of the fragment to insert here."}
    properties["with"] = {
        "type": "object",
        "additionalProperties": _TEXT,
        "description": "The parameters of the fragment.",
    }
    pairs = {name: [spec.block] for name, spec in ACTIONS.items() if spec.block}
    action = {
        **_closed(properties, []),
        "oneOf": [{"required": [name]} for name in (*ACTIONS, "use")],
        "dependentRequired": {**pairs, "with": ["use"]},
        "dependentSchemas": {
            block: {"anyOf": [{"required": [name]} for name, spec in ACTIONS.items() if spec.block == block]}
            for block in blocks
        },
    }
    bare = [name for name, spec in ACTIONS.items() if _stands_alone(spec)]
    return {
        "actions": {"type": "array", "items": {"$ref": "#/$defs/action"}, "minItems": 1},
        "action": {"anyOf": [action, {"enum": bare}]},
    }


def _stands_alone(spec: ElementSpec) -> bool:
    """Whether an action may be written as its bare name."""
    needs = any(attribute.required for attribute in spec.attributes) or any(slot.required for slot in spec.slots)
    return not spec.block and not needs


def _content(spec: ElementSpec) -> Json:
    """What stands under the key of an action or a child."""
    if spec.shorthand:
        attribute = spec.attribute(spec.shorthand)
        assert attribute is not None
        return {"description": spec.summary, "anyOf": [_attribute(attribute), _object(spec)]}
    if _stands_alone(spec) or (spec.block and not spec.attributes):
        whole = _object(spec)
        return {**whole, "type": [whole["type"], "null"]}
    only = spec.only_list
    if only is not None:
        listed = _repeated(only)
        explicit = _closed({only.name: listed}, [only.name])
        return {"description": spec.summary, "anyOf": [*listed["anyOf"], explicit]}
    return _object(spec)


def _object(spec: ElementSpec) -> Json:
    properties = {attribute.name: _attribute(attribute) for attribute in spec.attributes}
    required = [attribute.name for attribute in spec.attributes if attribute.required_in(LATEST)]
    if spec.body:
        text = "The text to send." if spec.body == "text" else "The XML element to send."
        properties[spec.body] = {**_TEXT, "description": text}
        required += ["xml"] if spec.body == "xml" else []
    for slot in spec.slots:
        for kind in slot.specs:
            properties[kind.name] = _content(kind) if slot.single else _repeated(kind)
        required += [slot.specs[0].name] if slot.required else []
    whole = {"description": spec.summary, **_closed(properties, required)}
    choices = [[kind.name for kind in slot.specs] for slot in spec.slots if slot.single and len(slot.specs) > 1]
    if choices:
        whole["allOf"] = [_at_most_one(names) for names in choices]
    return whole


def _at_most_one(names: list[str]) -> Json:
    none = {"not": {"anyOf": [{"required": [name]} for name in names]}}
    return {"oneOf": [none, *({"required": [name]} for name in names)]}


def _repeated(spec: ElementSpec) -> Json:
    """Children that repeat: a list, or one mapping of names to values."""
    short = {
        "type": "object",
        "additionalProperties": _TEXT,
        "not": {"propertyNames": {"enum": [attribute.name for attribute in spec.attributes]}, "minProperties": 1},
    }
    return {"description": spec.summary, "anyOf": [{"type": "array", "items": _object(spec)}, short]}


def _attribute(attribute: Attribute) -> Json:
    schema: Json = {"description": _described(attribute)}
    if attribute.kind is TextKind.BOOLEAN:
        schema["type"] = "boolean"
    else:
        schema |= _TEXT
        schema |= {} if attribute.may_be_empty else {"minLength": 1}
        schema |= {"examples": list(attribute.values)} if attribute.values else {}
    if attribute.default is not None:
        schema["default"] = attribute.default == "true" if attribute.kind is TextKind.BOOLEAN else attribute.default
    return schema


def _described(attribute: Attribute) -> str:
    words = [attribute.summary]
    if attribute.kind is TextKind.PATH:
        words.append("A JPath.")
    if attribute.since is not SchemaVersion.V1:
        words.append(f"Available from schema {attribute.since}.")
    if attribute.optional_from is not None:
        words.append(f"Required before schema {attribute.optional_from}.")
    return " ".join(words)


def _one_key(properties: Json) -> Json:
    return {**_closed(properties, []), "minProperties": 1, "maxProperties": 1}


def _list(items: Json, description: str) -> Json:
    return {"type": ["array", "null"], "items": items, "description": description}


def _closed(properties: Json, required: list[str]) -> Json:
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema
