"""The lines of a team's YAML in which a conflict is: they stand between the marks as the team wrote them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from qradar_builder.source.line_starts import OTHER_LINE_ENDS
from qradar_builder.source.yaml.text import entry, item
from qradar_builder.takeover.update.merging import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qradar_builder.takeover.update.merging import Conflict

_LEADING = re.compile(r"(?: *- +)* *")


@dataclass(slots=True)
class OwnLines:
    """A text in which a mark is in place of each conflict that has lines of its own."""

    text: str
    conflicts: list[Conflict] = field(default_factory=list)
    """Those of the marks, by their numbers."""
    sides: list[tuple[str, str]] = field(default_factory=list)
    """Both sides of each as lines: mine as they are written, and theirs."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines from `start` to before `end`. The first begins with `leading` and the key."""

    start: int
    end: int
    leading: str
    key: str | None
    comment: str
    """What stands behind the value on its only line."""


def own_lines(
    text: str, conflicts: Iterable[Conflict], mark: Callable[[int], str], plain: Callable[[Any], Any]
) -> OwnLines:
    """Put marks into a text. What is in braces, or on one line with something else, stays without one."""
    found = OwnLines(text)
    if OTHER_LINE_ENDS.search(text) is not None:
        return found
    root = YAML().compose(text)
    lines = re.findall(r".*\n|.+$", text)
    placed: list[tuple[_Block, int]] = []
    for conflict in conflicts:
        block = None if conflict.mine is MISSING else _block(root, conflict.at, lines)
        if block is None or (conflict.theirs is MISSING and "-" in block.leading and block.key is not None):
            continue
        placed.append((block, len(found.conflicts)))
        found.conflicts.append(conflict)
        mine = "".join(lines[block.start : block.end])
        found.sides.append((mine if mine.endswith("\n") else mine + "\n", _theirs(plain(conflict.theirs), block)))
    for block, number in sorted(placed, key=lambda one: one[0].start, reverse=True):
        key = "" if block.key is None else f"{block.key}: "
        lines[block.start : block.end] = [f"{block.leading}{key}{mark(number)}\n"]
    found.text = "".join(lines)
    return found


def _theirs(value: Any, block: _Block) -> str:
    if value is MISSING:
        return ""
    if block.key is not None:
        column = len(block.leading)
        written = entry(str(YAML(typ="safe").load(block.key)), value, column)
    else:
        column = block.leading.rindex("-")
        written = item(value, column)
    comment = "" if "\n" in written else block.comment
    return f"{block.leading[:column]}{written[column:]}{comment}\n"


def _block(node: Any, at: tuple[str | int, ...], lines: list[str]) -> _Block | None:
    key: Any = None
    for step in at:
        if getattr(node, "flow_style", False):
            return None
        if isinstance(node, MappingNode):
            pair = next((each for each in node.value if str(each[0].value) == str(step)), None)
            if pair is None:
                return None
            key, node = pair
        elif isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
            key, node = None, node.value[step]
        else:
            return None
    begin = node.start_mark if key is None else key.start_mark
    leading = lines[begin.line][: begin.column]
    if not at or _LEADING.fullmatch(leading) is None or (key is None and "-" not in leading):
        return None
    if key is not None and (not isinstance(key, ScalarNode) or key.end_mark.line != begin.line):
        return None
    end = _end(node, begin.line, lines)
    while end > begin.line + 1 and _is_between(lines[end - 1], begin.column):
        end -= 1
    written = None if key is None else lines[begin.line][begin.column : key.end_mark.column]
    behind = lines[begin.line][node.end_mark.column :].rstrip() if node.end_mark.line == begin.line else ""
    return _Block(begin.line, end, leading, written, behind if behind.lstrip().startswith("#") else "")


def _end(node: Any, begin: int, lines: list[str]) -> int:
    """The line behind a value: where a block ends, its mark is at what follows."""
    line, column = int(node.end_mark.line), int(node.end_mark.column)
    is_block = isinstance(node, MappingNode | SequenceNode) and not node.flow_style
    is_block = is_block or (isinstance(node, ScalarNode) and node.style in {"|", ">"})
    is_behind = is_block and column <= _indent(lines, line)
    return min(len(lines), max(begin + 1, line if is_behind else line + 1))


def _indent(lines: list[str], line: int) -> int:
    return len(lines[line]) - len(lines[line].lstrip(" ")) if line < len(lines) else 0


def _is_between(line: str, column: int) -> bool:
    """Whether a line is blank, or a comment that is about what follows."""
    text = line.lstrip(" ")
    return not text.strip() or (text.startswith("#") and len(line) - len(text) <= column)
