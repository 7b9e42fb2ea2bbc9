"""Findings that a person leaves out with a reason: by a comment at their line, or by `--ignore`.

The comment is `# lint: ignore[family/rule, family/rule] reason`. It is for the findings of its own line or, where it
has a line of its own, of the next line that is no comment. It is read in YAML files only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qradar_builder.findings import RULES, Findings, Location, Severity
from qradar_builder.lint.registry import lint_rules
from qradar_builder.lint.selection import ALL
from qradar_builder.source.files import display_name, read_text
from qradar_builder.source.yaml.node import Mapping, Node, Scalar, Sequence
from qradar_builder.source.yaml.reader import read_tree
from qradar_builder.text.nearest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from qradar_builder.findings import Finding
    from qradar_builder.lint.selection import Selection

_COMMENT = re.compile(r"#\s*lint:\s*ignore\b(?:\[([^\]\n]*)\])?:?\s*(.*)")
_MARK = re.compile(r"#\s*lint:\s*ignore\b")
_UNREAD = "identity.lock.yaml"
_YAML = (".yaml", ".yml")


@dataclass(slots=True)
class Comment:
    """A comment that leaves out findings. Lines are 1-based."""

    place: Location
    line: int
    """The line whose findings it is for."""
    rules: tuple[str, ...]
    """The rules that it leaves out, in effect only with a reason."""
    reason: str
    used: set[str] = field(default_factory=set)
    """The rules of which it has left out a finding."""


class Ignoring:
    """What is left out: the rules that a selection ignores, and what comments say in the files of the findings."""

    def __init__(self, selection: Selection = ALL) -> None:
        self._selection = selection
        self.used: set[str] = set()
        """The entries of `ignore` of the selection that have left out a finding."""
        self._comments: dict[str, list[Comment]] = {}

    def left(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are not left out. What cannot be compiled never is."""
        return [each for each in findings if _must_stay(each.rule) or not self._leaves_out(each)]

    def check(self, files: Iterable[Path], findings: Findings, *, all_ran: bool = True) -> None:
        """Report comments in these files, after `left`, that have no effect: without a rule, reason or finding.

        Without `all_ran`, errors kept rules from running: a comment without a finding is not reported then.
        """
        for path in files:
            for comment in self._in_file(display_name(path)):
                self._check(comment, findings, all_ran=all_ran)

    def _leaves_out(self, finding: Finding) -> bool:
        for comment in self._in_file(finding.location.file):
            if comment.line == finding.location.line and finding.rule in comment.rules and comment.reason:
                comment.used.add(finding.rule)
                return True
        entry = self._selection.ignored_by(finding.rule)
        if entry is not None:
            self.used.add(entry)
        return entry is not None

    def _in_file(self, name: str) -> list[Comment]:
        if name not in self._comments:
            self._comments[name] = list(_read(name)) if name.endswith(_YAML) else []
        return self._comments[name]

    @staticmethod
    def _check(comment: Comment, findings: Findings, *, all_ran: bool) -> None:
        if not comment.rules:
            findings.add("lint/ignore-form", comment.place, "the comment does not name a rule, so it has no effect")
            return
        if not comment.reason:
            findings.add("lint/ignore-reason", comment.place, "the comment does not give a reason, so it has no effect")
        for rule in comment.rules:
            if rule not in RULES and rule not in lint_rules():
                near = closest(rule, [*RULES, *lint_rules()])
                advice = None if near is None else f"did you mean `{near}`?"
                findings.add("lint/ignore-rule", comment.place, f"there is no rule `{rule}`", help=advice)
            elif _must_stay(rule):
                message = f"the findings of `{rule}` are errors, which you cannot ignore"
                findings.add("lint/ignore-rule", comment.place, message, help="fix the cause of the finding")
            elif all_ran and comment.reason and rule not in comment.used:
                findings.add("lint/ignore-unused", comment.place, f"there is no finding of `{rule}` to ignore here")


def sources(folder: Path) -> list[Path]:
    """The YAML files of a package folder, but for its lock, hidden files and what is behind a link."""
    found = (path for end in _YAML for path in folder.rglob(f"*{end}"))
    return sorted(
        path
        for path in found
        if path.name != _UNREAD and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def unknown_rules(rules: Iterable[str], *, may_be_errors: bool = False) -> Iterator[str]:
    """What is wrong with names of rules and families, a sentence each: there is none, or its findings are errors."""
    known = [*RULES, *lint_rules()]
    families = {rule.partition("/")[0] for rule in known}
    for name in rules:
        if name in families:
            continue
        if name not in known:
            near = closest(name, [*known, *families])
            yield f"there is no rule or family `{name}`" + (f"; did you mean `{near}`?" if near else "")
        elif not may_be_errors and _must_stay(name):
            yield f"the findings of `{name}` are errors, which you cannot ignore"


def _must_stay(rule: str) -> bool:
    """Whether the findings of a rule are errors of loading and compiling; those of lint rules are opinions."""
    return rule in RULES and RULES[rule].severity is Severity.ERROR


def _read(name: str) -> Iterator[Comment]:
    path = Path(name)
    # The rest of a folder that a link leads out of is not ours to read.
    text = None if path.is_symlink() else read_text(path, name, Findings())
    if text is None or not _MARK.search(text):
        return
    root = read_tree(text, name, Findings())
    if root is None:
        return
    lines = text.splitlines()
    wanted = {number for number, line in enumerate(lines) if _MARK.search(line)}
    spans = list(_spans(root, wanted))
    for number in sorted(wanted):
        for match in _COMMENT.finditer(lines[number]):
            point = (number, match.start())
            before = lines[number][: match.start()]
            is_comment = not before or before[-1].isspace()
            if is_comment and not any(start <= point < end for start, end in spans):
                line = number if before.strip() else _next(lines, number)
                rules = tuple(dict.fromkeys(each.strip() for each in (match[1] or "").split(",") if each.strip()))
                place = Location(name, number + 1, match.start() + 1, number + 1, len(lines[number].rstrip()) + 1)
                yield Comment(place, line + 1, rules, match[2].strip())
                break


def _next(lines: list[str], number: int) -> int:
    """The next line with something other than a comment, 0-based."""
    for following in range(number + 1, len(lines)):
        stripped = lines[following].strip()
        if stripped and not stripped.startswith("#"):
            return following
    return number


def _spans(root: Node, wanted: set[int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where texts are, 0-based, that touch lines in which a comment may be."""
    first, last = min(wanted), max(wanted)
    left: list[Node] = [root]
    seen: set[int] = set()
    while left:
        node = left.pop()
        if id(node) in seen or node.end.line < first or node.start.line > last:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            left += [each for pair in node.entries.values() for each in pair]
        elif isinstance(node, Sequence):
            left += node.items
        elif isinstance(node, Scalar):
            yield (node.start.line, node.start.column), (node.end.line, node.end.column)
