"""Reads `lint.toml`: which rules run in a repository, and why some do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.lint.ignoring import unknown_rules
from qradar_builder.quick.dataclasses import dataclass
from qradar_builder.source.files import display_name, read_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from qradar_builder.findings import Findings, Location
    from qradar_builder.lint.selection import Selection
    from qradar_builder.source.toml import TomlDocument

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
    # Many repositories have no such file, and what reads it takes long to load.
    from qradar_builder.source.toml import read_toml  # noqa: PLC0415 - see above

    document = read_toml(text, name, "lint/config", findings)
    if document is None:
        return None
    for where, problem in _problems(document):
        findings.add("lint/config", document.place(*where), problem)
    if findings.errors > before:
        return None
    data = document.values
    places = {rule: document.place("ignore", rule) for rule in data.get("ignore", {})}
    return Config(path, frozenset(data.get("select", ())), places)


def _problems(document: TomlDocument) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong, each with the path to it."""
    data = document.values
    for key in data:
        if key not in {"select", "ignore"}:
            yield (key,), f"has a key `{key}`; it takes `select` and `ignore`"
    select, ignore = data.get("select", []), data.get("ignore", {})
    if not isinstance(select, list) or not all(isinstance(each, str) for each in select):
        yield ("select",), "`select` is not a list of rules"
        select = []
    if not isinstance(ignore, dict):
        yield ("ignore",), '`ignore` is not a table; write a line `"family/rule" = "the reason"` for each rule'
        ignore = {}
    for rule, reason in ignore.items():
        if not isinstance(reason, str) or not reason.strip():
            yield ("ignore", rule), f"gives no reason to ignore `{rule}`"
        yield from ((("ignore", rule), problem) for problem in unknown_rules([rule]))
    for number, rule in enumerate(select):
        yield from ((("select", number), problem) for problem in unknown_rules([rule], may_be_errors=True))
