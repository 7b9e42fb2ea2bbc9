"""The JSON Schemas of workflow and fragment YAML, for editors; made from the table of the language.

They hold what every schema version has in common with the newest: an editor does not know the version while one types.
"""

from __future__ import annotations

from typing import Any

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import ACTIONS, PARAMETER, TESTS_IN_YAML, WORKFLOW
from qradar_builder.model.workflow.grammar import Attribute, ElementSpec, TextKind
from qradar_builder.model.workflow.problems import BOOLEANS
from qradar_builder.source.workflow.heads import CALL, METHODS, head_pattern, in_every_head
from qradar_builder.source.workflow.reader import FLAGS, LATEST

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": ["string", "number", "boolean"]}
_ACTIONS = {"$ref": "#/$defs/actions"}

Json = dict[str, Any]


def workflow_json_schema() -> Json:
    """The JSON Schema (2020-12) of a workflow."""
    properties = {attribute.name: _attribute(attribute) for attribute in WORKFLOW.attributes}
    versions = [str(version) for version in SchemaVersion]
    properties["schema"] = {"enum": versions, "default": str(LATEST), "description": "The version of the language."}
    properties["parameters"] = _parameters()
    properties["actions"] = {**_ACTIONS, "description": "The actions of a run, in order."}
    properties["tests"] = _list({"$ref": "#/$defs/test"}, "The checks that the Start Test button runs.")
    return {
        "$schema": _DIALECT,
        "title": "Workflow",
        "description": WORKFLOW.summary,
        **_closed(properties, ["name", "version", "actions"]),
        "$defs": {**_definitions(), "test": _test()},
    }


def _parameters() -> Json:
    """The parameters: a list, or a mapping of names with flags to labels or to the other attributes."""
    label = PARAMETER.attribute("label")
    assert label is not None
    more = {each.name: _attribute(each) for each in PARAMETER.attributes if each.name != "name"}
    flags = "|".join(FLAGS)
    short = {
        "title": "mapping of names, with `required` and `secret` behind them, to labels or to the other keys",
        "type": "object",
        "patternProperties": {f"^[^ ]+( ({flags}))*$": {"anyOf": [_attribute(label), _closed(more, ["label"])]}},
        "additionalProperties": False,
    }
    return {
        "description": "The parameters that the administrator sets for each log source.",
        "anyOf": [{"type": "array", "items": _object(PARAMETER)}, short, {"type": "null"}],
    }


def _test() -> Json:
    """A test, or several of them with the same content, by their names with commas."""
    names = "|".join(TESTS_IN_YAML)
    schema = _one_key({name: _content(spec) for name, spec in TESTS_IN_YAML.items()})
    return {**schema, "patternProperties": {f"^({names})(, ({names}))+$": {"type": ["string", "object"]}}}


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
    blocks_of = {name: str(spec.block) for name, spec in ACTIONS.items() if spec.block}
    heads = {f"^{_names(spec)}(?:{head_pattern(spec)})$": _under(spec) for spec in ACTIONS.values() if spec.heads}
    short = {"minProperties": 1, "maxProperties": 1, "propertyNames": {"pattern": " "}}
    action = {
        **_closed(properties, []),
        "patternProperties": heads,
        "oneOf": [*({"required": [name]} for name in (*ACTIONS, "use")), short],
        "dependentRequired": {"with": ["use"]},
        "dependentSchemas": {name: _has_block(name, block) for name, block in blocks_of.items()}
        | {
            block: {"anyOf": [{"required": [name]} for name in blocks_of if blocks_of[name] == block]}
            for block in blocks
        },
    }
    bare = [name for name, spec in ACTIONS.items() if _stands_alone(spec)]
    return {
        "actions": {"type": "array", "items": {"$ref": "#/$defs/action"}, "minItems": 1},
        "action": {"anyOf": [action, {"enum": bare}, {"type": "string", "pattern": _bare_heads()}]},
    }


def _names(spec: ElementSpec) -> str:
    """What a key with a head begins with."""
    methods = "|".join(sorted(METHODS))
    return f"(?:(?=(?:{methods}) )|{CALL} )" if spec.name == CALL else f"{spec.name} "


def _has_block(name: str, block: str) -> Json:
    """An action has its actions under a key beside it or, where it has no attributes, right under its own."""
    required: Json = {"required": [block]}
    if ACTIONS[name].attributes:
        return required
    apart = {"properties": {name: {"type": ["object", "null"]}}, **required}
    listed = {"properties": {name: {"type": "array"}, block: False}}
    return {"oneOf": [apart, listed]}


def _under(spec: ElementSpec) -> Json:
    """What may be under the key of an action with a head. What else it needs is found when it is read."""
    if spec.block:
        return {**_ACTIONS, "description": spec.summary}
    whole = _object(spec)
    whole.pop("required", None)
    whole["properties"] = {name: each for name, each in whole["properties"].items() if name not in in_every_head(spec)}
    attribute = spec.attribute(str(spec.under))
    kinds: list[Json] = [whole] if attribute is None else [_attribute(attribute), whole]
    kinds += [{"type": "null"}] if spec.under is None else []
    return {"description": spec.summary, "anyOf": kinds}


def _bare_heads() -> str:
    """A pattern of the actions that their key says all of."""
    specs = [spec for spec in ACTIONS.values() if spec.heads and not spec.block and spec.under is None]
    return f"^(?:{'|'.join(f'{_names(spec)}(?:{head_pattern(spec)})' for spec in specs)})$"


def _stands_alone(spec: ElementSpec) -> bool:
    """Whether an action may be written as its bare name."""
    needs = any(attribute.required for attribute in spec.attributes) or any(slot.required for slot in spec.slots)
    return not spec.block and not needs


def _content(spec: ElementSpec) -> Json:
    """What stands under the key of an action or a child."""
    if spec.shorthand:
        attribute = spec.attribute(spec.shorthand)
        assert attribute is not None
        return {"description": spec.summary, "anyOf": [_attribute(attribute), _object(spec), *_run(spec)]}
    if spec.runs:
        return {"description": spec.summary, "anyOf": [_object(spec), *_run(spec)]}
    if _stands_alone(spec) or (spec.block and not spec.attributes):
        whole = _object(spec)
        content = {**whole, "type": [whole["type"], "null"]}
        return {"description": spec.summary, "anyOf": [content, _ACTIONS]} if spec.block else content
    only = spec.only_list
    if only is not None:
        listed = _repeated(only)
        explicit = _closed({only.name: listed}, [only.name])
        return {"description": spec.summary, "anyOf": [*listed["anyOf"], explicit]}
    return _object(spec)


def _run(spec: ElementSpec) -> list[Json]:
    """One mapping of paths to values, where several actions in a row may be written so."""
    if not spec.runs:
        return []
    return [
        {
            "type": "object",
            "patternProperties": {"^[/.$]": _under(spec)},
            "additionalProperties": False,
            "minProperties": 1,
        }
    ]


def _object(spec: ElementSpec) -> Json:
    properties = {attribute.name: _attribute(attribute) for attribute in spec.attributes}
    required = [attribute.name for attribute in spec.attributes if attribute.required_in(LATEST)]
    if spec.body:
        text = "The text to send." if spec.body == "text" else "The XML element to send."
        properties[spec.body] = {**_TEXT, "description": text}
        required += ["xml"] if spec.body == "xml" else []
    patterns: Json = {}
    for slot in spec.slots:
        for kind in slot.specs:
            if kind.heads:
                patterns[f"^{kind.name} (?:{head_pattern(kind)})$"] = {**_TEXT, "description": kind.summary}
            properties[kind.name] = _content(kind) if slot.single else _repeated(kind)
        required += [slot.specs[0].name] if slot.required else []
    whole = {"description": spec.summary, **_closed(properties, required)}
    whole |= {"patternProperties": patterns} if patterns else {}
    choices = [[kind.name for kind in slot.specs] for slot in spec.slots if slot.single and len(slot.specs) > 1]
    if choices:
        whole["allOf"] = [_at_most_one(names) for names in choices]
    return whole


def _at_most_one(names: list[str]) -> Json:
    none = {"not": {"anyOf": [{"required": [name]} for name in names]}}
    return {"oneOf": [none, *({"required": [name]} for name in names)]}


def _repeated(spec: ElementSpec) -> Json:
    """Children that repeat: a list, or one mapping of names to values. A name may have `omitIfEmpty` behind it."""
    short = {
        "type": "object",
        "additionalProperties": _TEXT,
        "not": {"propertyNames": {"enum": [attribute.name for attribute in spec.attributes]}, "minProperties": 1},
    }
    return {"description": spec.summary, "anyOf": [{"type": "array", "items": _object(spec)}, short]}


def _attribute(attribute: Attribute) -> Json:
    schema: Json = {"description": _described(attribute)}
    if attribute.kind is TextKind.BOOLEAN:
        schema["enum"] = [True, False, *BOOLEANS]
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
