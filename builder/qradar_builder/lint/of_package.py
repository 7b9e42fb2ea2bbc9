"""Reads which rules the `extension.yaml` of a package selects and ignores, wherever else the package has errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Findings
from qradar_builder.lint.config import Config
from qradar_builder.lint.ignoring import unknown_rules
from qradar_builder.package.layout import EXTENSION_FILE
from qradar_builder.source.files import display_name, read_text
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.reader import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEY = "lint"


def read_of_package(folder: Path, findings: Findings) -> Config | None:
    """What a package says of rules; None where it says nothing. What is wrong with its names becomes findings.

    That it has the right form is said where the package is loaded.
    """
    path = folder / EXTENSION_FILE
    name = display_name(path)
    # The rest of a folder that a link leads out of is not ours to read.
    text = None if path.is_symlink() or not path.is_file() else read_text(path, name, Findings())
    root = None if text is None or _KEY not in text else read_tree(text, name, Findings())
    said = _at(root, _KEY)
    if said is None:
        return None
    ignored = {entry.text: entry for entry, reason in _pairs(_at(said, "ignore")) if _is_text(reason)}
    selected = {entry.text: entry for entry in _texts(_at(said, "select"))}
    for nodes, may_be_errors in ((selected, True), (ignored, False)):
        for rule, node in list(nodes.items()):
            for problem in unknown_rules([rule], may_be_errors=may_be_errors):
                findings.add("lint/config", node.location(name), problem)
                del nodes[rule]
    return Config(path, frozenset(selected), {rule: node.location(name) for rule, node in ignored.items()})


def _at(node: Node | None, key: str) -> Node | None:
    return node.entries[key][1] if isinstance(node, Mapping) and key in node.entries else None


def _pairs(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(node, Mapping):
        yield from node.entries.values()


def _texts(node: Node | None) -> Iterator[Scalar]:
    for each in node.items if isinstance(node, Sequence) else ():
        if isinstance(each, Scalar):
            yield each


def _is_text(node: Node) -> bool:
    return isinstance(node, Scalar) and bool(node.text.strip())
