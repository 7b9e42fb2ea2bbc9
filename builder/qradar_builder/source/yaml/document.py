"""A YAML document: its tree, its text and the places of its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import read_text
from qradar_builder.source.yaml.node import Mapping, Node, Sequence
from qradar_builder.source.yaml.reader import MAX_NODES, read_tree

if TYPE_CHECKING:
    from pathlib import Path

    from qradar_builder.findings import Findings, Location

_COMMENT = re.compile(r"( *)# ?(.*)")


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A document by the name that findings call it, with its tree and its lines of text."""

    name: str
    root: Node
    lines: tuple[str, ...]

    def at(self, *path: str | int) -> Place:
        """The place of a part by its keys and indexes. Where the path ends early, the last part that is there."""
        return Place(self, path)

    def key(self, *path: str | int) -> Place:
        """As `at`, but the place of the last key itself and not of what stands under it."""
        return Place(self, path, of_key=True)

    def comments_above(self, line: int, indent: int) -> tuple[str, ...]:
        """The comment lines right above a 0-based line, without `#`.

        Only lines that begin at column `indent` or before: deeper ones may be the text of a block scalar.
        """
        found: list[str] = []
        for number in range(min(line, len(self.lines)) - 1, -1, -1):
            match = _COMMENT.fullmatch(self.lines[number])
            if match is None or len(match[1]) > indent:
                break
            found.append(match[2].rstrip())
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Place:
    """The origin of a part of a document, worked out when a finding asks for it."""

    document: YamlDocument
    path: tuple[str | int, ...]
    of_key: bool = False

    def locate(self) -> Location:
        """Walk down the path as far as it goes; steps that the tree does not have are passed over."""
        node = self.document.root
        key: Node | None = None
        for step in self.path:
            if isinstance(step, str) and isinstance(node, Mapping) and step in node.entries:
                key, node = node.entries[step]
            elif isinstance(step, int) and isinstance(node, Sequence) and step < len(node.items):
                key, node = None, node.items[step]
        return (key if self.of_key and key is not None else node).location(self.document.name)


def read_document(
    path: Path, name: str, findings: Findings, *, within: Path | None = None, most: int = MAX_NODES
) -> YamlDocument | None:
    """Read a YAML file. None, with findings, where that cannot be done. With `within` no link leads out of a folder."""
    text = read_text(path, name, findings, within=within)
    return None if text is None else parse_document(text, name, findings, most=most)


def parse_document(text: str, name: str, findings: Findings, *, most: int = MAX_NODES) -> YamlDocument | None:
    """Read a YAML text. None, with findings, where that cannot be done."""
    root = read_tree(text, name, findings, most=most)
    return None if root is None else YamlDocument(name, root, tuple(text.splitlines()))
