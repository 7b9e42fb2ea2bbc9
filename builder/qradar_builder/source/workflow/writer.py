"""Writes a workflow as YAML that people would write: the counterpart of the reader.

What is written reads back as the same workflow. Comments stay before the item that they belong to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.document import SchemaVersion
from qradar_builder.model.workflow.elements import ACTIONS, TESTS
from qradar_builder.source.yaml.text import WIDTH, scalar
from qradar_builder.text.yaml import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qradar_builder.model.workflow.document import Element, Parameter, Workflow
    from qradar_builder.model.workflow.grammar import ElementSpec

_NUMBER_OR_TRUTH = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?|true|false")
USE = "use"
"""The name of an element that stands for the actions of a fragment, with the fragment's key as its attribute."""
_PAIR = ("name", "value")
_BARE_LINES = re.compile(r"[^\n]*[^ \t\n](?:\n(?:[^\n]*[^ \t\n])?)*")
"""Text whose lines do not end in white space, so that it may be written as it is below its key."""


def write_workflow_yaml(workflow: Workflow) -> str:
    """The YAML of a workflow, as `read_workflow_yaml` reads it."""
    lines = _comments(workflow.comments, 0)
    given = {
        "name": workflow.name,
        "version": workflow.version,
        "description": workflow.description,
        "minimumRecurrence": workflow.minimum_recurrence,
    }
    for name, value in given.items():
        if value is not None:
            lines += _pair(name, value, 0)
    if workflow.schema is not SchemaVersion.V2_1:
        lines.append(f"schema: {workflow.schema}")
    if workflow.parameters:
        lines.append("parameters:")
        for parameter in workflow.parameters:
            lines += _parameter(parameter)
    lines.append("actions:")
    for action in workflow.actions:
        lines += _action(action, 2)
    if workflow.tests:
        lines.append("tests:")
        for test in workflow.tests:
            lines += [*_comments(test.comments, 2), *_item(test, TESTS[test.name], 2)]
    lines += _comments(workflow.closing, 0)
    return "\n".join(lines) + "\n"


def write_actions_yaml(actions: Sequence[Element], indent: int) -> list[str]:
    """The lines of a list of actions."""
    return [line for action in actions for line in _action(action, indent)]


def _parameter(parameter: Parameter) -> list[str]:
    given: dict[str, str | None] = {
        "name": parameter.name,
        "label": parameter.label,
        "description": parameter.description,
        "required": "true" if parameter.required else None,
        "secret": "true" if parameter.secret else None,
        "default": parameter.default,
    }
    written = {name: value for name, value in given.items() if value is not None}
    return [*_comments(parameter.comments, 2), *_as_item(_mapping(written, 4), _flow(written), 2)]


def _action(action: Element, indent: int) -> list[str]:
    if action.name == USE:
        return [*_comments(action.comments, indent), f"{' ' * indent}- {USE}: {action.attributes[USE]}"]
    spec = ACTIONS[action.name]
    lines = _comments(action.comments, indent)
    if spec.block is None:
        return [*lines, *_item(action, spec, indent)]
    margin = " " * indent
    if spec.shorthand is not None:
        head = f"{margin}- {spec.name}: {_word(action.attributes[spec.shorthand], in_flow=False)}"
    elif spec.attributes:
        head = f"{margin}- {spec.name}: {_flow(action.attributes)}"
    else:
        head = f"{margin}- {spec.name}:"
    lines += [head, f"{margin}  {spec.block}:"]
    for child in action.children:
        lines += _action(child, indent + 4)
    return [*lines, *_comments(action.closing, indent + 4)]


def _item(element: Element, spec: ElementSpec, indent: int) -> list[str]:
    """An action without a block, or a test, as an item of a list."""
    margin = " " * indent
    if not element.attributes and not element.children and element.text is None:
        return [f"{margin}- {element.name}"]
    short = f"{margin}- {element.name}: {_flow(element.attributes)}"
    if not element.children and element.text is None and len(short) <= WIDTH:
        return [short]
    return [f"{margin}- {element.name}:", *_body(element, spec, indent + 4)]


def _body(element: Element, spec: ElementSpec, indent: int) -> list[str]:
    """What stands under the key of an element."""
    lines = _mapping(element.attributes, indent)
    if element.text is not None and spec.body is not None:
        lines += _pair(spec.body, element.text, indent)
    for slot in spec.slots:
        for kind in slot.specs:
            children = [child for child in element.children if child.name == kind.name]
            if not children:
                continue
            lines += _comments(children[0].comments, indent) if slot.single else []
            lines += _child(children[0], kind, indent) if slot.single else _list(children, kind, indent)
    return [*lines, *_comments(element.closing, indent)]


def _child(child: Element, spec: ElementSpec, indent: int) -> list[str]:
    margin = " " * indent
    only = spec.only_list
    if only is not None:
        lines = _list(list(child.children), only, indent)
        named = [line.replace(f"{margin}{only.name}:", f"{margin}{spec.name}:", 1) for line in lines[:1]]
        return [*named, *lines[1:], *_comments(child.closing, indent)]
    short = f"{margin}{spec.name}: {_flow(child.attributes)}"
    if not child.children and child.text is None and not child.closing and len(short) <= WIDTH:
        return [short]
    return [f"{margin}{spec.name}:", *_body(child, spec, indent + 2)]


def _list(children: list[Element], spec: ElementSpec, indent: int) -> list[str]:
    """Children that repeat: names with values where they are nothing more, else a list of mappings."""
    margin = " " * indent
    names = [child.attributes.get("name", "") for child in children]
    are_pairs = all(tuple(sorted(child.attributes)) == _PAIR and not child.children for child in children)
    clear = len(set(names)) == len(names) and not all(spec.attribute(name) for name in names)
    if are_pairs and clear:
        pairs = {child.attributes["name"]: child.attributes["value"] for child in children}
        short = f"{margin}{spec.name}: {_flow(pairs)}"
        if len(short) <= WIDTH and len(pairs) <= 2 and not any(child.comments for child in children):
            return [short]
        lines = [f"{margin}{spec.name}:"]
        for child in children:
            lines += _comments(child.comments, indent + 2)
            lines += _pair(child.attributes["name"], child.attributes["value"], indent + 2)
        return lines
    lines = [f"{margin}{spec.name}:"]
    for child in children:
        lines += _comments(child.comments, indent + 2)
        lines += _as_item(_body(child, spec, indent + 4), _flow(child.attributes), indent + 2)
    return lines


def _as_item(lines: list[str], short: str, indent: int) -> list[str]:
    """A mapping as an item of a list: in one line where it fits and holds nothing else."""
    start = " " * indent + "- "
    is_simple = all(not line.lstrip().startswith("#") and not line.startswith(" " * (indent + 3)) for line in lines)
    if is_simple and len(start + short) <= WIDTH:
        return [start + short]
    return [start + lines[0][indent + 2 :], *lines[1:]]


def _mapping(values: Iterable[tuple[str, str]] | dict[str, str] | object, indent: int) -> list[str]:
    assert hasattr(values, "items")
    return [line for name, value in values.items() for line in _pair(name, value, indent)]


def _pair(name: str, text: str, indent: int) -> list[str]:
    """A key with its text; a text of several lines stands below its key."""
    start = f"{' ' * indent}{_word(name, in_flow=False)}:"
    bare = text.removesuffix("\n")
    if "\n" in bare and is_printable(text.replace("\n", "")) and _BARE_LINES.fullmatch(bare):
        margin = " " * (indent + 2)
        sign = "|" if text.endswith("\n") else "|-"
        sign += "2" if bare.startswith((" ", "\n")) else ""
        return [f"{start} {sign}", *(margin + line if line else "" for line in bare.split("\n"))]
    return [f"{start} {_word(text, in_flow=False)}"]


def _flow(values: object) -> str:
    assert hasattr(values, "items")
    return "{" + ", ".join(f"{_word(name)}: {_word(value)}" for name, value in values.items()) + "}"


def _word(text: str, *, in_flow: bool = True) -> str:
    """A text as a scalar. Numbers and truth values need no quotes: here they are text."""
    return text if _NUMBER_OR_TRUTH.fullmatch(text) else scalar(text, in_flow=in_flow)


def _comments(texts: Iterable[str], indent: int) -> list[str]:
    margin = " " * indent
    return [f"{margin}# {line}".rstrip() for text in texts for line in text.split("\n")]
