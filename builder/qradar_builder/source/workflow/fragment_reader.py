"""Reads what a fragment declares: its parameters, and the actions that refer to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.model.workflow.problems import did_you_mean
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.scalars import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qradar_builder.findings import Findings
    from qradar_builder.source.yaml.document import YamlDocument

REFERENCE = re.compile(r"\$(\$?)\(([A-Za-z_][A-Za-z0-9_]*)\)")
"""A reference to a parameter, by its second group; with a second dollar before it, the text itself."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A fragment: its document, the default of each parameter (None where it must be given), and its actions."""

    document: YamlDocument
    parameters: dict[str, str | None]
    actions: Sequence


def read_fragment(document: YamlDocument, findings: Findings) -> Fragment | None:
    """Read what a fragment declares, and check that its actions refer to that. None, with findings, where it cannot be.

    Its actions are read where it is used, since only then the schema version is known.
    """
    root = document.root
    if not isinstance(root, Mapping):
        findings.add("yaml/wrong-type", document.at(), f"a fragment must be a mapping, not {root.kind}")
        return None
    _check_keys(document, root, ("description", "parameters", "actions"), findings)
    actions = root.get("actions")
    if not isinstance(actions, Sequence):
        message = "`actions` must be a list" if actions else "`actions` is missing"
        findings.add("yaml/wrong-type" if actions else "yaml/missing-key", document.at("actions"), message)
        return None
    if not actions.items:
        findings.add("workflow/no-actions", document.at("actions"), "a fragment must contain at least one action")
    parameters, places = _parameters(document, root.get("parameters"), findings)
    used: set[str] = set()
    for scalar in _scalars(actions):
        for match in REFERENCE.finditer(scalar.text):
            used.add(match[2])
            if not match[1] and match[2] not in parameters:
                message = f"the fragment declares no parameter `{match[2]}`"
                near = did_you_mean(match[2], parameters)
                advice = f"{near} " if near.startswith("did") else ""
                advice += f"declare it under `parameters`, or write `${match[0]}` for the literal text"
                findings.add("workflow/fragment-parameter", scalar.location(document.name), message, help=advice)
    for name, place in places.items():
        if name not in used:
            message = f"the fragment does not use its parameter `{name}`"
            findings.add("workflow/fragment-unused-parameter", place.location(document.name), message)
    return Fragment(document, parameters, actions)


def _parameters(
    document: YamlDocument, node: Node | None, findings: Findings
) -> tuple[dict[str, str | None], dict[str, Node]]:
    defaults: dict[str, str | None] = {}
    places: dict[str, Node] = {}
    if node is not None and not isinstance(node, Sequence):
        findings.add("yaml/wrong-type", node.location(document.name), f"`parameters` must be a list, not {node.kind}")
    for item in node.items if isinstance(node, Sequence) else ():
        place = item.location(document.name)
        if not isinstance(item, Mapping):
            findings.add("yaml/wrong-type", place, f"a parameter must be a mapping, not {item.kind}")
            continue
        _check_keys(document, item, ("name", "description", "default", "required"), findings)
        name = item.get("name")
        if not isinstance(name, Scalar) or not _NAME.match(name.text):
            message = "a parameter needs a `name` of letters, digits and underscores"
            findings.add("workflow/fragment-parameter", place, message, help="write `name: token_url`, for example")
            continue
        if name.text in defaults:
            findings.add("workflow/fragment-parameter", place, f"the parameter `{name.text}` is declared twice")
        defaults[name.text] = _default(document, item, findings)
        places[name.text] = name
    return defaults, places


def _default(document: YamlDocument, item: Mapping, findings: Findings) -> str | None:
    default, required = item.get("default"), item.get("required")
    optional = False
    if required is not None:
        truth = value(required) if isinstance(required, Scalar) else None
        if not isinstance(truth, bool):
            findings.add("workflow/truth-value", required.location(document.name), "`required` must be true or false")
        optional = truth is False
        if truth is True:
            return None
    if default is None:
        return "" if optional else None
    if not isinstance(default, Scalar):
        findings.add("workflow/no-text", default.location(document.name), f"`default` must be text, not {default.kind}")
        return ""
    return "" if value(default) is None else default.text


def _check_keys(document: YamlDocument, node: Mapping, known: tuple[str, ...], findings: Findings) -> None:
    for name, key, _ in node:
        if name not in known:
            message = f"`{name}` is not a valid key here"
            findings.add("yaml/unknown-key", key.location(document.name), message, help=did_you_mean(name, known))


def _scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar below a node, keys included, without recursion."""
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, Scalar):
            yield each
        elif isinstance(each, Sequence):
            stack.extend(each.items)
        elif isinstance(each, Mapping):
            stack.extend(part for _, key, part in each for part in (key, part))
