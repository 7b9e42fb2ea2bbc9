"""Reads `lint.toml`: which rules run in a repository, and why some do not."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qradar_builder.findings import Location
from qradar_builder.lint.ignoring import unknown_rules
from qradar_builder.source.files import display_name, read_text
from qradar_builder.source.line_starts import position

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from qradar_builder.findings import Findings
    from qradar_builder.lint.selection import Selection

NAME = "lint.toml"
_MOST_FOLDERS = 20


@dataclass(frozen=True, slots=True)
class Config:
    """What a `lint.toml` says, or the `lint` of an `extension.yaml`."""

    path: Path
    select: frozenset[str]
    ignore: dict[str, Location]
    """The rules and families that it ignores, each with its place."""

    def report_unused(self, used: Collection[str], selection: Selection, findings: Findings) -> None:
        """Report what it ignores that ran and has no finding."""
        for rule, place in self.ignore.items():
            if rule not in used and selection.runs(rule):
                findings.add("lint/config-unused", place, f"there is no finding of `{rule}` to ignore")


def find_config(folder: Path) -> Path | None:
    """The `lint.toml` of a folder or of the nearest folder above it, up to the root of its repository."""
    for each in (folder, *folder.parents)[:_MOST_FOLDERS]:
        if (each / NAME).is_file():
            return each / NAME
        if (each / ".git").exists():
            return None
    return None


def read_config(path: Path, findings: Findings) -> Config | None:
    """Read a `lint.toml`. None, with findings, where it has errors.

    It has `select`, a list of rules or families, and a table `ignore` with a reason for each rule or family.
    """
    name = display_name(path)
    before = findings.errors
    text = read_text(path, name, findings)
    if text is None:
        return None
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        findings.add("lint/config", Location(name), f"is no TOML: {error}")
        return None
    for problem in _problems(data):
        findings.add("lint/config", Location(name), problem)
    if findings.errors > before:
        return None
    places = {rule: _place(rule, text, name) for rule in data.get("ignore", {})}
    return Config(path, frozenset(data.get("select", ())), places)


def _place(rule: str, text: str, name: str) -> Location:
    """The place of a key of `ignore`; a parser of TOML does not tell."""
    key = re.search(rf"""(?:^|[{{,.])[ \t]*(["']?){re.escape(rule)}\1[ \t]*=""", text, re.MULTILINE)
    if key is None:
        return Location(name)
    start = text.index(rule, key.start())
    return Location(name, *position(text, start), *position(text, start + len(rule)))


def _problems(data: dict[str, Any]) -> Iterator[str]:
    for key in data:
        if key not in {"select", "ignore"}:
            yield f"has a key `{key}`; it takes `select` and `ignore`"
    select, ignore = data.get("select", []), data.get("ignore", {})
    if not isinstance(select, list) or not all(isinstance(each, str) for each in select):
        yield "`select` is no list of rules"
        select = []
    if not isinstance(ignore, dict):
        yield '`ignore` is no table; write a line `"family/rule" = "the reason"` for each rule'
        ignore = {}
    for rule, reason in ignore.items():
        if not isinstance(reason, str) or not reason.strip():
            yield f"gives no reason to ignore `{rule}`"
    yield from unknown_rules(ignore)
    yield from unknown_rules(select, may_be_errors=True)
